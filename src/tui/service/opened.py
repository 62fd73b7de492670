"""An article as it is read: one of its texts ready to be laid out, and which others there are."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from tui.model.article import Article
from tui.model.extraction import Step
from tui.model.full_text import FullText
from tui.model.ids import SafeHtml
from tui.model.rule import HitNote

if TYPE_CHECKING:
    from tui.content import Document

__all__ = ["OpenArticle", "PagePreview"]

#: Words that are written small within a sentence.
_SMALL = frozenset(("The", "No", "This", "Its", "It", "An", "A"))


@dataclass(frozen=True, slots=True)
class OpenArticle:
    """An article and its text ready to be laid out."""

    article: Article
    document: "Document"
    #: What rules did to it.
    notes: tuple[HitNote, ...] = ()
    #: Which of its texts the document is, and the round of those that a key goes through.
    step: Step = "feed"
    steps: tuple[Step, ...] = ("feed",)
    #: The one that is wanted; until its page has been had, the feed's text is shown.
    wanted: Step = "feed"
    #: Why the wanted one cannot be shown.
    trouble: str = ""
    #: Its page is to be fetched without being asked for.
    due: bool = False

    @property
    def full(self) -> FullText | None:
        """The text from the page that is shown; ``None`` while the feed's own is."""
        return next((one for one in self.article.full if one.step == self.step), None)

    @property
    def html(self) -> SafeHtml:
        """The shown text as HTML."""
        return self.article.html if self.full is None else self.full.html

    @property
    def text(self) -> str:
        """The shown text as plain text."""
        return self.article.text if self.full is None else self.full.text

    @property
    def note(self) -> str:
        """Which text this is, where there is more than one; why it is not the one that is wanted."""
        if self.full is not None:
            from tui.content import urls

            ending = ", by the site rule" if self.step == "rule" else ""
            return f"full text from {urls.shown_host(self.full.url)}{ending}"
        if self.wanted != "feed" and self.trouble:
            which = "feed text" if self.article.text.strip() else "no text"
            return f"{which}: {_in_a_sentence(self.trouble)}"
        return "feed text" if any(not one.trouble for one in self.article.full) else ""

    @property
    def minutes(self) -> int:
        """How long the shown text takes to read."""
        from tui.content import words_and_minutes

        return words_and_minutes(self.article.text)[1] if self.full is None else self.full.minutes


def _in_a_sentence(sentence: str) -> str:
    """A sentence as the end of another."""
    first, _, rest = sentence.rstrip(".").partition(" ")
    return f"{first.lower() if first in _SMALL else first} {rest}"


@dataclass(frozen=True, slots=True)
class PagePreview:
    """A page that a link leads to, read but not stored."""

    #: As it was asked for, and where it was found after redirects.
    asked: str
    url: str
    title: str
    document: "Document"
    #: Author, site and date: those that are known.
    author: str = ""
    site: str = ""
    minutes: int = 0
    #: Why there is no text; "" where there is one.
    trouble: str = ""

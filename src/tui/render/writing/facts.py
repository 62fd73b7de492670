"""What is said of an article above its text, wherever it goes."""

from dataclasses import dataclass
from datetime import UTC, datetime

from tui.model.article import Article
from tui.model.clean import clean
from tui.model.entry import Enclosure

__all__ = ["Fact", "facts", "language_of", "title_of"]

#: Longer addresses are none.
_LONGEST = 8_000


@dataclass(frozen=True, slots=True)
class Fact:
    """One line: what it is about, what it says, and where that leads."""

    label: str
    text: str
    url: str = ""


def title_of(article: Article) -> str:
    """The title, or what stands for it."""
    return clean(article.title) or "Untitled"


def facts(article: Article) -> tuple[Fact, ...]:
    """Everything that is known, in a fixed order."""
    found = (
        Fact("Feed", clean(article.feed_title)),
        Fact("Author", clean(article.author)),
        Fact("Date", _date(article.published_at or article.first_seen_at)),
        Fact("Source", clean(article.source)),
        Fact("Address", clean(article.url, _LONGEST), clean(article.url, _LONGEST)),
        Fact("Tags", ", ".join(clean(tag) for tag in article.tags)),
        Fact("Language", clean(article.language)),
        *(_attached(item) for item in article.enclosures),
    )
    return tuple(fact for fact in found if fact.text)


def _attached(item: Enclosure) -> Fact:
    # A label is ours alone: the type of a file is its publisher's word.
    address = clean(item.url, _LONGEST)
    return Fact(item.relation.capitalize() or "Enclosure", address, address)


def language_of(article: Article) -> str:
    """The language as a tag that XML takes, "und" where it is not known."""
    parts = article.language.replace("_", "-").split("-")
    plain = all(part.isascii() and part.isalnum() and len(part) <= 8 for part in parts)
    return "-".join(parts) if plain and 2 <= len(parts[0]) <= 3 and parts[0].isalpha() else "und"


def _date(moment: datetime) -> str:
    return f"{moment.astimezone(UTC):%Y-%m-%d %H:%M} UTC"

"""The doorway of full text: from a web page to the article in it."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

from tui.model.ids import SafeHtml

__all__ = ["FULL_STEPS", "NO_RULE", "STEPS", "ExtractedPage", "KnownFacts", "PageFacts", "SiteRule", "Step"]

#: Which text of an article is shown: the feed's own, what we found on its page, or what the
#: rule for its site says. A key goes from one to the next.
Step = Literal["feed", "extracted", "rule"]
STEPS: tuple[Step, ...] = ("feed", "extracted", "rule")
FULL_STEPS: tuple[Step, ...] = ("extracted", "rule")


@dataclass(frozen=True, slots=True)
class SiteRule:
    """How the article is found on the pages of one site; selectors are CSS."""

    #: Hosts it is for, ``*.example.org`` with all below; empty for one feed's own rule.
    sites: tuple[str, ...] = ()
    #: What the article is; all that match, in the order of the page. Empty: found as without a rule.
    keep: tuple[str, ...] = ()
    #: What is taken out of it.
    drop: tuple[str, ...] = ()
    #: The link to the next page of the same article.
    next_page: str = ""
    #: Pairs of a regular expression and what takes its place (``\\1``): from the article's
    #: address to that of the page to fetch, a print version for instance.
    rewrite: tuple[tuple[str, str], ...] = ()


NO_RULE = SiteRule()


@dataclass(frozen=True, slots=True)
class KnownFacts:
    """What the feed has said already: what repeats it is no part of the text."""

    title: str = ""
    author: str = ""
    feed_title: str = ""
    language: str = ""
    published_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class PageFacts:
    """What a page says of itself, clean; the feed's own word goes before."""

    title: str = ""
    author: str = ""
    site: str = ""
    #: Whom the piece is from, where a last line says so ("Source: Example Agency").
    source: str = ""
    language: str = ""
    published_at: datetime | None = None
    #: Addresses: the page's own idea of itself, and its leading picture.
    canonical_url: str = ""
    image_url: str = ""
    #: Keywords and the words of a line of category links.
    terms: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ExtractedPage:
    """What was found on a page; ``trouble`` is a sentence where that is no article."""

    html: SafeHtml
    text: str
    words: int
    minutes: int
    facts: PageFacts = field(default_factory=PageFacts)
    trouble: str = ""
    #: The address of the next page of the article, where a rule names one.
    next_url: str = ""

"""The door: bytes of a page in, the article on it out."""

from dataclasses import replace

from tui.content.extraction.facts import told_by
from tui.content.extraction.main_text import main_text
from tui.content.extraction.page import read_html, read_page
from tui.content.extraction.pictures import Pictures
from tui.content.extraction.projecting import Projected, project
from tui.content.extraction.rules import apply
from tui.content.extraction.troubles import EMPTY, NOTHING_KEPT, wrong_kind, wrong_page
from tui.content.sanitizer import sanitize
from tui.content.spoken import spoken
from tui.content.summary import count_words, plain_text, words_and_minutes
from tui.content.unwrapping import unwrap
from tui.content.wrapping import Titles
from tui.model.clean import clean
from tui.model.extraction import NO_RULE, ExtractedPage, KnownFacts, PageFacts, SiteRule
from tui.model.ids import SafeHtml

__all__ = ["extract"]

_MOST_TERMS = 64
_CUT = "<p><em>The page is longer than what is read of one; the rest of it was left out.</em></p>"


def extract(
    page: bytes,
    content_type: str,
    url: str,
    known: KnownFacts,
    rule: SiteRule = NO_RULE,
    *,
    images: bool = True,
) -> ExtractedPage:
    """Find the article on a page; where there is none, ``trouble`` says what was there instead."""
    if (said := spoken(page, content_type)) is not None:
        html = sanitize(said.html, url)
        return _found(html, plain_text(html), PageFacts(title=said.title), "")
    if trouble := wrong_kind(page, content_type):
        return _nothing(trouble)
    read = read_page(page, content_type, url)
    if read is None:
        return _nothing(EMPTY)
    told = told_by(read.tree, read.base)
    ruled = apply(read.html, rule, read.base) if rule.keep or rule.drop or rule.next_page else None
    if ruled is not None and ruled.is_article:
        html = sanitize(ruled.html, read.base)
        text = plain_text(html)
        return _found(html, text, told.facts, ruled.next_url) if text else _nothing(NOTHING_KEPT, told.facts)
    if ruled is not None:
        read = read_html(ruled.html, url) or read
    body = main_text(read.tree)
    titles = Titles([known.title, *told.titles])
    names = [name for name in (known.author, told.facts.author, told.facts.site, known.feed_title) if name]
    pictures = Pictures(images, told.facts.image_url)
    projected = project(read.tree, body, pictures, titles, names) if body is not None else Projected("")
    html = sanitize(projected.html.strip(), read.base)
    text = plain_text(html)
    words = count_words(text)
    if trouble := wrong_page(read.tree, read.html, url, words, told.paid):
        return _nothing(trouble, told.facts)
    left, near = unwrap(html, titles, names), projected.around
    facts = replace(
        told.facts,
        author=told.facts.author or left.author or near.author,
        source=left.source or near.source,
        terms=_joined(left.terms, near.terms, told.facts.terms),
    )
    if read.is_cut:
        left = replace(left, html=sanitize(left.html + _CUT, ""))
    if left.html is not html:
        text = plain_text(left.html)
    return _found(left.html, text, facts, ruled.next_url if ruled else "")


def _found(html: SafeHtml, text: str, facts: PageFacts, next_url: str) -> ExtractedPage:
    words, minutes = words_and_minutes(text)
    return ExtractedPage(html, text, words, minutes, facts, "", next_url)


def _joined(*lists: tuple[str, ...]) -> tuple[str, ...]:
    """All of them, each term once, however it is written."""
    terms: dict[str, str] = {}
    for term in (term for one in lists for term in one):
        terms.setdefault(term.casefold(), term)
    return tuple(terms.values())[:_MOST_TERMS]


def _nothing(trouble: str, facts: PageFacts | None = None) -> ExtractedPage:
    return ExtractedPage(SafeHtml(""), "", 0, 0, facts or PageFacts(), clean(trouble))

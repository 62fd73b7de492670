"""The door: bytes of a page in, the article on it out."""

from tui.content.extraction.main_text import main_text
from tui.content.extraction.page import read_html, read_page
from tui.content.extraction.pictures import Pictures
from tui.content.extraction.projecting import project
from tui.content.extraction.rules import apply
from tui.content.extraction.troubles import EMPTY, NOTHING_KEPT, wrong_kind, wrong_page
from tui.content.sanitizer import sanitize
from tui.content.summary import plain_text, words_and_minutes
from tui.model.clean import clean
from tui.model.extraction import NO_RULE, ExtractedPage, KnownFacts, PageFacts, SiteRule
from tui.model.ids import SafeHtml

__all__ = ["extract"]


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
    del known
    if trouble := wrong_kind(page, content_type):
        return _nothing(trouble)
    read = read_page(page, content_type, url)
    if read is None:
        return _nothing(EMPTY)
    title = clean(read.tree.findtext(".//title") or "")
    facts = PageFacts(title=title)
    ruled = apply(read.html, rule, read.base) if rule.keep or rule.drop or rule.next_page else None
    if ruled is not None and ruled.is_article:
        found = ruled.html
    else:
        if ruled is not None:
            read = read_html(ruled.html, url) or read
        body = main_text(read.tree)
        found = project(read.tree, body, Pictures(images)) if body is not None else ""
    html = sanitize(found, read.base)
    text = plain_text(html)
    if ruled is not None and ruled.is_article and not text:
        return _nothing(NOTHING_KEPT, facts)
    if trouble := wrong_page(title, text):
        return _nothing(trouble, facts)
    words, minutes = words_and_minutes(text)
    return ExtractedPage(html, text, words, minutes, facts, "", ruled.next_url if ruled else "")


def _nothing(trouble: str, facts: PageFacts | None = None) -> ExtractedPage:
    return ExtractedPage(SafeHtml(""), "", 0, 0, facts or PageFacts(), clean(trouble))

"""The door: bytes of a page in, the article on it out."""

from tui.content.extraction.main_text import main_text
from tui.content.extraction.page import read_page
from tui.content.extraction.pictures import Pictures
from tui.content.extraction.projecting import project
from tui.content.extraction.troubles import EMPTY, wrong_kind, wrong_page
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
    del known, rule
    if trouble := wrong_kind(page, content_type):
        return _nothing(trouble)
    read = read_page(page, content_type, url)
    if read is None:
        return _nothing(EMPTY)
    title = clean(read.tree.findtext(".//title") or "")
    body = main_text(read.tree)
    html = (
        sanitize(project(read.tree, body, Pictures(images)), read.base) if body is not None else SafeHtml("")
    )
    text = plain_text(html)
    if trouble := wrong_page(title, text):
        return _nothing(trouble, PageFacts(title=title))
    words, minutes = words_and_minutes(text)
    return ExtractedPage(html, text, words, minutes, PageFacts(title=title))


def _nothing(trouble: str, facts: PageFacts | None = None) -> ExtractedPage:
    return ExtractedPage(SafeHtml(""), "", 0, 0, facts or PageFacts(), clean(trouble))

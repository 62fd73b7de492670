"""Whether a feed gives its article, or only its beginning."""

import re
from html import unescape

from tui.content.phrases import APPEARED_FIRST, READ_MORE, READ_MORE_OF, fold, phrases
from tui.content.urls import web_url
from tui.model.ids import SafeHtml

__all__ = ["looks_cut"]

#: More words than this are no teaser, whatever they end in.
_MOST_WORDS = 400
#: A line that ends in an ellipsis may be meant so; one of this many words hardly.
_FEWEST_WORDS = 18
#: A summary that only leads to its own page has no more words, and no more lines.
_LONGEST_SUMMARY, _MOST_LINES = 90, 3
#: How far from the end a link may stand.
_TAIL = 600

_CUT = re.compile(
    r"(?:\[\s*(?:…|\.\.\.)\s*\]|\(\s*(?:more|mehr|suite)?\s*(?:…|\.\.\.)\s*\))\W*\Z", re.IGNORECASE
)
_ELLIPSIS = re.compile(r"[\w,;:’'\"”»)]\s?(?:…|\.\.\.)\Z")
#: Links to an article's own page that promise no more of it.
_NO_MORE = phrases(
    "permalink | permanent link | permalien | link | comments | comment | kommentare | commentaires"
    " | comentarios | commenti | source | via | discuss | discussion | reply | share | original | website"
    " | play | listen | watch | download"
)
_LINK = re.compile(r'<a [^>]*?href="([^"]*)"[^>]*>(.*?)</a>', re.DOTALL)
_TAG = re.compile(r"<[^>]*>")


def looks_cut(text: str, html: SafeHtml, url: str = "") -> bool:
    """True if *text*, of an article at *url*, is likely to be only the beginning of what is on its page.

    In doubt it is not: complete short posts are more than teasers, and a page fetched for
    nothing is a page fetched for nothing.
    """
    body = _without_signature(text.rstrip())
    words = len(body.split(None, _MOST_WORDS + 1)) if not _is_dense(body) else len(body) // 2
    if not body or words > _MOST_WORDS:
        return False
    before, _, last = body.rpartition("\n")
    if _CUT.search(body[-_TAIL:]) or (before and fold(last) in READ_MORE):
        return True
    if _ELLIPSIS.search(body[-20:]) and words >= _FEWEST_WORDS and body.count("\n") < _MOST_LINES:
        return True
    return _leads_on(body, html, url, words)


def _is_dense(text: str) -> bool:
    """True for scripts without spaces between words."""
    return len(text) > 40 and text.count(" ") * 15 < len(text)


def _leads_on(body: str, html: SafeHtml, url: str, words: int) -> bool:
    """True if the last words are a link to more, or a summary links to nothing but its own page."""
    links = _LINK.findall(html[-6_000:])
    if not links:
        return False
    address, inner = links[-1]
    label = " ".join(unescape(_TAG.sub("", inner)).split())
    if label and body.endswith(label) and _means_more(fold(label)):
        return True
    if not url or words > _LONGEST_SUMMARY or body.count("\n") >= _MOST_LINES:
        return False
    own = _page(url)
    if any(_page(unescape(one)) != own for one, _ in links) or _page(unescape(address)) != own:
        return False
    folded = fold(label)
    return bool(folded) and body.endswith(label) and folded not in _NO_MORE and body != label


def _means_more(label: str) -> bool:
    return label in READ_MORE or label.startswith(READ_MORE_OF)


def _without_signature(text: str) -> str:
    """*text* without a last line that says where it appeared first."""
    before, _, last = text.rpartition("\n")
    folded = last.casefold()
    return before.rstrip() if any(phrase in folded for phrase in APPEARED_FIRST) else text


def _page(url: str) -> str:
    """An address without what differs from one link to the same page to another."""
    page = web_url(url).partition("#")[0].partition("?")[0]
    return page.partition("://")[2].removeprefix("www.").rstrip("/")

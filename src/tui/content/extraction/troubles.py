"""Why a page is no article: one sentence for each reason."""

import re

__all__ = ["EMPTY", "NOTHING_KEPT", "NO_ARTICLE", "wrong_kind", "wrong_page"]

EMPTY = "The page is empty."
NO_ARTICLE = "No article was found on the page."
NOTHING_KEPT = "The rule for this site keeps nothing of the page; its selectors find no text."
_KINDS = {
    "image": "The address leads to a picture, not to a page.",
    "audio": "The address leads to a sound file, not to a page.",
    "video": "The address leads to a video, not to a page.",
}
_PDF = "The address leads to a PDF file, not to a page."
_PAGES = re.compile(
    r"text/(?:html|plain|x-\w+)|application/(?:xhtml\+xml|xml)|text/xml|application/octet-stream|"
)
_LOOKS_LIKE_HTML = re.compile(
    rb"<(?:!doctype\s+html|html|head|body|title|meta|article|div|p)[\s>]", re.IGNORECASE
)
_SIGNATURES = (
    (b"%PDF-", _PDF),
    (b"\x89PNG\r\n", _KINDS["image"]),
    (b"\xff\xd8\xff", _KINDS["image"]),
    (b"GIF8", _KINDS["image"]),
    (b"PK\x03\x04", "The address leads to a packed file, not to a page."),
)


def wrong_kind(page: bytes, content_type: str) -> str:
    """A sentence where the bytes are no web page, else ""."""
    start = page[:1_024].lstrip(b"\xef\xbb\xbf \t\r\n")
    if not start:
        return EMPTY if not page.strip() else ""
    for signature, sentence in _SIGNATURES:
        if start.startswith(signature):
            return sentence
    kind = content_type.partition(";")[0].strip().lower()
    if _PAGES.fullmatch(kind) or _LOOKS_LIKE_HTML.search(page[:4_096]):
        return ""
    if kind == "application/pdf":
        return _PDF
    named = _KINDS.get(kind.partition("/")[0])
    return named or f"The address answers with {kind[:60]}, which cannot be read as a page."


def wrong_page(title: str, text: str) -> str:  # noqa: ARG001
    """A sentence where a page stands in the way of another, else ""."""
    return "" if text else NO_ARTICLE

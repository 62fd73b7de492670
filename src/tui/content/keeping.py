"""Which attributes stay, and what becomes of their values."""

import re

from tui.content import urls
from tui.model.clean import clean

__all__ = ["kept"]

_SIMPLE_ID = re.compile(r"[\w:.-]{1,100}")
_NUMBER = re.compile(r"\s*(-?\d{1,6})")
_LANGUAGE = re.compile(
    r"(?:^|[\s_-])(?:lang|language|highlight-source|brush:?|highlight)[-_ :]\s*([A-Za-z0-9+#.-]{1,30})"
)
_FOOTNOTES = re.compile(
    r"(?:^|\s)(?:footnotes?|footnote-list|endnotes|footnotes-list|simple-footnotes?|wp-block-footnotes"
    r"|footnotes_reference_container|easy-footnotes-wrapper|references)(?:\s|$)"
)
#: Highlighters that name the language beside themselves.
_HIGHLIGHTERS = frozenset(
    {"hljs", "sourcecode", "prettyprint", "highlight", "numbersource", "linenums", "code"}
)


def kept(tag: str, attribute: str, value: str, base: str) -> str | None:
    """The value that stays of an allowed attribute, None if it goes."""
    match attribute:
        case "href":
            return _link(value, base)
        case "src":
            url = urls.web_url(urls.absolute(value, base))
            return url if url.startswith("http") else None
        case "alt" | "title":
            return clean(value) or None
        case "id" | "name":
            return value if _SIMPLE_ID.fullmatch(value) else None
        case "class":
            return _class(tag, value)
        case "align":
            value = value.strip().lower()
            return value if value in ("left", "center", "right") else None
        case "dir":
            return "rtl" if value.strip().lower() == "rtl" else None
        case "reversed":
            return ""
        case "type":
            return value if value in ("a", "A", "i", "I") else None
        case _:
            number = _NUMBER.match(value)
            return number[1] if number else None


def _link(value: str, base: str) -> str | None:
    address = urls.absolute(value, base)
    if address.startswith("#"):
        # Without a base a mark in the page is still a mark: footnotes live on them.
        return address if _SIMPLE_ID.fullmatch(address[1:]) else None
    return urls.web_url(address) or None


def _class(tag: str, value: str) -> str | None:
    """Of all classes only the language of code, and what says that these are footnotes."""
    if tag in ("div", "section", "ol") and _FOOTNOTES.search(value):
        return "footnotes"
    if tag not in ("code", "pre", "div"):
        return None
    if found := _LANGUAGE.search(value):
        return f"language-{found[1].lower()}"
    words = value.lower().split()
    others = [word for word in words if word not in _HIGHLIGHTERS]
    if len(others) == 1 and len(words) > 1 and re.fullmatch(r"[a-z][a-z0-9+#.]{0,20}", others[0]):
        return f"language-{others[0]}"
    return None

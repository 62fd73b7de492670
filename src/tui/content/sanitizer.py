"""The one sanitizing door: publishers' HTML becomes ``SafeHtml``.

Bytes and depth are capped, tags are tamed (see ``tags``), then nh3 keeps what is on the
list below and nothing else. Sanitizing what was sanitized changes nothing: trees that are
written out and read again may differ, so the result is fed back until it stands still.
"""

import re

import nh3

from tui.content import urls
from tui.content.allowed import ATTRIBUTES, TAGS
from tui.content.tags import spell_ampersands, tame
from tui.model.clean import clean
from tui.model.ids import SafeHtml

__all__ = ["MOST_BYTES", "sanitize"]

#: Longer articles are cut, with a note.
MOST_BYTES = 2_000_000
_NOTE = "<p><em>This article is longer than 2 MB; the rest of it was left out.</em></p>"
#: Rounds after which markup that never stands still is shown as plain text.
_MOST_ROUNDS = 5

_DROPPED_WITH_CONTENT = frozenset(
    str.split(
        "script style template noscript iframe embed frameset noframes noembed title textarea select"
        " svg canvas video audio xmp plaintext annotation annotation-xml"
    )
)
#: Bytes that mean something to a parser (the last is a no-break space); without them text is safe as it is.
_MARKUP = re.compile(rb"[<>&\r\0]|\xc2\xa0")
_SIMPLE_ID = re.compile(r"[\w:.-]{1,100}")
_NUMBER = re.compile(r"\s*(-?\d{1,6})")
_LANGUAGE = re.compile(
    r"(?:^|[\s_-])(?:lang|language|highlight-source|brush:?|highlight)[-_ :]\s*([A-Za-z0-9+#.-]{1,30})"
)
_FOOTNOTES = re.compile(
    r"(?:^|\s)(?:footnotes?|footnote-list|endnotes|footnotes-list|simple-footnotes?|references)(?:\s|$)"
)
#: Highlighters that name the language beside themselves.
_HIGHLIGHTERS = frozenset(
    {"hljs", "sourcecode", "prettyprint", "highlight", "numbersource", "linenums", "code"}
)


def sanitize(html: str, base_url: str) -> SafeHtml:
    """Keep of *html* what is text, structure, link or image; addresses become absolute."""
    # nh3 refuses lone surrogates, and so does everybody else.
    raw = spell_ampersands(html).encode("utf-8", "replace")
    if not _MARKUP.search(raw) and len(raw) <= MOST_BYTES:
        return SafeHtml(raw.decode("utf-8"))
    cleaner = _cleaner(base_url)
    safe = cleaner.clean(tame(_cut(raw, MOST_BYTES), base_url))
    for _ in range(_MOST_ROUNDS):
        # Escapes make markup longer than it was, so the cap is kept here too.
        raw = safe.encode()
        cut = _cut(raw, MOST_BYTES)
        again = cleaner.clean(tame(cut, base_url))
        if again == safe:
            return SafeHtml(safe)
        safe = again
    return SafeHtml(nh3.clean(safe, tags=set()))


def _cut(raw: bytes, most: int) -> str:
    """At most *most* bytes, cut between tags, with a note; some room is left for end tags."""
    if len(raw) <= most:
        return raw.decode("utf-8")
    cut = raw[: most - 4_000 - len(_NOTE)].decode("utf-8", "ignore")
    for mark, end in (("<", ">"), ("&", ";")):
        start = cut.rfind(mark)
        if start > cut.rfind(end) and start > len(cut) - 10_000:
            cut = cut[:start]
    return cut + _NOTE


def _cleaner(base: str) -> nh3.Cleaner:
    def keep(tag: str, attribute: str, value: str) -> str | None:
        match attribute:
            case "href":
                return _link(value, base)
            case "src":
                url = urls.web_url(urls.absolute(value, base))
                return url if url.startswith("http") else None
            case "alt" | "title":
                return clean(value) or None
            case "id":
                return value if _SIMPLE_ID.fullmatch(value) else None
            case "class":
                return _class(tag, value)
            case "align":
                value = value.strip().lower()
                return value if value in ("left", "center", "right") else None
            case "reversed":
                return ""
            case _:
                number = _NUMBER.match(value)
                return number[1] if number else None

    return nh3.Cleaner(
        tags=set(TAGS),
        clean_content_tags=set(_DROPPED_WITH_CONTENT),
        attributes=ATTRIBUTES,
        attribute_filter=keep,
        link_rel=None,
        url_schemes={"http", "https", "mailto"},
    )


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

"""Markup so simple that its tree can be told from its tags alone.

Most articles are a few paragraphs with links. Where every tag is closed, stands where the
HTML standard lets it stand, and has nothing but quoted attributes, a parser would build the
tree that is written, and writing it out again gives the same tags. So text and attributes
are made safe here, as ``tame``, nh3 and the same attribute rules would, at a fraction of
the cost. What is built holds allowed tags and escaped values only, whatever came in.

The least doubt ends in None, and the parser decides. A property test holds the two equal.
"""

import re
from html import escape

from tui.content.allowed import ATTRIBUTES, TAGS
from tui.content.entities import decoded, spelled_out
from tui.content.keeping import kept
from tui.content.tags import is_plain_image

__all__ = ["simple"]

_QUOTED = r"""="[^"<>\r\0]*+"|='[^'<>\r\0]*+'"""
_TAG = re.compile(
    rf"<(/?+(?:{'|'.join(sorted(TAGS, key=len, reverse=True))}))"
    rf"((?:[ \t\n]++[a-z][a-z0-9_:-]*+(?:{_QUOTED})?+)*+[ \t\n]*+/?+)>"
)
_ATTRIBUTE = re.compile(r"""([a-z][a-z0-9_:-]*+)(?:="([^"]*+)"|='([^']*+)')?+""")
_NAME = r"https?://(?:(?!xn--)[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)*+[a-z]{2,30}"
#: Addresses that the parser's own reading of addresses, which comes first, cannot refuse:
#: without a scheme, or with a host that is a plain name.
_ADDRESS = re.compile(rf"(?:[/.?#][^:]*+|[^:]*+|{_NAME}(?::[0-9]{{1,4}})?(?:[/?#][!#-;=?-\[\]_a-z~]*+)?)")
#: The attributes of most links: an address in which nothing could be changed.
_PLAIN_LINK = re.compile(rf""" href="{_NAME}(?:/[A-Za-z0-9/._~+=,:@!$'()*-]*+)?\"""")

_MOST_DEPTH = 20
#: With such depth and so many tags ``Nesting`` never leaves one out.
_MOST_TAGS = 4_000
_LONG_ATTRIBUTES = 1_900

_INLINE = frozenset(
    str.split(
        "a abbr b bdi bdo big br cite code del dfn em i img ins kbd mark q s samp small span strike"
        " strong sub sup time tt u var wbr"
    )
)
_SECTIONS = frozenset(
    str.split(
        "address article aside blockquote center details div figcaption figure footer header main nav"
        " section summary"
    )
)
_FLOW = _INLINE | _SECTIONS | frozenset(str.split("dl h1 h2 h3 h4 h5 h6 hr ol p pre table ul"))
_VOID = frozenset(str.split("br col hr img wbr"))
#: A ``tbody`` that is not written, but there.
_IMPLIED = "tbody?"
#: Below each element what does not close it, does not move, and closes nothing else.
_MAY_HOLD: dict[str, frozenset[str]] = {
    "": _FLOW,
    **dict.fromkeys(_SECTIONS | {"li", "dt", "dd", "td", "th", "caption"}, _FLOW),
    **dict.fromkeys((_INLINE - _VOID) | set(str.split("p pre h1 h2 h3 h4 h5 h6")), _INLINE),
    **dict.fromkeys(("ul", "ol"), frozenset({"li"})),
    "dl": frozenset({"dt", "dd"}),
    "table": frozenset(str.split("caption colgroup thead tbody tfoot tr")),
    "colgroup": frozenset({"col"}),
    **dict.fromkeys(("thead", "tbody", "tfoot", _IMPLIED), frozenset({"tr"})),
    "tr": frozenset({"td", "th"}),
}
#: Text between these moves out of the table.
_BARE = frozenset(str.split("table colgroup thead tbody tfoot tr tbody?"))


def simple(html: str, base: str) -> str | None:
    """*html* sanitized, if that is sure to stand still when it is sanitized again; else None."""
    # What parsers drop, or turn into something else.
    if "\r" in html or "\0" in html or html.startswith("\ufeff"):
        return None
    # Text, name and attributes in turn; a slash belongs to the name.
    pieces = _TAG.split(html)
    names = pieces[1::3]
    text = "\0".join(pieces[::3])
    if "<" in text or len(names) > _MOST_TAGS:
        return None
    spelled = spelled_out(text)
    if spelled is None:
        return None
    texts = spelled.split("\0")
    tags = _written(names, pieces[2::3], texts, base)
    if tags is None:
        return None
    made = [""] * (2 * len(texts) - 1)
    made[::2], made[1::2] = texts, tags
    return "".join(made)


def _written(names: list[str], given: list[str], texts: list[str], base: str) -> list[str] | None:
    """The tags as a parser would write them; None if one is not where it belongs."""
    tags: list[str] = []
    open_tags = [""]
    for name, attributes, text in zip(names, given, texts[1:], strict=True):
        above = open_tags[-1]
        tag = f"<{name}>"
        if name[0] == "/":
            if above == _IMPLIED and name == "/table":
                open_tags.pop()
                tag = "</tbody></table>"
            elif above != name[1:] or attributes:
                return None
            open_tags.pop()
        else:
            if name not in _MAY_HOLD[above] or (name == "a" and "a" in open_tags):
                return None
            if attributes:
                kept_ones = _attributes(name, attributes, base)
                if kept_ones is None:
                    return None
                tag = f"<{name}{kept_ones}>"
            if name == "tr" and above == "table":
                open_tags.append(_IMPLIED)
                tag = "<tbody>" + tag
            if name not in _VOID:
                open_tags.append(name)
        # Text between rows leaves the table; a newline that begins a <pre> is dropped.
        if (open_tags[-1] in _BARE and text.strip(" \t\n")) or (name == "pre" and text[:1] == "\n"):
            return None
        if len(open_tags) > _MOST_DEPTH:
            return None
        tags.append(tag)
    return tags if len(open_tags) == 1 else None


def _attributes(tag: str, given: str, base: str) -> str | None:
    """The attributes that stay, as they are written out; None in doubt."""
    if tag == "a" and len(given) <= _LONG_ATTRIBUTES and _PLAIN_LINK.fullmatch(given):
        return given
    closes_itself = given.endswith("/")
    if len(given) > _LONG_ATTRIBUTES or (closes_itself and tag not in _VOID):
        return None
    if tag == "img" and not is_plain_image(given):
        return None
    changed = False
    stay: list[tuple[str, str | None]] = []
    seen: set[str] = set()
    for name, double, single in _ATTRIBUTE.findall(given):
        if name in seen:
            return None
        seen.add(name)
        if name not in ATTRIBUTES["*"] and name not in ATTRIBUTES.get(tag, ()):
            continue
        value = decoded(double or single)
        if value is None or (name in ("href", "src") and not _ADDRESS.fullmatch(value)):
            return None
        new = kept(tag, name, value, base)
        if new is not None and new != value:
            changed = True
            if not _is_settled(tag, name, new, base):
                return None
        stay.append((name, new))
    written = "".join([f' {name}="{_quoted(value)}"' for name, value in _without_refused(stay)])
    return None if changed and tag == "img" and not is_plain_image(written) else written


def _without_refused(given: list[tuple[str, str | None]]) -> list[tuple[str, str]]:
    """Those with a value, in nh3's order: the last one takes the place of one that goes."""
    for place in range(len(given) - 1, -1, -1):
        if given[place][1] is None:
            given[place] = given[-1]
            given.pop()
    return [(name, value) for name, value in given if value is not None]


def _is_settled(tag: str, name: str, value: str, base: str) -> bool:
    """True if a new value would be kept as it is."""
    if name in ("href", "src") and not _ADDRESS.fullmatch(value):
        return False
    return kept(tag, name, value, base) == value


def _quoted(value: str) -> str:
    if "&" in value or ">" in value or "<" in value or '"' in value or "\xa0" in value:
        value = escape(value, quote=False).replace('"', "&quot;").replace("\xa0", "&nbsp;")
    return value

"""One pass over the tags of hostile markup, before any parser sees it.

Real parsers are quadratic in things that no honest article has: 50,000 nested elements,
thousands of attributes in one tag, formatting that is opened and never closed. This pass
reads tags exactly as the HTML standard's tokenizer does, so that what it lets through is
what a parser will see, and it leaves out what a reader must not have anyway: scripts,
styles, comments, frames (they become links), players (links too) and tracking pixels.

Nothing here is a promise of safety: nh3 comes after.
"""

import re
from collections.abc import Iterator
from functools import cache
from html import escape, unescape

from tui.content.allowed import RENAMED, TAGS
from tui.content.embeds import embed_link
from tui.content.formulas import LONGEST, formula
from tui.content.nesting import Nesting
from tui.content.trackers import is_pixel

__all__ = ["is_plain_image", "parsed", "spell_ampersands", "start_tags", "tame"]

#: Attributes and the end of a tag, as the tokenizer of the standard reads them; possessive,
#: so that nothing is ever read twice.
_ATTRIBUTES = (
    r"""(?:[\s/]++|=?[^\s/>=]++(?:\s*+=\s*+(?:"[^"]*+"|'[^']*+'|[^\s>"'][^\s>]*+|(?=>)))?|[="'])*+>"""
)
_TOKEN = re.compile(
    rf"<(?:/([a-zA-Z][^\s/>]*+){_ATTRIBUTES}|([a-zA-Z][^\s/>]*+)({_ATTRIBUTES})|(!--)|([!?/])|(?=[a-zA-Z]))"
)
_ATTRIBUTE = re.compile(r"""([^\s/>=]+)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s>"'][^\s>]*)))?""")
_COMMENT_END = re.compile(r"-?>|.*?--!?>", re.DOTALL)

#: Elements whose content nobody reads, or whose content is not markup. They end at the
#: first end tag of their name.
_DROPPED = frozenset(
    str.split(
        "script style template noscript xmp noembed noframes title textarea select svg canvas iframe"
        " video audio annotation annotation-xml"
    )
)
_EMBEDS = frozenset({"iframe", "frame", "embed", "object", "video", "audio"})
#: What looks like a tag and is none: <someone@example.org>, <https://example.org>.
_NO_TAG = re.compile(r"https?:|mailto:.*|[^<]*[@%=&#;,()'\"!*+?~`][^<]*")
_LONG_TAG = 2_000
_LONG_VALUE = 20_000
_KEPT = frozenset(
    str.split("href src alt title width height class id name start colspan rowspan align style type dir")
)
#: Where lazily loaded images hide their address, best first.
_LAZY = ("data-src", "data-original", "data-lazy-src", "data-orig-file", "data-actualsrc", "data-hi-res-src")
_LAZY_TAG = re.compile(
    r"\bdata-(?:src|original|lazy-src|orig-file|actualsrc|hi-res-src)\b|\bsrcset\b", re.IGNORECASE
)
_ODD_IMAGE = re.compile(
    r"(?:width|height)\s*=\s*[\"']?\s*0*[01](?:px)?[\"'\s/>]|style\s*=|src\s*=\s*[\"']?\s*(?:data:|[^\"']*//)",
    re.IGNORECASE,
)
#: Tags that never end before the text does are tried this often, then no more.
_MOST_BROKEN = 5
#: Frames and players that are named; a page of nothing else is no article.
_MOST_EMBEDS = 300
#: Formulas that are read; the others are their words.
_MOST_FORMULAS = 2_000
#: What draws a formula for the eye once more, beside the markup that says it.
_PAINTED = re.compile(r"aria-hidden\s*=\s*[\"']?true|\bkatex-html\b|\bMathJax_Preview\b", re.IGNORECASE)
_SPAN = re.compile(r"<(/?)span\b[^>]*>", re.IGNORECASE)
#: Parsers are quadratic in ampersands that start no reference.
_MOST_AMPERSANDS = 2_000
_BARE_AMPERSAND = re.compile(r"&(?!(?:[A-Za-z][A-Za-z0-9]{1,31}|#[0-9]{1,7}|#[xX][0-9A-Fa-f]{1,6});)")


def spell_ampersands(html: str) -> str:
    """Write out ampersands that start no reference, where there are suspiciously many."""
    return html if html.count("&") <= _MOST_AMPERSANDS else _BARE_AMPERSAND.sub("&amp;", html)


def tame(html: str, base: str) -> str:
    """Leave out what no parser should see; the rest of *html* comes back as it was."""
    return _Taming(html, base).run()


class _Taming:
    """The state of one pass."""

    def __init__(self, html: str, base: str) -> None:
        self.html, self.base = html, base
        self.out: list[str] = []
        self.nesting = Nesting()
        self.broken = 0
        #: Elements of which no further end tag exists.
        self.endless: set[str] = set()
        self.embedded: set[str] = set()
        #: Formulas that were read, and drawings of them that were left out.
        self.formulas = 0
        self.painted = 0

    def run(self) -> str:
        """Walk from tag to tag."""
        html, out = self.html, self.out
        position = 0
        while (found := _TOKEN.search(html, position)) is not None:
            out.append(html[position : found.start()])
            if found[2] is not None:
                position = self.start(found[2].lower(), found)
            elif found[1] is not None:
                position = self.end(found[1].lower(), found)
            elif found[4] or found[5]:
                position = self.comment(found)
            else:
                # The tag has no end. Browsers drop the rest of the text; we show it.
                self.broken += 1
                if self.broken > _MOST_BROKEN:
                    out.append(html[found.start() :].replace("<", "&lt;"))
                    return "".join(out)
                out.append("&lt;")
                position = found.end()
        out.append(html[position:])
        return "".join(out)

    def start(self, name: str, found: re.Match[str]) -> int:
        """A start tag; returns where to go on."""
        end = found.end()
        if name in _EMBEDS:
            self.embed(name, found[3], end)
        if (behind := self.formula(name, found[3], end)) > end:
            return behind
        if name in _DROPPED:
            behind = self.behind(name, end)
            if name == "textarea" and behind > end:
                self.out.append(self.html[end:behind].rpartition("</")[0].replace("<", "&lt;"))
            return behind
        if name == "img" and self.image(found[3]):
            return end
        if name == "span" and self.painted < self.formulas and _PAINTED.search(found[3]):
            self.painted += 1
            return self.behind_span(end)
        if name == "input" and self.nesting.open.get("li"):
            self.out.append(_box(found[3]))
        kept = name if name in TAGS else RENAMED.get(name)
        if kept is None:
            if _NO_TAG.fullmatch(name):
                self.out.append("&lt;")
                return found.start() + 1
            return end
        before = self.nesting.start(kept)
        if before is not None:
            self.out.append(before)
            short = kept == name and end - found.start() <= _LONG_TAG
            self.out.append(found[0] if short else _shortened(kept, found[3]))
        return end

    def end(self, name: str, found: re.Match[str]) -> int:
        """An end tag; returns where to go on."""
        kept = name if name in TAGS else RENAMED.get(name)
        if kept is not None:
            self.nesting.end(kept)
            self.out.append(f"</{kept}>")
        return found.end()

    def comment(self, found: re.Match[str]) -> int:
        """A comment, declaration or instruction; returns where to go on."""
        html, end = self.html, found.end()
        if found[4]:
            close = _COMMENT_END.match(html, end) if "--" not in self.endless else None
            if close is None:
                # Never closed: browsers hide the rest, we only drop the mark.
                self.endless.add("--")
                return end
            return close.end()
        close_at = html.find(">", end)
        return close_at + 1 if close_at >= 0 else end

    def behind(self, name: str, position: int) -> int:
        """Behind the end tag of *name*; without one at *position*, or at the end if it is no text."""
        if name in self.endless:
            return position
        end = _end_of(name).search(self.html, position)
        if end is None:
            self.endless.add(name)
            return len(self.html) if name in ("script", "style") else position
        return end.end()

    def formula(self, name: str, attributes: str, position: int) -> int:
        """Put a line of text where a formula is; behind its end, or *position* if there is none."""
        if name == "script":
            kind = parsed(attributes).get("type", "").lower()
            behind = self.behind(name, position) if kind.startswith("math/tex") else position
            if behind > position:
                notation = self.html[position:behind].rpartition("</")[0].strip()
                begin, end = ("\\[", "\\]") if "display" in kind else ("\\(", "\\)")
                self.out.append(escape(f"{begin}{notation}{end}", quote=False))
            return behind
        if name.rpartition(":")[2] != "math" or self.formulas >= _MOST_FORMULAS:
            return position
        self.formulas += 1
        close = _end_of(name).search(self.html, position, position + LONGEST)
        if close is None:
            return position
        given = parsed(attributes)
        line = formula(self.html[position : close.start()], given.get("alttext", ""))
        around = "<br>" if given.get("display") == "block" or given.get("mode") == "display" else ""
        self.out.append(around + escape(line, quote=False) + around)
        return close.end()

    def behind_span(self, position: int) -> int:
        """Behind the span that begins before *position*, with all that is in it."""
        depth = 1
        for found in _SPAN.finditer(self.html, position, position + _LONG_VALUE):
            depth += -1 if found[1] else 1
            if not depth:
                return found.end()
        return position

    def embed(self, name: str, attributes: str, position: int) -> None:
        """Put a link where something is embedded."""
        given = parsed(attributes)
        address = given.get("src") or given.get("data-src") or given.get("data") or ""
        if name in ("video", "audio") and not address and name not in self.endless:
            region = self.html[position : min(self.behind(name, position), position + _LONG_VALUE)]
            if source := re.search(rf"<source{_ATTRIBUTES}", region, re.IGNORECASE):
                address = parsed(source[0][7:]).get("src", "")
        if address and address not in self.embedded and len(self.embedded) < _MOST_EMBEDS:
            self.embedded.add(address)
            title = given.get("title") or given.get("aria-label") or ""
            self.out.append(embed_link(name, address, title, self.base))

    def image(self, attributes: str) -> bool:
        """True if an image is done with: a pixel that goes, or a lazy one that was put right."""
        if self.formulas and "mwe-math-fallback" in attributes:
            return True
        lazy = _LAZY_TAG.search(attributes)
        if not lazy and not _ODD_IMAGE.search(attributes):
            return False
        given = parsed(attributes)
        src = next((given[name] for name in _LAZY if given.get(name)), given.get("src", ""))
        if is_pixel(src, given.get("width", ""), given.get("height", ""), given.get("style", "")):
            return True
        if not lazy:
            return False
        if not src or src.startswith("data:"):
            src = given.get("srcset", given.get("data-srcset", "")).split(",")[-1].strip().split(" ")[0]
        kept: dict[str, str] = {}
        for name in ("alt", "title", "width", "height"):
            if name in given:
                kept[name] = given[name]
        kept["src"] = src
        self.out.append("<img" + "".join(f' {name}="{_quoted(value)}"' for name, value in kept.items()) + ">")
        return True


def _box(attributes: str) -> str:
    """The box before a task; "" for any other field of a form."""
    given = parsed(attributes)
    if given.get("type", "").lower() != "checkbox" or "margin-toggle" in given.get("class", ""):
        return ""
    return "☑ " if "checked" in given else "☐ "


def is_plain_image(attributes: str) -> bool:
    """True if an image with these attributes would be left as it is."""
    if _LAZY_TAG.search(attributes):
        return False
    if not _ODD_IMAGE.search(attributes):
        return True
    given = parsed(attributes)
    named = (given.get(name, "") for name in ("src", "width", "height", "style"))
    return not is_pixel(*named)


def start_tags(html: str) -> Iterator[tuple[str, str, int]]:
    """Name, attributes as written and end of each start tag outside of scripts, styles and comments."""
    position = 0
    while (found := _TOKEN.search(html, position)) is not None:
        position = found.end()
        if found[2] is not None:
            name = found[2].lower()
            yield name, found[3], position
            if name in ("script", "style", "textarea", "xmp"):
                end = _end_of(name).search(html, position)
                if end is None:
                    return
                position = end.end()
        elif found[4]:
            close = _COMMENT_END.match(html, position)
            position = close.end() if close else len(html)
        elif found[1] is None and not found[5]:
            # A tag without an end: nothing after it can be told for sure.
            return


@cache
def _end_of(name: str) -> re.Pattern[str]:
    return re.compile(rf"</{name}(?:[\s/][^>]*+)?>", re.IGNORECASE)


def parsed(attributes: str) -> dict[str, str]:
    """Name and value of each attribute of a tag; of two with one name the first counts."""
    given: dict[str, str] = {}
    for found in _ATTRIBUTE.finditer(attributes[:_LONG_VALUE]):
        name = found[1].lower()
        if name not in given:
            given[name] = unescape(found[2] or found[3] or found[4] or "").strip()
    return given


def _quoted(value: str) -> str:
    return value.replace("&", "&amp;").replace('"', "&quot;")


def _shortened(name: str, attributes: str) -> str:
    """A tag with only the attributes that could matter, none of them longer than an address."""
    kept: dict[str, str] = {}
    for found in _ATTRIBUTE.finditer(attributes):
        key = found[1].lower()
        value = found[2] or found[3] or found[4] or ""
        if key in _KEPT and key not in kept and len(value) <= _LONG_VALUE and not value.startswith("data:"):
            kept[key] = value.replace('"', "&quot;")
    return f"<{name}" + "".join(f' {key}="{value}"' for key, value in kept.items()) + ">"

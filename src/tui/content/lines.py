"""Safe HTML as the lines that a reader sees, each with the nodes that it is made of."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property
from urllib.parse import urlsplit

from selectolax.lexbor import LexborHTMLParser, LexborNode

from tui.content.summary import BLOCK_TAGS
from tui.model.clean import clean

__all__ = ["Line", "lines_of", "remove"]

_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
#: Blocks that are one thing, whatever is in them.
_WHOLE = frozenset({"pre", "table", "figure"})
_LONGEST = 3_000


@dataclass(slots=False)
class Line:
    """What stands in one line; ``kind`` is the tag of its block."""

    nodes: list[LexborNode]
    kind: str
    #: Which list it is an item of, 0 for none.
    list_id: int = 0
    links: list[tuple[str, str]] = field(default_factory=list)

    @cached_property
    def text(self) -> str:
        """The words, as one clean line; the beginning of a long one."""
        return clean("".join(node.text(deep=True) or "" for node in self.nodes), _LONGEST)

    @property
    def is_heading(self) -> bool:
        """True for a heading."""
        return self.kind in _HEADINGS

    @property
    def is_whole(self) -> bool:
        """True for a block of code, a table or a figure."""
        return self.kind in _WHOLE

    @cached_property
    def linked(self) -> float:
        """The share of the words that stand in links."""
        return sum(len(label) for label, _ in self.links) / max(1, len(self.text))


def lines_of(tree: LexborHTMLParser) -> list[Line]:
    """All lines that hold a word or a picture, in order."""
    found: list[Line] = []
    if tree.body is not None:
        _walk(tree.body, "", 0, found)
    return found


def remove(lines: Iterable[Line]) -> None:
    """Take lines out of their tree, and what is left empty around them."""
    for line in lines:
        for node in line.nodes:
            above = node.parent
            node.decompose()
            while above is not None and above.tag not in ("body", "html") and _is_empty(above):
                node, above = above, above.parent
                node.decompose()


def host_of(address: str) -> str:
    """The host that an address leads to, without "www."."""
    try:
        return (urlsplit(address).hostname or "").removeprefix("www.")
    except ValueError:
        return ""


def _walk(node: LexborNode, kind: str, list_id: int, found: list[Line]) -> None:
    run: list[LexborNode] = []
    for child in list(node.iter(include_text=True)):
        tag = child.tag or ""
        if tag == "br":
            run.append(child)
        elif child.is_text_node or (tag not in BLOCK_TAGS and not _holds_block(child)):
            run.append(child)
            continue
        _flush(run, kind, list_id, found)
        run = []
        if tag == "br":
            continue
        if tag in _WHOLE:
            _flush([child], tag, list_id, found)
        else:
            inner = child.mem_id if tag in ("ul", "ol") and not list_id else list_id
            _walk(child, tag if tag in BLOCK_TAGS else kind, inner, found)
    _flush(run, kind, list_id, found)


def _flush(run: list[LexborNode], kind: str, list_id: int, found: list[Line]) -> None:
    if not run:
        return
    links = [
        (clean(link.text(deep=True) or "", 300), link.attributes.get("href") or "")
        for node in run
        if node.is_element_node
        for link in ([node] if node.tag == "a" else node.css("a"))
    ]
    line = Line(run, kind, list_id, links)
    if line.text or any(node.is_element_node and _has_picture(node) for node in run):
        found.append(line)


def _has_picture(node: LexborNode) -> bool:
    return node.tag in ("img", "hr") or node.css_first("img") is not None


def _holds_block(node: LexborNode) -> bool:
    return any(inner.tag in BLOCK_TAGS for inner in node.traverse())


def _is_empty(node: LexborNode) -> bool:
    return not (node.text(deep=True) or "").strip() and node.css_first("img, hr, a[title]") is None

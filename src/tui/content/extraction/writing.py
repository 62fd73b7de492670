"""Writes parts of a page: elements that hold a word of the article, and what belongs between them."""

from collections.abc import Sequence
from html import escape
from typing import Any

from tui.content.allowed import ATTRIBUTES, RENAMED, TAGS
from tui.content.extraction.flat import UNSEEN, Flat, Span, folded, holds
from tui.content.extraction.pictures import PLAYERS, Pictures, address_of
from tui.content.keeping import kept

__all__ = ["Writer"]

#: Tags that only say where on the page something stands.
_LAYOUT = frozenset(
    str.split("article aside body center div footer form header hgroup main nav search section span")
)
#: Not seen by trafilatura, but words of the article where they stand in the midst of one.
_WORDS = frozenset({"time", "rt", "rp", "math"})
_VOID = frozenset({"br", "hr", "wbr", "col"})
#: How far above the text its leading picture may stand, in elements.
_MOST_STEPS = 4


class Writer:
    """Collects markup; every part is well-formed in itself."""

    def __init__(self, body: Any, flat: Flat, pictures: Pictures) -> None:
        self.body, self.flat, self.pictures = body, flat, pictures
        self.parts: list[str] = []
        self.written: set[Any] = set()
        self._spans: Sequence[Span] = ()
        self._linked = {one.get("href", "")[1:] for one in body.iter("a") if one.get("href", "")[:1] == "#"}

    def write(self, spans: Sequence[Span]) -> None:
        """Write what stands at *spans*, which are in order, and the pictures between."""
        if not spans:
            return
        self._spans = spans
        top = self._top(self.body)
        if not self.parts:
            self._leading(top)
        self._inner(top, False)

    # ------------------------------------------------------------------- where

    def _holds(self, start: int, end: int) -> bool:
        """True if a word of the article stands in this range."""
        return holds(self._spans, start, end)

    def _between(self, place: int) -> bool:
        return self._spans[0][0] < place < self._spans[-1][1]

    def _top(self, node: Any) -> Any:
        """The innermost element that holds all there is to write."""
        first, last = self._spans[0][0], self._spans[-1][1]
        while True:
            for child in node:
                start, end = self.flat.ranges.get(child, (0, 0))
                if start <= first and last <= end and child.tag in _LAYOUT:
                    node = child
                    break
            else:
                return node

    # ----------------------------------------------------------------- writing

    def _element(self, node: Any, preformatted: bool) -> None:
        if not isinstance(node.tag, str):
            return
        start, end = self.flat.ranges.get(node, (-1, -1))
        unseen = start == end and (node.tag in UNSEEN or node.tag == "img" or node.tag in _VOID)
        if unseen or not self._holds(start, end):
            self._beside(node, start)
            return
        self.written.add(node)
        tag = node.tag if node.tag in TAGS else RENAMED.get(node.tag, "")
        if not tag or (tag in _LAYOUT and not self._matters(node)):
            self._inner(node, preformatted)
            return
        self.parts.append(f"<{tag}{attributes(node, tag)}>")
        self._inner(node, preformatted or tag == "pre")
        self.parts.append(f"</{tag}>")

    def _inner(self, node: Any, preformatted: bool) -> None:
        place, _ = self.flat.ranges.get(node, (0, 0))
        place = self._text(node.text, place, preformatted)
        for child in node:
            self._element(child, preformatted)
            _, place = self.flat.ranges.get(child, (place, place))
            place = self._text(child.tail, place, preformatted)

    def _text(self, text: str | None, place: int, preformatted: bool) -> int:
        """Write a piece of text if the article has it; returns the place behind it."""
        if not text:
            return place
        size = len(folded(text))
        if not size:
            self.parts.append(text if preformatted else " ")
        elif self._holds(place, place + size):
            self.parts.append(escape(text, quote=False))
        return place + size

    def _matters(self, node: Any) -> bool:
        """True for layout that parts words, holds footnotes, or is led to from elsewhere."""
        if (
            node.get("id") in self._linked
            or kept(node.tag, "class", node.get("class", ""), "") == "footnotes"
        ):
            return True
        return node.tag != "span" and any(folded(text) for text in _own_texts(node))

    def _beside(self, node: Any, place: int) -> None:
        """Something without a word of the article: a break, a word that was not seen, a picture."""
        if node.tag in _VOID:
            self.parts.append(f"<{node.tag}>")
        elif node.tag in _WORDS:
            self.parts.append(as_it_is(node))
        elif node.tag == "a" and node.get("id", node.get("name")) in self._linked:
            self.parts.append(f'<a id="{escape(node.get("id", node.get("name")))}"></a>')
        elif self._between(place):
            self._pictures(node)

    def _pictures(self, node: Any) -> None:
        for one in self.pictures.within(node):
            self.parts.append(picture(one))

    def _leading(self, top: Any) -> None:
        """The picture above the first words, in the article's own part of the page."""
        outer = top
        for _ in range(_MOST_STEPS):
            parent = outer.getparent()
            if parent is None or parent.tag in ("body", "html"):
                break
            outer = parent
        first = self._spans[0][0]
        for node in outer.iter("figure", "img"):
            start, end = self.flat.ranges.get(node, (-1, -1))
            if start > first or self._holds(start, end):
                return
            if self.pictures.leads(node) and (found := self.pictures.within(node)):
                self.parts.append(picture(found[0]))
                return


def _own_texts(node: Any) -> list[str | None]:
    return [node.text, *(child.tail for child in node)]


def attributes(node: Any, tag: str) -> str:
    """Those that the sanitizer may keep, as they are."""
    given = []
    for name in sorted({"id", *ATTRIBUTES.get(tag, ())}):
        value = node.get(name)
        if value is not None:
            given.append(f' {name}="{escape(value)}"')
    return "".join(given)


def as_it_is(node: Any) -> str:
    """A whole element."""
    from lxml.etree import tostring

    return str(tostring(node, encoding="unicode", method="html", with_tail=False))


def picture(node: Any) -> str:
    """A picture, with what is written below it."""
    if node.tag == "img":
        return _image(node)
    if node.tag in PLAYERS:
        return as_it_is(node)
    images = [one for one in node.iter("img") if address_of(one)]
    if not images or any(True for _ in node.iter("pre", "table", "blockquote")):
        return f"<figure>{as_it_is(node)}</figure>" if node.tag != "figure" else as_it_is(node)
    caption = next(node.iter("figcaption"), None)
    words = as_it_is(caption) if caption is not None else ""
    if caption is None and (text := " ".join(node.text_content().split())):
        words = f"<figcaption>{escape(text, quote=False)}</figcaption>"
    shown = {address_of(one): _image(one) for one in images}
    return f"<figure>{''.join(shown.values())}{words}</figure>"


def _image(node: Any) -> str:
    given = {name: node.get(name) for name in ("alt", "title", "width", "height")}
    written = "".join(f' {name}="{escape(value)}"' for name, value in given.items() if value)
    return f'<img src="{escape(address_of(node))}"{written}>'

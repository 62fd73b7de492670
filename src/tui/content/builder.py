"""Safe HTML becomes a document: blocks told from inlines, white space folded as a browser does."""

import re
from collections.abc import Callable, Iterable, Iterator
from urllib.parse import unquote

from selectolax.lexbor import LexborHTMLParser, LexborNode

from tui.content.document import (
    Block,
    Break,
    CodeBlock,
    DefinitionList,
    Document,
    Emphasis,
    Figure,
    Footnote,
    Heading,
    Image,
    Inline,
    Link,
    ListBlock,
    ListItem,
    Paragraph,
    Quote,
    Rule,
    Text,
    inline_text,
)
from tui.content.embeds import is_embed_label
from tui.content.folding import Folding
from tui.content.survey import BLOCKS, FOOTNOTES, HEADINGS, Survey, survey
from tui.content.tabling import table_blocks
from tui.model.clean import clean, clean_body
from tui.model.ids import SafeHtml

__all__ = ["Builder", "build"]

_EMPHASES = {
    **dict.fromkeys(("em", "i", "cite", "dfn", "var"), "emphasis"),
    **dict.fromkeys(("strong", "b"), "strong"),
    **dict.fromkeys(("code", "kbd", "samp", "tt"), "code"),
    **dict.fromkeys(("del", "s", "strike"), "strike"),
    **dict.fromkeys(("u", "ins"), "underline"),
    **{kind: kind for kind in ("sub", "sup", "mark", "small")},
}
#: Sanitized HTML has none of these; what else is given must not show its program.
_UNSEEN = frozenset({"script", "style", "template", "title", "noscript"})
_LANGUAGE = re.compile(r"(?:^|\s)(?:lang|language)-([A-Za-z0-9+#.-]{1,30})")
#: What leads from a note back to its mark; on paper it says nothing.
_BACK = frozenset(str.split("↩ ↩︎ ↩️ ↑ ⤴ ^ ⏎ ↵ [back] back ↲ ⮌ [↩] ⇑ ⬆"))


def build(html: SafeHtml) -> Document:
    """The document of *html*; any text builds, nothing raises."""
    text = html if html.isascii() else html.encode("utf-8", "replace").decode("utf-8")
    body = LexborHTMLParser(text).body
    if body is None:
        return Document()
    return Document(tuple(Builder(survey(body)).blocks(children(body))))


def children(node: LexborNode) -> Iterator[LexborNode]:
    """Elements and texts in *node*."""
    return node.iter(include_text=True)


class Builder:
    """Makes blocks of elements; ``around`` is what an inline element that holds blocks does to each."""

    def __init__(self, surveyed: Survey) -> None:
        self.survey = surveyed
        self.around: list[LexborNode] = []
        #: Links around blocks are given to the first words in them only.
        self.linked: set[int] = set()

    # ------------------------------------------------------------------- blocks

    def blocks(self, nodes: Iterable[LexborNode]) -> list[Block]:
        """Blocks of siblings; loose inlines between them become paragraphs."""
        blocks: list[Block] = []
        line = Folding()
        for node in nodes:
            if node.tag in BLOCKS or self.survey.holds_blocks(node):
                blocks += self.paragraph(line)
                blocks += self.block(node)
            else:
                self.inline(node, line)
                if line.ends_paragraph:
                    blocks += self.paragraph(line)
        return blocks + self.paragraph(line)

    def block(self, node: LexborNode) -> list[Block]:
        """The blocks of one element."""
        tag = node.tag or ""
        if tag in HEADINGS:
            return self.heading(node)
        if tag in ("div", "section", "ol") and node.attributes.get("class") == FOOTNOTES:
            return self.footnotes(node)
        makers: dict[str, Callable[[LexborNode], list[Block]]] = {
            "ul": self.list_block,
            "ol": self.list_block,
            "dl": self.definitions,
            "figure": self.figure,
            "blockquote": self.quote,
            "li": self.loose_item,
            "summary": self.summary,
            "pre": _code,
            "hr": lambda _: [Rule()],
            "table": lambda table: table_blocks(table, self),
        }
        if tag in makers:
            return makers[tag](node)
        if tag in BLOCKS:
            return self.blocks(children(node))
        self.around.append(node)
        inside = self.blocks(children(node))
        self.around.pop()
        return inside

    def heading(self, node: LexborNode) -> list[Block]:
        """A heading; one that holds a picture and no words is no heading."""
        parts = self.dressed(self.inlines(node))
        if parts and not inline_text(parts).strip():
            return self.of_parts(parts)
        return [Heading(HEADINGS[node.tag or ""], parts)] if parts else []

    def quote(self, node: LexborNode) -> list[Block]:
        """A quotation."""
        inner = tuple(self.blocks(children(node)))
        return [Quote(inner)] if inner else []

    def loose_item(self, node: LexborNode) -> list[Block]:
        """An item without a list around it."""
        inner = tuple(self.blocks(children(node)))
        return [ListBlock(False, (ListItem(inner),))] if inner else []

    def summary(self, node: LexborNode) -> list[Block]:
        """The line that stands for something folded away; we show both."""
        parts = self.dressed(self.inlines(node))
        return [Paragraph((Emphasis("strong", parts),))] if parts else []

    def paragraph(self, line: Folding) -> list[Block]:
        """What *line* collected, as a block; it is empty afterwards."""
        return self.of_parts(self.dressed(line.take()))

    def of_parts(self, parts: tuple[Inline, ...]) -> list[Block]:
        """A paragraph; a lone picture is a figure."""
        if len(parts) == 1:
            only = parts[0]
            inner = only.parts[0] if isinstance(only, Link) and len(only.parts) == 1 else only
            if isinstance(inner, Image):
                url = only.url if isinstance(only, Link) else ""
                return [Figure(inner, url="" if url == inner.url else url)]
        return [Paragraph(parts)] if parts else []

    def dressed(self, parts: tuple[Inline, ...]) -> tuple[Inline, ...]:
        """*parts* as the inline elements around the block would have them."""
        if not _says_something(parts):
            return ()
        for node in reversed(self.around):
            if node.tag != "a":
                parts = self.wrapped(node, parts)
            elif node.mem_id not in self.linked:
                self.linked.add(node.mem_id)
                parts = self.wrapped(node, parts)
        return parts

    # ------------------------------------------------------------------ inlines

    def inlines(self, node: LexborNode) -> tuple[Inline, ...]:
        """Everything in *node* as inlines; blocks in it begin new lines."""
        line = Folding()
        for child in children(node):
            self.inline(child, line)
        return line.take()

    def inline(self, node: LexborNode, line: Folding) -> None:
        """Add *node* to a line."""
        tag = node.tag or ""
        if tag == "-text":
            line.text(node.text_content or "")
        elif tag == "br":
            line.add(Break())
        elif tag == "img":
            image = self.image(node)
            if image.alt or image.url:
                line.add(image)
        elif tag == "wbr":
            line.put((Text("\u200b"),))
        elif tag not in _UNSEEN:
            is_block = tag in BLOCKS
            if is_block:
                line.line_end()
            line.opened()
            if tag == "li":
                line.text("• ")
            for child in children(node):
                self.inline(child, line)
            line.put(self.wrapped(node, line.closed()))
            if is_block:
                line.line_end()

    def wrapped(self, node: LexborNode, parts: tuple[Inline, ...]) -> tuple[Inline, ...]:
        """*parts* as the inline element *node* has them."""
        if not parts:
            title = clean(node.attributes.get("title") or "", 200) if node.tag == "a" else ""
            if not is_embed_label(title):
                return ()
            parts = (Text(title),)
        match node.tag:
            case "a":
                return self.link(node, parts)
            case "q":
                return (Text("“"), *parts, Text("”"))
            case "abbr" if title := clean(node.attributes.get("title") or "", 200):
                return parts if inline_text(parts).strip() == title else (*parts, Text(f" ({title})"))
            case "rt":
                return (Text("("), *parts, Text(")"))
            case "rp":
                return ()
        kind = _EMPHASES.get(node.tag or "")
        return (Emphasis(kind, parts),) if kind else parts

    def link(self, node: LexborNode, parts: tuple[Inline, ...]) -> tuple[Inline, ...]:
        """A link; one within the article is kept only where it leads to a note."""
        url = clean(node.attributes.get("href") or "", 10_000)
        name = unquote(url.partition("#")[2])
        if name and name in self.survey.notes:
            return (Link(f"#{name}", parts),)
        if "#" in url and inline_text(parts).strip() in _BACK:
            return ()
        if url.startswith("#") or (name and name in self.survey.ids):
            return parts
        return (Link(url, parts),) if url else parts

    def image(self, node: LexborNode) -> Image:
        """A picture: its address, what it says, its size."""
        attributes = node.attributes
        alt = clean(attributes.get("alt") or attributes.get("title") or "", 500)
        url = clean(attributes.get("src") or "", 10_000)
        return Image(url, alt, whole(attributes.get("width"), 0), whole(attributes.get("height"), 0))

    # --------------------------------------------------------- lists and figures

    def list_block(self, node: LexborNode) -> list[Block]:
        """An ordered or unordered list."""
        ordered = node.tag == "ol"
        step = -1 if ordered and "reversed" in node.attributes else 1
        given = [child for child in node.iter() if child.tag == "li"]
        number = whole(node.attributes.get("start"), len(given) if step < 0 else 1)
        items: list[ListItem] = []
        for child in children(node):
            if child.tag == "li":
                number = whole(child.attributes.get("value"), number)
                items.append(ListItem(tuple(self.blocks(children(child))), number if ordered else 0))
                number += step
            elif blocks := self.blocks([child]):
                # A list within a list without an item around it: it belongs to the item before.
                if items:
                    items[-1] = ListItem((*items[-1].blocks, *blocks), items[-1].number)
                else:
                    items.append(ListItem(tuple(blocks), number if ordered else 0))
        kept = tuple(item for item in items if item.blocks)
        named = [child.id for child in given if child.id]
        if kept and named and len(given) == len(items) and self.survey.notes.issuperset(named):
            return [
                Footnote(clean(child.id or ""), item.blocks, str(item.number or at))
                for at, (child, item) in enumerate(zip(given, items, strict=True), 1)
                if item.blocks
            ]
        return [ListBlock(ordered, kept)] if kept else []

    def footnotes(self, node: LexborNode) -> list[Block]:
        """The notes of the article; the rule above them is the typesetter's business."""
        if node.tag == "ol":
            return self.list_block(node)
        return [block for block in self.blocks(children(node)) if not isinstance(block, Rule)]

    def definitions(self, node: LexborNode) -> list[Block]:
        """Terms and their meanings."""
        entries: list[tuple[bool, tuple[Block, ...]]] = []
        for child in children(node):
            parts = list(child.iter()) if child.tag == "div" else [child]
            for part in parts:
                inner = children(part) if part.tag in ("dt", "dd") else [part]
                entries.append((part.tag == "dt", tuple(self.blocks(inner))))
        kept = tuple(entry for entry in entries if entry[1])
        return [DefinitionList(kept)] if kept else []

    def figure(self, node: LexborNode) -> list[Block]:
        """A picture, or anything else, with a caption."""
        captions = node.css("figcaption")
        caption = self.inlines(captions[0]) if captions else ()
        inside = self.blocks(child for child in children(node) if child.tag != "figcaption")
        if len(inside) == 1 and isinstance(inside[0], Figure) and not inside[0].caption:
            return [Figure(inside[0].image, caption, inside[0].url)]
        return [*inside, Paragraph((Emphasis("small", caption),))] if caption else inside


def _says_something(parts: tuple[Inline, ...]) -> bool:
    return any(
        isinstance(part, Image)
        or (isinstance(part, Text) and part.text.strip(" \u200b\xa0") != "")
        or (isinstance(part, Emphasis | Link) and _says_something(part.parts))
        for part in parts
    )


def whole(text: str | None, otherwise: int) -> int:
    """The whole number at the start of *text*."""
    found = re.match(r"\s*(-?\d{1,6})", text or "")
    return int(found[1]) if found else otherwise


def _code(node: LexborNode) -> list[Block]:
    # The first line break after <pre> is not content; the parser has dropped it already.
    text = _code_text(node).rstrip()
    inner = node.css_first("code")
    classes = f"{node.attributes.get('class') or ''} {(inner.attributes.get('class') or '') if inner else ''}"
    language = _LANGUAGE.search(classes)
    return [CodeBlock(text, language[1].lower() if language else "")] if text.strip() else []


def _code_text(node: LexborNode) -> str:
    parts: list[str] = []
    waiting = list(children(node))[::-1]
    while waiting:
        child = waiting.pop()
        if child.tag == "-text":
            parts.append(child.text_content or "")
        elif child.tag == "br":
            parts.append("\n")
        else:
            if child.tag in BLOCKS and parts and not parts[-1].endswith("\n"):
                parts.append("\n")
            waiting += list(children(child))[::-1]
    return re.sub(r"\A(?:[ \t]*\n)+", "", clean_body("".join(parts)).expandtabs(4))

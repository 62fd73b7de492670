"""Safe HTML becomes a document: blocks told from inlines, white space folded as a browser does."""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from urllib.parse import unquote

from selectolax.lexbor import LexborHTMLParser, LexborNode

from tui.content.cutting import cut, left_out_note
from tui.content.directing import leftwards
from tui.content.document import (
    Block,
    Break,
    CodeBlock,
    Details,
    Document,
    Emphasis,
    Figure,
    Heading,
    Image,
    Inline,
    Link,
    Paragraph,
    Quote,
    Rule,
    Table,
    Text,
    inline_text,
)
from tui.content.embeds import is_embed_label
from tui.content.folding import Folding
from tui.content.formulas import image_formula
from tui.content.listing import definition_blocks, list_blocks, loose_item
from tui.content.noting import label_of, note
from tui.content.quoting import attributed, is_attribution, without_dash
from tui.content.survey import BLOCKS, FOOTNOTES, HEADINGS, Survey, survey, whole
from tui.content.tabling import table_blocks
from tui.model.clean import clean, clean_body
from tui.model.ids import SafeHtml

__all__ = ["Builder", "build"]

_EMPHASES = {
    **dict.fromkeys(("em", "i", "cite", "dfn", "var"), "emphasis"),
    **dict.fromkeys(("strong", "b"), "strong"),
    **dict.fromkeys(("code", "samp", "tt"), "code"),
    **dict.fromkeys(("del", "s", "strike"), "strike"),
    "u": "underline",
    "ins": "insert",
    **{kind: kind for kind in ("kbd", "sub", "sup", "mark", "small")},
}
#: Sanitized HTML has none of these; what else is given must not show its program.
_UNSEEN = frozenset({"script", "style", "template", "title", "noscript"})
#: Quotation marks, outer and inner.
_QUOTES = (("“", "”"), ("‘", "’"))
_IDEOGRAPH = re.compile("[\u3041-\u30ff\u3400-\u9fff]")
_LANGUAGE = re.compile(r"(?:^|\s)(?:lang|language)-([A-Za-z0-9+#.-]{1,30})")
#: What leads from a note back to its mark; on paper it says nothing.
_BACK = frozenset(str.split("↩ ↩︎ ↩️ ↑ ⤴ ^ ⏎ ↵ [back] back ↲ ⮌ [↩] ⇑ ⬆"))


def build(html: SafeHtml, *, whole: bool = False) -> Document:
    """The document of *html*; any text builds, nothing raises.

    What would take long to show is cut, with a note, unless the *whole* is wanted.
    """
    kept, left_out = (html, 0) if whole else cut(html)
    text = kept if kept.isascii() else kept.encode("utf-8", "replace").decode("utf-8")
    body = LexborHTMLParser(text).body
    if body is None:
        return Document()
    blocks = Builder(survey(body)).blocks(children(body))
    return Document((*blocks, left_out_note(left_out)) if left_out else tuple(blocks))


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
        #: Abbreviations that have been explained.
        self.explained: set[tuple[str, str]] = set()

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
        made = self.element(node)
        return [leftwards(block) for block in made] if node.mem_id in self.survey.leftwards else made

    def element(self, node: LexborNode) -> list[Block]:
        """The blocks of one element, whatever its direction."""
        tag = node.tag or ""
        if tag in HEADINGS:
            return self.heading(node)
        if name := self.survey.note_blocks.get(node.mem_id):
            return note(name, self.blocks(children(node)), label_of(self.survey.marks[name]))
        if tag in ("div", "section", "ol") and node.attributes.get("class") == FOOTNOTES:
            return self.footnotes(node)
        makers: dict[str, Callable[[LexborNode], list[Block]]] = {
            "ul": lambda given: list_blocks(given, self),
            "ol": lambda given: list_blocks(given, self),
            "dl": lambda given: definition_blocks(given, self),
            "figure": self.figure,
            "blockquote": self.quote,
            "details": self.details,
            "li": lambda item: loose_item(item, self),
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
        """A quotation, and whose it is."""
        inside = [
            child for child in children(node) if child.tag != "-text" or (child.text_content or "").strip()
        ]
        by: tuple[Inline, ...] = ()
        if len(inside) > 1 and is_attribution(inside[-1]):
            by = without_dash(self.inlines(inside.pop()))
        blocks: Sequence[Block] = self.blocks(inside)
        if not by:
            blocks, by = attributed(blocks)
        return [Quote(tuple(blocks), by)] if blocks else []

    def details(self, node: LexborNode) -> list[Block]:
        """What is folded away, under the line that stands for it."""
        inside = list(children(node))
        lead = next((child for child in inside if child.tag == "summary"), None)
        summary = self.inlines(lead) if lead is not None else ()
        blocks = self.blocks(child for child in inside if lead is None or child.mem_id != lead.mem_id)
        if not summary or not blocks:
            return [*([Paragraph((Emphasis("strong", summary),))] if summary else []), *blocks]
        return [Details(summary, tuple(blocks))]

    def summary(self, node: LexborNode) -> list[Block]:
        """The line that stands for something folded away, which is nowhere."""
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
            if notation := image_formula(image.url, image.alt):
                line.text(notation)
            elif image.alt or image.url:
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
            # The host stays behind its dash.
            parts = (Text("▶ " + title.replace(" — ", " —\u00a0")),)
        match node.tag:
            case "a":
                return self.link(node, parts)
            case "q":
                begin, end = _QUOTES[_depth(node, "q") % 2]
                return (Text(begin), *parts, Text(end))
            case "abbr":
                return self.abbreviation(node, parts)
            case "rt":
                begin, end = ("（", "）") if _IDEOGRAPH.search(_around(node)) else ("(", ")")
                return (Text(begin), *parts, Text(end))
            case "rp":
                return ()
        kind = _EMPHASES.get(node.tag or "")
        return (Emphasis(kind, parts),) if kind else parts

    def abbreviation(self, node: LexborNode, parts: tuple[Inline, ...]) -> tuple[Inline, ...]:
        """An abbreviation, explained the first time."""
        title = clean(node.attributes.get("title") or "", 200)
        short = inline_text(parts).strip()
        if not title or short == title or (short, title) in self.explained:
            return parts
        self.explained.add((short, title))
        return (*parts, Text(f" ({title})"))

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
        title = clean(attributes.get("title") or "", 1_000)
        alt = clean(attributes.get("alt") or title, 500)
        url = clean(attributes.get("src") or "", 10_000)
        sides = whole(attributes.get("width"), 0), whole(attributes.get("height"), 0)
        return Image(url, alt, *sides, title)

    # --------------------------------------------------------- notes and figures

    def footnotes(self, node: LexborNode) -> list[Block]:
        """The notes of the article; the rule above them is the typesetter's business."""
        if node.tag == "ol":
            return list_blocks(node, self)
        return [block for block in self.blocks(children(node)) if not isinstance(block, Rule)]

    def figure(self, node: LexborNode) -> list[Block]:
        """A picture, or anything else, with a caption."""
        captions = [
            one for one in node.css("figcaption") if _depth(one, "figure") == _depth(node, "figure") + 1
        ]
        caption = self.inlines(captions[0]) if captions else ()
        inside = self.blocks(child for child in children(node) if child.tag != "figcaption")
        only = inside[0] if len(inside) == 1 else None
        if isinstance(only, Figure) and not only.caption:
            return [Figure(only.image, caption, only.url)]
        if isinstance(only, Quote) and not only.by:
            return [Quote(only.blocks, without_dash(caption))]
        if isinstance(only, Table) and not only.caption:
            return [replace(only, caption=caption)]
        return [*inside, Paragraph((Emphasis("small", caption),))] if caption else inside


def _says_something(parts: tuple[Inline, ...]) -> bool:
    return any(
        isinstance(part, Image)
        or (isinstance(part, Text) and part.text.strip(" \u200b\xa0") != "")
        or (isinstance(part, Emphasis | Link) and _says_something(part.parts))
        for part in parts
    )


def _depth(node: LexborNode, tag: str) -> int:
    """In how many elements of that name *node* stands."""
    depth = 0
    above = node.parent
    while above is not None:
        depth += above.tag == tag
        above = above.parent
    return depth


def _around(node: LexborNode) -> str:
    return (node.parent.text(deep=True) or "") if node.parent is not None else ""


def _code(node: LexborNode) -> list[Block]:
    # The first line break after <pre> is not content; the parser has dropped it already.
    text = _code_text(node).rstrip()
    inner = node.css_first("code")
    # Some name the language on the box around.
    named = (inner, node, node.parent)
    classes = " ".join((one.attributes.get("class") or "") for one in named if one is not None)
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

"""Typesetting: a document and a width become a page. Pure, and blind to themes."""

from collections.abc import Sequence

from rich.cells import cell_len, set_cell_size

from tui.content import urls
from tui.content.document import (
    Block,
    CodeBlock,
    DefinitionList,
    Details,
    Document,
    Figure,
    Footnote,
    Heading,
    Inline,
    ListBlock,
    ListItem,
    Paragraph,
    Quote,
    Rule,
    Table,
    inline_text,
)
from tui.content.levels import raised
from tui.render.bidi import reordered
from tui.render.code_blocks import set_code
from tui.render.inlines import Links, runs
from tui.render.lines import HeadingLine, Line, LinkLine, Masthead, Page, Span, Spans
from tui.render.numerals import numeral
from tui.render.parts import Code, Note, Parts, Picture
from tui.render.tables import set_table
from tui.render.verse import set_paragraph
from tui.render.wrap import Run, wrap

__all__ = ["layout"]

_BULLETS = "•◦▪"
#: Indents stop here: more would leave no room for words.
_LEAST_ROOM = 8
#: Tables and records are set in by this, as the eye expects of what is not running text.
_TABLE_INDENT = 2
_ROOMY = 40


def layout(
    document: Document, width: int, *, masthead: Masthead | None = None, reorder: bool = False
) -> Page:
    """Set *document* in lines of at most *width* cells, links listed at the end.

    A single character wider than *width* is the only thing that can overflow. With *reorder*
    right-to-left text is put into the order in which it is seen, for terminals that do not.
    """
    setting = _Setting(max(1, width), reorder)
    if masthead is not None:
        setting.masthead(masthead)
    for block in document.blocks:
        setting.top(block)
    setting.addresses()
    return setting.page()


class _Setting:
    """The page as it grows."""

    def __init__(self, width: int, reorder: bool) -> None:
        self.width = width
        self.reorder = reorder
        self.parts = Parts()
        self.links = Links(self.parts)
        self.lines: list[Line] = []
        self.headings: list[HeadingLine] = []
        self.anchor = 0
        self.in_notes = False
        #: The role of words that say nothing else.
        self.role = "text"

    # ---------------------------------------------------------------- the whole

    def top(self, block: Block) -> None:
        """A block of the article itself, a blank line before it."""
        self.anchor += 1
        lines = self.seen(self.block(block, self.width, 0))
        if not lines:
            return
        if isinstance(block, Footnote):
            self.begin_notes()
        elif self.lines:
            self.lines.append(Line((), self.anchor))
        if isinstance(block, Heading):
            self.headings.append(HeadingLine(block.level, inline_text(block.parts).strip(), len(self.lines)))
        self.lines += [Line(spans, self.anchor) for spans in lines]

    def seen(self, lines: list[Spans], width: int = 0) -> list[Spans]:
        """The lines in the order in which they are seen; those of a part that is *width* wide."""
        return reordered(lines, width or self.width) if self.reorder else lines

    def begin_notes(self) -> None:
        """A short rule above the first note; the others follow without a blank line."""
        if not self.in_notes:
            self.in_notes = True
            if self.lines:
                self.lines.append(Line((), self.anchor))
            self.lines.append(Line((Span("─" * min(self.width, 12), "rule"),), self.anchor))

    def masthead(self, head: Masthead) -> None:
        """Title, byline, source and tags."""
        lines = self.seen(wrap([Run(head.title, "title")], self.width))
        if head.byline:
            lines += wrap([Run(self.byline(head.byline), "meta")], self.width)
        last: list[Run] = [Run(f"via {head.source}", "source")] if head.source else []
        for at, tag in enumerate(head.tags):
            between = " · " if at == 0 and head.source else " " if at else ""
            role = head.tag_roles[at] if head.tag_roles else "tag"
            last += [Run(between, "meta"), Run(f"#{tag}".replace(" ", "\u00a0"), role)]
        if last:
            lines += wrap(last, self.width)
        if head.also:
            lines += wrap([Run(head.also, "also")], self.width)
        if head.text:
            lines += wrap([Run(head.text, "source")], self.width)
        if head.note:
            lines += wrap([Run(_cut(head.note, self.width), "source")], self.width)
        if head.own:
            lines += [(), *self.own(head.own)]
        self.lines += [Line(spans) for spans in lines]

    def own(self, text: str) -> list[Spans]:
        """What the user wrote: behind a bar of its own color, line by line as it was typed."""
        is_roomy = self.width - 2 >= _LEAST_ROOM
        room = self.width - 2 if is_roomy else self.width
        lines: list[Spans] = []
        for written in text.expandtabs(4).split("\n"):
            # Notes have lists in lists: what was set in stays so.
            indent = min(len(written) - len(written.lstrip(" ")), room // 2)
            words = [Run(written[indent:], "own-note")]
            filled = wrap(words, room - indent) if written.strip() else []
            set_lines = self.seen(filled, room - indent) or [()]
            lines += _hung(set_lines, Span(" " * indent), Span(" " * indent))
        bar = Span("▎ ", "own-bar")
        return [(bar, *spans) for spans in lines] if is_roomy else lines

    def byline(self, parts: Sequence[str]) -> str:
        """Facts with dots between; a line ends between two facts, without a dot."""
        text = ""
        used = 0
        for part in parts:
            cells = cell_len(part)
            if text and used + 3 + cells > self.width:
                text, used = f"{text}\n{part}", cells
            else:
                text, used = f"{text} · {part}" if text else part, used + cells + (3 if text else 0)
        return text

    def addresses(self) -> None:
        """The links of the text, numbered as there."""
        if not self.links.numbers:
            return
        self.anchor += 1
        if self.lines:
            self.lines.append(Line((), self.anchor))
        room = len(f"[{len(self.links.numbers)}] ")
        for url, number in self.links.numbers.items():
            label = Span(f"[{number}]", "link-number", number)
            lines = wrap([Run(urls.shown(url) or url, "address", number)], max(1, self.width - room))
            for at, spans in enumerate(lines):
                lead = (label, Span(" " * (room - len(label.text)))) if at == 0 else (Span(" " * room),)
                self.lines.append(Line((*lead, *spans), self.anchor))

    def page(self) -> Page:
        """What has been set."""
        first: dict[int, int] = {}
        for number, line in enumerate(self.lines):
            for span in line.spans:
                if span.link:
                    first.setdefault(span.link, number)
        links = tuple(
            LinkLine(number, url, self.links.texts[number], first.get(number, 0))
            for url, number in self.links.numbers.items()
        )
        found = self.parts.find(self.lines)
        return Page(
            tuple(self.lines),
            links,
            tuple(self.headings),
            tuple(found.codes),
            tuple(found.notes),
            tuple(found.figures),
            tuple(found.wides),
        )

    # ------------------------------------------------------------------- blocks

    def block(self, block: Block, width: int, depth: int) -> list[Spans]:
        """The lines of one block."""
        match block:
            case Paragraph(parts):
                return set_paragraph(runs(parts, self.links, self.role), width)
            case Heading(level, parts):
                return wrap(runs(parts, self.links, f"heading{min(level, 4)}"), width)
            case ListBlock():
                return self.list_block(block, width, depth)
            case DefinitionList(entries):
                return self.definitions(entries, width, depth)
            case Quote():
                return self.quote(block, width, depth)
            case Details(summary, blocks):
                return self.details(summary, blocks, width, depth)
            case CodeBlock(text, language):
                return set_code(text, language, width, self.parts.add(Code(text, language)))
            case Table():
                indent = _TABLE_INDENT if width >= _ROOMY else 0
                lines = set_table(block, width - indent, self.links, self.role)
                return _hung(lines, Span(" " * indent), Span(" " * indent))
            case Rule():
                return [(Span(" " * max(0, (width - 5) // 2) + "∗ ∗ ∗"[:width], "rule"),)]
            case Figure():
                return self.figure(block, width)
            case Footnote():
                return self.footnote(block, width, depth)

    def blocks(self, blocks: Sequence[Block], width: int, depth: int, *, tight: bool = False) -> list[Spans]:
        """Blocks within a block, blank lines between unless they are *tight*."""
        lines: list[Spans] = []
        for block in blocks:
            inner = self.block(block, width, depth)
            if lines and inner and not (tight and isinstance(block, ListBlock)):
                lines.append(())
            lines += inner
        return lines

    def list_block(self, block: ListBlock, width: int, depth: int) -> list[Spans]:
        """Bullets or numbers with a hanging indent; blank lines only between long items."""
        labels = [_label(block, item, depth) for item in block.items]
        label_width = max(map(len, labels)) + 1
        tight = all(
            sum(not isinstance(inner, ListBlock) for inner in item.blocks) <= 1 for item in block.items
        )
        lines: list[Spans] = []
        for label, item in zip(labels, block.items, strict=True):
            room = width - label_width
            inner = self.blocks(item.blocks, room if room >= _LEAST_ROOM else width, depth + 1, tight=True)
            if lines and not tight:
                lines.append(())
            lead = Span(label.rjust(label_width - 1) + " ", "bullet")
            lines += _hung(inner, lead, Span(" " * label_width)) if room >= _LEAST_ROOM else inner
        return lines

    def definitions(
        self, entries: Sequence[tuple[bool, Sequence[Block]]], width: int, depth: int
    ) -> list[Spans]:
        """Terms at the edge, their meanings indented."""
        lines: list[Spans] = []
        for at, (is_term, blocks) in enumerate(entries):
            if is_term:
                if lines and not entries[at - 1][0]:
                    lines.append(())
                lines += self.spoken("term", blocks, width, depth)
            else:
                indent = 2 if width - 2 >= _LEAST_ROOM else 0
                lines += _hung(
                    self.blocks(blocks, width - indent, depth), Span(" " * indent), Span(" " * indent)
                )
        return lines

    def quote(self, quote: Quote, width: int, depth: int) -> list[Spans]:
        """A bar at the left, the words slanted, and whose they are."""
        bar = Span("▎ ", "quote-bar")
        is_roomy = width - 2 >= _LEAST_ROOM
        room = width - 2 if is_roomy else width
        lines = self.spoken("quote", quote.blocks, room, depth)
        if quote.by:
            by = wrap(runs(quote.by, self.links, "attribution"), max(1, room - 2))
            lines += _hung(by, Span("— ", "attribution"), Span("  "))
        return _hung(lines, bar, bar) if is_roomy else lines

    def details(
        self, summary: tuple[Inline, ...], blocks: Sequence[Block], width: int, depth: int
    ) -> list[Spans]:
        """What a page folds away is set open, behind its mark and a little indented."""
        indent = 2 if width - 2 >= _LEAST_ROOM else 0
        head = wrap(runs(summary, self.links, "summary"), max(1, width - 2))
        inner = self.blocks(blocks, width - indent, depth)
        blank = Span(" " * indent)
        return [*_hung(head, Span("▾ ", "bullet"), Span("  ")), *_hung(inner, blank, blank)]

    def spoken(self, role: str, blocks: Sequence[Block], width: int, depth: int) -> list[Spans]:
        """Blocks whose plain words have a *role*."""
        outer, self.role = self.role, role
        lines = self.blocks(blocks, width, depth)
        self.role = outer
        return lines

    def figure(self, figure: Figure, width: int) -> list[Spans]:
        """A picture as its words, the caption below."""
        image = figure.image
        size = f" ({image.width}×{image.height})" if image.width > 1 and image.height > 1 else ""
        caption = wrap(runs(figure.caption, self.links, "caption"), width) if figure.caption else []
        alt = image.alt or ("image" if caption or not image.url else f"image {urls.shown(image.url)}")
        said = inline_text(figure.caption).strip()
        shown = "image" if said and image.alt.strip() == said else alt
        link = self.links.number(figure.url, shown) if figure.url else 0
        part = self.parts.add(Picture(image.url, image.alt, image.width, image.height, link, width))
        words = [Run(f"▨ {shown}", "image", link, part), Run(size, "meta", 0, part)]
        if link:
            words.append(Run(f"\u00a0[{link}]", "link-number", link, part))
        return [*wrap(words, width), *caption]

    def footnote(self, note: Footnote, width: int, depth: int) -> list[Spans]:
        """A note at the end of the text, behind the number of its mark."""
        label = raised(note.label, "sup") + " " if note.label else "⁎ "
        part = self.parts.add(Note(note.name, note.label))
        indent = cell_len(label)
        if width - indent < _LEAST_ROOM:
            return _hung(self.blocks(note.blocks, width, depth), Span("", part=part), Span("", part=part))
        lines = self.blocks(note.blocks, width - indent, depth)
        return _hung(lines, Span(label, "footnote", 0, part), Span(" " * indent, part=part))


def _label(block: ListBlock, item: ListItem, depth: int) -> str:
    """What stands before an item."""
    if block.ordered:
        return numeral(item.number, block.numbered) + "."
    if item.done is not None:
        return "☑" if item.done else "☐"
    return _BULLETS[min(depth, len(_BULLETS) - 1)]


def _hung(lines: list[Spans], first: Span, rest: Span) -> list[Spans]:
    """*lines* behind *first*, then behind *rest*."""
    made: list[Spans] = []
    for at, spans in enumerate(lines):
        lead = first if at == 0 else rest
        if not lead.text and not lead.part:
            made.append(spans)
        else:
            made.append((lead, *spans) if spans or lead.text.strip() else ())
    return made


def _cut(text: str, width: int) -> str:
    """*text* in one line of so many cells, ending in … if anything was lost."""
    if cell_len(text) <= width:
        return text
    return set_cell_size(text, max(0, width - 1)).rstrip() + "…"

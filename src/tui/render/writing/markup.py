"""An article as markup that is well-formed XML and good HTML: for pages and for books.

Only tags of ours and escaped text: nothing a publisher wrote is copied as markup.
"""

import re
from collections.abc import Callable, Iterable, Sequence
from html import escape

from tui.content.document import (
    Block,
    Break,
    Cell,
    CodeBlock,
    DefinitionList,
    Details,
    Document,
    Emphasis,
    Figure,
    Footnote,
    Heading,
    Image,
    Inline,
    Link,
    ListBlock,
    Paragraph,
    Quote,
    Rule,
    Table,
    Text,
)
from tui.model.article import Article
from tui.model.clean import clean_body
from tui.render.writing.facts import facts, title_of
from tui.render.writing.tree import footnotes, left_out

__all__ = ["article_markup", "text_of"]

_TAGS = {
    "emphasis": "em",
    "strong": "strong",
    "code": "code",
    "strike": "s",
    "underline": "u",
    "insert": "ins",
    **{kind: kind for kind in ("sub", "sup", "mark", "small", "kbd")},
}
_TASKS = {None: "", False: "☐ ", True: "☑ "}


def text_of(text: str) -> str:
    """Foreign text as text, in an element or in an attribute."""
    return escape(clean_body(text))


def article_markup(
    article: Article,
    document: Document,
    picture: Callable[[str], str],
    *,
    prefix: str = "",
    book: bool = False,
) -> str:
    """Title, what is known, the user's note, text.

    ``picture`` gives for a picture's address that of the picture we have, or ""; ``prefix`` keeps
    the ids of several articles on one page apart; a ``book`` has the attributes by which its
    readers know notes.
    """
    lines = ["<header>", f"<h1>{text_of(title_of(article))}</h1>", "<dl>"]
    for fact in facts(article):
        said = text_of(fact.text)
        if fact.url.startswith(("https://", "http://")):
            said = f'<a href="{text_of(fact.url)}">{said}</a>'
        lines.append(f"<dt>{fact.label}</dt><dd>{said}</dd>")
    writer = _Markup(document, picture, prefix, book)
    return "\n".join([*lines, "</dl>", *_note(article.note), "</header>", writer.blocks(document.blocks)])


def _note(text: str) -> list[str]:
    """What the user wrote, a paragraph for each that was set apart by a blank line."""
    if not text:
        return []
    parts = [part.strip("\n") for part in re.split(r"\n{2,}", clean_body(text))]
    said = "\n".join(f"<p>{'<br/>'.join(escape(line) for line in part.split(chr(10)))}</p>" for part in parts)
    return [f'<div class="note" dir="auto">\n<p class="label">Note</p>\n{said}\n</div>']


class _Markup:
    """Writes blocks and inlines."""

    def __init__(self, document: Document, picture: Callable[[str], str], prefix: str, book: bool) -> None:
        self.picture, self.prefix, self.book = picture, prefix, book
        self.notes = footnotes(document)
        #: Notes to which a mark has led already: only the first can be led back to.
        self.marked: set[int] = set()
        self.in_link = False

    # ------------------------------------------------------------------- blocks

    def blocks(self, blocks: Iterable[Block]) -> str:
        """One block a line."""
        return "\n".join(text for block in blocks if (text := self.block(block)))

    def block(self, block: object) -> str:
        """One block, "" if there is nothing in it; of a kind unknown here, what is in it."""
        match block:
            case Heading(level, parts):
                tag = f"h{min(6, max(2, level))}"
                return f"<{tag}>{self.inlines(parts)}</{tag}>"
            case Paragraph(parts):
                return f"<p>{self.inlines(parts)}</p>"
            case ListBlock():
                return self.list_block(block)
            case DefinitionList(entries):
                return self.definitions(entries)
            case Quote(blocks, by):
                said = f'\n<p class="by">— {self.inlines(by)}</p>' if by else ""
                return f"<blockquote>\n{self.blocks(blocks)}{said}\n</blockquote>"
            case Details(summary, blocks):
                return (
                    f'<section class="details">\n<p><strong>{self.inlines(summary)}</strong></p>\n'
                    f"{self.blocks(blocks)}\n</section>"
                )
            case CodeBlock(text, language):
                known = f' class="language-{text_of(language)}"' if language else ""
                return f"<pre><code{known}>{text_of(text)}</code></pre>"
            case Table():
                return self.table(block)
            case Rule():
                return "<hr/>"
            case Figure(image, caption, url):
                return self.figure(image, caption, url)
            case Footnote(name, blocks, label):
                return self.note(self.notes[name], blocks, label)
        return self.blocks(_inside(block))

    def list_block(self, block: ListBlock) -> str:
        """A list; items keep the numbers that the publisher gave."""
        tag, items = ("ol" if block.ordered else "ul"), []
        for expected, item in enumerate(block.items, 1):
            value = f' value="{item.number}"' if block.ordered and item.number != expected else ""
            only = item.blocks[0] if len(item.blocks) == 1 else None
            inner = self.inlines(only.parts) if isinstance(only, Paragraph) else self.blocks(item.blocks)
            items.append(f"<li{value}>{_TASKS[item.done]}{inner}</li>")
        return "\n".join([f"<{tag}>", *items, f"</{tag}>"]) if items else ""

    def definitions(self, entries: Sequence[tuple[bool, tuple[Block, ...]]]) -> str:
        """A list of terms; it begins with a term and ends with what one means."""
        lines = [] if entries and entries[0][0] else ["<dt></dt>"]
        for is_term, blocks in entries:
            tag = "dt" if is_term else "dd"
            only = blocks[0] if len(blocks) == 1 else None
            inner = self.inlines(only.parts) if isinstance(only, Paragraph) else self.blocks(blocks)
            lines.append(f"<{tag}>{inner}</{tag}>")
        if entries and entries[-1][0]:
            lines.append("<dd></dd>")
        return "\n".join(["<dl>", *lines, "</dl>"]) if entries else ""

    def table(self, table: Table) -> str:
        """A table that can be scrolled sideways by itself."""
        if not table.rows:
            return ""
        caption = f"<caption>{self.inlines(table.caption)}</caption>" if table.caption else ""
        rows = self.rows(table)
        head, body = rows[: table.head], rows[table.head :]
        lines = ['<div class="table"><table>', caption]
        lines += ["<thead>", *head, "</thead>"] if head else []
        lines += ["<tbody>", *body, "</tbody>"] if body else []
        lines.append("</table></div>")
        if left := left_out(table):
            lines.append(f"<p>{left}</p>")
        return "\n".join(line for line in lines if line)

    def rows(self, table: Table) -> list[str]:
        """All rows; where a cell spans others, the empty ones that stand for its rest are left out."""
        taken: set[tuple[int, int]] = set()
        rows = []
        for y, row in enumerate(table.rows):
            # A span must not reach from the head into the body.
            end = table.head if y < table.head else len(table.rows)
            cells = []
            for x, cell in enumerate(row):
                if (y, x) in taken:
                    continue
                across, down = min(cell.across, len(row) - x), min(cell.down, end - y)
                taken |= {(y + below, x + beside) for below in range(down) for beside in range(across)}
                cells.append(self.cell(cell, across, down))
            rows.append(f"<tr>{''.join(cells) or '<td></td>'}</tr>")
        return rows

    def cell(self, cell: Cell, across: int, down: int) -> str:
        """One cell."""
        tag = "th" if cell.header else "td"
        align = f' class="{cell.align}"' if cell.align in ("left", "right", "center") else ""
        span = f' colspan="{across}"' if across > 1 else ""
        span += f' rowspan="{down}"' if down > 1 else ""
        return f"<{tag}{align}{span}>{self.inlines(cell.parts)}</{tag}>"

    def figure(self, image: Image, caption: tuple[Inline, ...], url: str) -> str:
        """A picture with its caption."""
        inner = self.inline(Link(url, (image,)) if url and self.picture(image.url) else image)
        below = f"<figcaption>{self.inlines(caption)}</figcaption>" if caption else ""
        return f"<figure>{inner}{below}</figure>"

    def note(self, number: int, blocks: tuple[Block, ...], label: str) -> str:
        """A note, with a way back to its mark."""
        kind = ' epub:type="footnote"' if self.book else ""
        shown = text_of(label) or str(number)
        if number in self.marked:
            shown = f'<a href="#{self.prefix}mark-{number}">{shown}</a>'
        inner = self.blocks(blocks)
        return (
            f'<aside id="{self.prefix}note-{number}" role="doc-footnote"{kind}>\n'
            f'<p class="label">{shown}</p>\n{inner}\n</aside>'
        )

    # ------------------------------------------------------------------ inlines

    def inlines(self, parts: Iterable[Inline]) -> str:
        """Words with what they look like."""
        return "".join(self.inline(part) for part in parts)

    def inline(self, part: object) -> str:
        """One of them."""
        match part:
            case Text(text):
                return text_of(text)
            case Emphasis(kind, parts):
                tag = _TAGS.get(kind, "span")
                return f"<{tag}>{self.inlines(parts)}</{tag}>"
            case Link(url, parts):
                return self.link(url, parts)
            case Image():
                return self.image(part)
            case Break():
                return "<br/>"
        return self.inlines(getattr(part, "parts", ()))

    def link(self, url: str, parts: tuple[Inline, ...]) -> str:
        """A link; the mark of a note; words alone where it leads nowhere."""
        number = self.notes.get(url[1:]) if url.startswith("#") else None
        if self.in_link or (number is None and not url.startswith(("https://", "http://", "mailto:"))):
            return self.inlines(parts)
        self.in_link = True
        inner = self.inlines(parts)
        self.in_link = False
        if number is None:
            return f'<a href="{text_of(url)}">{inner or text_of(url)}</a>'
        first = f' id="{self.prefix}mark-{number}"' if number not in self.marked else ""
        self.marked.add(number)
        kind = ' epub:type="noteref"' if self.book else ""
        return f'<a href="#{self.prefix}note-{number}"{first} role="doc-noteref"{kind}>{inner or number}</a>'

    def image(self, image: Image) -> str:
        """A picture that we have; else its words, leading to it."""
        source, alt = self.picture(image.url), text_of(image.alt)
        if source:
            size = f' width="{image.width}" height="{image.height}"' if image.width and image.height else ""
            return f'<img src="{text_of(source)}" alt="{alt}"{size}/>'
        if self.in_link or not image.url.startswith(("https://", "http://")):
            return alt
        return f'<a class="picture" href="{text_of(image.url)}">{alt or "Picture"}</a>'


def _inside(block: object) -> tuple[Block, ...]:
    """The blocks of a node, its words as a paragraph where it has those."""
    parts = getattr(block, "parts", ())
    return getattr(block, "blocks", ()) or ((Paragraph(parts),) if parts else ())

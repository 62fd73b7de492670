"""An article as Markdown: CommonMark with the tables, footnotes and strokes that GitHub added.

Whatever a publisher wrote is text: each character that would mean something is escaped, so a
title can be neither a heading, a link nor a line of its own.
"""

import re
from collections.abc import Iterable, Sequence
from itertools import pairwise

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
    inline_text,
)
from tui.model.article import Article
from tui.model.clean import clean_body
from tui.render.writing.facts import facts, title_of
from tui.render.writing.tree import footnotes, left_out

__all__ = ["article_markdown", "document_markdown"]

#: What means something anywhere in a line; an underscore within a word and a lone tilde do not.
_SPECIAL = re.compile(r"[\\`*\[\]<|]|(?<![^\W_])_|_(?![^\W_])|~(?=~)|(?<=~)~|&(?=#?\w+;)")
#: What means something where a line begins.
_BEGINNING = re.compile(r"(?:#{1,6}(?=\s|$)|[-+=](?=[\s=-]|$)|>|:(?=\s))")
_NUMBERED = re.compile(r"(\d{1,9})([.)])(?=\s|$)")
_SPACE = re.compile(r"\s")
_TICKS = re.compile("`+")
_SIGNS = {"emphasis": "*", "strong": "**", "strike": "~~"}
_TAGS = {"underline": "u", "insert": "ins", **{kind: kind for kind in ("sub", "sup", "mark", "small", "kbd")}}
_TASKS = {None: "", False: "[ ] ", True: "[x] "}
_RULERS = {"": "---", "left": ":---", "right": "---:", "center": ":---:"}


def article_markdown(article: Article, document: Document, prefix: str = "") -> str:
    """Title, what is known, the user's note, text; ends with a newline.

    *prefix* keeps the footnotes of several articles apart.
    """
    lines = [f"# {_closed(_line(title_of(article)))}", ""]
    for fact in facts(article):
        lines.append(f"- {fact.label}: {_address(fact.url) if fact.url else _line(fact.text)}")
    head = "\n".join(lines) + "\n\n" + _note(article.note)
    return head + document_markdown(document, prefix)


def _note(text: str) -> str:
    """What the user wrote, as a quotation that says whose it is; "" for nothing."""
    if not text:
        return ""
    lines = [_line(line) for line in text.split("\n")]
    # A line ends where the user ended it, except before a blank one, which Markdown sees itself.
    ended = [f"{one}\\" if one and after else one for one, after in pairwise((*lines, ""))]
    return "\n".join(f"> {line}".rstrip() for line in (f"**Note:** {ended[0]}", *ended[1:])) + "\n\n"


def document_markdown(document: Document, prefix: str = "") -> str:
    """The text alone; ends with a newline."""
    return _Markdown(document, prefix).blocks(document.blocks).strip("\n") + "\n"


class _Markdown:
    """Writes blocks; each method gives text without a newline at its end."""

    def __init__(self, document: Document, prefix: str) -> None:
        self.notes = {name: f"{prefix}{number}" for name, number in footnotes(document).items()}

    # ------------------------------------------------------------------- blocks

    def blocks(self, blocks: Iterable[Block], gap: str = "\n\n") -> str:
        """Blocks with a blank line between them."""
        return gap.join(text for block in blocks if (text := self.block(block)))

    def block(self, block: object) -> str:
        """One block, "" if there is nothing in it; of a kind unknown here, what is in it."""
        match block:
            case Heading(level, parts):
                text = _one_line(self.inlines(parts))
                # The title alone is of the first level.
                return f"{'#' * min(6, max(2, level))} {_closed(text)}" if text else ""
            case Paragraph(parts):
                return self.paragraph(parts)
            case ListBlock():
                return self.list_block(block)
            case DefinitionList(entries):
                return self.definitions(entries)
            case Quote(blocks, by):
                said = f"\n\n— {_one_line(self.inlines(by))}" if by else ""
                return _prefixed(self.blocks(blocks) + said, "> ", "> ").replace("> \n", ">\n")
            case Details(summary, blocks):
                # All that was folded away is shown: no reader is sure to unfold it.
                return "\n\n".join(
                    (_around("**", _one_line(self.inlines(summary))), self.blocks(blocks))
                ).strip()
            case CodeBlock(text, language):
                fence = "`" * max(3, _longest_ticks(text) + 1)
                return f"{fence}{language}\n{clean_body(text).rstrip()}\n{fence}"
            case Table():
                return self.table(block)
            case Rule():
                return "---"
            case Figure(image, caption, url):
                return self.figure(image, caption, url)
            case Footnote(name, blocks):
                return _prefixed(self.blocks(blocks), f"[^{self.notes[name]}]: ", "    ")
        return self.blocks(_inside(block))

    def paragraph(self, parts: tuple[Inline, ...]) -> str:
        """Running text; no line of it begins something else."""
        lines = self.inlines(parts).strip().split("\n")
        return "\n".join(_guarded(line.strip(" ")) for line in lines)

    def list_block(self, block: ListBlock) -> str:
        """Items; close together where each is one paragraph."""
        tight = all(
            sum(not isinstance(inner, ListBlock) for inner in item.blocks) <= 1 for item in block.items
        )
        gap, items = "\n" if tight else "\n\n", []
        for item in block.items:
            sign = f"{item.number}. " if block.ordered else "- "
            text = _TASKS[item.done] + self.blocks(item.blocks, gap)
            items.append(_prefixed(text, sign, " " * len(sign)))
        return gap.join(items)

    def definitions(self, entries: Sequence[tuple[bool, tuple[Block, ...]]]) -> str:
        """Terms in bold, what they mean below; no Markdown that all know has more."""
        items = []
        for is_term, blocks in entries:
            text = self.blocks(blocks)
            if is_term:
                items.append(f"- {_around('**', text)}" if "\n" not in text else _prefixed(text, "- ", "  "))
            else:
                items.append(_prefixed(text, "  " if items else "- ", "  "))
        return "\n\n".join(items)

    def table(self, table: Table) -> str:
        """A table with its head, an empty one where it has none."""
        width = max((len(row) for row in table.rows), default=0)
        if not width:
            return ""
        rows = [self.row(row, width) for row in table.rows]
        head = rows[0] if table.head else self.row((), width)
        aligns = [next((row[at].align for row in table.rows if at < len(row)), "") for at in range(width)]
        ruler = "| " + " | ".join(_RULERS.get(align, "---") for align in aligns) + " |"
        lines = [head, ruler, *(rows[1:] if table.head else rows)]
        if caption := _one_line(self.inlines(table.caption)):
            lines[:0] = [_guarded(caption), ""]
        if left := left_out(table):
            lines += ["", left]
        return "\n".join(lines)

    def row(self, row: Sequence[Cell], width: int) -> str:
        """One row, filled up to the width of the table."""
        cells = [self.inlines(cell.parts).strip().replace("\\\n", "<br>").replace("\n", " ") for cell in row]
        return "| " + " | ".join([*cells, *[""] * (width - len(cells))]) + " |"

    def figure(self, image: Image, caption: tuple[Inline, ...], url: str) -> str:
        """A picture, what it leads to, and its caption below."""
        picture = self.image(image)
        text = f"[{picture}]({_target(url)})" if url else picture
        said = _one_line(self.inlines(caption))
        return f"{text}\n\n{_guarded(said)}" if said else text

    # ------------------------------------------------------------------ inlines

    def inlines(self, parts: Iterable[Inline]) -> str:
        """Words with what they look like."""
        return "".join(self.inline(part) for part in parts)

    def inline(self, part: object) -> str:
        """One of them."""
        match part:
            case Text(text):
                return _escaped(text)
            case Emphasis(kind, parts):
                return self.emphasis(kind, parts)
            case Link(url, parts):
                return self.link(url, parts)
            case Image():
                return self.image(part)
            case Break():
                return "\\\n"
        return self.inlines(getattr(part, "parts", ()))

    def emphasis(self, kind: str, parts: tuple[Inline, ...]) -> str:
        """Signs where Markdown has some, else the tags that it lets through."""
        if kind == "code":
            return _code(inline_text(parts))
        text = self.inlines(parts)
        if kind in ("sup", "sub") and text.startswith("[^") and text.endswith("]"):
            return text
        if kind in _SIGNS:
            return _around(_SIGNS[kind], text)
        tag = _TAGS.get(kind, "")
        return f"<{tag}>{text}</{tag}>" if tag and text else text

    def link(self, url: str, parts: tuple[Inline, ...]) -> str:
        """A link; the mark of a note; words alone where it leads nowhere."""
        if url.startswith("#"):
            label = self.notes.get(url[1:])
            return self.inlines(parts) if label is None else f"[^{label}]"
        text = self.inlines(parts).strip()
        bare = inline_text(parts).strip()
        if not text or bare == url:
            return _address(url)
        return f"[{text}]({_target(url)})"

    def image(self, image: Image) -> str:
        """A picture by its address."""
        alt = _one_line(_escaped(image.alt))
        return f"![{alt}]({_target(image.url)})" if image.url else alt


def _inside(block: object) -> tuple[Block, ...]:
    """The blocks of a node, its words as a paragraph where it has those."""
    parts = getattr(block, "parts", ())
    return getattr(block, "blocks", ()) or ((Paragraph(parts),) if parts else ())


def _escaped(text: str) -> str:
    return _SPECIAL.sub(lambda found: "\\" + found[0], clean_body(text))


def _line(text: str) -> str:
    """Foreign text as one line that begins nothing."""
    return _guarded(_one_line(_escaped(text)))


def _one_line(text: str) -> str:
    return " ".join(text.replace("\\\n", " ").split())


def _guarded(line: str) -> str:
    """*line* so that its beginning means nothing."""
    if numbered := _NUMBERED.match(line):
        return f"{numbered[1]}\\{line[numbered.start(2) :]}"
    return "\\" + line if _BEGINNING.match(line) else line


def _closed(heading: str) -> str:
    """*heading* with its last sign meant: at the end of a heading Markdown drops it."""
    return f"{heading[:-1]}\\#" if heading.endswith("#") else heading


def _around(sign: str, text: str) -> str:
    """Signs close to the words, the blanks outside: Markdown wants it so."""
    words = text.strip()
    if not words:
        return text
    before, after = text[: len(text) - len(text.lstrip())], text[len(text.rstrip()) :]
    return f"{before}{sign}{words}{sign}{after}"


def _code(text: str) -> str:
    text = " ".join(clean_body(text).split("\n"))
    if not text.strip():
        return text
    fence = "`" * (_longest_ticks(text) + 1)
    pad = " " if text[0] in "` " or text[-1] in "` " else ""
    return f"{fence}{pad}{text}{pad}{fence}"


def _longest_ticks(text: str) -> int:
    return max((len(run) for run in _TICKS.findall(text)), default=0)


def _target(url: str) -> str:
    """An address between round brackets."""
    url = _SPACE.sub("%20", clean_body(url))
    return f"<{_angled(url)}>" if re.search(r"[()<>\\]", url) else url


def _address(url: str) -> str:
    """An address that stands for itself."""
    return f"<{_angled(_SPACE.sub('%20', clean_body(url)))}>"


def _angled(url: str) -> str:
    return url.replace("<", "%3C").replace(">", "%3E").replace("\\", "%5C")


def _prefixed(text: str, first: str, others: str) -> str:
    """*text* with something before its first line, and something before the others that have words."""
    lines = text.split("\n")
    rest = [f"{others}{line}" if line or others.strip() else "" for line in lines[1:]]
    return "\n".join([f"{first}{lines[0]}".rstrip(" ") if not lines[0] else first + lines[0], *rest])

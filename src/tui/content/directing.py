"""Text that its publisher says runs from right to left, whatever its first letter is.

A terminal, or we, take the direction of a line from its first letter. Where that is a wrong guess
an invisible mark before it is the right one.
"""

import unicodedata
from dataclasses import replace

from tui.content.document import (
    Block,
    DefinitionList,
    Details,
    Footnote,
    Heading,
    Inline,
    ListBlock,
    Paragraph,
    Quote,
    Text,
    inline_text,
)

__all__ = ["leftwards"]

_MARK = "\u200f"


def leftwards(block: Block) -> Block:
    """*block* with a mark before every text in it that begins with a letter of the other direction."""
    match block:
        case Paragraph(parts) | Heading(_, parts):
            return replace(block, parts=_marked(parts))
        case Quote(blocks) | Details(_, blocks) | Footnote(_, blocks):
            return replace(block, blocks=tuple(map(leftwards, blocks)))
        case ListBlock(items=items):
            made = (replace(item, blocks=tuple(map(leftwards, item.blocks))) for item in items)
            return replace(block, items=tuple(made))
        case DefinitionList(entries):
            return DefinitionList(
                tuple((is_term, tuple(map(leftwards, inner))) for is_term, inner in entries)
            )
        case _:
            return block


def _marked(parts: tuple[Inline, ...]) -> tuple[Inline, ...]:
    kinds = map(unicodedata.bidirectional, inline_text(parts))
    first = next((kind for kind in kinds if kind in ("L", "R", "AL")), "R")
    return (Text(_MARK), *parts) if first == "L" else parts

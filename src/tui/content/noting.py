"""Notes at the end: which elements are notes, their numbers, and their text without these."""

from collections.abc import Sequence

from tui.content.document import Block, Emphasis, Footnote, Inline, Link, Paragraph, Text, inline_text
from tui.model.clean import clean

__all__ = ["label_of", "note"]

_OPENING, _CLOSING = " \t\n\xa0[({", "])}.:^ \t\n\xa0"
_AROUND = " \t\n\xa0[](){}.:^"
#: A label longer than this is a link of words.
_LONGEST_LABEL = 6


def label_of(text: str) -> str:
    """The label of a note in the words of its mark: "[1]" is 1, and words are no label."""
    label = clean(text).strip(_AROUND)
    return label if len(label) <= _LONGEST_LABEL else ""


def note(name: str, blocks: Sequence[Block], label: str) -> list[Block]:
    """A footnote without its label at the start, which the typesetter sets."""
    kept = _without_label(tuple(blocks), label) if label else tuple(blocks)
    return [Footnote(clean(name), kept, label)] if kept else []


def _without_label(blocks: tuple[Block, ...], label: str) -> tuple[Block, ...]:
    first = blocks[0] if blocks else None
    if not isinstance(first, Paragraph):
        return blocks
    lead, *rest = first.parts
    if not isinstance(lead, Text | Emphasis | Link):
        return blocks
    said = inline_text((lead,))
    begin = said.lstrip(_OPENING)
    if not begin.startswith(label):
        return blocks
    after = begin[len(label) :]
    bare = after.lstrip(_CLOSING)
    if after and bare == after:
        return blocks
    after = bare
    if after and not isinstance(lead, Text):
        return blocks
    parts: tuple[Inline, ...] = (Text(after), *rest) if after else tuple(rest)
    if parts and isinstance(parts[0], Text):
        bare = parts[0].text.lstrip(_AROUND if not after else " ")
        parts = (Text(bare), *parts[1:]) if bare else parts[1:]
    # A label alone in its paragraph belongs to the text that follows.
    return (Paragraph(parts), *blocks[1:]) if parts else blocks[1:]

"""Whose words a quotation is, wherever a page says it."""

import re
from collections.abc import Sequence

from selectolax.lexbor import LexborNode

from tui.content.document import Block, Break, Emphasis, Inline, Paragraph, Text, inline_text

__all__ = ["attributed", "is_attribution", "without_dash"]

_DASH = re.compile(r"\s*(?:[—–―‒]{1,2}|-{1,3}|~)\s*(?=\S|\Z)")
#: Longer lines that begin with a dash are speech.
_LONGEST = 120
_SENTENCE_END = re.compile(r"[.!?…。！？]['\"”’»]?\s*$")


def is_attribution(node: LexborNode) -> bool:
    """True for an element of a quotation that names whom it quotes: a footer, a lone citation."""
    if node.tag in ("footer", "cite"):
        return True
    if node.tag not in ("p", "div"):
        return False
    inside = [child for child in node.iter(include_text=True) if child.tag != "-text" or _words(child)]
    if inside and inside[0].tag == "-text" and _DASH.fullmatch(inside[0].text_content or ""):
        inside = inside[1:]
    return len(inside) == 1 and inside[0].tag == "cite"


def without_dash(parts: tuple[Inline, ...]) -> tuple[Inline, ...]:
    """*parts* without a dash at their start, and without the looks of a citation around all of it."""
    if parts and isinstance(parts[0], Text):
        found = _DASH.match(parts[0].text)
        rest = parts[0].text[found.end() if found else 0 :].lstrip()
        parts = (Text(rest), *parts[1:]) if rest else parts[1:]
    if len(parts) == 1 and isinstance(parts[0], Emphasis) and parts[0].kind in ("emphasis", "small"):
        return without_dash(parts[0].parts)
    return parts


def attributed(blocks: Sequence[Block]) -> tuple[Sequence[Block], tuple[Inline, ...]]:
    """The blocks of a quotation and, if its last line is a dash and a name, the name."""
    last = blocks[-1] if blocks else None
    if not isinstance(last, Paragraph):
        return blocks, ()
    before, line = _last_line(last.parts)
    said = inline_text(line)
    if not _DASH.match(said) or len(said) > _LONGEST or _SENTENCE_END.search(said):
        return blocks, ()
    others = [*blocks[:-1], Paragraph(before)] if before else [*blocks[:-1]]
    # Where others begin with a dash too, it is a conversation.
    if not others or any(_is_speech(block) for block in others):
        return blocks, ()
    return others, without_dash(line)


def _last_line(parts: tuple[Inline, ...]) -> tuple[tuple[Inline, ...], tuple[Inline, ...]]:
    breaks = [at for at, part in enumerate(parts) if isinstance(part, Break)]
    return (parts[: breaks[-1]], parts[breaks[-1] + 1 :]) if breaks else ((), parts)


def _is_speech(block: Block) -> bool:
    return isinstance(block, Paragraph) and any(
        _DASH.match(line) for line in inline_text(block.parts).split("\n")
    )


def _words(node: LexborNode) -> str:
    return (node.text_content or "").strip()

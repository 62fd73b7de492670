"""The article with all the markup that it has on its page.

Blocks that were found (see ``matching``) are written out from the page's own tree, and so
are the pictures between them; a block that was not found comes as trafilatura has it.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from tui.content.extraction.flat import Span, flatten
from tui.content.extraction.kindred import with_kindred
from tui.content.extraction.markup import to_html
from tui.content.extraction.matching import places_of
from tui.content.extraction.notes import missing_notes
from tui.content.extraction.pictures import Pictures
from tui.content.extraction.surroundings import NOTHING, Around, around
from tui.content.extraction.writing import Writer
from tui.content.wrapping import Titles

__all__ = ["Projected", "project"]


@dataclass(frozen=True, slots=True)
class Projected:
    """The markup of the article, and what the lines around it say."""

    html: str
    around: Around = NOTHING


def project(tree: Any, found: Any, pictures: Pictures, titles: Titles, known: Sequence[str]) -> Projected:
    """The markup on the page *tree* of the blocks in *found*."""
    body = tree.find("body")
    if body is None:
        return Projected(to_html(found))
    blocks = list(_blocks(found))
    flat = flatten(body)
    places = places_of(blocks, flat)
    writer = Writer(body, flat, pictures)
    if all(places) and (run := _in_order(places)):
        run = with_kindred(body, flat, run)
        writer.write(run)
        html = "".join([*writer.parts, missing_notes(body, writer)])
        return Projected(html, around(flat, run, titles, known))
    run = []
    for block, spans in zip(blocks, places, strict=True):
        if spans and (not run or spans[0][0] >= run[-1][1]):
            run += spans
            continue
        writer.write(run)
        run = list(spans)
        if not spans:
            writer.parts.append(to_html([block]))
    writer.write(run)
    html = "".join([*writer.parts, missing_notes(body, writer)])
    ordered = sorted(span for spans in places for span in spans)
    return Projected(html, around(flat, ordered, titles, known) if ordered else NOTHING)


def _blocks(found: Any) -> Iterator[Any]:
    """Everything with words in it; what stands behind an element as a paragraph of its own."""
    for block in list(found):
        tail, block.tail = block.tail, None
        if isinstance(block.tag, str) and "".join(block.itertext()).strip():
            yield block
        if tail and tail.strip():
            behind = found.makeelement("p")
            behind.text = tail
            yield behind


def _in_order(places: Sequence[tuple[Span, ...]]) -> list[Span]:
    """All places as one list, empty if some stand elsewhere on the page than in the text."""
    run = [span for spans in places for span in spans]
    return run if all(one[1] <= two[0] for one, two in pairwise(run)) else []

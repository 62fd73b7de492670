"""The article with all the markup that it has on its page.

Blocks that were found (see ``matching``) are written out from the page's own tree, and so
are the pictures between them; a block that was not found comes as trafilatura has it.
"""

from collections.abc import Sequence
from itertools import pairwise
from typing import Any

from tui.content.extraction.flat import Span, flatten
from tui.content.extraction.kindred import with_kindred
from tui.content.extraction.markup import to_html
from tui.content.extraction.matching import places_of
from tui.content.extraction.notes import missing_notes
from tui.content.extraction.pictures import Pictures
from tui.content.extraction.writing import Writer

__all__ = ["project"]


def project(tree: Any, found: Any, pictures: Pictures) -> str:
    """The markup on the page *tree* of the blocks in *found*."""
    body = tree.find("body")
    if body is None:
        return to_html(found)
    blocks = [block for block in found if isinstance(block.tag, str) and "".join(block.itertext()).strip()]
    flat = flatten(body)
    places = places_of(blocks, flat)
    writer = Writer(body, flat, pictures)
    if all(places) and (run := _in_order(places)):
        writer.write(with_kindred(body, flat, run))
        return "".join([*writer.parts, missing_notes(body, writer)])
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
    return "".join([*writer.parts, missing_notes(body, writer)])


def _in_order(places: Sequence[tuple[Span, ...]]) -> list[Span]:
    """All places as one list, empty if some stand elsewhere on the page than in the text."""
    run = [span for spans in places for span in spans]
    return run if all(one[1] <= two[0] for one, two in pairwise(run)) else []

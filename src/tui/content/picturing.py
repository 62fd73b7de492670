"""The pictures of a document: which there are, those within running text set free, one to begin with.

Builds on what the builder made, so it knows blocks and inlines only.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from tui.content.document import (
    Block,
    Break,
    DefinitionList,
    Details,
    Document,
    Figure,
    Footnote,
    Image,
    Inline,
    Link,
    ListBlock,
    Paragraph,
    Quote,
    Text,
    inline_text,
)
from tui.model.entry import Enclosure

__all__ = ["leading_images", "picture_urls", "with_pictures"]

#: A picture that is given as smaller stays in its line: a smiley, a flag, an icon.
_LEAST_SIDE = 48
#: Given as so large it stands alone, wherever it was put.
_LARGE_SIDE = 120
#: Fewer words are a file's name, not something to read.
_LEAST_WORDS = 3
_MOST_PICTURES = 200
_MOST_LEADING = 20


def with_pictures(document: Document, leading: Sequence[Image] = ()) -> Document:
    """*document* with its pictures as figures, their titles as captions; *leading* if it has none."""
    blocks = tuple(_freed(document.blocks))
    if leading and not any(True for _ in _figures(blocks)):
        blocks = (*(_titled(Figure(image)) for image in leading), *blocks)
    return replace(document, blocks=blocks)


def leading_images(beside: str, enclosures: Sequence[Enclosure]) -> tuple[Image, ...]:
    """The pictures that came with an entry but not in its text: attached ones, else the one *beside* it."""
    attached = dict.fromkeys(one.url for one in enclosures if one.media_type.startswith("image/"))
    urls = tuple(attached)[:_MOST_LEADING] or ((beside,) if beside else ())
    return tuple(Image(url, "") for url in urls)


def picture_urls(document: Document) -> tuple[str, ...]:
    """The addresses of the figures, each once, in order."""
    found = dict.fromkeys(figure.image.url for figure in _figures(document.blocks) if figure.image.url)
    return tuple(found)[:_MOST_PICTURES]


def _figures(blocks: Iterable[Block]) -> Iterator[Figure]:
    for block in blocks:
        if isinstance(block, Figure):
            yield block
        else:
            yield from _figures(inner for some in _inside(block) for inner in some)


def _inside(block: Block) -> tuple[tuple[Block, ...], ...]:
    """The runs of blocks in a block."""
    if isinstance(block, ListBlock):
        return tuple(item.blocks for item in block.items)
    if isinstance(block, DefinitionList):
        return tuple(blocks for _, blocks in block.entries)
    inner = getattr(block, "blocks", ())
    return (inner,) if inner else ()


def _freed(blocks: Iterable[Block]) -> Iterator[Block]:
    """Blocks with the pictures in their paragraphs as figures of their own."""
    for block in blocks:
        match block:
            case Paragraph(parts):
                yield from _split(parts)
            case Figure():
                yield _titled(block)
            case Quote() | Footnote() | Details():
                yield replace(block, blocks=tuple(_freed(block.blocks)))
            case ListBlock():
                items = tuple(replace(item, blocks=tuple(_freed(item.blocks))) for item in block.items)
                yield replace(block, items=items)
            case DefinitionList():
                yield replace(
                    block, entries=tuple((is_term, tuple(_freed(inner))) for is_term, inner in block.entries)
                )
            case _:
                yield block


def _split(parts: tuple[Inline, ...]) -> Iterator[Block]:
    """A paragraph as the words and the pictures it is made of."""
    words: list[Inline] = []
    for at, part in enumerate(parts):
        figure = _figure(part)
        if figure is None or not _stands_alone(figure.image, parts, at):
            words.append(part)
            continue
        yield from _paragraph(words)
        words = []
        yield _titled(figure)
    yield from _paragraph(words)


def _figure(part: Inline) -> Figure | None:
    """*part* as a figure if it is a picture and nothing else."""
    if isinstance(part, Image):
        return Figure(part)
    if isinstance(part, Link) and len(part.parts) == 1 and isinstance(part.parts[0], Image):
        inner = part.parts[0]
        return Figure(inner, url="" if part.url == inner.url else part.url)
    return None


def _stands_alone(image: Image, parts: Sequence[Inline], at: int) -> bool:
    """Whether a picture is none of the words around it."""
    given = [side for side in (image.width, image.height) if side]
    if given and min(given) < _LEAST_SIDE:
        return False
    if not image.url or _is_sign(image.alt):
        return False
    if given and max(given) >= _LARGE_SIDE:
        return True
    return _is_edge(parts[:at][::-1]) or _is_edge(parts[at + 1 :])


def _is_edge(others: Sequence[Inline]) -> bool:
    """Whether a line begins or ends here."""
    for other in others:
        if isinstance(other, Break):
            return True
        if _figure(other) is None and not (isinstance(other, Text) and not other.text.strip()):
            return False
    return True


def _is_sign(alt: str) -> bool:
    """True for a picture of an emoji."""
    return 0 < len(alt) <= 8 and not alt.isascii() and not any(one.isalnum() or one.isspace() for one in alt)


def _paragraph(words: list[Inline]) -> Iterator[Block]:
    """Words without the breaks and blanks that a picture has left at their ends."""
    while words and _is_nothing(words[0]):
        words.pop(0)
    while words and _is_nothing(words[-1]):
        words.pop()
    if words:
        words[0] = _trimmed(words[0], "left")
        words[-1] = _trimmed(words[-1], "right")
        yield Paragraph(tuple(words))


def _trimmed(part: Inline, side: str) -> Inline:
    if not isinstance(part, Text):
        return part
    return Text(part.text.lstrip(" ") if side == "left" else part.text.rstrip(" "))


def _is_nothing(part: Inline) -> bool:
    return isinstance(part, Break) or (isinstance(part, Text) and not part.text.strip())


def _titled(figure: Figure) -> Figure:
    """*figure* with its title below it: the second joke of a comic is there."""
    title, said = figure.image.title, inline_text(figure.caption)
    is_long = len(title.split()) >= _LEAST_WORDS or (not title.isascii() and len(title) > _LEAST_WORDS)
    if not is_long or title in said:
        return figure
    caption = (*figure.caption, Break(), Text(title)) if figure.caption else (Text(title),)
    return replace(figure, caption=caption)

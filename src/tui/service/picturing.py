"""What a worker does to pictures. Pillow comes with the first of them, not with the process."""

from typing import Any

__all__ = ["draw_blocks", "draw_kitty", "draw_sixel", "take_picture"]

_SIXEL_COLORS = 128


def take_picture(body: bytes) -> tuple[Any, ...]:
    """The fields of a :class:`~tui.model.picture.TakenPicture`."""
    from tui.pictures import take

    return take(body)


def draw_blocks(data: bytes, width: int, height: int) -> tuple[int, tuple[bytes, ...]]:
    """Depth and pixels of what is kept, at a size."""
    from tui.pictures import pixels

    depth, drawn = pixels(data, width, height)
    return depth, (drawn,)


def draw_kitty(data: bytes, width: int, height: int) -> tuple[int, tuple[bytes, ...]]:
    """A PNG of what is kept, at most of that size."""
    from tui.pictures import png

    return 0, (png(data, width, height),)


def draw_sixel(
    data: bytes, width: int, height: int, cell_height: int, background: tuple[int, int, int]
) -> tuple[int, tuple[bytes, ...]]:
    """What is kept as one Sixel for each line of cells."""
    from tui.pictures import indexed
    from tui.render.sixel import sixel

    palette, numbers = indexed(data, width, height, _SIXEL_COLORS, background)
    step = width * cell_height
    return 0, tuple(sixel(palette, numbers[at : at + step], width) for at in range(0, len(numbers), step))

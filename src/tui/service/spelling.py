"""How a tag is written: as it is written already."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from tui.model.changes import TagChange, Wish
from tui.query.words import path_key

__all__ = ["spelled"]


def spelled(wishes: Sequence[Wish], tags: Iterable[str]) -> list[Wish]:
    """*wishes* with the spelling of *tags*: #Africa is not to become another one beside #africa."""
    written = {path_key(tag): tag for tag in tags}
    return [
        replace(wish, tag=written.get(path_key(wish.tag), wish.tag)) if isinstance(wish, TagChange) else wish
        for wish in wishes
    ]

"""The queries of before, as the arrows go through them."""

from collections.abc import Iterable

__all__ = ["Past"]

_MOST = 100
#: Longer ones are not kept: nobody would read them again.
_LONGEST = 1_000


class Past:
    """Oldest first; a place in it, while somebody goes back and forth."""

    def __init__(self, queries: Iterable[str] = ()) -> None:
        self.queries = list(queries)
        self._place: int | None = None
        self._typed = ""

    @property
    def walking(self) -> bool:
        """Whether the line shows a query of before."""
        return self._place is not None

    def keep(self, text: str) -> None:
        """Remember a query that was asked; one that is there already becomes the newest."""
        self.leave()
        text = text.strip()
        if not text or len(text) > _LONGEST or not text.isprintable():
            return
        self.queries = [*(one for one in self.queries if one != text), text][-_MOST:]

    def leave(self) -> None:
        """Whoever goes back next begins at the newest."""
        self._place = None

    def older(self, typed: str) -> str | None:
        """The query before; ``None`` when there is none. *typed* can be had back."""
        place = len(self.queries) if self._place is None else self._place
        while place:
            place -= 1
            if self.queries[place] != typed.strip():
                if self._place is None:
                    self._typed = typed
                self._place = place
                return self.queries[place]
        return None

    def newer(self) -> str | None:
        """The query after; after the newest what was typed; ``None`` when not going back."""
        if self._place is None:
            return None
        self._place += 1
        if self._place < len(self.queries):
            return self.queries[self._place]
        self._place = None
        return self._typed

"""Which articles have which tag; a tag takes in those below it."""

from collections.abc import Iterable, Iterator

from pyroaring import BitMap

from tui.query.words import path_key

__all__ = ["TagSets"]


class TagSets:
    """A set of ids for every tag. Names keep their case and are found without it."""

    def __init__(self) -> None:
        #: Articles tagged exactly so, by compared name.
        self.own: dict[str, BitMap] = {}
        #: How each tag is written.
        self.names: dict[str, str] = {}
        #: The articles of each name that other names stand below, once asked for.
        self._branches: dict[str, BitMap] | None = None
        #: How those of them are written that nothing is tagged with.
        self._implied: dict[str, str] = {}

    def add(self, name: str, ids: Iterable[int]) -> None:
        """Tag *ids*."""
        key = path_key(name)
        self.names.setdefault(key, name)
        self.own.setdefault(key, BitMap()).update(ids)
        self._branches = None

    def own_as(self, name: str, ids: BitMap) -> None:
        """Take *ids* themselves as the set of a tag."""
        self.names[path_key(name)] = name
        self.own[path_key(name)] = ids

    def remove(self, name: str, ids: BitMap) -> None:
        """Take the tag off *ids*; a tag that nothing has any more is gone."""
        key = path_key(name)
        own = self.own.get(key)
        if own is None:
            return
        own -= ids
        if not own:
            del self.own[key], self.names[key]
        self._branches = None

    def forget(self, ids: BitMap) -> None:
        """Take all tags off *ids*."""
        for key in [key for key, own in self.own.items() if own.intersect(ids)]:
            self.remove(key, ids)

    def branch(self, name: str) -> BitMap:
        """Articles with that tag or one below it. Not to be changed by the caller."""
        return self._branch(path_key(name))

    def branches(self) -> Iterator[tuple[str, BitMap]]:
        """Every tag as it is written, and every name above one, with the articles of its branch."""
        branches = self._grown()
        for key, own in self.own.items():
            yield self.names[key], branches.get(key, own)
        for key, name in self._implied.items():
            yield name, branches[key]

    def any(self) -> BitMap:
        """Articles with any tag."""
        return BitMap.union(BitMap(), *self.own.values())

    def _branch(self, key: str) -> BitMap:
        found = self._grown().get(key)
        return found if found is not None else self.own.get(key, BitMap())

    def _grown(self) -> dict[str, BitMap]:
        """For each name that others stand below, the union of them all."""
        if self._branches is None:
            self._branches = self._unions()
        return self._branches

    def _unions(self) -> dict[str, BitMap]:
        parts: dict[str, list[BitMap]] = {}
        self._implied = {}
        for key, own in self.own.items():
            above, name = key, self.names[key].strip("/")
            while "/" in above:
                above, name = above.rpartition("/")[0].rstrip("/"), name.rpartition("/")[0].rstrip("/")
                parts.setdefault(above, []).append(own)
                if above not in self.own:
                    self._implied.setdefault(above, name)
        return {above: BitMap.union(self.own.get(above, BitMap()), *below) for above, below in parts.items()}

"""The feed list as rows: what is shown, how deep, with which count. Pure."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from tui.model.feed import Feed
from tui.model.ids import FeedId

__all__ = ["FeedRow", "SavedRow", "feed_rows", "rows_path", "shown_category"]

Kind = Literal["all", "category", "feed", "search", "heading", "starred", "later", "space"]


@dataclass(frozen=True, slots=True)
class FeedRow:
    """One row. ``key`` is stable: it finds the row again after a change."""

    key: str
    kind: Kind
    label: str
    depth: int = 0
    count: int = 0
    feed: Feed | None = None
    path: str = ""
    folded: bool = False
    #: Why a saved search cannot be used.
    trouble: str = ""


@dataclass(frozen=True, slots=True)
class Counts:
    """Live counts for the rows."""

    total: int
    feeds: Mapping[FeedId, int]
    categories: Mapping[str, int]
    starred: int = 0
    later: int = 0


@dataclass(frozen=True, slots=True)
class SavedRow:
    """A saved search: what it is called, how many articles wait in it, why it cannot be used."""

    id: int
    name: str
    waiting: int = 0
    trouble: str = ""


def feed_rows(
    feeds: Sequence[Feed],
    counts: Counts,
    folded: Collection[str],
    saved: Sequence[SavedRow] = (),
    *,
    hidden: bool = False,
) -> list[FeedRow]:
    """All rows, top to bottom; feeds without a category come last, then what was saved.

    Hidden feeds have a row only if *hidden* says so.
    """
    feeds = [feed for feed in feeds if hidden or not feed.hidden]
    rows = [FeedRow("all", "all", "All articles", count=counts.total)]
    children = _children(feeds)
    rows += _category_rows("", 0, children, feeds, counts, folded)
    if saved:
        rows.append(FeedRow("saved-space", "space", ""))
        rows.append(FeedRow("saved", "heading", "SAVED"))
        rows += [
            FeedRow(f"search:{one.id}", "search", one.name, count=one.waiting, trouble=one.trouble)
            for one in saved
        ]
    rows.append(FeedRow("space", "space", ""))
    rows.append(FeedRow("kept", "heading", "KEPT"))
    rows.append(FeedRow("starred", "starred", "Starred", count=counts.starred))
    rows.append(FeedRow("later", "later", "Later", count=counts.later))
    return rows


def _children(feeds: Sequence[Feed]) -> dict[str, list[str]]:
    """Subcategories by parent path, sorted without regard to case."""
    paths: set[str] = set()
    for feed in feeds:
        parts = feed.category.split("/") if feed.category else []
        paths.update("/".join(parts[: depth + 1]) for depth in range(len(parts)))
    children: dict[str, list[str]] = {}
    for path in sorted(paths, key=str.casefold):
        children.setdefault(path.rpartition("/")[0], []).append(path)
    return children


def _category_rows(
    parent: str,
    depth: int,
    children: Mapping[str, Sequence[str]],
    feeds: Sequence[Feed],
    counts: Counts,
    folded: Collection[str],
) -> list[FeedRow]:
    rows: list[FeedRow] = []
    for path in children.get(parent, ()):
        is_folded = path in folded
        name = path.rpartition("/")[2]
        rows.append(
            FeedRow(
                f"category:{path}",
                "category",
                name,
                depth,
                counts.categories.get(path, 0),
                None,
                path,
                is_folded,
            )
        )
        if not is_folded:
            rows += _category_rows(path, depth + 1, children, feeds, counts, folded)
    own = sorted((feed for feed in feeds if feed.category == parent), key=lambda feed: feed.title.casefold())
    rows += [
        FeedRow(f"feed:{feed.id}", "feed", feed.title, depth, counts.feeds.get(feed.id, 0), feed, parent)
        for feed in own
    ]
    return rows


def shown_category(feeds: Sequence[Feed], path: str) -> str:
    """The nearest category from *path* upwards that has a row; "" if none has."""
    while path and not any(not one.hidden and f"{one.category}/".startswith(f"{path}/") for one in feeds):
        path = path.rpartition("/")[0]
    return path


def rows_path(row: FeedRow) -> str:
    """Where a row is, for the narrow layout: ``Feeds › News › Africa``."""
    if row.kind == "feed" and row.path:
        return " › ".join([*row.path.split("/"), row.label])
    if row.kind == "category":
        return " › ".join(row.path.split("/"))
    return row.label

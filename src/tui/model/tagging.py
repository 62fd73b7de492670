"""What a change of a tag itself would touch."""

from dataclasses import dataclass

__all__ = ["TAG_COLORS", "TagReach"]

#: The roles that may paint a tag, the usual one first; each theme has its own color for each.
TAG_COLORS = ("tag", "link", "star", "mark", "soft")


@dataclass(frozen=True, slots=True)
class TagReach:
    """How far renaming or deleting a tag, with all below it, would go."""

    #: The tags meant: itself, if anything is tagged so, and those below it.
    tags: tuple[str, ...] = ()
    #: Articles of subscribed feeds that have one of them.
    articles: int = 0
    #: Tags that are there already under the new names, and how many articles have one of those.
    joined: tuple[str, ...] = ()
    joined_articles: int = 0
    #: Feeds that give such a tag to their articles.
    feeds: int = 0
    #: Saved searches and rules that name it.
    searches: tuple[str, ...] = ()
    rules: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.tags or self.feeds or self.searches or self.rules)

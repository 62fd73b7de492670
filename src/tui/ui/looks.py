"""How the user's tags are painted: the theme's usual color, or one of its others."""

from collections.abc import Iterable

from tui.model.definition import Definition
from tui.model.tagging import TAG_COLORS
from tui.query.words import path_key

__all__ = ["USUAL", "TagLooks"]


class TagLooks:
    """The role of each tag; one without a color of its own takes that of the nearest tag above it."""

    def __init__(self, definitions: Iterable[Definition] = ()) -> None:
        self.own: dict[str, str] = {}
        for one in definitions:
            color = one.body.get("color")
            if one.kind == "tag" and color in TAG_COLORS:
                self.own[path_key(one.name)] = str(color)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, TagLooks) and self.own == other.own

    def __hash__(self) -> int:
        return hash(tuple(self.own.items()))

    def role(self, tag: str) -> str:
        """The role that paints a tag."""
        if not self.own:
            return TAG_COLORS[0]
        key = path_key(tag)
        while key:
            if key in self.own:
                return self.own[key]
            key = key.rpartition("/")[0]
        return TAG_COLORS[0]

    def reader_role(self, tag: str) -> str:
        """The same among the roles of an article."""
        role = self.role(tag)
        return role if role == TAG_COLORS[0] else f"tag-{role}"

    def role_above(self, tag: str) -> str:
        """The role that a tag takes from above if it has no color of its own."""
        return self.role(path_key(tag).rpartition("/")[0])


#: Every tag as the theme has it.
USUAL = TagLooks()

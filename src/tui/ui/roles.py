"""Roles: what a piece of text means, and the style that the theme of the moment gives it.

All roles are component classes of the application alone. A widget with component classes of
its own has each of them matched against the whole stylesheet again with every change of focus.
"""

from pathlib import Path
from typing import ClassVar, cast

from rich.style import Style
from textual.app import App
from textual.dom import DOMNode
from textual.driver import Driver

from tui.render.roles import ROLES as READER_ROLES

__all__ = ["QUERY_ROLES", "RoleApp", "role_style"]

#: What each kind of widget says with colours; ``header--title`` is a component class.
LINE_ROLES = (
    "ink", "strong", "soft", "faint", "mark", "link", "tag", "tag-on", "star", "excluded", "heading",
    "section", "cursor", "cursor-blurred", "link-on", "star-on", "mark-on", "soft-on",
)  # fmt: skip
HEADER_ROLES = ("title", "title-active", "note", "news", "trouble", "mark")
EMPTY_ROLES = ("head", "text", "key")
STATUS_ROLES = ("key", "word", "note", "sign")
QUERY_ROLES = ("field", "tag", "exclude", "text", "operator", "error")
FOUND_ROLES = ("found", "found-current", "hint", "hint-typed", "note", "note-edge")

KINDS = {
    "line": LINE_ROLES,
    "header": HEADER_ROLES,
    "empty": EMPTY_ROLES,
    "status": STATUS_ROLES,
    "query": QUERY_ROLES,
    # ``code.keyword`` is ``reader--code-keyword``.
    "reader": (*(role.replace(".", "-") for role in READER_ROLES), *FOUND_ROLES),
}


class RoleApp(App[int]):
    """An application that knows the style of every role."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {
        f"{kind}--{role}" for kind, roles in KINDS.items() for role in roles
    }

    def __init__(self, css_path: list[Path], driver_class: type[Driver] | None = None) -> None:
        self.styles_by_role: dict[str, Style] = {}
        super().__init__(driver_class, css_path=list(css_path))

    def role_style(self, name: str) -> Style:
        """The style of a component class such as ``line--star``: only what the role itself says.

        Raises:
            KeyError: there is no such role.
        """
        style = self.styles_by_role.get(name)
        if style is None:
            style = self.styles_by_role[name] = self.get_component_styles(name).partial_rich_style
        return style

    def notify_style_update(self) -> None:
        """Another theme: other styles. The application hears of it before its widgets do."""
        self.styles_by_role = {}
        super().notify_style_update()


def role_style(widget: DOMNode, kind: str, role: str) -> Style:
    """The style of *role* in a kind of widget; no role, or a blank one, has none."""
    return cast("RoleApp", widget.app).role_style(f"{kind}--{role}") if role else Style()

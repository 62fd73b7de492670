"""Our two themes, and the roles that every other theme is read through."""

from collections.abc import Mapping

from textual.theme import Theme

from tui.config.theme_file import ThemeFile

__all__ = ["INK", "OURS", "PAPER", "ROLES", "role_defaults", "users_theme"]


#: What a theme file may name; ``rule`` is the faint line between panes.
ROLES = ("page", "raised", "selected", "ink", "soft", "rule", "mark", "link", "tag", "star")


def _theme(name: str, *, dark: bool, colors: Mapping[str, str]) -> Theme:
    return Theme(
        name=name,
        dark=dark,
        primary=colors["mark"],
        secondary=colors["link"],
        accent=colors["mark"],
        warning=colors["star"],
        error=colors["mark"],
        success=colors["tag"],
        foreground=colors["ink"],
        background=colors["page"],
        surface=colors["raised"],
        panel=colors["selected"],
        variables=dict(colors),
    )


PAPER = _theme(
    "paper",
    dark=False,
    colors={
        "page": "#f7f3ea", "raised": "#ebe3d2", "selected": "#e3d8c1",
        "ink": "#2a2723", "soft": "#756e63", "rule": "#c9c1b1",
        "mark": "#a3271b", "link": "#1f5a7a", "tag": "#4a6b2a", "star": "#8f6009",
    },
)  # fmt: skip

INK = _theme(
    "ink",
    dark=True,
    colors={
        "page": "#191714", "raised": "#26231e", "selected": "#322d25",
        "ink": "#e6dfd2", "soft": "#968d7e", "rule": "#413c34",
        "mark": "#e2725b", "link": "#7fb4d0", "tag": "#9db97a", "star": "#e0b050",
    },
)  # fmt: skip

OURS: tuple[Theme, ...] = (INK, PAPER)


def users_theme(file: ThemeFile) -> Theme:
    """A theme of the user's own; what its file leaves out is ours."""
    base = INK if file.dark else PAPER
    return _theme(file.name, dark=file.dark, colors={**base.variables, **file.colors})


def role_defaults(theme: Theme) -> dict[str, str]:
    """Our roles in terms of *theme*'s own colours, for themes that do not name them."""
    colors = theme.to_color_system().generate()
    return {
        "page": colors["background"],
        "raised": colors["surface"],
        "selected": colors["panel"],
        "ink": colors["foreground"],
        "soft": f"{colors['foreground']} 65%" if not theme.ansi else "ansi_default",
        "rule": f"{colors['foreground']} 25%" if not theme.ansi else "ansi_default",
        "mark": colors["accent"],
        "link": colors["secondary"] if theme.secondary else colors["primary"],
        "tag": colors["success"],
        "star": colors["warning"],
    }

"""Where the panes stand, which has the focus, and how wide they are."""

from typing import TYPE_CHECKING, Literal

from tui.ui.article_list.row import Density
from tui.ui.reader.widget import NARROWEST, WIDEST

if TYPE_CHECKING:
    from tui.ui.screens.main import MainScreen

__all__ = ["Layout", "Pane", "Width"]

Pane = Literal["feeds", "tags", "list", "reader"]
Width = Literal["wide", "medium", "narrow"]

WIDE, MEDIUM = 120, 80
#: Least and usual sizes, in cells.
LEAST_FEEDS, LEAST_LIST, LEAST_ROWS, LEAST_READER = 14, 24, 3, 24


class Layout:
    """Sizes and focus. In narrow and zen one pane has the whole screen."""

    def __init__(self, screen: "MainScreen") -> None:
        self.screen = screen
        self.width: Width = "wide"
        self.zen = False
        self.feeds_width = 0
        self.list_width = 0
        self.list_height = 0
        #: The pane that the command line has taken the focus from.
        self.held: Pane | None = None

    # --------------------------------------------------------------------- sizes

    def resized(self) -> None:
        """The terminal has another size: choose the layout for it."""
        self.choose()
        self.arrange()

    def choose(self) -> None:
        """The layout as classes of the screen; before its panes are composed this costs nothing."""
        columns = self.screen.app.size.width
        self.width = "wide" if columns >= WIDE else "medium" if columns >= MEDIUM else "narrow"
        for name in ("wide", "medium", "narrow"):
            self.screen.set_class(self.width == name, f"-{name}")
        self.at(self.focused_pane if self.screen.is_mounted else "list")

    def arrange(self) -> None:
        """Put sizes on the panes."""
        screen = self.screen
        screen.set_class(self.zen, "-zen")
        size = screen.app.size
        feeds = self.feeds_width or (22 if size.width < 96 else 24 if size.width < WIDE else 27)
        left = screen.query_one("#left")
        middle = screen.query_one("#middle")
        if self.width == "narrow" or self.zen:
            left.styles.width = middle.styles.width = middle.styles.height = None
        else:
            room = size.width - 2
            feeds = max(LEAST_FEEDS, min(feeds, room - LEAST_LIST))
            left.styles.width = feeds
            if self.width == "wide":
                wanted = self.list_width or min(60, round((size.width - feeds) * 0.4))
                middle.styles.width = max(LEAST_LIST, min(wanted, room - feeds - LEAST_READER))
                middle.styles.height = "1fr"
            else:
                rows = size.height - 4
                wanted = self.list_height or round(rows * 0.38)
                middle.styles.height = max(LEAST_ROWS, min(wanted, rows - 4)) + 1
                middle.styles.width = "1fr"
        screen.rule.direction = "vertical" if self.width == "wide" else "horizontal"
        screen.articles.wide = self.width == "wide"
        screen.articles.fit_rows()
        self.size_tags()
        self.show_focus()

    def size_tags(self) -> None:
        """The tag pane takes what it needs, up to half of the column."""
        screen = self.screen
        rows = max(4, screen.app.size.height - 5)
        needed = max(1, screen.tag_filter.count)
        free = rows - screen.feed_list.count - 2
        screen.tag_filter.styles.height = max(min(3, needed), min(needed, max(rows // 2, free)))

    def dragged(self, rule: str, cells: int) -> None:
        """The mouse moved a rule."""
        if rule == "rule-left":
            self.feeds_width = max(LEAST_FEEDS, self.screen.query_one("#left").size.width + cells)
        elif self.width == "wide":
            self.list_width = max(LEAST_LIST, self.screen.query_one("#middle").size.width + cells)
        else:
            self.list_height = max(LEAST_ROWS, self.screen.query_one("#middle").size.height - 1 + cells)
        self.arrange()

    def narrower(self) -> None:
        """``<``: a narrower measure in the reader, else a narrower pane."""
        self.change_width(-2)

    def wider(self) -> None:
        """``>``: a wider measure in the reader, else a wider pane."""
        self.change_width(2)

    def change_width(self, cells: int) -> None:
        """Change what ``<`` and ``>`` change in the focused pane."""
        pane = self.focused_pane
        if pane == "reader":
            reader = self.screen.reader
            now = min(reader.measure, reader.size.width - 2)
            reader.measure = max(NARROWEST, min(WIDEST, now + 2 * cells))
            self.screen.app.notify(f"Measure {reader.measure} columns", timeout=2, markup=False)
        elif pane == "list":
            self.dragged("rule-desk", cells if self.width == "wide" else cells // 2)
        else:
            self.dragged("rule-left", cells)

    # --------------------------------------------------------------------- focus

    @property
    def focused_pane(self) -> Pane:
        """The pane that has the focus, or had it before the command line; else the list."""
        focused = self.screen.focused
        for name, widget in self.panes.items():
            if focused is widget:
                return name
        return self.held or "list"

    @property
    def panes(self) -> dict[Pane, "object"]:
        """The four panes in the order of Tab."""
        screen = self.screen
        return {
            "feeds": screen.feed_list,
            "tags": screen.tag_filter,
            "list": screen.articles,
            "reader": screen.reader,
        }

    def focus(self, pane: Pane) -> None:
        """Give a pane the focus; in zen only the article has it."""
        if pane != "reader":
            self.leave_zen()
        widgets = {
            "feeds": self.screen.feed_list,
            "tags": self.screen.tag_filter,
            "list": self.screen.articles,
            "reader": self.screen.reader,
        }
        # The pane may be hidden in the narrow layout: show it first.
        self.at(pane)
        widgets[pane].focus()

    def at(self, pane: Pane) -> None:
        """In the narrow layout, show the column of this pane."""
        if self.width != "narrow":
            return
        for name in ("left", "list", "reader"):
            column = "left" if pane in ("feeds", "tags") else pane
            self.screen.set_class(name == column, f"-at-{name}")

    def show_focus(self) -> None:
        """Headers and footer follow the focus."""
        pane = self.focused_pane
        self.at(pane)
        self.screen.desk.showing.focus(pane)

    def focus_feeds(self) -> None:
        """Go to the feeds."""
        self.focus("feeds")

    def focus_tags(self) -> None:
        """Go to the tags."""
        self.focus("tags")

    def focus_list(self) -> None:
        """Go to the article list."""
        self.focus("list")

    def focus_reader(self) -> None:
        """Go to the article."""
        self.focus("reader")

    def focus_right(self) -> None:
        """The pane to the right; from the list this opens the article."""
        pane = self.focused_pane
        if pane == "list" and self.screen.articles.heading is not None:
            self.focus("reader")
        elif pane == "list":
            self.screen.desk.reading.open_current()
        elif pane in ("feeds", "tags"):
            self.focus("list")

    def focus_left(self) -> None:
        """The pane to the left."""
        pane = self.focused_pane
        if pane == "reader" and self.screen.desk.trail.back():
            return
        if pane == "reader":
            self.focus("list")
        elif pane in ("list", "tags"):
            self.focus("feeds")

    # ---------------------------------------------------------------------- view

    def toggle_zen(self) -> None:
        """Only the article, or all panes again."""
        self.zen = not self.zen
        self.arrange()
        self.focus("reader" if self.zen else "list")

    def leave_zen(self) -> None:
        """All panes again, if there was only the article."""
        if self.zen:
            self.zen = False
            self.arrange()

    def cycle_density(self) -> None:
        """One line an article, two, or airy; ``auto`` follows the length of the list."""
        articles = self.screen.articles
        articles.set_density(articles.density.following)
        names = {
            Density.AUTO: "automatic",
            Density.LINE: "one line",
            Density.TWO: "two lines",
            Density.AIRY: "airy",
        }
        self.screen.app.notify(f"Rows: {names[articles.density]}", timeout=2, markup=False)

    def choose_theme(self) -> None:
        """Choose a theme; it is remembered."""
        self.screen.app.search_themes()

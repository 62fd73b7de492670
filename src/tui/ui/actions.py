"""The one table of actions: bindings, footer, help, palette, ``:`` and the docs read it.

``method`` is a path from the object that owns the scope: the main screen's desk where it
has a dot, else the pane itself. A test resolves every one of them.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from textual.binding import Binding

from tui.config.keymap import read_keymap
from tui.ui.chords import binding_key

__all__ = ["ACTIONS", "FOOTERS", "SCOPES", "Action", "action", "bindings_for", "keymap_for", "user_keys"]

Scope = Literal["main", "lines", "list", "reader", "hints", "find", "feeds", "tags", "query", "command"]

SCOPES: Mapping[str, str] = {
    "main": "Everywhere",
    "lines": "In every list",
    "list": "Article list",
    "reader": "Article",
    "hints": "While links are lit",
    "find": "Find line of the article",
    "feeds": "Feeds",
    "tags": "Tags",
    "query": "Filter line",
    "command": "Command line",
}


@dataclass(frozen=True, slots=True)
class Action:
    """One verb: what it is called, where it works, which keys start it."""

    id: str
    scope: Scope
    method: str
    keys: tuple[str, ...]
    help: str
    #: The word beside the key in the footer.
    short: str = ""

    @property
    def is_of_desk(self) -> bool:
        """Whether the desk does it, whatever has the focus."""
        return self.scope == "main" or "." in self.method


# One action a line, whatever its length: it is a table.
# fmt: off
ACTIONS: tuple[Action, ...] = (
    # --- moving between panes
    Action("pane.right", "main", "layout.focus_right", ("l", "right", "tab"), "Next pane; open what is selected", "open"),
    Action("pane.left", "main", "layout.focus_left", ("h", "left", "shift+tab"), "Previous pane", "back"),
    Action("pane.feeds", "main", "layout.focus_feeds", ("g f",), "Go to the feeds", "feeds"),
    Action("pane.list", "main", "layout.focus_list", ("g l",), "Go to the article list", "list"),
    Action("pane.article", "main", "layout.focus_reader", ("g a",), "Go to the article", "article"),
    Action("pane.tags", "main", "layout.focus_tags", ("g t",), "Go to the tags", "tags"),
    Action("app.back", "main", "back", ("escape",), "Back: cancel, unselect, close, leave", "back"),
    # --- reading
    Action("article.read-on", "main", "reading.read_on", ("space",), "Scroll the article, then the next unread", "read on"),
    Action("article.read-back", "main", "reading.read_back", ("shift+space", "backspace"), "Scroll the article back"),
    Action("article.scroll-down", "main", "reading.scroll_down", ("J",), "Scroll the article from the list"),
    Action("article.scroll-up", "main", "reading.scroll_up", ("K",), "Scroll the article back from the list"),
    Action("unread.next", "main", "moving.next_unread", ("n",), "Next unread, across feeds", "next unread"),
    Action("unread.previous", "main", "moving.previous_unread", ("p",), "Previous unread, across feeds"),
    Action("unread.random", "main", "moving.random_unread", ("g r",), "Any unread article, of the list or else of all"),
    Action("feed.next", "main", "reading.next_feed", ("]",), "Next feed"),
    Action("feed.previous", "main", "reading.previous_feed", ("[",), "Previous feed"),
    Action("feed.next-unread", "main", "reading.next_unread_feed", ("}",), "Next feed with unread articles"),
    Action("feed.previous-unread", "main", "reading.previous_unread_feed", ("{",), "Previous feed with unread articles"),
    # --- marks
    Action("article.toggle-read", "main", "marks.toggle_read", ("m",), "Mark read or unread", "read"),
    Action("view.mark-read", "main", "marks.mark_all", ("A",), "Mark all in view read", "all read"),
    Action("view.mark-above", "main", "marks.mark_above", (", a",), "Mark read all above, this one too"),
    Action("view.mark-below", "main", "marks.mark_below", (", b",), "Mark read all below, this one too"),
    Action("view.mark-older", "main", "commands.ask_older", (", o",), "Mark read what is older in view; asks how old"),
    Action("article.star", "main", "marks.toggle_star", ("s",), "Star or unstar", "star"),
    Action("article.later", "main", "marks.toggle_later", ("b",), "Read later, or no longer; a previewed page is kept", "later"),
    Action("article.tag", "main", "marks.tag", ("t",), "Add or remove tags", "tag"),
    Action("article.note", "main", "writing.open", ("W",), "Write a note on the article", "note"),
    Action("undo", "main", "marks.undo", ("u",), "Undo, also after a restart", "undo"),
    Action("redo", "main", "marks.redo", ("U",), "Redo"),
    # --- filter
    Action("query.edit", "main", "typing.edit", ("/",), "Filter: type a query, the list follows", "filter"),
    Action("query.clear", "main", "filters.clear", ("c",), "Clear the filter", "clear"),
    Action("query.back", "main", "filters.back", ("ctrl+o",), "Back to the query before", "before"),
    Action("search.pick", "main", "searches.pick", ("'",), "Pick a saved search", "saved"),
    Action("search.save", "main", "searches.save", ('"',), "Save the filter under a name", "save"),
    Action("state.all", "main", "filters.all", ("1",), "Show all articles", "all"),
    Action("state.unread", "main", "filters.unread", ("2",), "Show unread articles", "unread"),
    Action("state.starred", "main", "filters.starred", ("3",), "Show starred articles", "starred"),
    Action("state.later", "main", "filters.later", ("4",), "Show what is kept for later", "later"),
    Action("list.sort", "main", "order.menu", ("S",), "Sort and group the list", "sort"),
    Action("list.stories", "main", "stories.turn", (", s",), "Copies of one piece: a row for each, or one for all"),
    Action("list.reload", "main", "filters.reload", ("g n",), "Reload the list; show new arrivals"),
    # --- the world outside
    Action("article.browse", "main", "links.browse", ("o",), "Open in the browser", "browser"),
    Action("article.browse-background", "main", "links.browse_on", ("O",), "Open in the browser, mark read, go on"),
    Action("article.full-text", "main", "texts.go_on", ("f",), "Full text: the feed's, that of its page, by the site rule", "full text"),
    Action("article.links", "main", "hints.start", (";",), "Links: letters over those in view; `;` again lists all", "links"),
    Action("article.images", "main", "pictures.toggle", ("i",), "Show pictures, or their words; fetch those that are missing", "pictures"),
    Action("article.view-image", "main", "pictures.view", ("I",), "Open a picture in the system's viewer"),
    Action("article.copy", "main", "links.copy", ("y",), "Copy the address of the article"),
    Action("article.copy-code", "main", "notes.pick_code", ("g y",), "Copy the code in view; of several blocks one by its letter"),
    Action("article.copy-markdown", "main", "share.copy_markdown", ("Y",), "Copy the article as Markdown, with its address"),
    Action("article.save", "main", "share.save", ("w",), "Save as a file: Markdown, a web page or a book", "save"),
    Action("article.pipe", "main", "share.pipe", ("|",), "Pipe to a command and show what it answers", "pipe"),
    Action("article.share", "main", "share.menu", ("@",), "Share: mail, places of your own, the clipboard", "share"),
    Action("page.save", "main", "texts.ask_page", ("g b",), "Save a web page by its address, as an article for later"),
    Action("article.enclosures", "main", "listening.enclosures", ("e",), "Listen and watch: play or download what comes with it", "listen"),
    Action("downloads.open", "main", "listening.downloads", ("g D",), "Downloads: what is on its way, and what has come"),
    # --- feeds
    Action("feed.refresh", "main", "refreshing.refresh_here", ("r",), "Refresh this feed or category", "refresh"),
    Action("feed.refresh-all", "main", "refreshing.refresh_all", ("R",), "Refresh all feeds", "refresh all"),
    Action("feed.add", "main", "feeds.add", ("a",), "Add a feed: an address or a site", "add"),
    Action("feed.edit", "main", "feeds.edit", ("F",), "Edit the feed, or the saved search under the cursor", "edit"),
    Action("feed.fetching", "main", "feeds.fetching", (", F",), "Fetching of the feed: how often, password, proxy, headers; how much is kept"),
    Action("feed.full-text", "main", "texts.edit_feed", (", f",), "Full text of the feed: when it is fetched, and the rule for its pages"),
    Action("feed.page", "main", "feeds.page", (", g",), "Entries of a feed that is a page: their selectors"),
    Action("feed.remove", "main", "feeds.remove", ("D",), "Unsubscribe, or remove the saved search (undoable)", "unsubscribe"),
    Action("feed.import", "main", "feeds.import_opml", ("g i",), "Import an OPML file"),
    Action("feed.starter", "main", "feeds.starter", ("g s",), "Subscribe to the starter set"),
    Action("feed.doctor", "main", "feeds.doctor", ("g d",), "Feed doctor: how every feed is, and what mends it"),
    # --- room
    Action("articles.clean", "main", "keeping.open", (", c",), "Clean: remove old articles, after a look at what would go"),
    Action("app.sizes", "main", "keeping.sizes", ("g z",), "What takes how much room: clean, bring back, give room back"),
    # --- rules
    Action("rules.open", "main", "rules.open", ("g u",), "Rules: what is done to arriving articles"),
    Action("rules.mute", "main", "rules.mute", ("M",), "Mute a word, for a week or for good"),
    Action("rules.why", "main", "rules.why", ("g w",), "Which rules touched this article, and why"),
    # --- without a network
    Action("view.pack", "main", "packing.open", ("P",), "Pack articles for reading offline; see how packed they are", "pack"),
    Action("app.outbox", "main", "network.outbox", ("g q",), "What waits for a network: open it, or drop it"),
    Action("app.offline", "main", "network.toggle", ("g x",), "Stay offline: fetch nothing, or fetch again"),
    # --- view
    Action("article.outline", "main", "outline.open", ("g o",), "Outline: the headings of the article", "outline"),
    Action("view.density", "main", "layout.cycle_density", ("v",), "Rows: one line, two, or airy", "density"),
    Action("view.zen", "main", "layout.toggle_zen", ("z",), "Only the article"),
    Action("view.narrower", "main", "layout.narrower", ("<",), "Narrower measure; in a list, narrower pane"),
    Action("view.wider", "main", "layout.wider", (">",), "Wider measure; in a list, wider pane"),
    Action("view.theme", "main", "layout.choose_theme", ("g c",), "Choose a theme"),
    Action("app.details", "main", "refreshing.toggle_details", ("g p",), "Show or hide what a refresh is doing"),
    Action("help", "main", "show_help", ("?", "f1"), "Help for the focused pane, searchable", "more"),
    Action("command", "main", "commands.open", (":",), "Command line: verbs for many articles, and any action", "command"),
    Action("palette", "main", "show_palette", ("ctrl+p",), "Find any action by its name"),
    Action("app.quit", "main", "quit_from_root", ("q",), "Quit (from an article: back to the list)", "quit"),
    Action("app.quit-now", "main", "quit_now", ("ctrl+q",), "Quit at once; everything is saved"),
    # --- every list of lines
    Action("cursor.down", "lines", "cursor_down", ("j", "down"), "Down"),
    Action("cursor.up", "lines", "cursor_up", ("k", "up"), "Up"),
    Action("cursor.top", "lines", "cursor_top", ("g g", "home"), "To the top"),
    Action("cursor.bottom", "lines", "cursor_bottom", ("G", "end"), "To the bottom"),
    Action("cursor.half-down", "lines", "cursor_half_down", ("ctrl+d",), "Half a page down"),
    Action("cursor.half-up", "lines", "cursor_half_up", ("ctrl+u",), "Half a page up"),
    Action("cursor.page-down", "lines", "cursor_page_down", ("ctrl+f", "pagedown"), "A page down"),
    Action("cursor.page-up", "lines", "cursor_page_up", ("ctrl+b", "pageup"), "A page up"),
    Action("cursor.open", "lines", "cursor_open", ("enter",), "Open", "open"),
    # --- the article list only
    Action("select.toggle", "list", "select_toggle", ("x",), "Select or unselect, and go down", "select"),
    Action("select.extend", "list", "select_extend", ("X",), "Select from the last selected to here"),
    Action("select.all", "list", "select_all", ("*",), "Select all in view"),
    Action("group.next", "list", "group_next", (")",), "Next heading", "next heading"),
    Action("group.previous", "list", "group_previous", ("(",), "Previous heading"),
    Action("group.fold", "list", "group_fold", ("Z", "-"), "Fold or unfold the group; on its heading Enter does", "fold"),
    Action("group.fold-all", "list", "group_fold_all", ("_",), "Fold all groups, or unfold them", "fold all"),
    Action("story.unfold", "list", "stories.unfold", ("+", "="), "Unfold the copies in other feeds, or fold them", "copies"),
    # --- the reader
    Action("reader.down", "reader", "line_down", ("j", "down"), "Scroll down a line"),
    Action("reader.up", "reader", "line_up", ("k", "up"), "Scroll up a line"),
    Action("reader.top", "reader", "top", ("g g", "home"), "To the start"),
    Action("reader.bottom", "reader", "bottom", ("G", "end"), "To the end"),
    Action("reader.half-down", "reader", "half_down", ("ctrl+d",), "Half a page down"),
    Action("reader.half-up", "reader", "half_up", ("ctrl+u",), "Half a page up"),
    Action("reader.page-down", "reader", "page_down", ("ctrl+f", "pagedown"), "A page down"),
    Action("reader.page-up", "reader", "page_up", ("ctrl+b", "pageup"), "A page up"),
    Action("reader.columns-right", "reader", "columns_right", ("shift+right", ", l"), "Wide table: the columns to the right"),
    Action("reader.columns-left", "reader", "columns_left", ("shift+left", ", h"), "Wide table: the columns to the left"),
    Action("note.next", "reader", "notes.next", ("^",), "Footnote: open the first in view at its mark, then the next", "next note"),
    Action("note.follow", "reader", "notes.follow", ("enter",), "Go to the footnote that is open; Back leads to its mark", "go there"),
    Action("reader.heading-next", "reader", "outline.next", (")",), "Next heading"),
    Action("reader.heading-previous", "reader", "outline.previous", ("(",), "Previous heading"),
    Action("reader.find", "reader", "finding.begin", ("/",), "Find in the article: words, or /a pattern/", "find"),
    Action("reader.find-next", "reader", "find_next", ("n",), "Next match (while a find is lit)", "next match"),
    Action("reader.find-previous", "reader", "find_previous", ("N", "p"), "Previous match (while a find is lit)", "match before"),
    # --- the letters over links
    Action("hints.copy", "hints", "hints.copy", ("y",), "Copy the next one picked: an address, or code", "copy"),
    Action("hints.background", "hints", "hints.background", ("o",), "Open several: the letters stay lit", "several"),
    Action("hints.preview", "hints", "hints.preview", ("p",), "Read the page of the next one picked here, and come back", "preview"),
    Action("hints.save", "hints", "hints.save", ("s",), "Save the page of the next one picked as an article", "save"),
    Action("hints.list", "hints", "hints.all", (";", "l"), "All links of the article, as a list", "list"),
    Action("hints.leave", "hints", "hints.leave", ("escape",), "Put the letters out", "leave"),
    # --- the find line, while it is typed in
    Action("find.next", "find", "next", ("down",), "Next match", "next"),
    Action("find.previous", "find", "previous", ("up",), "Previous match", "previous"),
    Action("find.enter", "find", "submit", ("enter",), "Keep the matches lit, and go on reading", "read on"),
    Action("find.leave", "find", "leave", ("escape",), "Back to where the find began", "leave"),
    # --- the feed list
    Action("feeds.fold", "feeds", "toggle_fold", ("space",), "Fold or unfold the category", "fold"),
    Action("feed.hide", "main", "feeds.hide", ("H",), "Hide the feed, or show it again", "hide"),
    Action("feeds.show-hidden", "feeds", "show_hidden", (", h",), "Give hidden feeds a row, or no longer"),
    Action("search.up", "feeds", "search_up", ("ctrl+up", ", k"), "Move the saved search up"),
    Action("search.down", "feeds", "search_down", ("ctrl+down", ", j"), "Move the saved search down"),
    # --- the tag pane
    Action("tag.require", "tags", "require", ("space", "+"), "Only articles with this tag", "with"),
    Action("tag.exclude", "tags", "exclude", ("-",), "No articles with this tag", "without"),
    Action("tag.either", "tags", "either", ("o",), "Articles with any of the tags so marked", "either"),
    Action("tag.narrow", "tags", "narrow", ("/",), "Type to narrow the tags", "narrow"),
    Action("tag.fold", "tags", "toggle_fold", ("Z",), "Fold or unfold the tags below this one", "fold"),
    Action("tag.edit", "tags", "edit", ("F",), "Rename the tag, join it with another, or color it", "edit"),
    Action("tag.make", "tags", "make_tag", ("t",), "Make a tag of the publisher's term; on a tag, tag the article", "tag"),
    Action("tag.delete", "tags", "delete", ("D",), "Delete the tag and those below it (undoable)", "delete"),
    Action("tag.sort", "tags", "sort", ("S",), "Sort the tags: by count, by name", "sort"),
    # --- the query bar, while it is typed in
    Action("query.take", "query", "take", ("tab",), "Take the chosen offer, or the first; without offers, to the list", "take"),
    Action("query.down", "query", "down", ("down",), "Choose the next offer; without offers, a newer query or the list", "choose"),
    Action("query.up", "query", "up", ("up",), "Choose the offer above; above the first, older queries", "older"),
    Action("query.enter", "query", "submit", ("enter",), "Take the chosen offer; without one, to the list, unless there is a mistake", "to the list"),
    Action("query.leave", "query", "leave", ("escape",), "Let go of the chosen offer; without one, clear the filter, or a mistake in it", "clear"),
    # --- the command line, while it is typed in
    Action("command.take", "command", "take", ("tab",), "Take the chosen offer, or the first"),
    Action("command.down", "command", "down", ("down",), "Choose the next offer; among older lines, a newer one"),
    Action("command.up", "command", "up", ("up",), "Choose the offer above; above the first, older lines"),
    Action("command.enter", "command", "submit", ("enter",), "Take the chosen offer; without one, do it"),
    Action("command.leave", "command", "leave", ("escape",), "Let go of the chosen offer; without one, leave and do nothing"),
)
# fmt: on

#: The six keys that matter, by focused pane; ``help`` follows as the seventh.
FOOTERS: Mapping[str, tuple[str, ...]] = {
    "list": (
        "unread.next",
        "article.star",
        "article.tag",
        "article.toggle-read",
        "article.browse",
        "query.edit",
    ),
    # The list, while the cursor stands on an article that others have too.
    "story": (
        "story.unfold",
        "unread.next",
        "article.star",
        "article.tag",
        "article.toggle-read",
        "article.browse",
    ),
    # The list, while the cursor stands on a heading.
    "heading": (
        "group.fold",
        "group.fold-all",
        "group.next",
        "article.toggle-read",
        "article.star",
        "list.sort",
    ),
    "reader": (
        "article.read-on",
        "unread.next",
        "article.star",
        "article.links",
        "article.browse",
        "reader.find",
    ),
    "hints": ("hints.copy", "hints.background", "hints.preview", "hints.save", "hints.list", "hints.leave"),
    # The reader, while it shows the page behind a link.
    "preview": (
        "app.back",
        "article.later",
        "article.browse",
        "article.links",
        "reader.find",
        "article.read-on",
    ),
    # The reader, while a footnote is open at its mark.
    "note": ("app.back", "note.follow", "note.next", "article.links"),
    "find": ("find.enter", "find.next", "find.previous", "find.leave"),
    # The reader, while a find is lit.
    "found": ("reader.find-next", "reader.find-previous", "reader.find", "article.read-on", "app.back"),
    "feeds": ("cursor.open", "feeds.fold", "feed.refresh", "feed.add", "feed.edit", "feed.remove"),
    "tags": ("tag.require", "tag.exclude", "tag.either", "tag.narrow", "tag.fold", "tag.edit"),
    "query": ("query.take", "query.down", "query.up", "query.enter", "query.leave", "query.back"),
}

BY_ID: Mapping[str, Action] = {entry.id: entry for entry in ACTIONS}


def action(action_id: str) -> Action:
    """The row of the table with this id."""
    return BY_ID[action_id]


def bindings_for(*scopes: Scope) -> list[Binding]:
    """Textual bindings of *scopes*; actions of the desk run through ``action_do``."""
    made = []
    for entry in ACTIONS:
        if entry.scope in scopes:
            verb = f"screen.do('{entry.id}')" if entry.is_of_desk else entry.method
            keys = ",".join(binding_key(key) for key in entry.keys)
            made.append(Binding(keys, verb, entry.help, show=False, id=entry.id))
    return made


def user_keys(table: Mapping[str, Sequence[str]]) -> dict[str, tuple[str, ...]]:
    """The keys that the user gave, checked against the table.

    Raises:
        ConfigError: an unknown action, or one key for two actions of one pane.
    """
    if not table:
        return {}
    scopes = {entry.id: entry.scope for entry in ACTIONS}
    return read_keymap(table, scopes, {entry.id: entry.keys for entry in ACTIONS})


def keymap_for(user_keys: Mapping[str, Collection[str]]) -> dict[str, str]:
    """What ``App.set_keymap`` takes; an action without keys gets one nobody can press."""
    return {
        action_id: ",".join(binding_key(key) for key in keys) or "unbound"
        for action_id, keys in user_keys.items()
    }

"""The options, each used somewhere, each with its default and its meaning.

The names here are the names in ``config.toml``; ``default.toml`` documents them for the
user and a test keeps both equal.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from tui.model.full_text import WHEN, When
from tui.model.hooks import NO_HOOKS, Hooks
from tui.model.picture import GRAPHICS, PICTURE_WISHES, Graphics, PictureWish

__all__ = ["CHOICES", "LIMITS", "Settings"]

#: The values of each option that has only some; ``key_preset`` names whole tables of keys.
CHOICES: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {"key_preset": ("default",), "full_text": WHEN, "pictures": PICTURE_WISHES, "graphics": GRAPHICS}
)

#: The least and the greatest value of each number; outside of it is an error.
LIMITS: Mapping[str, tuple[float, float]] = MappingProxyType(
    {
        "measure": (20, 200),
        "refresh_interval_minutes": (0, 10_080),
        "max_connections": (1, 256),
        "per_host": (1, 32),
        "host_gap": (0, 60),
        "connect_timeout": (0.1, 120),
        "total_timeout": (0.1, 600),
        "max_feed_megabytes": (1, 500),
        "backups": (0, 50),
        "picture_height": (10, 100),
        "picture_megabytes": (1, 100_000),
        "picture_days": (0, 3_650),
        "text_days": (0, 3_650),
        "pack_days": (0, 3_650),
        "keep_days": (0, 36_500),
        "keep_newest": (0, 500_000),
        "unsubscribed_days": (0, 36_500),
        "removed_days": (0, 3_650),
        "command_seconds": (1, 3_600),
        "max_download_megabytes": (1, 1_000_000),
    }
)


@dataclass(frozen=True, slots=True)
class Settings:
    """Everything the user can choose, built once and passed to constructors."""

    theme: str = ""
    """Name of the theme at start; empty keeps the one used last."""

    ascii_marks: bool = False
    """Draw marks with plain ASCII characters, for fonts that lack others."""

    measure: int = 80
    """Columns of text in the reader at most; wider panes centre it."""

    reorder_rtl: bool = False
    """Put Arabic and Hebrew text into the order in which it is seen, for terminals that do not."""

    hyperlinks: bool = True
    """Let the terminal make links clickable, where it can."""

    mark_read_on_open: bool = True
    """An article that is opened is marked read."""

    stories: bool = True
    """Find copies of one piece in several feeds, and show them as one row."""

    read_copies: bool = True
    """What is marked read or unread in one feed is so in all that have a copy of it."""

    full_text: When = "cut"
    """Fetch the page of an article that is opened: where the feed's text looks cut, always, or never."""

    pictures: PictureWish = "opened"
    """Whose pictures are fetched by themselves: of articles that are opened, only of kept ones, of none."""

    graphics: Graphics = "auto"
    """How pictures are drawn: as the terminal can best, in one way, or not at all."""

    picture_height: int = 66
    """Percent of the reader's height that a picture may take; long comics may take more."""

    picture_viewer: tuple[str, ...] = ()
    """Command that shows a picture, as a list; ``{file}`` stands for the file; empty: the system's."""

    picture_megabytes: int = 300
    """Pictures that nothing kept needs are let go of above this, the least used first."""

    picture_days: int = 90
    """Pictures that nothing kept needs are let go of when not looked at for so many days; 0: never."""

    text_days: int = 180
    """Full texts of articles that are read and not kept are let go of after so many days; 0: never."""

    pack_days: int = 30
    """A read article is packed no longer so many days after it was; 0: it stays packed."""

    keep_days: int = 0
    """Articles are kept so many days after they came, or were read; 0: for ever."""

    keep_newest: int = 0
    """The newest so many articles of each feed are kept; 0: all."""

    keep_unread: bool = True
    """Unread articles are kept, whatever their age."""

    unsubscribed_days: int = 0
    """Articles of a feed go so many days after you unsubscribed from it, read or not; 0: never."""

    removed_days: int = 30
    """What was removed can be brought back for so many days; 0: it is gone at once."""

    browser: tuple[str, ...] = ()
    """Command that opens an address, as a list; ``{url}`` stands for it; empty: the system's."""

    key_preset: str = "default"
    """The table of keys to start from."""

    instant_start: bool = True
    """Show at once how the next start will look, and draw that picture when the screen is left."""

    keys: Mapping[str, tuple[str, ...]] = field(default_factory=lambda: MappingProxyType({}))
    """Keys by action, in place of the preset's; an empty list unbinds the action."""

    refresh_on_start: bool = True
    """Fetch the feeds that are due when the screen opens."""

    refresh_interval_minutes: int = 15
    """Look this often for feeds that are due by their own schedules while the screen is open; 0: never."""

    max_connections: int = 32
    """Connections at a time, over all hosts."""

    per_host: int = 2
    """Connections at a time to one host."""

    connect_timeout: float = 10.0
    """Seconds to wait for a connection."""

    total_timeout: float = 30.0
    """Seconds that one fetch may take in all."""

    max_feed_megabytes: int = 20
    """A feed larger than this is refused."""

    host_gap: float = 0.5
    """Seconds between the starts of two requests to one host, your own machines excepted."""

    user_agent: str = ""
    """How Broadsheet names itself to servers; empty: its name and version."""

    contact: str = ""
    """An address of yours, on the web or for mail, that goes with the name so that servers can complain."""

    backups: int = 3
    """Daily backups of the store to keep; 0 makes none."""

    export_folder: str = ""
    """Where `w` saves articles; empty: the system's folder for documents."""

    command_seconds: float = 60.0
    """Seconds that a command may take which is given an article, or writes a feed."""

    share: Mapping[str, str | tuple[str, ...]] = field(default_factory=lambda: MappingProxyType({}))
    """Places to send articles to, by name: an address with placeholders, or a command as a list."""

    commands: Mapping[str, tuple[str, ...]] = field(default_factory=lambda: MappingProxyType({}))
    """Commands that write feeds, each as a list, by the name that is subscribed to: ``command:name``."""

    player: tuple[str, ...] = ()
    """Command that plays what comes with an article, as a list; empty: mpv, else the system's."""

    players: Mapping[str, tuple[str, ...]] = field(default_factory=lambda: MappingProxyType({}))
    """The same for single types of file: ``"audio"``, ``"video"``, ``"application/pdf"`` …"""

    download_folder: str = ""
    """Where downloads go; empty: the system's folder for downloads."""

    max_download_megabytes: int = 2_000
    """A download larger than this is refused."""

    hooks: Hooks = NO_HOOKS
    """Commands that run after a refresh and for new articles, as lists, with JSON on standard input."""

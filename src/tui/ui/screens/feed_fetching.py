"""How one feed is fetched, and how much of it is kept: lines that are checked while they are typed."""

from collections.abc import Collection, Mapping
from dataclasses import replace

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Input, Label, Static

from tui.model.clean import clean
from tui.model.errors import BroadsheetError
from tui.model.feed import Feed
from tui.model.feed_settings import FeedSettings
from tui.model.full_text import NO_TEXT_CHOICE
from tui.model.servers import is_for
from tui.service.feed_words import MASK, change_of, read_value, value_of
from tui.service.feedbook import PASSWORD, PROXY, FeedChange
from tui.ui.marks import Marks
from tui.ui.paint import fit
from tui.ui.rules.ticks import Ticks
from tui.ui.share.pick import Pick

__all__ = ["FeedFetching"]

#: Setting, what stands before its line, what stands in it while it is empty.
_LINES = (
    ("every", "Check every", "6h or 2d; empty: by its own pace"),
    ("keep-newest", "Keep the newest", "50 articles, all; empty: as usual"),
    ("keep-days", "Keep for", "30 days, all; empty: as usual"),
    ("agent", "User agent", "empty: Broadsheet's own"),
    ("headers", "Headers", "X-Name: value; X-Other: value"),
    ("cookies", "File of cookies", "~/cookies.txt, for this feed only"),
    ("proxy", "Proxy", "socks5h://127.0.0.1:9050; direct"),
)
#: What makes sense of feeds from the web only.
_ON_THE_WEB = ("line-agent", "line-headers", "line-cookies", "line-proxy", "line-auth", "tls")
_PAPERS = (("", "none"), ("basic", "password"), ("bearer", "token"))
_PLAIN = (("unencrypted", "also where nothing is encrypted"),)
_TLS = (("unchecked", "TLS not checked (unsafe)"),)
_UNSAFE = "Anybody on the way can read and change what comes from it."
#: Rows from which on there is room for all.
_ROOM = 22


class FeedFetching(ModalScreen[FeedChange | None]):
    """Some lines, and below each what is wrong with it.

    Args:
        kept: The names of the secrets that are kept; their values are known to nobody here.
    """

    BINDINGS = [  # noqa: RUF012
        Binding("escape", "dismiss(None)", "Cancel", show=False),
        Binding("ctrl+s", "save", "Save", show=False, priority=True),
        Binding("enter", "save", "Save", show=False),
        Binding("down", "app.focus_next", show=False),
        Binding("up", "app.focus_previous", show=False),
    ]

    def __init__(
        self, feed: Feed, settings: FeedSettings, kept: Collection[str], marks: Marks, schedule: str
    ) -> None:
        super().__init__()
        self.feed, self.settings, self.kept = feed, settings, kept
        self.marks, self.schedule = marks, schedule

    # What there is.

    def compose(self) -> ComposeResult:
        """How often, how much, by what way, with what papers."""
        with Vertical(classes="dialog", id="fetching"):
            title = f"How {fit(clean(self.feed.title), 40)} is fetched and kept"
            yield Static(Content(title), classes="dialog-title")
            with VerticalScroll(id="fetching-lines", can_focus=False):
                for name, label, example in _LINES:
                    yield from self._line(name, label, self._value(name), example)
                with Horizontal(classes="line", id="line-auth"):
                    yield Label(Content("Authorization"), classes="label")
                    yield Pick(_PAPERS, self.settings.authorization, self.marks, id="auth")
                yield from self._line("user", "Name", self.settings.user, "")
                held = "kept; type another to replace it" if PASSWORD in self.kept else "never shown again"
                yield from self._line("password", "Password", "", held, secret=True)
                ticked = ("unencrypted",) if self.settings.unencrypted else ()
                yield Ticks(_PLAIN, ticked, self.marks, id="unencrypted")
                yield Ticks(_TLS, _TLS[0][:1] if self.settings.insecure_tls else (), self.marks, id="tls")
                yield Static("", id="wrong-tls", classes="wrong")
            if self._left_behind:
                yield Static(Content(self._left_behind), classes="trouble")
            yield Static(Content(self.schedule), classes="hint schedule")
            yield Static(Content("Enter saves · ↑ ↓ · Space ticks · Esc leaves"), classes="hint near")

    def _line(
        self, name: str, label: str, value: str, example: str, *, secret: bool = False
    ) -> ComposeResult:
        with Horizontal(classes="line", id=f"line-{name}"):
            yield Label(Content(label), classes="label")
            yield Input(
                value, placeholder=example, compact=True, password=secret, id=name, classes="field tight"
            )
        yield Static("", id=f"wrong-{name}", classes="wrong")

    def _value(self, name: str) -> str:
        value = value_of(name, self.settings)
        return value.replace("@", f":{MASK}@", 1) if name == "proxy" and PROXY in self.kept else value

    @property
    def _left_behind(self) -> str:
        """What has stayed with the server that the feed has left."""
        server = self.settings.server
        if not server or is_for(server, self.feed.feed_url):
            return ""
        what = "Password, headers and cookies"
        return f"{what} are for {clean(server)}, and the feed is elsewhere now: give them anew."

    def on_resize(self) -> None:
        """A low screen has room for the lines only."""
        self.set_class(self.size.height < _ROOM, "-low")

    def on_mount(self) -> None:
        """Only the lines that mean something are there."""
        self.show_papers()
        self.warn()
        if not self.feed.feed_url.startswith(("http:", "https:")):
            # Files and commands are on this machine: nothing goes over a network.
            for name in _ON_THE_WEB:
                self.query_one(f"#{name}").display = False
        self.query_one("#every", Input).focus()

    @on(Pick.Changed)
    def show_papers(self) -> None:
        """A name for a password, no name for a token, and neither without authorization."""
        kind = self.query_one(Pick).picked
        self.query_one("#line-user").display = kind == "basic"
        self.query_one("#line-password").display = bool(kind)
        plain = bool(kind) and self.feed.feed_url.startswith("http:")
        self.query_one("#unencrypted").display = plain
        label = self.query_one("#line-password Label", Label)
        label.update(Content("Token" if kind == "bearer" else "Password"))
        self.say("password", "")
        self.say("user", "")

    @on(Ticks.Changed)
    def warn(self) -> None:
        """What it means to let a server go unproven."""
        self.say("tls", _UNSAFE if self.query_one("#tls", Ticks).ticked else "")

    # What is wrong.

    @on(Input.Changed)
    def check(self, event: Input.Changed) -> None:
        """Say below the line what is wrong with what stands in it."""
        self.say(event.input.id or "", self._wrong(event.input.id or "", event.value))

    def _wrong(self, name: str, value: str) -> str:
        if name == "password":
            return "" if value.isprintable() else "It has characters that nobody can send."
        # A name can be typed before the password is chosen that it goes with.
        settings = replace(self.settings, authorization="basic")
        try:
            read_value(name, value, settings)
        except BroadsheetError as error:
            return str(error)
        return ""

    def say(self, name: str, words: str) -> None:
        """Show, or take away, what is wrong with a line."""
        wrong = self.query_one(f"#wrong-{name}", Static)
        wrong.update(Content(words))
        wrong.display = bool(words)

    # What comes of it.

    @on(Input.Submitted)
    def action_save(self) -> None:
        """Save, or go to the first line that is wrong."""
        try:
            change = self.change()
        except _Wrong as wrong:
            self.say(wrong.name, str(wrong))
            self.query_one(f"#{wrong.name}", Input).focus()
            return
        self.dismiss(change)

    def change(self) -> FeedChange:
        """What stands in the lines.

        Raises:
            _Wrong: a line cannot be meant.
        """
        typed = {name: self.query_one(f"#{name}", Input).value for name, *_ in _LINES}
        kind, password = self.query_one(Pick).picked, self.query_one("#password", Input).value
        for name, value in typed.items():
            if why := self._wrong(name, value):
                raise _Wrong(name, why)
        words = {**typed, "auth": kind or "none", **self._papers(kind, password)}
        change = change_of(words, self.settings, NO_TEXT_CHOICE)
        secrets: Mapping[str, str] = {**change.secrets, **({PASSWORD: password} if kind and password else {})}
        return replace(change, secrets=secrets)

    def _papers(self, kind: str, password: str) -> dict[str, str]:
        tls = "unchecked" if self.query_one("#tls", Ticks).ticked else "checked"
        if not kind:
            return {"tls": tls}
        user = self.query_one("#user", Input).value
        if kind == "basic" and (words := self._wrong("user", user)):
            raise _Wrong("user", words)
        if words := self._wrong("password", password):
            raise _Wrong("password", words)
        same = kind == self.settings.authorization and PASSWORD in self.kept
        if not (password or same):
            raise _Wrong("password", "Give the token." if kind == "bearer" else "Give the password.")
        plain = "yes" if self.query_one("#unencrypted", Ticks).ticked else "no"
        papers = {"unencrypted": plain, "tls": tls}
        return {**papers, "user": user} if kind == "basic" else papers


class _Wrong(BroadsheetError):
    """A line cannot be meant.

    Attributes:
        name: which line.
    """

    def __init__(self, name: str, words: str) -> None:
        super().__init__(words)
        self.name = name

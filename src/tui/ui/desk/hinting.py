"""Letter hints on the main screen: labels over what is in view, verbs, and what is done with the pick."""

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from textual import events

from tui.ui.actions import ACTIONS
from tui.ui.chords import key_name
from tui.ui.reader.hints import LETTERS, Hints, Kind, Target

if TYPE_CHECKING:
    from tui.ui.screens.main import MainScreen

__all__ = ["Hinting"]

_ASKS = {
    "open": "open which?",
    "copy": "copy which?",
    "background": "open which? they stay lit",
    "preview": "preview which?",
    "save": "save which?",
    "code": "copy which?",
}


#: Whatever a verb may want has its letters from the start, and they stay when the verb changes.
_KINDS: tuple[Kind, ...] = ("link", "note", "code")


class Hinting:
    """While labels are lit, keys are letters of labels, or verbs; any other key puts them out."""

    def __init__(self, screen: "MainScreen") -> None:
        self.screen = screen
        self.verb = "open"
        #: Key names of the verbs, and the verbs; they are no letters of labels.
        self.verbs: Mapping[str, str] = {
            key_name(key): entry.method
            for entry in ACTIONS
            if entry.scope == "hints"
            for key in screen.keys.get(entry.id, ())
        }

    @property
    def lit(self) -> bool:
        """Whether labels are shown."""
        return self.screen.reader.hints is not None

    @property
    def letters(self) -> str:
        """What labels are made of."""
        return "".join(letter for letter in LETTERS if letter not in self.verbs)

    # ------------------------------------------------------------------- lighting

    def start(self) -> None:
        """Labels over the links in view; the list, where none is."""
        self.light("open", ("link", "note"))

    def light(self, verb: str, kinds: tuple[Kind, ...]) -> None:
        """Labels over what *verb* can be done with."""
        reader = self.screen.reader
        hints = reader.hints or self.give_out(_KINDS if verb == "open" else kinds)
        if hints is None or not hints.only(kinds):
            reader.put_out_hints()
            self.screen.desk.links.choose()
            return
        self.verb = verb
        reader.light_hints(hints)
        self.show()

    def give_out(self, kinds: tuple[Kind, ...]) -> Hints | None:
        """Letters for what is in view; those of code come last, because links are picked more often."""
        reader, layout = self.screen.reader, self.screen.desk.layout
        is_visible = layout.width != "narrow" or layout.focused_pane == "reader"
        if not is_visible or len(self.letters) < 2:
            return None
        return Hints(sorted(reader.targets(kinds), key=lambda one: one.kind == "code"), self.letters)

    def show(self) -> None:
        """Footer and header say what the letters do."""
        self.screen.reader_header.news = _ASKS.get(self.verb, "") if self.lit else ""
        self.screen.desk.showing.focus(self.screen.desk.layout.focused_pane)

    def leave(self) -> None:
        """No labels any more."""
        self.screen.reader.put_out_hints()

    # --------------------------------------------------------------------- typing

    def take(self, event: events.Key) -> bool:
        """A key while labels are lit; False if it is none of ours, which puts them out."""
        hints = self.screen.reader.hints
        if hints is None:
            return False
        if event.key in self.verbs:
            self.run(self.verbs[event.key])
        elif event.key == "backspace" and hints.typed:
            hints.erase()
            self.screen.reader.refresh()
        elif len(event.key) == 1 and event.key.isalpha():
            picked = hints.type(event.key)
            self.screen.reader.refresh()
            if picked is not None:
                self.pick(picked)
        else:
            self.leave()
            return False
        return True

    def run(self, method: str) -> None:
        """A verb of the footer; its method is one of this object's."""
        verb: Callable[[], None] = getattr(self, method.removeprefix("hints."))
        verb()

    def copy(self) -> None:
        """The next label copies: an address, or a block of code."""
        self.light("copy", ("link", "code"))

    def background(self) -> None:
        """The next labels open, and the others stay."""
        self.light("background", ("link",))

    def preview(self) -> None:
        """The next label shows its page here."""
        self.light("preview", ("link",))

    def save(self) -> None:
        """The next label makes an article of its page."""
        self.light("save", ("link",))

    def all(self) -> None:
        """All links of the article, as a list."""
        self.leave()
        self.screen.desk.links.choose()

    # -------------------------------------------------------------------- picking

    def pick(self, target: Target) -> None:
        """A label was typed to its end."""
        hints, verb = self.screen.reader.hints, self.verb
        if verb == "background" and hints is not None:
            hints.drop(target)
            if not hints.by_label:
                self.leave()
        else:
            self.leave()
        self.do(verb, target)

    def do(self, verb: str, target: Target) -> None:
        """Do the verb with what was picked."""
        desk = self.screen.desk
        if target.kind == "note":
            desk.notes.open(target.key)
        elif target.kind == "code":
            desk.notes.copy_code(int(target.key))
        else:
            desk.links.do(verb, self.url(target))

    def url(self, target: Target) -> str:
        """The address of a link."""
        found = (link.url for link in self.screen.reader.page_shown.links if str(link.number) == target.key)
        return next(found, "")

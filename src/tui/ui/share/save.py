"""Save articles as a file: which, in what format, where."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Input, Label, Static

from tui.render.writing.forms import FORMS
from tui.service.file_names import default_path
from tui.ui.marks import Marks
from tui.ui.share.pick import Pick

__all__ = ["SaveDialog", "SaveWish", "tilde"]


@dataclass(frozen=True, slots=True)
class SaveWish:
    """What is to be written, and where."""

    what: str
    form: str
    path: Path


def tilde(path: Path) -> str:
    """A path as people write it."""
    try:
        return f"~/{path.relative_to(Path.home())}"
    except (ValueError, RuntimeError):
        return str(path)


class SaveDialog(ModalScreen[SaveWish | None]):
    """Two lines of choices and a path.

    Args:
        choices: Which articles can be saved: a name for each, and what is said of them.
        titles: What the file is called, by the same names.
        form: The format that was used last.
        folder: Where files go.
        marks: The characters that stand for something.
    """

    BINDINGS = [  # noqa: RUF012
        Binding("escape", "dismiss(None)", "Cancel", show=False),
        Binding("ctrl+s,enter", "save", "Save", show=False),
        Binding("down", "app.focus_next", show=False),
        Binding("up", "app.focus_previous", show=False),
    ]

    def __init__(
        self,
        choices: Sequence[tuple[str, str]],
        titles: Mapping[str, str],
        form: str,
        folder: Path,
        marks: Marks,
    ) -> None:
        super().__init__()
        self.choices, self.titles, self.folder, self.marks = choices, titles, folder, marks
        self.form = form if form in FORMS else next(iter(FORMS))
        #: The path that was offered; one that was typed over stays.
        self.offered = ""

    def compose(self) -> ComposeResult:
        """Which, how, where."""
        with Vertical(classes="dialog", id="save-dialog"):
            yield Static(Content("Save as a file"), classes="dialog-title")
            with Horizontal(classes="part"):
                yield Label(Content("Articles"), classes="label")
                yield Pick(self.choices, self.choices[0][0], self.marks, id="save-what")
            with Horizontal(classes="part"):
                yield Label(Content("Format"), classes="label")
                forms = [(form.name, form.label) for form in FORMS.values()]
                yield Pick(forms, self.form, self.marks, id="save-form")
            yield Static("", classes="said", id="save-help")
            with Horizontal(classes="part later"):
                yield Label(Content("File"), classes="label")
                yield Input(compact=True, classes="field", id="save-path")
            yield Static("", classes="said trouble", id="save-trouble")
            yield Static(Content("Enter saves · Tab moves on · ← → choose · Esc leaves"), classes="hint")

    def on_mount(self) -> None:
        """Offer a name; the format is what is chosen first."""
        self.say("")
        self.offer()
        self.query_one("#save-form").focus()

    @on(Pick.Changed)
    def offer(self) -> None:
        """Another choice: another name, unless one was typed."""
        what, form = (self.query_one(f"#save-{name}", Pick).picked for name in ("what", "form"))
        self.query_one("#save-help", Static).update(Content(FORMS[form].help))
        line = self.query_one("#save-path", Input)
        if line.value != self.offered:
            typed = Path(line.value)
            if typed.suffix in {one.ending for one in FORMS.values()}:
                line.value = str(typed.with_suffix(FORMS[form].ending))
            return
        path = default_path(self.folder, self.titles[what], FORMS[form].ending)
        self.offered = line.value = tilde(path)

    @on(Input.Changed)
    def typed(self) -> None:
        """What was wrong is being mended."""
        self.say("")

    def say(self, trouble: str) -> None:
        """What is wrong with the path, or nothing."""
        said = self.query_one("#save-trouble", Static)
        said.update(Content(trouble))
        said.display = bool(trouble)

    @on(Input.Submitted)
    def action_save(self) -> None:
        """Give the wish back, unless it is plain that it cannot be fulfilled."""
        text = self.query_one("#save-path", Input).value.strip()
        what, form = (self.query_one(f"#save-{name}", Pick).picked for name in ("what", "form"))
        path = (self.folder / Path(text).expanduser()) if text else self.folder
        if not path.suffix and not path.is_dir():
            path = path.with_name(path.name + FORMS[form].ending)
        trouble = ""
        if path.is_dir():
            trouble = "This is a folder: add a name."
        elif path.exists() or path.is_symlink():
            trouble = "There is such a file, and it stays as it is: choose another name."
        if trouble:
            self.say(trouble)
            self.query_one("#save-path").focus()
            return
        self.dismiss(SaveWish(what, form, path))

"""A driver that asks the terminal what it can, and keeps the answers away from the keys."""

import os
import selectors
from codecs import getincrementaldecoder
from collections.abc import Iterable, Mapping

from textual._parser import ParseError
from textual._xterm_parser import XTermParser
from textual.drivers.linux_driver import LinuxDriver
from textual.message import Message

from tui.ui.pixels.answers import QUESTIONS, Answers, Said

__all__ = ["AskingDriver", "TerminalAnswered", "is_askable"]

#: Seconds between looks at the clock while nothing is typed.
_PATIENCE = 0.1
#: An answer that broke off, or an Escape that may be one, waits so long for the rest.
_SHORT = 0.02
#: So many short looks follow: Textual has a patience of its own with an Escape.
_LOOKS = 10
_MOST = 4_096
#: Terminals that print what they do not know, or have another one behind them.
_NOT_ASKED = ("dumb", "linux", "screen", "tmux", "vt")


class TerminalAnswered(Message):
    """The terminal has said something of itself."""

    def __init__(self, said: Said) -> None:
        self.said = said
        super().__init__()


class _Parser(XTermParser):
    """Textual's own, behind the answers."""

    def __init__(self, debug: bool, *, expecting: bool) -> None:
        self.answers = Answers(expecting=expecting)
        super().__init__(debug)

    def feed(self, data: str) -> Iterable[Message]:
        """Messages of what is typed, and of what is answered."""
        if not data:
            yield from super().feed(data)
            return
        before = self.answers.said
        rest = self.answers.take(data)
        if self.answers.said != before:
            yield TerminalAnswered(self.answers.said)
        if rest:
            yield from super().feed(rest)

    def silence(self) -> Iterable[Message]:
        """Nothing came for a while: what was held is keys."""
        held = self.answers.release()
        if held:
            yield from super().feed(held)


class AskingDriver(LinuxDriver):
    """Textual's driver for a terminal that can be asked."""

    @property
    def asks(self) -> bool:
        """Whether the terminal is asked."""
        return self.input_tty and is_askable(os.environ)

    def start_application_mode(self) -> None:
        """Begin, and ask."""
        super().start_application_mode()  # type: ignore[no-untyped-call]
        if self.asks:
            self.write(QUESTIONS)

    def run_input_thread(self) -> None:
        """Read what is typed and what is answered until the end."""
        parser = _Parser(self._debug, expecting=self.asks)
        decode = getincrementaldecoder("utf-8")("replace").decode
        with selectors.SelectSelector() as selector:
            selector.register(self.fileno, selectors.EVENT_READ)
            ends, looks = False, 0
            while not ends:
                # Once more after the end: what has come by then is read, and not left to the shell.
                ends = self.exit_event.is_set()
                looks = _LOOKS if parser.answers.held else max(0, looks - 1)
                if selector.select(_SHORT if looks else _PATIENCE):
                    data = os.read(self.fileno, _MOST)
                    if not data:
                        break
                    if text := decode(data):
                        self._tell(parser.feed(text))
                else:
                    self._tell(parser.silence())
                self._tell(parser.tick())
        try:
            self._tell(parser.feed(""))
        except (EOFError, ParseError):
            return

    def _tell(self, messages: Iterable[Message]) -> None:
        for message in messages:
            self.process_message(message)


def is_askable(environ: Mapping[str, str]) -> bool:
    """Whether the terminal itself would answer, and not one between us and it."""
    term = environ.get("TERM", "")
    between = environ.get("TMUX") or environ.get("STY")
    return bool(term) and not between and not term.startswith(_NOT_ASKED)

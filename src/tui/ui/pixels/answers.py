"""What a terminal says of itself, taken out of what is typed: never a key, whenever it comes.

Three questions, all of a form that terminals ignore where they do not know it: who are you
(XTVERSION), how large is a cell, what can you (DA1).
"""

import re
from dataclasses import dataclass, replace

__all__ = ["NOTHING_SAID", "QUESTIONS", "Answers", "Said"]

QUESTIONS = "\x1b[>q\x1b[16t\x1b[c"

_VERSION = r"\x1bP>\|(?P<name>[^\x1b\x07]{0,100})(?:\x1b\\|\x07)"
_CELL = r"\x1b\[6;(?P<height>\d{1,4});(?P<width>\d{1,4})t"
_ABILITIES = r"\x1b\[\?(?P<abilities>[\d;]{0,100})c"
_WHOLE = re.compile(f"{_VERSION}|{_CELL}|{_ABILITIES}")
#: What may still become one of them, at the end of what has come so far.
_BEGUN = re.compile(
    r"\x1b(?:P(?:>(?:\|[^\x1b\x07]{0,100}\x1b?)?)?|\[(?:\?[\d;]{0,100}|6(?:;(?:\d{1,4}(?:;\d{0,4})?)?)?)?)?\Z"
)
_SIXEL = "4"
#: So many silences after the questions an answer may still begin with an Escape alone.
_PATIENCE = 20


@dataclass(frozen=True, slots=True)
class Said:
    """What is known of the terminal; "" and 0 are: not yet, or never."""

    #: Name and version, as it says them: ``kitty(0.32.2)``.
    name: str = ""
    sixel: bool = False
    #: Pixels of a cell.
    cell_width: int = 0
    cell_height: int = 0
    #: The last of the questions was answered: what is not known by now will not be.
    complete: bool = False


NOTHING_SAID = Said()


class Answers:
    """Sorts what comes in: answers are kept, all else goes on, a piece of an answer waits for the rest.

    Args:
        expecting: The terminal was asked. Only then may a bare Escape be the begin of an answer.
    """

    def __init__(self, *, expecting: bool = True) -> None:
        self.said = NOTHING_SAID
        self.held = ""
        self.patience = _PATIENCE if expecting else 0

    def take(self, text: str) -> str:
        """What of *text*, and of what was held, is no answer."""
        text, self.held = self.held + text, ""
        text = _WHOLE.sub(self._keep, text)
        begun = _BEGUN.search(text)
        if begun is not None and (len(begun[0]) > 1 or self.patience):
            self.held = begun[0]
            text = text[: begun.start()]
        return text

    def release(self) -> str:
        """Nothing came for a while: what was held and has not become an answer are keys after all."""
        held, self.held = self.held, ""
        self.patience = max(0, self.patience - 1)
        return held

    def _keep(self, found: re.Match[str]) -> str:
        if found["name"] is not None:
            self.said = replace(self.said, name="".join(filter(str.isprintable, found["name"])))
        elif found["height"] is not None:
            self.said = replace(self.said, cell_height=int(found["height"]), cell_width=int(found["width"]))
        else:
            abilities = found["abilities"].split(";")[1:]
            self.said = replace(self.said, sixel=_SIXEL in abilities, complete=True)
            self.patience = 0
        return ""

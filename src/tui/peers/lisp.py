"""Reads Lisp as data: lists, strings and names. Nothing is ever evaluated."""

import re
from dataclasses import dataclass, field

__all__ = ["Form", "Symbol", "Value", "read_forms", "unquoted"]

#: How deep forms may stand in one another; everything that walks them relies on it.
_DEEPEST = 100
_MOST = 500_000
_TOKEN = re.compile(
    r"""(?P<space>\s+|;[^\n]*)|(?P<open>\#?[(\[])|(?P<close>[)\]])|(?P<quote>\#'|['`]|,@?)
    |"(?P<text>(?:[^"\\]|\\.)*)"|(?P<letter>\?(?:\\.[^\s()\[\]";]*|.))|(?P<name>(?:\\.|[^\s()\[\]";'`,])+)""",
    re.VERBOSE | re.DOTALL,
)
_ESCAPED = re.compile(r"\\(\n|.)", re.DOTALL)
_LETTERS = {"n": "\n", "t": "\t", "r": "\r", "e": "\x1b", "\n": "", " ": "", "s": " "}


class Symbol(str):
    """A name, not a text; numbers and letters count as names, for none is needed."""

    __slots__ = ()


@dataclass(slots=True)
class Form:
    """A list of values, and the line where it begins."""

    line: int
    values: list["Value"] = field(default_factory=list)

    @property
    def head(self) -> "Value":
        """What the form begins with; a form without values begins with no name at all."""
        return self.values[0] if self.values else Symbol("")


Value = Form | Symbol | str


def read_forms(text: str) -> tuple[list[Form], str]:
    """The forms of a file, and a sentence if it could not be read to its end."""
    top = Form(1)
    open_forms = [top]
    line, at, count = 1, 0, 0
    while at < len(text):
        found = _TOKEN.match(text, at)
        if found is None:
            return _forms(top), f"line {line}: a text or a name that begins here never ends"
        count += 1
        if count > _MOST or len(open_forms) > _DEEPEST:
            return _forms(top), f"line {line}: the file is too large or nested too deeply to be read on"
        match found.lastgroup:
            case "open":
                form = Form(line)
                open_forms[-1].values.append(form)
                open_forms.append(form)
            case "close":
                if len(open_forms) == 1:
                    return _forms(top), f"line {line}: a parenthesis closes nothing"
                open_forms.pop()
            case "text":
                open_forms[-1].values.append(_ESCAPED.sub(_unescaped, found["text"]))
            case "name" | "letter":
                open_forms[-1].values.append(Symbol(found[0].replace("\\", "")))
        # Quotes say only that what follows is not to be evaluated, and nothing is.
        line += found[0].count("\n")
        at = found.end()
    problem = (
        "" if len(open_forms) == 1 else f"line {open_forms[-1].line}: a form that begins here never ends"
    )
    return _forms(top), problem


def unquoted(value: Value) -> Value:
    """What a form such as ``(list …)`` or ``(quote …)`` holds, else the value itself."""
    if isinstance(value, Form) and isinstance(value.head, Symbol):
        if value.head == "quote" and len(value.values) == 2:
            return value.values[1]
        if value.head == "list":
            return Form(value.line, value.values[1:])
    return value


def _forms(top: Form) -> list[Form]:
    return [value for value in top.values if isinstance(value, Form)]


def _unescaped(found: re.Match[str]) -> str:
    return _LETTERS.get(found[1], found[1])

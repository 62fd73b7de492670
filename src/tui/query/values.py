"""What may stand after the colon: one reader for each kind of field.

A reader gets what was written and answers operator and values of a term, or raises
:class:`ValueError` with the sentence for the user.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass

from tui.query.fields import Field, Kind, nearest
from tui.query.moments import MOMENT_WORDS, is_moment
from tui.query.words import tokens

__all__ = ["Written", "read_value"]

_NUMBER = re.compile(r"\d{1,15}", re.ASCII)
_RATE = re.compile(r"\d{1,9}(\.\d{1,6})?", re.ASCII)
_CODE = re.compile(r"[A-Za-z]{1,8}(-[A-Za-z0-9]{1,8})*", re.ASCII)


@dataclass(frozen=True, slots=True)
class Written:
    """One value as it stands in the text."""

    text: str
    #: "", or one of ``= < <= > >=`` before the value.
    compare: str = ""
    #: A star stands right behind it.
    star: bool = False


def read_value(field: Field, written: Written) -> tuple[str, tuple[str, ...]]:
    """Operator and values of the term that *written* makes with *field*."""
    if written.compare and written.compare not in field.operators:
        raise ValueError(f"{field.name}: does not take {written.compare}")
    # An exact "" is a question of its own: author:="" finds what has no author.
    exact = written.compare == "=" and field.kind in ("part", "path")
    if field.kind != "text" and not exact and not written.text.strip():
        raise ValueError(f"{field.name}: needs a value")
    if written.star and "prefix" not in field.operators and field.kind not in ("tag", "term"):
        raise ValueError(f"{field.name}: takes no *{_why_no_star(field)}")
    return _READERS[field.kind](field, written)


def _short(text: str) -> str:
    """*text* as far as it fits into a sentence."""
    return text if len(text) <= 40 else f"{text[:39]}…"


def _why_no_star(field: Field) -> str:
    return ", it finds any part as it is" if "contains" in field.operators else ""


def _text(_field: Field, written: Written) -> tuple[str, tuple[str, ...]]:
    """Words, a phrase or the beginning of a word."""
    if not tokens(written.text):
        raise ValueError(f"there is no letter or digit in “{_short(written.text)}” to look for")
    return ("prefix" if written.star else "words"), (written.text,)


def _part(field: Field, written: Written) -> tuple[str, tuple[str, ...]]:
    """A part, or with = the whole."""
    if written.star:
        return _text(field, written)
    return ("=" if written.compare else "contains"), (written.text,)


def _path(_field: Field, written: Written) -> tuple[str, tuple[str, ...]]:
    """A category with those below it, or with = alone."""
    return ("=" if written.compare else "is"), (written.text,)


def _tag(_field: Field, written: Written) -> tuple[str, tuple[str, ...]]:
    """A tag with those below it, or a star for any."""
    if written.star and written.text == "*":
        return "exists", ()
    if written.star:
        raise ValueError("a tag is matched whole, with those below it; leave the * away")
    if not written.text.strip(" /"):
        raise ValueError("a tag needs a name")
    return "is", (written.text,)


def _term(_field: Field, written: Written) -> tuple[str, tuple[str, ...]]:
    """A publisher's term, or a star for any."""
    if written.star and written.text == "*":
        return "exists", ()
    if written.star:
        raise ValueError("a term is matched whole; leave the * away")
    return "is", (written.text,)


def _name(_field: Field, written: Written) -> tuple[str, tuple[str, ...]]:
    """A name that the user gave to something."""
    return "is", (written.text,)


def _names(field: Field, written: Written) -> tuple[str, tuple[str, ...]]:
    """One of a few names."""
    name = written.text.lower()
    if name not in field.choices:
        near = nearest(name, field.choices)
        hint = f"did you mean {field.name}:{near}?" if near else f"it takes {', '.join(field.choices)}"
        raise ValueError(f"{field.name}: does not know “{_short(written.text)}”: {hint}")
    return "is", (name,)


def _code(field: Field, written: Written) -> tuple[str, tuple[str, ...]]:
    """A language code."""
    if not _CODE.fullmatch(written.text):
        raise ValueError(f"{field.name}: takes a code such as en or pt-BR, not “{_short(written.text)}”")
    return "is", (written.text.lower(),)


def _moment(field: Field, written: Written) -> tuple[str, tuple[str, ...]]:
    """A moment, a range of them or a comparison."""
    return _scale(field, written, is_moment, _no_moment)


def _no_moment(text: str) -> str:
    near = nearest(text, MOMENT_WORDS)
    hint = f"did you mean {near}?" if near else "try today, 2026-11, 2w or 2w..1w"
    return f"“{_short(text)}” is no date: {hint}"


def _number(field: Field, written: Written) -> tuple[str, tuple[str, ...]]:
    """A number, a range of them or a comparison."""
    operator, values = _scale(field, written, _is_number, lambda text: f"“{_short(text)}” is not a number")
    return operator, tuple(value and str(int(value)) for value in values)


def _rate(field: Field, written: Written) -> tuple[str, tuple[str, ...]]:
    """A number that may have a fraction."""
    operator, values = _scale(field, written, _is_rate, lambda text: f"“{_short(text)}” is not a number")
    return operator, tuple(map(_plain_rate, values))


def _is_rate(text: str) -> bool:
    return _RATE.fullmatch(text) is not None


def _plain_rate(text: str) -> str:
    """The shortest way to write the same."""
    whole, _, part = text.partition(".")
    part = part.rstrip("0")
    return text and f"{int(whole)}" + (f".{part}" if part else "")


def _is_number(text: str) -> bool:
    return _NUMBER.fullmatch(text) is not None


def _scale(
    field: Field, written: Written, known: Callable[[str], bool], complaint: Callable[[str], str]
) -> tuple[str, tuple[str, ...]]:
    """What numbers and moments share: one value, ``low..high``, or a comparison."""
    low, dots, high = written.text.partition("..")
    if dots and not written.compare and ".." in field.operators:
        if not low and not high:
            raise ValueError("a range needs at least one end, such as 2w.. or ..1w")
        for end in (low, high):
            if end and not known(end):
                raise ValueError(complaint(end))
        return "..", (low.lower(), high.lower())
    if not known(written.text):
        raise ValueError(complaint(written.text))
    return written.compare or "=", (written.text.lower(),)


_READERS: dict[Kind, Callable[[Field, Written], tuple[str, tuple[str, ...]]]] = {
    "text": _text,
    "part": _part,
    "path": _path,
    "tag": _tag,
    "term": _term,
    "name": _name,
    "names": _names,
    "code": _code,
    "moment": _moment,
    "number": _number,
    "rate": _rate,
    "flag": _names,
}

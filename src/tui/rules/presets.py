"""Rules for the common wishes, ready to be changed before they are stored."""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import datetime, timedelta

from tui.model.rule import Rule, RuleAction
from tui.query.nodes import Term
from tui.query.printer import print_expr

__all__ = ["PRESETS", "Preset", "free_name", "mute"]

_HIDE = (RuleAction("hide"),)
_WEEK = timedelta(days=7)

_SPONSORED = (
    'title:(sponsored,advertisement,advertorial,"paid post","paid content","partner content",'
    '"sponsored content","in partnership with") OR url:("/sponsored/","/advertorial/","/paid-post/")'
)


@dataclass(frozen=True, slots=True)
class Preset:
    """A wish that many have."""

    name: str
    help: str
    #: What has to be asked before there is a rule; "" for nothing.
    question: str
    #: From the answer and the present moment to the rule.
    make: Callable[[str, datetime], Rule]


def mute(word: str, now: datetime, *, title_only: bool = False, for_good: bool = False) -> Rule:
    """Hide what has a word or a phrase in it, for a week or for good."""
    text = " ".join(word.replace('"', " ").split())
    return Rule(
        f"No {text}",
        print_expr(Term("title" if title_only else "text", "words", (text,))),
        _HIDE,
        until=None if for_good else now + _WEEK,
    )


def _newest(answer: str, _now: datetime) -> Rule:
    number = int(answer) if answer.isdecimal() and 0 < int(answer) < 1_000 else 10
    return Rule(f"{number} a day", "", _HIDE, keep_newest=number)


PRESETS: tuple[Preset, ...] = (
    Preset(
        "Mute a word",
        "hides what has it, in title or text",
        "The word or phrase",
        lambda answer, now: mute(answer, now, for_good=True),
    ),
    Preset("Mute a word for a week", "the same, and then no longer", "The word or phrase", mute),
    Preset(
        "Hide shorts",
        "videos of a minute, by their address",
        "",
        lambda _answer, _now: Rule("No shorts", 'url:"/shorts/"', _HIDE),
    ),
    Preset(
        "Hide sponsored pieces",
        "advertisements that call themselves so",
        "",
        lambda _answer, _now: Rule("No sponsored pieces", _SPONSORED, _HIDE),
    ),
    Preset(
        "A few a day",
        "hides all but a feed's newest of each day",
        "How many of a feed a day (10)",
        _newest,
    ),
)


def free_name(rule_name: str, taken: Collection[str]) -> str:
    """A name that no rule has yet: ``No crypto``, ``No crypto 2``."""
    names = {name.casefold() for name in taken}
    name, number = rule_name, 1
    while name.casefold() in names:
        number += 1
        name = f"{rule_name} {number}"
    return name

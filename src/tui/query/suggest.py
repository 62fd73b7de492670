"""What the query bar offers while it is typed, and what it says about names nobody has."""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field

from tui.query.fields import FIELDS, Field, field_named, nearest
from tui.query.moments import MOMENT_WORDS
from tui.query.nodes import Query, terms
from tui.query.printer import print_value
from tui.query.words import fold, path_key

__all__ = ["Completion", "Names", "complete", "unknown_names"]

#: How many offers are made at most.
_OFFERS = 12

#: The value being typed, from the name on: ``#mo``, ``feed:"Ker``, ``tag:(a,b``.
_VALUE = re.compile(
    r"(?:(?P<hash>[#+])|(?P<name>[^\W\d_][\w.-]*):(?P<equal>=?))"
    r'(?P<list>\((?:[^()"]|"[^"]*")*,|\()?\s*(?P<value>"[^"]*|[^\s()",|]*)\Z'
)
_BARE = re.compile(r"[^\W\d_][\w-]+\Z")
_EDGE = re.compile(r"[\s(|!-]")


@dataclass(frozen=True, slots=True)
class Names:
    """Names that can be completed, with how many articles each stands for."""

    tags: Mapping[str, int] = field(default_factory=dict)
    feeds: Mapping[str, int] = field(default_factory=dict)
    categories: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Completion:
    """Put ``insert`` in place of the text from ``start`` to ``end``."""

    start: int
    end: int
    insert: str
    #: What the list of offers shows.
    label: str
    #: Articles behind it; 0 where there is nothing to count.
    count: int = 0


def complete(text: str, cursor: int, names: Names) -> tuple[Completion, ...]:
    """Offers for what is being typed before *cursor*, the likeliest first."""
    before = text[:cursor]
    found = _VALUE.search(before)
    if found and (found.start() == 0 or _EDGE.match(before[found.start() - 1])):
        named = FIELDS["tag"] if found["hash"] else field_named(found["name"])
        if named is None:
            return ()
        typed = found["value"]
        offers = _ranked(_values(named, names), typed.removeprefix('"'))
        write = _writer(typed, exact=bool(found["equal"]))
        return tuple(
            Completion(found.start("value"), cursor, write(name), name, count) for name, count in offers
        )
    found = _BARE.search(before)
    if found and (found.start() == 0 or _EDGE.match(before[found.start() - 1])):
        fields = _ranked({name: 0 for name in FIELDS if name != "text"}, found[0], anywhere=False)
        return tuple(Completion(found.start(), cursor, f"{name}:", f"{name}:") for name, _ in fields)
    return ()


def unknown_names(query: Query, names: Names) -> tuple[str, ...]:
    """A sentence for every tag, category or exact feed in *query* that does not exist."""
    sentences: dict[str, None] = {}
    for term in terms(query.expr):
        for value in term.values:
            if term.field == "tag" and not _is_known(value, names.tags):
                sentences[_unknown("tag", value, names.tags, "#")] = None
            elif term.field == "category" and value and not _is_known(value, names.categories):
                sentences[_unknown("category", value, names.categories, "category:")] = None
            elif (term.field, term.operator) == ("feed", "=") and value not in names.feeds:
                sentences[_unknown("feed", value, names.feeds, "feed:=")] = None
    return tuple(sentences)


def _values(named: Field, names: Names) -> Mapping[str, int]:
    """What can stand behind a field, with counts."""
    known = {"tag": names.tags, "feed": names.feeds, "category": names.categories}
    if named.name in known:
        return known[named.name]
    choices = MOMENT_WORDS if named.kind == "moment" else named.choices
    return dict.fromkeys(choices, 0)


def _ranked(candidates: Mapping[str, int], typed: str, *, anywhere: bool = True) -> list[tuple[str, int]]:
    """Those that begin with what is typed, then those that hold it; by count within each."""
    wanted = fold(typed)
    fitting = [
        (fold(name).find(wanted), name, count)
        for name, count in candidates.items()
        if (wanted in fold(name) if anywhere else fold(name).startswith(wanted))
    ]
    fitting.sort(key=lambda one: (one[0] > 0, -one[2]))
    return [(name, count) for _, name, count in fitting[:_OFFERS]]


def _writer(typed: str, *, exact: bool) -> Callable[[str], str]:
    """How a name is written so that it goes on from what is typed."""

    def write(name: str) -> str:
        # The letters typed stay as they are: the case of a name does not matter, but an
        # offer that goes on from them can be shown behind the cursor.
        bare = typed.removeprefix('"')
        spelled = bare + name[len(bare) :] if not exact and name.lower().startswith(bare.lower()) else name
        written = print_value(spelled)
        return f'"{written}"' if typed.startswith('"') and not written.startswith('"') else written

    return write


def _is_known(value: str, names: Iterable[str]) -> bool:
    """True if a name is *value* or stands below it."""
    key = path_key(value)
    return any(f"{path_key(name)}/".startswith(f"{key}/") for name in names)


def _unknown(kind: str, value: str, names: Iterable[str], sign: str) -> str:
    near = nearest(value, list(names))
    return f"no {kind} “{value}”" + (f": did you mean {sign}{print_value(near)}?" if near else "")

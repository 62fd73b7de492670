"""What the query bar offers while it is typed: the likeliest ways to go on, with their counts.

Behind a colon or a ``#`` it offers values; for a bare word everything that the word may
mean (a state, a tag, a span of time, a field, a category, a feed). An offer that is not
taken changes nothing: the word stays text to search for.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from functools import lru_cache

from tui.model.errors import QuerySyntaxError
from tui.query.fields import FIELDS, SORT_KEYS, STATES, Field, field_named
from tui.query.parser import UNCLOSED, parse
from tui.query.phrases import PHRASES, moments, numbers
from tui.query.printer import print_value
from tui.query.words import fold

__all__ = [
    "MOST_OFFERS",
    "Names",
    "Offer",
    "complete",
    "field_help",
    "open_pattern",
    "value_before",
    "word_before",
]

#: How many offers are made at most.
MOST_OFFERS = 8

#: The value being typed, from the name on: ``#mo``, ``feed:"Ker``, ``tag:(a,b``.
_VALUE = re.compile(
    r"(?:(?P<hash>[#+])|(?P<name>[^\W\d_][\w.-]*):(?P<compare>[<>]=?|=)?)"
    r'(?P<list>\((?:[^()"]|"[^"]*")*,|\()?\s*(?P<value>"[^"]*|[^\s()",|]*)\Z'
)
_SORT = re.compile(r"sort:(?:[\w,-]*,)?-?(?P<value>\w*)\Z", re.IGNORECASE)
_BARE = re.compile(r"[^\W\d_][\w/-]*\Z")
_EDGE = re.compile(r"[\s(|!-]")
_PARTS = re.compile(r"[\s/:.,_-]+")

#: Of one kind no more than so many, while there are others.
_OF_A_KIND = {"state": 3, "tag": 3, "search": 2, "time": 2, "field": 2, "category": 2, "feed": 2}
_ORDER = ("state", "tag", "search", "time", "field", "category", "feed")
#: Of all that fits, the best so many are looked at for that.
_LOOKED_AT = 60
#: From so many letters on they may stand in the middle of a name.
_ANYWHERE = 3

#: The same few thousand names are looked through with each key.
_folded = lru_cache(maxsize=50_000)(fold)

_PATTERN_HELP = "a pattern, as Python's re reads it, ends with /; behind it i ignores case, m and s as there"
_SORT_HELP = {
    "date": "newest first", "received": "last arrived first", "title": "by the alphabet",
    "feed": "by the feed's title", "words": "longest first", "updated": "last changed first",
    "relevance": "what fits the words best", "random": "another order each day",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Names:
    """Names that can be completed, with how many articles each stands for."""

    tags: Mapping[str, int] = field(default_factory=dict)
    feeds: Mapping[str, int] = field(default_factory=dict)
    categories: Mapping[str, int] = field(default_factory=dict)
    states: Mapping[str, int] = field(default_factory=dict)
    rules: tuple[str, ...] = ()
    #: ``None`` while it is not counted, or if it cannot be.
    searches: Mapping[str, int | None] = field(default_factory=dict)

    @property
    def by_field(self) -> Mapping[str, Mapping[str, int] | Mapping[str, int | None]]:
        """The names that can stand behind each field."""
        return {"tag": self.tags, "feed": self.feeds, "category": self.categories, "search": self.searches}


@dataclass(frozen=True, slots=True)
class Offer:
    """Put ``insert`` in place of the text from ``start`` to ``end``."""

    start: int
    end: int
    insert: str
    #: What the list of offers shows: the term or value as it will read.
    label: str
    #: state, tag, time, field, category, feed or value: decides color and order.
    kind: str
    #: A few words on it, where the name does not say enough.
    help: str = ""
    #: Articles behind it under the query of the moment; ``None`` where nobody has counted.
    count: int | None = None

    def taken(self, text: str) -> tuple[str, int]:
        """*text* with the offer taken, and where the cursor stands then."""
        before, after = text[: self.start] + self.insert, text[self.end :]
        # A term that is whole makes room for the next; a name waits for its value.
        if not after and not self.insert.endswith((":", "=")) and not before.rpartition(" ")[2].count("("):
            before += " "
        return before + after, len(before)


def complete(text: str, cursor: int, names: Names, today: date | None = None) -> tuple[Offer, ...]:
    """Offers for what is being typed before *cursor*, the likeliest first."""
    cursor = _within(text, cursor)
    if cursor < len(text) and text[cursor] not in " )|,":
        return ()
    before = text[:cursor]
    if "/" in before and open_pattern(text, cursor) is not None:
        return ()
    if before.count('"') % 2 == 0 and (found := _at_edge(_SORT, before)):
        offers = _sort_offers(found["value"])
        start = found.start("value")
    elif found := _at_edge(_VALUE, before):
        named = FIELDS["tag"] if found["hash"] else field_named(found["name"])
        offers = _value_offers(named, found, names, today) if named is not None else []
        start = found.start("value")
    elif before.count('"') % 2 == 0 and (found := _at_edge(_BARE, before)):
        negated = found.start() > 0 and before[found.start() - 1] in "-!"
        offers = _bare_offers(found[0], names, negated, (before[: found.start()] + text[cursor:]).split())
        start = found.start()
    else:
        return ()
    typed = before[start:]
    placed = (replace(offer, start=start, end=cursor) for offer in offers if offer.insert != typed)
    return tuple(placed)[:MOST_OFFERS]


def word_before(text: str, cursor: int) -> int:
    """Where the term that is being typed before *cursor* begins."""
    cursor = _within(text, cursor)
    opening = open_pattern(text, cursor) if "/" in text else None
    end = cursor if opening is None else opening
    before = text[:end]
    found = _at_edge(_VALUE, before) or (_at_edge(_BARE, before) if opening is None else None)
    start = found.start() if found else end
    while start and before[start - 1] in "-!":
        start -= 1
    return start


def value_before(text: str, cursor: int) -> str | None:
    """What is typed so far of a field's value; ``None`` where no value is being typed."""
    found = _at_edge(_VALUE, text[: _within(text, cursor)])
    return found["value"] if found else None


def field_help(text: str, cursor: int) -> str:
    """One line on the field whose value is being typed; "" anywhere else."""
    if "/" in text and open_pattern(text, cursor) is not None:
        return _PATTERN_HELP
    found = _at_edge(_VALUE, text[: _within(text, cursor)])
    named = field_named(found["name"]) if found and found["name"] else None
    return f"{named.name}: {named.help}" if named is not None else ""


def open_pattern(text: str, cursor: int) -> int | None:
    """Where a pattern begins that nobody has closed yet before *cursor*."""
    try:
        parse(text[: _within(text, cursor)])
    except QuerySyntaxError as error:
        if error.message.startswith(UNCLOSED):
            return error.position
    return None


def _within(text: str, cursor: int) -> int:
    """*cursor*, or the end of *text* that is nearest: a fast typist's cursor may be ahead of the text."""
    return max(0, min(cursor, len(text)))


def _at_edge(pattern: re.Pattern[str], before: str) -> re.Match[str] | None:
    """A match at the end of the text, unless it begins within a word."""
    # Nothing that is completed is longer, and a search from every place would be dear.
    found = pattern.search(before, max(0, len(before) - 400))
    if found and (found.start() == 0 or _EDGE.match(before[found.start() - 1])):
        return found
    return None


# Behind a colon.


def _value_offers(named: Field, found: re.Match[str], names: Names, today: date | None) -> list[Offer]:
    typed, compare = found["value"], found["compare"] or ""
    known = names.by_field.get(named.name)
    if known is not None:
        write = _writer(typed)
        ranked = _ranked(known.items(), typed.removeprefix('"'))
        return [Offer(0, 0, write(name), name, named.name, "", count) for name, count in ranked]
    if named.name == "rule":
        ranked = _ranked(dict.fromkeys(names.rules, 0).items(), typed.removeprefix('"'))
        return [Offer(0, 0, _writer(typed)(name), name, "value") for name, _ in ranked]
    if named.choices:
        counts = names.states if named.name == "is" else {}
        fitting = [choice for choice in named.choices if choice.startswith(typed.lower())]
        return [Offer(0, 0, choice, choice, "state", "", counts.get(choice)) for choice in fitting]
    if named.kind == "moment":
        rows = moments(named.name, today)
        if compare:
            rows = tuple(row for row in rows if ".." not in row[0])
    else:
        rows = numbers(named.name) if not compare else ()
    fitting_rows = [row for row in rows if row[0].startswith(typed.lower())]
    return [Offer(0, 0, value, value, "value", help_) for value, help_ in fitting_rows]


def _sort_offers(typed: str) -> list[Offer]:
    keys = [key for key in SORT_KEYS if key.startswith(typed.lower())]
    return [Offer(0, 0, key, key, "value", _SORT_HELP.get(key, "")) for key in keys]


def _writer(typed: str) -> Callable[[str], str]:
    """How a name is written so that it takes the place of what is typed."""

    def write(name: str) -> str:
        written = print_value(name)
        return f'"{written}"' if typed.startswith('"') and not written.startswith('"') else written

    return write


# For a bare word.


def _bare_offers(typed: str, names: Names, negated: bool, others: list[str]) -> list[Offer]:
    """Everything the word may mean, no kind taking all the places; *others* are the terms that are there."""
    there = {other.lstrip("-!(") for other in others}
    fields = {other.partition(":")[0] + ":" for other in there if ":" in other}
    order = ("tag", *(kind for kind in _ORDER if kind != "tag")) if negated else _ORDER
    wanted = fold(typed)
    ranked = []
    for place, (words, kind, text, help_, count) in enumerate(_meanings(names)):
        tier = _tier(wanted, _folded(words))
        if tier is None or (negated and text.startswith(("sort:", "-"))):
            continue
        if kind == "time":
            # Its words are all as good as the first.
            tier = 0 if tier < 2 else tier
            if any(text.startswith(one) for one in fields):
                continue
        rank = (tier, count == 0 and not negated, order.index(kind), -(count or 0), place)
        ranked.append((rank, kind, text, help_, count))
    ranked.sort(key=lambda one: one[0])
    offers = []
    for _, kind, text, help_, count in ranked[:_LOOKED_AT]:
        term = _spelled(kind, text)
        if term not in there:
            offers.append(Offer(0, 0, term, term, kind, help_, count))
    return _varied(offers)


def _meanings(names: Names) -> Iterator[tuple[str, str, str, str, int | None]]:
    """Everything a bare word may mean: the words it is found by, kind, text, help, count."""
    for state in STATES:
        yield state, "state", f"is:{state}", "", names.states.get(state)
    for tag, count in names.tags.items():
        yield tag, "tag", tag, "", count
    for name, found in names.searches.items():
        yield name, "search", name, "saved search", found
    for phrase in PHRASES:
        yield " ".join(phrase.words), "time", phrase.insert, phrase.help, None
    for named in FIELDS.values():
        if named.name != "text":
            yield " ".join((named.name, *named.aliases)), "field", f"{named.name}:", named.help, None
    for name, count in names.categories.items():
        yield name, "category", name, "", count
    for name, count in names.feeds.items():
        yield name, "feed", name, "", count


def _spelled(kind: str, text: str) -> str:
    """A name as a term; everything else is one already."""
    sign = {"tag": "#", "category": "category:", "feed": "feed:", "search": "search:"}.get(kind)
    return text if sign is None else sign + print_value(text)


def _tier(wanted: str, folded: str) -> int | None:
    """0 if the name begins so, 1 if a word in it does, 2 if it stands in the middle, else ``None``."""
    if folded.startswith(wanted):
        return 0
    if wanted not in folded:
        return None
    if any(part.startswith(wanted) for part in _PARTS.split(folded)):
        return 1
    return 2 if len(wanted) >= _ANYWHERE else None


def _varied(offers: list[Offer]) -> list[Offer]:
    """The first few, so that each kind gets its share; the order stays."""
    taken: dict[str, int] = {}
    chosen: list[Offer] = []
    rest: list[Offer] = []
    for offer in offers:
        taken[offer.kind] = taken.get(offer.kind, 0) + 1
        (chosen if taken[offer.kind] <= _OF_A_KIND[offer.kind] else rest).append(offer)
    places = {id(offer): place for place, offer in enumerate(offers)}
    kept = chosen[:MOST_OFFERS] + rest[: max(0, MOST_OFFERS - len(chosen))]
    return sorted(kept, key=lambda offer: places[id(offer)])


def _ranked(
    candidates: Iterable[tuple[str, int] | tuple[str, int | None]], typed: str
) -> list[tuple[str, int | None]]:
    """Those that begin with what is typed, then those that hold it; by count within each."""
    wanted = fold(typed)
    fitting = [(at, name, count) for name, count in candidates if (at := _folded(name).find(wanted)) >= 0]
    fitting.sort(key=lambda one: (one[0] > 0, -(one[2] or 0)))
    # One more than is shown: what is typed already is no offer.
    return [(name, count) for _, name, count in fitting[: MOST_OFFERS + 1]]

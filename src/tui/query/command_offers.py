"""What the command line offers while it is typed, and where its colours go."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

from tui.query.commands import Sketch, actions_like, sketch
from tui.query.highlight import Span, spans
from tui.query.printer import print_value
from tui.query.suggest import Names, Offer, complete
from tui.query.verbs import FORMATS, SCOPES, VERBS
from tui.query.words import fold

__all__ = ["command_offers", "command_spans"]

#: So many offers of one sort at most.
_MOST = 40
#: Names are completed in lines of a length that somebody types.
_LONGEST = 2_000


def command_offers(
    text: str, cursor: int, names: Names, actions: Mapping[str, str], today: date | None = None
) -> tuple[Offer, ...]:
    """Offers for what is being typed before *cursor*, the likeliest first."""
    if len(text) > _LONGEST:
        return ()
    before = text[:cursor]
    parts = sketch(before)
    if parts.verb is None or cursor <= parts.end:
        return _first_words(before, parts, actions)
    verb = parts.verb
    if verb.takes_names and (not parts.names or parts.open_list or cursor == parts.names_end):
        return _formats(before, parts) if verb.kind == "export" else _tags(before, parts, names)
    if not (verb.takes_articles or verb.kind == "filter"):
        return ()
    at_scope = verb.takes_articles and not parts.scope
    rest = _query_parts(text, cursor, parts.query_start, names, today)
    return (*(_scopes(before, parts) if at_scope else ()), *rest)


def _first_words(before: str, parts: Sketch, actions: Mapping[str, str]) -> tuple[Offer, ...]:
    """Verbs that begin so, then actions that go by such words."""
    typed = before[parts.start :]
    end = len(before)
    verbs = [
        Offer(parts.start, end, verb.name, verb.name, "verb", verb.help)
        for verb in VERBS.values()
        if verb.name.startswith(typed.casefold())
    ]
    rest = [
        Offer(parts.start, end, name, name, "action", actions[name])
        for _, name in actions_like(typed, actions)[:_MOST]
        if name != typed
    ]
    return (*verbs, *rest)


def _formats(before: str, parts: Sketch) -> tuple[Offer, ...]:
    """Formats that begin so."""
    start = parts.names[-1].start if parts.names else parts.names_end
    typed = parts.names[-1].text.casefold() if parts.names else ""
    return tuple(
        Offer(start, len(before), name, name, "scope", means)
        for name, means in FORMATS.items()
        if name.startswith(typed)
    )


def _tags(before: str, parts: Sketch, names: Names) -> tuple[Offer, ...]:
    """Tags that the last name could become."""
    last = parts.names[-1] if parts.names and not parts.open_list else None
    start = parts.names_end if last is None else last.start
    typed = "" if last is None else fold(last.text)
    taken = {fold(piece.text) for piece in parts.names}
    found = [
        (not fold(name).startswith(typed), -count, name)
        for name, count in names.tags.items()
        if typed in fold(name) and fold(name) not in taken
    ]
    return tuple(
        Offer(start, len(before), print_value(name), f"#{name}", "tag", count=-count)
        for _, count, name in sorted(found)[:_MOST]
    )


def _scopes(before: str, parts: Sketch) -> tuple[Offer, ...]:
    """Scopes that begin with what stands behind the verb."""
    typed = before[parts.scope_start :]
    return tuple(
        Offer(parts.scope_start, len(before), scope, scope, "scope", means)
        for scope, means in SCOPES.items()
        if scope.startswith(typed.casefold())
    )


def _query_parts(text: str, cursor: int, at: int, names: Names, today: date | None) -> tuple[Offer, ...]:
    """What the query bar would offer."""
    offers = complete(text[at:], cursor - at, names, today) if text[at:cursor].strip() else ()
    return tuple(replace(one, start=at + one.start, end=at + one.end) for one in offers)


def command_spans(text: str) -> tuple[Span, ...]:
    """The coloured parts of *text*, in order, none overlapping another."""
    parts = sketch(text)
    if parts.verb is None:
        return ((parts.start, parts.end, "text"),) if parts.end > parts.start else ()
    found: list[Span] = [(parts.start, parts.end, "field")]
    found += [(piece.start, piece.end, "tag" if piece.closed else "error") for piece in parts.names]
    if parts.scope:
        found.append((parts.scope_start, parts.scope_start + len(parts.scope), "field"))
    at = parts.query_start
    if parts.verb.takes_articles or parts.verb.kind == "filter":
        found += [(at + start, at + end, role) for start, end, role in spans(text[at : parts.query_end])]
    if parts.target:
        found.append((parts.query_end, len(text.rstrip()), "field"))
    return tuple(found)

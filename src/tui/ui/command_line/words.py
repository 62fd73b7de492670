"""What a command would do, and what it did, in words. Pure."""

from tui.query import Query, Term, nearest
from tui.query.commands import Command
from tui.query.verbs import SCOPES

__all__ = ["MOST_COPIED", "MOST_OPENED", "MOST_WRITTEN", "done", "effect", "nothing"]

#: So many pages are opened at once, and so many addresses copied.
MOST_OPENED = 20
MOST_COPIED = 1_000
MOST_WRITTEN = 100_000


def effect(command: Command, meant: int, changing: int, feeds: int) -> str:
    """What Enter would do to *changing* of the articles that are meant."""
    verb = command.verb
    most = most_of(command)
    if most is not None and changing > most:
        return verb.does.format(f"the first {most:,} of {_articles(changing)}", names=_names(command))
    if not changing:
        return nothing(command, meant)
    where = f" of {feeds:,} feeds" if feeds > 1 else ""
    sentence = verb.does.format(_articles(changing) + where, names=_names(command))
    others = meant - changing
    return f"{sentence} · {others:,} {verb.already}" if others and verb.already else sentence


def done(command: Command, number: int) -> str:
    """What was done; the words of the toast and of undo."""
    return command.verb.did.format(_articles(number), names=_names(command))


def nothing(command: Command, meant: int) -> str:
    """Why there is nothing to do."""
    if meant:
        return f"nothing to do: {_articles(meant)} {command.verb.already}"
    if command.query is not None:
        near = _scope_meant(command.query)
        return f"no article matches; did you mean {near}?" if near else "no article matches"
    return "nothing is selected" if command.scope == "selected" else "there is no article here"


def _scope_meant(query: Query) -> str:
    """The scope that a single word may have been meant for, "" if none."""
    term = query.expr
    if isinstance(term, Term) and term.field == "text" and len(term.values) == 1:
        return nearest(term.values[0], [scope for scope in SCOPES if scope.isalpha()])
    return ""


def most_of(command: Command) -> int | None:
    """How many articles a verb takes at most."""
    return {"open": MOST_OPENED, "copy": MOST_COPIED, "export": MOST_WRITTEN}.get(command.verb.kind)


def _articles(number: int) -> str:
    return f"{number:,} article" + ("" if number == 1 else "s")


def _names(command: Command) -> str:
    if command.verb.kind == "export":
        return f"as {command.names[0]}" + (f" into {command.target}" if command.target else "")
    return " ".join(f"#{name}" for name in command.names)

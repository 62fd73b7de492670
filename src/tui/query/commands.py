"""The grammar of the command line: a verb, its arguments, and the articles that it means.

::

    line  := verb [ name { "," name } ] [ scope ] [ query ]
    scope := "." | "%" | "above" | "below" | "selected"

A query behind a scope narrows it; without a scope it asks the whole library. What is no
verb may be the name of an action; which actions there are is told by the caller.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from tui.model.changes import StatusChange, TagChange, Wish
from tui.model.clean import clean
from tui.model.errors import QuerySyntaxError
from tui.query.fields import nearest
from tui.query.moments import is_moment
from tui.query.nodes import Query
from tui.query.parser import parse
from tui.query.verbs import FORMATS, SCOPES, VERBS, Verb, verb_named

__all__ = ["Command", "Piece", "Run", "Sketch", "actions_like", "parse_command", "sketch"]

_SPACE = re.compile(r"\s*")
_WORD = re.compile(r"\S*")
_NAME = re.compile(r'#?(?:"((?:[^"\\]|\\.)*)("?)|([^\s,"]+))')
#: A path ends like a file that can be written, so that it is no word to look for.
_PATH = re.compile(r'(?:^|(?<=\s))("[^"]*\.(?:md|html|epub)"|[^\s"]+\.(?:md|html|epub))\s*$', re.IGNORECASE)
_ESCAPED = re.compile(r'\\(["\\])')
_PART = re.compile(r"[^\W_]+")
_LONGEST_NAME = 100


@dataclass(frozen=True, slots=True)
class Piece:
    """A name as it stands in the line."""

    start: int
    end: int
    text: str
    closed: bool = True


@dataclass(frozen=True, slots=True)
class Sketch:
    """Where the parts of a line stand. A line half typed has one too: making it never fails."""

    #: The first word, which may be a verb.
    start: int
    end: int
    verb: Verb | None = None
    names: tuple[Piece, ...] = ()
    #: The names end with a comma, so another one has to follow.
    open_list: bool = False
    #: Where the names end and what follows may begin.
    names_end: int = 0
    scope: str = ""
    scope_start: int = 0
    #: Where the query begins, or would, and where it ends; "" ends with the line.
    query_start: int = 0
    query_end: int = 0
    #: The path at the end, for verbs that write.
    target: str = ""


@dataclass(frozen=True, slots=True)
class Command:
    """A verb and what it is done to."""

    verb: Verb
    names: tuple[str, ...] = ()
    #: One of ``SCOPES``; "" is the whole library with a query, and nothing said without one.
    scope: str = ""
    query: Query | None = None
    #: Where to write, "" leaves that to the program; for a page its address.
    target: str = ""

    @property
    def wishes(self) -> tuple[Wish, ...]:
        """What is to be changed, with no articles named."""
        if self.verb.kind in ("export", "clean", "page"):
            return ()
        if self.verb.status is not None:
            return (StatusChange(self.verb.status, self.verb.value, ()),)
        return tuple(TagChange(name, self.verb.value, ()) for name in self.names)


@dataclass(frozen=True, slots=True)
class Run:
    """An action of the table of actions."""

    action: str


# Where the parts stand.


def sketch(text: str) -> Sketch:
    """The parts of *text*."""
    start = _end(_SPACE, text, 0)
    end = _end(_WORD, text, start)
    verb = verb_named(text[start:end])
    if verb is None or not (verb.takes_articles or verb.kind == "filter"):
        return Sketch(
            start, end, verb, names_end=end, query_start=_end(_SPACE, text, end), query_end=len(text)
        )
    names, names_end, open_list = (
        _names(text, _end(_SPACE, text, end)) if verb.takes_names else ((), end, False)
    )
    at = _end(_SPACE, text, names_end)
    word = text[at : _end(_WORD, text, at)]
    scope = word.casefold() if verb.takes_articles and word.casefold() in SCOPES else ""
    query_start = _end(_SPACE, text, at + len(scope))
    target, query_end = _target(text, query_start) if verb.kind == "export" else ("", len(text))
    return Sketch(start, end, verb, names, open_list, names_end, scope, at, query_start, query_end, target)


def _target(text: str, at: int) -> tuple[str, int]:
    """The path at the end of a line, and where it begins."""
    found = _PATH.search(text, at)
    if found is None:
        return "", len(text)
    return found[1].strip('"'), found.start(1)


def _names(text: str, at: int) -> tuple[tuple[Piece, ...], int, bool]:
    """Names with commas between them, where they end, and whether a comma is last."""
    pieces: list[Piece] = []
    while found := _NAME.match(text, at):
        quoted = found[1] is not None
        name = _ESCAPED.sub(r"\1", found[1]) if quoted else found[3]
        pieces.append(Piece(at, found.end(), name, not quoted or bool(found[2])))
        comma = _end(_SPACE, text, found.end())
        if text[comma : comma + 1] != ",":
            return tuple(pieces), found.end(), False
        at = _end(_SPACE, text, comma + 1)
    return tuple(pieces), at, bool(pieces)


def _end(pattern: re.Pattern[str], text: str, at: int) -> int:
    """Where *pattern*, which always matches, ends."""
    found = pattern.match(text, at)
    return found.end() if found else at


# What a line means.


def parse_command(text: str, actions: Mapping[str, str] | None = None) -> Command | Run:
    """What *text* says is to be done; *actions* are those that have a name, with their help.

    Raises:
        QuerySyntaxError: it says nothing that can be done; where, and what was expected.
    """
    parts = sketch(text)
    verb = parts.verb
    if verb is None:
        return _action(text, parts, actions or {})
    if verb.kind == "page":
        if not (address := text[parts.query_start :].strip()):
            raise QuerySyntaxError("expected the address of a page", len(text))
        return Command(verb, target=address)
    if not verb.takes_articles and verb.kind != "filter":
        if rest := text[parts.query_start :].rstrip():
            raise QuerySyntaxError(f"{verb.name} takes nothing after it", parts.query_start, len(rest))
        return Command(verb)
    names: tuple[str, ...] = ()
    if verb.takes_names:
        names = (_read_format(text, parts),) if verb.kind == "export" else _read_names(text, parts)
    return Command(verb, names, parts.scope, _query(text, parts), parts.target)


def _read_names(text: str, parts: Sketch) -> tuple[str, ...]:
    if not parts.names:
        raise QuerySyntaxError("expected the name of a tag", _end(_SPACE, text, parts.end))
    for piece in parts.names:
        if not piece.closed:
            raise QuerySyntaxError("this quotation mark is never closed", text.index('"', piece.start), 1)
        if not _tag_name(piece.text):
            raise QuerySyntaxError("a tag needs a name", piece.start, piece.end - piece.start)
    if parts.open_list:
        raise QuerySyntaxError("expected another tag after the comma", parts.names_end)
    if text[parts.names_end : parts.names_end + 1].strip():
        raise QuerySyntaxError("expected a space or a comma after the tag", parts.names_end)
    return tuple(dict.fromkeys(_tag_name(piece.text) for piece in parts.names))


def _read_format(text: str, parts: Sketch) -> str:
    known = ", ".join(FORMATS)
    if not parts.names:
        raise QuerySyntaxError(f"expected a format: {known}", _end(_SPACE, text, parts.end))
    piece = parts.names[0]
    name = piece.text.casefold()
    if name not in FORMATS or len(parts.names) > 1:
        near = nearest(name[:20], [*FORMATS])
        hint = f": did you mean {near}?" if near else f": there are {known}"
        raise QuerySyntaxError(f"no format “{piece.text[:40]}”{hint}", piece.start, piece.end - piece.start)
    return name


def _tag_name(text: str) -> str:
    return " ".join(clean(text, _LONGEST_NAME).lstrip("#").split()).strip("/ ")


def _query(text: str, parts: Sketch) -> Query | None:
    """The query behind the scope, with the places of its mistakes in the whole line."""
    at = parts.query_start
    rest = text[at : parts.query_end]
    if not rest.strip():
        return Query() if parts.verb is not None and parts.verb.kind == "filter" else None
    if parts.verb is not None and parts.verb.takes_articles:
        word = rest[: _end(_WORD, rest, 0)]
        if parts.scope and word.casefold() in SCOPES:
            raise QuerySyntaxError(
                f"one scope is enough; to find the word “{word}” put it in quotes", at, len(word)
            )
        if word.startswith("%"):
            raise QuerySyntaxError("% stands alone, with a space behind it", at, len(word))
        rest = _spelled(rest)
    try:
        return parse(rest)
    except QuerySyntaxError as error:
        raise QuerySyntaxError(error.message, at + error.position, error.length) from error


def _spelled(rest: str) -> str:
    """``older 3d`` as ``older:3d``, at the same places."""
    found = re.match(r"(older|newer)(\s+)(\S+)", rest, re.IGNORECASE)
    if found is None or not is_moment(found[3].lower()):
        return rest
    return f"{' ' * (len(found[2]) - 1)}{found[1]}:{rest[found.start(3) :]}"


# Actions.


def actions_like(text: str, actions: Mapping[str, str]) -> list[tuple[int, str]]:
    """Actions that go with *text*, the likeliest first.

    The number is 0 for that very one, 1 for the end of its name, 2 for beginnings of its
    name's words, 3 for those of its help, which a letter or two are not enough for.
    """
    wanted = _parts(text)
    found: list[tuple[int, str]] = []
    for name, words in actions.items():
        parts = _parts(name)
        if not wanted:
            found.append((3, name))
        elif wanted == parts or text.strip().casefold() == words.casefold():
            found.append((0, name))
        elif parts[-len(wanted) :] == wanted:
            found.append((1, name))
        elif _all_begin(wanted, parts):
            found.append((2, name))
        elif len(max(wanted, key=len)) > 2 and _all_begin(wanted, [*parts, *_parts(words)]):
            found.append((3, name))
    return sorted(found, key=lambda one: one[0])


def _parts(text: str) -> list[str]:
    return [part.casefold() for part in _PART.findall(text[:200])]


def _all_begin(wanted: list[str], parts: list[str]) -> bool:
    return all(any(part.startswith(word) for part in parts) for word in wanted)


def _action(text: str, parts: Sketch, actions: Mapping[str, str]) -> Run:
    typed = text.strip()
    if not typed:
        raise QuerySyntaxError("expected a verb, such as read or tag, or the name of an action", parts.start)
    likely = actions_like(typed, actions)
    best = [name for rank, name in likely if rank == likely[0][0]]
    if len(best) == 1:
        return Run(best[0])
    shown = typed if len(typed) <= 40 else f"{typed[:39]}…"
    if best:
        more = " …" if len(best) > 3 else ""
        raise QuerySyntaxError(f"“{shown}” may be {', '.join(best[:3])}{more}", parts.start, len(typed))
    first = text[parts.start : parts.end]
    if first != typed and (near := nearest(first[:60], [*VERBS])):
        # A verb that is misspelled may have anything behind it.
        typed, shown = first, first
    else:
        near = nearest(typed[:60], _spellings(actions))
    hint = f"did you mean {near}?" if near else "Tab lists them all"
    raise QuerySyntaxError(f"no verb or action “{shown}”: {hint}", parts.start, len(typed))


def _spellings(actions: Mapping[str, str]) -> list[str]:
    """Verbs, and actions in full and by the end of their names."""
    return [*VERBS, *actions, *(name.rpartition(".")[2] for name in actions)]

"""Text to :class:`~tui.query.nodes.Query`, or a complaint that names the place.

Recursive descent over the lexemes, one method for each line of the grammar::

    or    := and { ("OR" | "|") and }
    and   := unary { ["AND"] unary }
    unary := ("-" | "!" | "NOT") unary | "(" or ")" | term

Modifiers (``sort:``, ``group:``, ``limit:``) may stand anywhere outside of parentheses.
"""

from typing import NoReturn

from tui.model.errors import QuerySyntaxError
from tui.query.fields import ALIASES, FIELDS, GROUPS, SORT_KEYS, Field, field_named, nearest
from tui.query.lexer import Lexeme, LexemeKind, lex
from tui.query.nodes import Expr, Query, SortKey, Term, all_of, any_of, negation
from tui.query.patterns import PatternMistake, pattern_value
from tui.query.values import Written, read_value

__all__ = ["MAX_DEPTH", "MAX_LENGTH", "MAX_VALUES", "UNCLOSED", "parse"]

#: How deep parentheses may stand in one another. Everything that walks an expression
#: does so by recursion and relies on this.
MAX_DEPTH = 50
#: No person writes more; what programs write has to end somewhere.
MAX_LENGTH = 100_000
MAX_VALUES = 10_000

#: Operators whose term can hold several values.
_LISTABLE = frozenset(("words", "prefix", "contains", "=", "is", "regex"))
_VALUES: tuple[LexemeKind, ...] = ("word", "phrase", "open-phrase", "regex")
#: How the complaint about a pattern begins that may still be going on.
UNCLOSED = "expected / at the end of this pattern"
_FIELD_NAMES = f"the fields are {', '.join(FIELDS)}"


def parse(text: str, *, typing: bool = False) -> Query:
    """The query that *text* means; with *typing*, its last bare word is only a beginning.

    Raises:
        QuerySyntaxError: the text is not a query; says where and what was expected.
    """
    return _Parser(text, typing).query()


class _Parser:
    """One walk over the lexemes of one text."""

    def __init__(self, text: str, typing: bool) -> None:
        if len(text) > MAX_LENGTH:
            rest = len(text) - MAX_LENGTH
            raise QuerySyntaxError(f"a query ends after {MAX_LENGTH:,} characters", MAX_LENGTH, rest)
        self.text, self.typing = text, typing
        self.lexemes = tuple(lex(text))
        self.at = 0
        self.depth = 0
        #: How many values were read so far.
        self.read = 0
        self.sort: tuple[SortKey, ...] | None = None
        self.limit: int | None = None
        self.group: str | None = None

    # The grammar, from the top.

    def query(self) -> Query:
        """The whole text."""
        parts: list[Expr] = []
        if self.lexemes:
            parts = self.either()
            if self.peek() is not None:
                self.fail("this parenthesis closes nothing", self.lexemes[self.at])
        expr = any_of(parts) if parts else all_of(())
        return Query(expr, self.sort or (), self.limit, self.group or "")

    def either(self) -> list[Expr]:
        """Alternatives; none if there are only modifiers."""
        parts = self.every()
        if self.kind() != "or":
            return [all_of(parts)] if parts else []
        alternatives: list[Expr] = []
        while True:
            if not parts:
                self.fail_here(f"expected something to find {'after' if alternatives else 'before'} OR")
            alternatives.append(all_of(parts))
            if self.kind() != "or":
                return alternatives
            self.at += 1
            parts = self.every()

    def every(self) -> list[Expr]:
        """Parts that must all hold, up to an OR, a closing parenthesis or the end."""
        parts: list[Expr] = []
        while (lexeme := self.peek()) is not None and lexeme.kind not in ("or", "close"):
            if lexeme.kind == "and":
                self.at += 1
                if not parts or self.kind() in (None, "or", "and", "close"):
                    side = "after" if parts else "before"
                    self.fail(f"expected something to find {side} AND", lexeme)
            elif not self.modifier(lexeme):
                parts.append(self.unary())
        return parts

    def unary(self) -> Expr:
        """A term or a parenthesis, negated or not."""
        negated = False
        while (lexeme := self.peek()) is not None and lexeme.kind == "not":
            self.at += 1
            follows = self.peek()
            if follows is None or follows.kind in ("or", "and", "close", "star"):
                self.fail(f"expected something to leave out after {lexeme.text}", lexeme)
            if lexeme.text != "NOT" and not follows.glued:
                self.fail(f"no space after {lexeme.text}; to find the sign itself put it in quotes", lexeme)
            negated = not negated
        part = self.primary()
        return negation(part) if negated else part

    def primary(self) -> Expr:
        """A parenthesis or a term."""
        lexeme = self.take()
        if lexeme.kind == "open":
            return self.parenthesis(lexeme)
        if lexeme.kind == "tag":
            return self.values(FIELDS["tag"], lexeme)
        if lexeme.kind == "field":
            field = self.field(lexeme)
            if field.is_modifier:
                self.fail(f"{field.name}: stands on its own, outside of parentheses and NOT", lexeme)
            return self.values(field, lexeme)
        self.at -= 1
        return self.value(FIELDS["text"])

    def parenthesis(self, opening: Lexeme) -> Expr:
        """What stands between parentheses."""
        if self.depth == MAX_DEPTH:
            self.fail(f"more than {MAX_DEPTH} parentheses in one another", opening)
        self.depth += 1
        parts = self.either()
        self.depth -= 1
        closing = self.peek()
        if closing is None:
            self.fail("this parenthesis is never closed", opening)
        if not parts:
            self.fail("expected something to find between the parentheses", opening, closing)
        self.at += 1
        return any_of(parts)

    # Terms.

    def field(self, lexeme: Lexeme) -> Field:
        """The field that a lexeme names."""
        field = field_named(lexeme.text)
        if field is None:
            near = nearest(lexeme.text, [*FIELDS, *ALIASES])
            hint = f"did you mean {near}:?" if near else f"put text with a colon in quotes; {_FIELD_NAMES}"
            self.fail(f"no field “{lexeme.text[:40]}:”: {hint}", lexeme)
        return field

    def values(self, field: Field, name: Lexeme) -> Expr:
        """One value or a list of them, right behind the name."""
        following = self.peek()
        if following is None or not following.glued or following.kind == "close":
            self.fail(f"{field.name}: needs a value right behind it", name)
        if following.kind != "open":
            return self.value(field)
        self.at += 1
        parts = [self.value(field, listed=True)]
        while self.kind() == "comma":
            self.at += 1
            parts.append(self.value(field, listed=True))
        if self.kind() != "close":
            self.fail_here("expected , or ) in this list")
        self.at += 1
        return _listed(field, parts)

    def value(self, field: Field, *, listed: bool = False) -> Term:
        """One value as a term of *field*."""
        first = following = self.peek()
        self.read += 1
        if first is not None and self.read > MAX_VALUES:
            self.fail(f"a query takes at most {MAX_VALUES:,} words and values", first)
        compare = ""
        if following is not None and following.kind == "compare":
            compare = following.text
            self.at += 1
            following = self.peek()
            if following is not None and not following.glued:
                following = None
        if first is None or following is None or following.kind not in _VALUES:
            self.fail_here(f"{field.name}: needs a value here")
        self.at += 1
        if following.kind == "regex":
            return self.pattern(field, following, compare)
        if _is_slashed(field, following):
            self.fail(f"{UNCLOSED}; words with slashes go in quotes", following)
        written, last = self.written(following, compare, narrowing=field.kind == "text" and not listed)
        try:
            operator, values = read_value(field, written)
        except ValueError as error:
            self.fail(str(error), first, last)
        return Term(field.name, operator, values)

    def written(self, lexeme: Lexeme, compare: str, *, narrowing: bool) -> tuple[Written, Lexeme]:
        """A value with the star that may follow it, and its last lexeme."""
        quoted = lexeme.kind != "word"
        typed = self.typing and lexeme.end == len(self.text)
        if lexeme.kind == "open-phrase" and not typed:
            self.fail("this quotation mark is never closed", lexeme, width=1)
        following = self.peek()
        if quoted and following is not None and following.kind == "star":
            self.at += 1
            return Written(lexeme.text, compare, star=True), following
        text = lexeme.text
        star = not quoted and text.endswith("*")
        if star and text.rstrip("*"):
            text = text.rstrip("*")
        started = typed and narrowing and lexeme.kind != "phrase"
        return Written(text, compare, star or started), lexeme

    def pattern(self, field: Field, lexeme: Lexeme, compare: str) -> Term:
        """A pattern as a term of *field*."""
        if compare:
            self.fail(f"{field.name}: takes a pattern without {compare}", lexeme)
        try:
            return Term(field.name, "regex", (pattern_value(lexeme.text),))
        except PatternMistake as mistake:
            raise QuerySyntaxError(str(mistake), lexeme.start + mistake.position, mistake.length) from mistake

    def modifier(self, lexeme: Lexeme) -> bool:
        """Read ``sort:``, ``group:`` or ``limit:`` if it stands here and may."""
        if lexeme.kind != "field" or self.depth:
            return False
        field = self.field(lexeme)
        if not field.is_modifier:
            return False
        self.at += 1
        value = self.peek()
        if value is None or value.kind != "word" or not value.glued:
            self.fail(f"{field.name}: needs a value right behind it", lexeme)
        self.at += 1
        if getattr(self, field.name) is not None:
            self.fail(f"{field.name}: stands here twice", lexeme, value)
        if field.kind == "sort":
            self.sort = tuple(self.sort_key(key, value) for key in value.text.split(","))
        elif field.kind == "group":
            self.group = self.choice("group", value.text.lower(), GROUPS, value)
        else:
            self.limit = self.number(value)
        return True

    def sort_key(self, text: str, lexeme: Lexeme) -> SortKey:
        """One key of the order."""
        name = self.choice("sort", text.removeprefix("-").lower(), SORT_KEYS, lexeme)
        return SortKey(name, text.startswith("-"))

    def choice(self, modifier: str, name: str, names: tuple[str, ...], lexeme: Lexeme) -> str:
        """*name*, if it is one of those that a modifier takes."""
        if name not in names:
            near = nearest(name, names)
            hint = f"did you mean {near}?" if near else f"it takes {', '.join(names)}"
            self.fail(f"{modifier}: does not know “{name[:40]}”: {hint}", lexeme)
        return name

    def number(self, lexeme: Lexeme) -> int:
        """The number behind ``limit:``."""
        text = lexeme.text
        if not (text.isascii() and text.isdigit() and len(text) < 10 and int(text)):
            self.fail("limit: takes a number from 1 on", lexeme)
        return int(text)

    # The lexemes.

    def peek(self) -> Lexeme | None:
        """The next lexeme, ``None`` at the end."""
        return self.lexemes[self.at] if self.at < len(self.lexemes) else None

    def kind(self) -> LexemeKind | None:
        """The kind of the next lexeme."""
        lexeme = self.peek()
        return lexeme.kind if lexeme else None

    def take(self) -> Lexeme:
        """The next lexeme, which must be there."""
        self.at += 1
        return self.lexemes[self.at - 1]

    def fail(self, message: str, first: Lexeme, last: Lexeme | None = None, *, width: int = 0) -> NoReturn:
        """Complain about everything from *first* to *last*."""
        end = (last or first).end
        raise QuerySyntaxError(message, first.start, width or end - first.start)

    def fail_here(self, message: str) -> NoReturn:
        """Complain about what comes next, or about the end."""
        lexeme = self.peek()
        if lexeme is not None:
            self.fail(message, lexeme)
        raise QuerySyntaxError(message, len(self.text))


def _is_slashed(field: Field, lexeme: Lexeme) -> bool:
    """True for a bare word that looks like the beginning of a pattern."""
    return field.kind == "text" and lexeme.kind == "word" and lexeme.text.startswith("/")


def _listed(field: Field, parts: list[Term]) -> Expr:
    """The values of a list as one term if they are of one sort, else as alternatives."""
    operators = {part.operator for part in parts}
    if len(operators) > 1 or not operators <= _LISTABLE:
        return any_of(parts)
    values = tuple(value for part in parts for value in part.values)
    return Term(field.name, "any" if field.kind in ("tag", "term") else parts[0].operator, values)

"""``broadsheet help``: the texts of ``--help``, and the query language from its own table."""

from collections.abc import Iterator, Sequence
from textwrap import wrap

from tui.cli.failure import OK, USAGE, Failure
from tui.cli.printing import columns, say_block
from tui.cli.words import Parser
from tui.query import FIELDS
from tui.query.fields import Field

__all__ = ["help_", "query_help"]

_INTRODUCTION = """\
A query is words and facts; all must hold. OR, in capitals, means one is enough, a minus
in front the opposite, parentheses group. Nothing at all matches every article.

  harvest -football                  one word, without another
  "port of Rabat" OR title:rabat     a phrase, or a word in the title
  electri*                           words that begin so
  is:unread #africa newer:2d         state, tag and date together
  category:news minutes:..5          short pieces from a branch of the tree
  is:starred sort:title limit:20     in order, and no more than that

Capitals and accents do not matter. A list means any of them: tag:(rice,maize).
Numbers and moments take >500, <=2026-11, 100..300, 2w..1w, ..2026-10.
Moments: today yesterday monday … sunday thisweek lastmonth · 2026, 2026-11, 2026-11-23 ·
back from now: 30m 6h 2d 3w 6mo 1y.

Fields"""


def help_(arguments: Sequence[str]) -> int:
    """Explain a command, or the query language."""
    parser = Parser("help", 'Explain a command, or with "query" the query language.')
    parser.add_argument("topic", help="a command, or query")
    topic = parser.parse_args(arguments).topic
    if topic == "query":
        say_block("\n".join(query_help(min(columns(), 100))))
        return OK

    from tui.cli.main import COMMANDS, main

    if topic not in COMMANDS:
        raise Failure(f'there is no help on "{topic}"; "broadsheet --help" lists the commands', USAGE)
    return main([topic, "--help"])


def query_help(width: int) -> Iterator[str]:
    """The query language on one page, *width* columns wide."""
    yield from _INTRODUCTION.splitlines()
    indent = 4 + max(len(field.name) for field in FIELDS.values())
    for field in FIELDS.values():
        first, *rest = wrap(_meaning(field), max(20, width - indent))
        yield f"  {field.name + ':':<{indent - 2}}{first}"
        for line in rest:
            yield " " * indent + line


def _meaning(field: Field) -> str:
    choices = f": {', '.join(field.choices)}" if field.choices else ""
    aliases = f" (also {', '.join(alias + ':' for alias in field.aliases)})" if field.aliases else ""
    return f"{field.help}{choices}{aliases}"

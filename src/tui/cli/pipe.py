"""``broadsheet pipe``: articles to a command's standard input, never through a shell."""

import os
import subprocess
import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING

from tui.cli.choosing import chosen, require_words
from tui.cli.failure import OK, USAGE, Failure
from tui.cli.opening import with_library
from tui.cli.words import Parser, read_words
from tui.model.filling import COMMAND_PLACES
from tui.model.ids import ArticleId

if TYPE_CHECKING:
    from tui.service.library import Library

__all__ = ["pipe"]


def pipe(arguments: Sequence[str]) -> int:
    """Give articles to a command; its output and its exit code are ours."""
    places = "\n".join(
        f"  {{{name}}}{' ' * (9 - len(name))}{means}" for name, means in COMMAND_PLACES.items()
    )
    parser = Parser(
        "pipe",
        "Give articles to a command, as Markdown on its standard input: broadsheet pipe 12 -- wc -w\n"
        "Its output is printed as it is, and its exit code is that of broadsheet.",
        "WHICH is ids or a query; what follows -- is the command and its arguments. These stand for\n"
        f"what is known of a single article, and are in variables too (BROADSHEET_TITLE):\n{places}\n"
        "{{title}} is not replaced. No shell reads what a publisher wrote.",
    )
    # argparse would show the dashes, but not where they belong.
    parser.usage = "broadsheet pipe [-h] [--json] [--each] WHICH … -- COMMAND …"
    parser.add_argument("which", nargs="+", metavar="WHICH")
    parser.add_argument("--json", action="store_true", help="give an array of objects instead of Markdown")
    parser.add_argument("--each", action="store_true", help="run the command once for each article")
    before, parts = _split(arguments)
    given = read_words(parser, before)
    if not parts:
        raise Failure("say which command, after --: broadsheet pipe 12 -- wc -w", USAGE)
    require_words(given.which)

    async def work(library: "Library") -> int:
        from tui.service.commanding import places_of

        ids = await chosen(library, given.which)
        if not ids:
            raise Failure("no article matches, so nothing was run")
        if places_of(parts) & COMMAND_PLACES.keys() and len(ids) > 1 and not given.each:
            raise Failure(f"placeholders need a single article, and {len(ids):,} match: add --each", USAGE)
        code = OK
        for batch in [(one,) for one in ids] if given.each else [ids]:
            code = await _run(library, batch, parts, as_json=given.json) or code
        return code

    return with_library(work)


def _split(arguments: Sequence[str]) -> tuple[Sequence[str], tuple[str, ...]]:
    """What stands before the first two dashes, and after them."""
    at = list(arguments).index("--") if "--" in arguments else len(arguments)
    return arguments[:at], tuple(arguments[at + 1 :])


async def _run(library: "Library", ids: Sequence[ArticleId], parts: Sequence[str], *, as_json: bool) -> int:
    import asyncio

    from tui.service.commanding import command_argv, given_of, places_of, text_file, variables
    from tui.service.exporting import markdown_of
    from tui.service.library import utc_now

    article = (await library.open_article(ids[0])).article
    text = await markdown_of(library, ids, utc_now())
    with text_file(text, wanted="file" in places_of(parts)) as file:
        given = {**given_of(article), **file} if len(ids) == 1 else {}
        argv = command_argv(parts, given)
        data = await _as_json(library, ids) if as_json else text
        sys.stdout.flush()
        try:
            done = await asyncio.to_thread(
                subprocess.run, argv, input=data.encode(), env=variables(given, os.environ), check=False
            )
        except (OSError, ValueError) as error:
            reason = getattr(error, "strerror", None) or "it does not start"
            raise Failure(f'the command "{argv[0]}" failed: {reason}') from error
    # What a signal ended is told as a shell tells it.
    return 128 - done.returncode if done.returncode < 0 else done.returncode


async def _as_json(library: "Library", ids: Sequence[ArticleId]) -> str:
    import json

    from tui.service.open_record import opened_fields

    rows = [opened_fields(await library.open_article(one)) for one in ids]
    return json.dumps(rows, ensure_ascii=True, indent=1) + "\n"

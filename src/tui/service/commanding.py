"""Commands of the user's that are given articles: a list of arguments, never a shell.

What a publisher wrote comes in three ways, none of which is read as a command: as an argument
put in after the line was split, as text on standard input, and in variables.
"""

import asyncio
import contextlib
import os
import shlex
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tui.model.article import Article
from tui.model.clean import clean, clean_body
from tui.model.errors import BroadsheetError
from tui.model.filling import fill, places_in
from tui.service.opening import web_address
from tui.service.processes import Hearing, end_all

__all__ = [
    "Given",
    "Said",
    "command_argv",
    "given_from",
    "given_of",
    "places_of",
    "run_command",
    "split_command",
    "text_file",
    "variables",
]

#: So much of an answer is kept.
_MOST_OUTPUT = 1_000_000
_LONGEST = 8_000

#: The values of the placeholders.
Given = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Said:
    """What a command answered; ``code`` is negative where a signal ended it."""

    argv: tuple[str, ...]
    code: int
    output: str
    #: More came than is kept.
    cut: bool = False
    #: It was stopped because it took too long.
    late: bool = False


def given_of(article: Article) -> Given:
    """What is said of an article to commands and addresses."""
    when = article.published_at or article.first_seen_at
    return given_from(
        url=article.url,
        title=article.title,
        author=article.author,
        feed=article.feed_title,
        date=f"{when.astimezone():%Y-%m-%d}",
        tags=",".join(article.tags),
        id=str(article.id),
    )


def given_from(*, url: str, **texts: str) -> Given:
    """One clean line each, and an address that is harmless or missing."""
    try:
        address = web_address(url)
    except BroadsheetError:
        address = ""
    return {"url": address, **{name: clean(text, _LONGEST) for name, text in texts.items()}}


def split_command(line: str) -> tuple[str, ...]:
    """The arguments of a line, split as a shell would and in no other way like one.

    Raises:
        BroadsheetError: a quotation mark is open, or there is nothing.
    """
    try:
        parts = tuple(shlex.split(line))
    except ValueError as error:
        raise BroadsheetError("This command cannot be split: a quotation mark is never closed.") from error
    if not parts or not parts[0]:
        raise BroadsheetError("Type a command, such as wc -w.")
    return parts


def places_of(parts: Sequence[str]) -> frozenset[str]:
    """The placeholders in a command."""
    return frozenset(name for part in parts for name in places_in(part))


def command_argv(parts: Sequence[str], given: Given) -> tuple[str, ...]:
    """The arguments with their placeholders filled; the program's own name has none.

    A value that begins an argument can be no option: a dash gets a blank before it.
    """
    return (parts[0], *(_argument(part, given) for part in parts[1:]))


def _argument(part: str, given: Given) -> str:
    filled = fill(part, given)
    return f" {filled}" if filled.startswith("-") and not part.startswith("-") else filled


def variables(given: Given, environ: Mapping[str, str]) -> dict[str, str]:
    """The environment of a command: the user's own, and the same values as the placeholders."""
    return {**environ, **{f"BROADSHEET_{name.upper()}": value for name, value in given.items()}}


@contextmanager
def text_file(text: str, *, wanted: bool) -> Iterator[Given]:
    """The value of ``{file}``: a file with *text*, for the owner's eyes, gone afterwards."""
    if not wanted:
        yield {}
        return
    handle, name = tempfile.mkstemp(prefix="broadsheet-", suffix=".md")
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            file.write(text)
        yield {"file": name}
    finally:
        Path(name).unlink(missing_ok=True)


async def run_command(argv: Sequence[str], text: str, environ: Mapping[str, str], seconds: float) -> Said:
    """Run a command with *text* on its standard input and wait for its answer.

    Whoever stops waiting ends it, and all that it started.

    Raises:
        BroadsheetError: there is no such program, or it may not be run.
    """
    hearing = Hearing(_MOST_OUTPUT)
    try:
        process = await asyncio.create_subprocess_exec(
            *argv,
            stdin=asyncio.subprocess.PIPE,
            stdout=hearing.end,
            stderr=hearing.end,
            env=dict(environ),
            start_new_session=True,
        )
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or "it does not start"
        raise BroadsheetError(f"The command {argv[0]!r} failed: {reason}.") from error
    finally:
        hearing.begin()
    late = False
    try:
        async with asyncio.timeout(seconds):
            await _tell(process, text.encode())
            await process.wait()
    except TimeoutError:
        late = True
    finally:
        if process.returncode is None:
            await end_all(process)
    output = await asyncio.to_thread(hearing.output)
    return Said(
        tuple(argv),
        process.returncode or 0,
        clean_body(output[:_MOST_OUTPUT].decode("utf-8", "replace")),
        len(output) > _MOST_OUTPUT,
        late,
    )


async def _tell(process: asyncio.subprocess.Process, data: bytes) -> None:
    """Write what it is given; a command that does not read it all is in its right."""
    stream = process.stdin
    assert stream is not None
    with contextlib.suppress(BrokenPipeError, ConnectionResetError):
        stream.write(data)
        await stream.drain()
    stream.close()
    with contextlib.suppress(BrokenPipeError, ConnectionResetError):
        await stream.wait_closed()

"""The ``broadsheet`` command: find the command, run it, turn what goes wrong into a line and a code.

Nothing here or above may import anything that costs: ``--version`` and ``--help`` answer
in the time Python itself needs to start.
"""

import sys
from collections.abc import Callable, Mapping, Sequence
from importlib import import_module

from tui import __version__
from tui.cli.failure import FAILED, INTERRUPTED, OK, STORE, USAGE, Failure

__all__ = ["COMMANDS", "main"]

#: Command → module, function, and what it does. The order is that of the help.
COMMANDS: Mapping[str, tuple[str, str, str]] = {
    "add": ("add", "add", "subscribe to feeds, by address or by site"),
    "find": ("finding", "find", "look what feeds an address leads to"),
    "remove": ("remove", "remove", "unsubscribe from feeds (undo brings them back)"),
    "feeds": ("feeds", "feeds", "list the feeds and how they are; hide some, show them again"),
    "feed": ("feed", "feed", "show or change what is set for one feed"),
    "refresh": ("refresh", "refresh", "fetch what is new"),
    "daemon": ("daemon", "daemon", "fetch what is due for as long as it runs; install it as a service"),
    "list": ("list", "list_articles", "list the articles that match a query"),
    "show": ("show", "show", "print an article"),
    "fulltext": ("fulltext", "full_text", "fetch the full texts of articles"),
    "save": ("save", "save", "keep any web page for later, as an article"),
    "count": ("list", "count", "count the articles that match a query"),
    "mark": ("mark", "mark", "mark articles read, starred or for later, or unmark them"),
    "tag": ("tags", "tag", "tag articles; list, rename, color or delete tags"),
    "note": ("note", "note", "print, write or remove your note on an article"),
    "search": ("search", "search", "list, save or remove saved searches"),
    "rules": ("rules", "rules", "write, try and apply rules for what arrives"),
    "undo": ("undo", "undo", "take back the last change"),
    "redo": ("undo", "redo", "do again what was undone"),
    "import": (
        "transfer",
        "import_feeds",
        "subscribe to the feeds of an OPML file, or move in from newsboat or elfeed",
    ),
    "export": (
        "transfer",
        "export_feeds",
        "write the feeds as OPML, or articles as Markdown, a page or a book",
    ),
    "enclosures": ("enclosures", "enclosures", "list what comes with articles: episodes, films, papers"),
    "download": ("enclosures", "download", "download what comes with articles, or any file"),
    "pack": ("pack", "pack", "fetch texts and pictures of articles, for reading offline"),
    "clean": (
        "clean",
        "clean",
        "remove old articles, texts and pictures that nothing keeps; bring them back",
    ),
    "outbox": ("outbox", "outbox", "list, open or drop what waits for a network"),
    "pipe": ("pipe", "pipe", "give articles to a command"),
    "starter": ("transfer", "starter", "subscribe to a starter set of feeds"),
    "doctor": ("doctor", "doctor", "examine the store and the feeds, and mend them"),
    "config": ("config", "config", "show, check or explain the settings"),
    "help": ("manual", "help_", "explain a command or the query language"),
}

_HELP = """\
usage: broadsheet [COMMAND] [OPTION…] [WORD…]

Without a command, Broadsheet opens its screen.

commands:
{commands}

"broadsheet COMMAND --help" explains a command, "broadsheet help query" the queries.

exit codes:
  0    done
  1    something failed: a feed, a file, an article that is not there
  2    the command, the query or the settings file was not understood
  3    the store could not be read or written
  130  interrupted
"""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command line and return the exit code."""
    words = list(sys.argv[1:] if arguments is None else arguments)
    try:
        code = _guarded(words)
        sys.stdout.flush()
    except BrokenPipeError:
        # Whoever reads our output has seen enough: that is no failure.
        _silence_output()
        return OK
    return code


def _guarded(words: list[str]) -> int:
    try:
        return _run(words)
    except SystemExit as leaving:  # argparse, after --help or a wrong option
        return leaving.code if isinstance(leaving.code, int) else OK
    except KeyboardInterrupt:
        return INTERRUPTED
    except BrokenPipeError:
        raise
    except Failure as failure:
        return _complain(str(failure), failure.code, failure.picture)
    except OSError as error:
        place = f" ({error.filename})" if error.filename else ""
        return _complain(f"{error.strerror or error}{place}", FAILED)
    except Exception as error:
        from tui.model.errors import BroadsheetError, ConfigError, SearchError, StoreError

        if not isinstance(error, BroadsheetError):
            raise
        if isinstance(error, SearchError):
            # Only the open library knows what is saved, so it is not found when the words are read.
            from tui.cli.asking import pointed

            return _complain(error.message, USAGE, pointed(error.text, error))
        code = STORE if isinstance(error, StoreError) else USAGE if isinstance(error, ConfigError) else FAILED
        return _complain(str(error), code)


def _run(words: list[str]) -> int:
    for stream in (sys.stdout, sys.stderr):
        # A terminal without UTF-8 gets question marks, never an exception.
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(errors="replace")
    if not words:
        return _command("screen", "open_screen")([])
    name, rest = words[0], words[1:]
    if name in ("--version", "-V"):
        print(f"broadsheet {__version__}")
        return OK
    if name in ("--help", "-h") or words == ["help"]:
        print(_help(), end="")
        return OK
    if name not in COMMANDS:
        raise Failure(_unknown(name), USAGE)
    module, function, _ = COMMANDS[name]
    return _command(module, function)(rest)


def _command(module: str, function: str) -> Callable[[list[str]], int]:
    command: Callable[[list[str]], int] = getattr(import_module(f"tui.cli.{module}"), function)
    return command


def _help() -> str:
    return _HELP.format(commands="\n".join(f"  {name:<9} {row[2]}" for name, row in COMMANDS.items()))


def _unknown(name: str) -> str:
    from difflib import get_close_matches

    kind = "option" if name.startswith("-") else "command"
    near = get_close_matches(name, [*COMMANDS, "--help", "--version"], 1, 0.6)
    hint = f'did you mean "{near[0]}"?' if near else '"broadsheet --help" lists them all.'
    return f'there is no {kind} "{name}": {hint}'


def _complain(sentence: str, code: int, picture: tuple[str, ...] = ()) -> int:
    from tui.cli.printing import complain

    complain(sentence, picture)
    return code


def _silence_output() -> None:
    """Let Python's own flush at exit find nothing to complain about."""
    import os

    with open(os.devnull, "w") as nowhere:  # noqa: PTH123 (pathlib would be imported for this line)
        os.dup2(nowhere.fileno(), sys.stdout.fileno())

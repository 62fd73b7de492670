"""Reading the words of a command: options and ids."""

from argparse import ArgumentParser, ArgumentTypeError, Namespace, RawDescriptionHelpFormatter
from collections.abc import Sequence
from typing import NoReturn

from tui.cli.failure import USAGE, Failure

__all__ = ["Parser", "read_ids", "read_words", "whole_number"]


class Parser(ArgumentParser):
    """An argument parser that complains in one line, as everything else does."""

    def __init__(self, command: str, description: str, epilog: str = "") -> None:
        super().__init__(
            prog=f"broadsheet {command}",
            description=description,
            epilog=epilog,
            formatter_class=RawDescriptionHelpFormatter,
            allow_abbrev=False,
        )

    def error(self, message: str) -> NoReturn:
        """End the command with exit code 2."""
        raise Failure(f'{message} ("{self.prog} --help" explains)', USAGE)


def read_words(parser: ArgumentParser, arguments: Sequence[str], short: Sequence[str] = ()) -> Namespace:
    """Parse arguments among which a query may stand unquoted.

    ``-sports`` is a word to leave out, not a row of options, so only words that begin with
    two dashes, those in *short*, and ``-h`` and ``-`` alone, are options. A space in front hides the others
    from argparse, and means nothing in a query.
    """
    hidden: list[str] = []
    for position, word in enumerate(arguments):
        if word == "--":
            hidden += [f" {rest}" for rest in arguments[position + 1 :]]
            break
        single = word.startswith("-") and not word.startswith("--") and word not in ("-h", "-", *short)
        hidden.append(f" {word}" if single else word)
    return parser.parse_intermixed_args(hidden)


def read_ids(words: Sequence[str]) -> tuple[int, ...]:
    """The ids, if *words* are nothing but ids; else nothing."""
    bare = [word.strip() for word in words]
    return tuple(map(int, bare)) if all(word.isdecimal() and len(word) < 19 for word in bare) else ()


def whole_number(text: str) -> int:
    """A number of things, from 1."""
    if not text.isdecimal() or int(text) < 1:
        raise ArgumentTypeError(f'must be a whole number from 1, not "{text.strip()}"')
    return int(text)

"""``broadsheet feed show`` and ``feed set``: what is set for one feed."""

import sys
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

from tui.cli.failure import OK, USAGE, Failure
from tui.cli.naming import one_feed
from tui.cli.opening import with_library
from tui.cli.printing import cut, on_terminal, say, say_block, say_columns, wrapped
from tui.cli.words import Parser
from tui.model.feed import Feed
from tui.model.feed_settings import FeedSettings
from tui.model.servers import masked

if TYPE_CHECKING:
    from tui.service.library import Library

__all__ = ["feed"]

_PASSWORDS = ("password", "token")
_NEVER_HERE = (
    "{what} on the command line would stay in the history of the shell: "
    "write {instead}, and it is asked for (or read from standard input)"
)


def feed(arguments: Sequence[str]) -> int:
    """Show what is set for a feed, or set it."""
    verbs = {"show": _show, "set": _set}
    if arguments and arguments[0] in verbs:
        return verbs[arguments[0]](arguments[1:])
    parser = Parser(
        "feed",
        "Show or change what is set for one feed.",
        '"broadsheet feed show FEED" shows it; "broadsheet feed set FEED KEY=VALUE …" changes it.\n'
        '"broadsheet feed set --help" has all keys.',
    )
    parser.add_argument("verb", choices=tuple(verbs), metavar="show|set")
    parser.parse_args(arguments)
    return OK


def _show(arguments: Sequence[str]) -> int:
    parser = Parser(
        "feed show",
        "Show what is set for a feed, by the keys that set it. Passwords are never shown.",
        'In a pipe the lines are tab-separated: key, value. "broadsheet feeds FEED --json" has it too.',
    )
    parser.add_argument("feed", metavar="FEED", help="its id, its title or its address")
    given = parser.parse_args(arguments)

    async def work(library: "Library") -> int:
        one = one_feed(library.feeds(), given.feed)
        for key, value in await _rows(library, one):
            if on_terminal():
                say_block(f"{cut(key, 13)} {wrapped(value, ' ' * 14).lstrip()}")
            else:
                say_columns((key, value))
        return OK

    return with_library(work)


def _set(arguments: Sequence[str]) -> int:
    from tui.service.feed_words import KEYS

    keys = "\n".join(f"  {key.name:<12} {key.help}" for key in KEYS)
    parser = Parser(
        "feed set",
        "Change what is set for a feed; all of it is one undo.",
        "keys:\n"
        "  title        your own name for it; nothing for the publisher's\n"
        '  category     such as "news/africa"; nothing for none\n'
        "  tags         put on every article of it, with blanks or commas between\n"
        "  hidden       yes or no\n"
        "  text         full text: cut (where it is cut), always or never; nothing as for all\n"
        f"{keys}\n"
        "  password     without a value: a password or token, which is asked for without an echo, or read\n"
        "               from standard input\n\n"
        "KEY= alone takes a setting back. Secrets are kept in the system's keyring where there is one, else\n"
        "in a file that only you can read; never in the store.",
    )
    parser.add_argument("feed", metavar="FEED", help="its id, its title or its address")
    parser.add_argument("words", nargs="+", metavar="KEY=VALUE", help="what to set; several are one change")
    given = parser.parse_args(arguments)
    words, wants_password = _read(given.words)

    async def work(library: "Library") -> int:
        return await _change(library, one_feed(library.feeds(), given.feed), words, wants_password)

    return with_library(work)


def _read(given: Iterable[str]) -> tuple[dict[str, str], bool]:
    """Settings by key, and whether a password is to be asked for."""
    words, wants_password = {}, False
    for word in given:
        key, equals, value = word.partition("=")
        if key in _PASSWORDS:
            if equals:
                raise Failure(_NEVER_HERE.format(what="A password", instead=key), USAGE)
            wants_password = True
        elif not equals:
            raise Failure(f'"{word}" is no KEY=VALUE ("broadsheet feed set --help" has the keys)', USAGE)
        elif key in words:
            raise Failure(f'"{key}" is there twice', USAGE)
        else:
            words[key] = value
    return words, wants_password


async def _change(library: "Library", one: Feed, words: Mapping[str, str], wants_password: bool) -> int:
    from dataclasses import replace

    from tui.model.errors import BroadsheetError
    from tui.service.feed_words import change_of, secrets_asked
    from tui.service.feedbook import PASSWORD

    book = library.feedbook
    before = book.settings(one.feed_url)
    try:
        change = change_of(words, before, library.texts.choice(one))
    except BroadsheetError as error:
        raise Failure(str(error), USAGE) from error
    _demand_no_secret(change.secrets)
    after = change.settings or before
    if wants_password and not after.authorization:
        raise Failure("a password goes with user=NAME, a token with auth=bearer: say so along with it", USAGE)
    kept = await book.kept(before)
    anew = wants_password or (after.authorization, after.user) != (before.authorization, before.user)
    # What is not here yet, and what somebody wants to give anew, or somebody else.
    asked = {
        name: words_for
        for name, words_for in secrets_asked(after).items()
        if name not in kept or (name == PASSWORD and anew)
    }
    secrets = {name: _secret(words_for) for name, words_for in asked.items()}
    done = await book.change(one, replace(change, secrets=secrets), f"set {', '.join(words) or 'password'}")
    say(f"{one.title} is changed." if done or secrets else f"{one.title} was like that already.")
    if done and after.insecure_tls and not before.insecure_tls:
        say("TLS is not checked any more: anybody on the way can read and change what comes from it.")
    return OK


def _demand_no_secret(secrets: Mapping[str, str]) -> None:
    from tui.service.feedbook import PROXY

    for name in secrets:
        if name == PROXY:
            raise Failure(
                _NEVER_HERE.format(what="The password of a proxy", instead="http://NAME@HOST:PORT"), USAGE
            )
        header = name.partition(" ")[2]
        instead = f"header={header}"
        raise Failure(_NEVER_HERE.format(what=f"The value of {header}", instead=instead), USAGE)


def _secret(words: str) -> str:
    """Ask for a secret without an echo; from a pipe, the next line."""
    if sys.stdin.isatty():
        from getpass import getpass

        secret = getpass(f"{words}: ")
    else:
        secret = sys.stdin.readline().rstrip("\r\n")
    if not secret:
        raise Failure(f"{words}: nothing was given, so nothing was changed")
    if not secret.isprintable():
        raise Failure(f"{words}: it has characters that nobody can send, so nothing was changed")
    return secret


async def _rows(library: "Library", one: Feed) -> list[tuple[str, str]]:
    from tui.service.feed_words import KEYS

    settings = library.feedbook.settings(one.feed_url)
    rows = [
        ("title", one.title),
        ("address", masked(one.feed_url)),
        ("category", one.category),
        ("tags", " ".join(f"#{tag}" for tag in one.tags)),
        ("hidden", "yes" if one.hidden else ""),
        ("text", library.texts.choice(one).when),
        *((key.name, key.show(settings)) for key in KEYS if key.name != "header"),
        ("password", await _password_words(library, settings)),
        ("schedule", await library.care.schedule(one.id)),
    ]
    # Whoever looks sees what differs; a program gets every key.
    return [row for row in rows if row[1]] if on_terminal() else rows


async def _password_words(library: "Library", settings: FeedSettings) -> str:
    if not settings.authorization:
        return ""
    from tui.service.feedbook import PASSWORD

    return "kept" if PASSWORD in await library.feedbook.kept(settings) else "missing"

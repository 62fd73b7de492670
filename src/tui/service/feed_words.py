"""The settings of a feed as people type and read them: one table for the screen, the shell and the docs."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from difflib import get_close_matches
from pathlib import Path
from typing import Literal

from tui.model.errors import BroadsheetError
from tui.model.feed import FeedEdits
from tui.model.feed_setting_values import (
    interval_words,
    kept_words,
    read_authorization,
    read_header,
    read_headers,
    read_interval,
    read_kept,
    read_line,
    read_proxy,
    read_yes,
)
from tui.model.feed_settings import MOST_HEADERS, FeedSettings, is_secret_header
from tui.model.full_text import WHEN, TextChoice, When
from tui.service.feedbook import PASSWORD, PROXY, FeedChange, header_secret

__all__ = ["KEYS", "MASK", "Key", "change_of", "read_value", "secrets_asked", "tags_in", "value_of"]

#: Stands for what is kept and not shown.
MASK = "••••"
_OFF = ("unchecked", "off", "no")
_ON = ("", "checked", "on", "yes")

#: A setting and the secrets that came with it.
_Read = tuple[FeedSettings, dict[str, str]]


@dataclass(frozen=True, slots=True)
class Key:
    """One setting by the name that the shell has for it."""

    name: str
    #: What stands above its line on the screen.
    label: str
    example: str
    help: str
    read: Callable[[str, FeedSettings], _Read]
    show: Callable[[FeedSettings], str]


def read_value(name: str, text: str, settings: FeedSettings) -> _Read:
    """The settings with one of them as typed, and the secrets that are typed with it.

    Raises:
        BroadsheetError: it cannot be meant; says why.
    """
    return _BY_NAME[name].read(text, settings)


def value_of(name: str, settings: FeedSettings) -> str:
    """One setting as it is typed; secrets are masked."""
    return _BY_NAME[name].show(settings)


def change_of(words: Mapping[str, str], settings: FeedSettings, choice: TextChoice) -> FeedChange:
    """What is to be different, from settings by name: those of :data:`KEYS`, and what else a feed has.

    Raises:
        BroadsheetError: one of them cannot be meant, or there is none of that name.
    """
    edits, hidden, text, secrets = FeedEdits(), None, None, {}
    after = settings
    for name, value in words.items():
        if name in _BY_NAME:
            after, more = read_value(name, value, after)
            secrets.update(more)
        elif name == "title":
            edits = replace(edits, title=read_line(value, "The title"))
        elif name == "category":
            edits = replace(edits, category=read_line(value, "The category").strip("/ "))
        elif name == "tags":
            edits = replace(edits, tags=tags_in(read_line(value, "The list of tags")))
        elif name == "hidden":
            hidden = read_yes(value)
        elif name == "text":
            text = replace(choice, when=_when(value), step=None)
        else:
            raise BroadsheetError(f"There is no setting “{name}” of a feed{_nearest(name)}")
    return FeedChange(edits, hidden, after if after != settings else None, text, secrets)


def secrets_asked(settings: FeedSettings) -> dict[str, str]:
    """The secrets that go with the settings, by their name, and what to ask for each."""
    asked = {}
    if settings.authorization == "basic":
        asked[PASSWORD] = f"Password of {settings.user}" if settings.user else "Password"
    elif settings.authorization == "bearer":
        asked[PASSWORD] = "Token"
    if "@" in settings.proxy:
        asked[PROXY] = "Password of the proxy"
    return {**asked, **{header_secret(name): f"Value of {name}" for name in settings.secret_headers}}


def tags_in(text: str) -> tuple[str, ...]:
    """Tags from a line: blanks or commas between, ``#`` optional."""
    parts = (part.strip("#/") for part in text.replace(",", " ").split())
    return tuple(dict.fromkeys(part for part in parts if part))


def _when(text: str) -> When | Literal[""]:
    word = text.strip().lower()
    if word and word not in WHEN:
        raise BroadsheetError(
            "Full text is fetched where it is cut, always or never; nothing means as for all."
        )
    found: Iterator[When] = (one for one in WHEN if one == word)
    return next(found, "")


def _nearest(name: str) -> str:
    names = [*_BY_NAME, "title", "category", "tags", "hidden", "text", "password"]
    near = get_close_matches(name, names, 1, 0.5)
    return f": did you mean {near[0]}?" if near else f". There are {', '.join(names)}."


# How each is read.


def _every(text: str, settings: FeedSettings) -> _Read:
    return replace(settings, every=read_interval(text)), {}


def _agent(text: str, settings: FeedSettings) -> _Read:
    name = read_line(text, "The user agent")
    if not name.isascii():
        raise BroadsheetError("A user agent has letters without accents, digits and signs.")
    return replace(settings, user_agent=name), {}


def _headers(text: str, settings: FeedSettings) -> _Read:
    """All headers anew; a mask stands for the value that is kept."""
    typed = text.replace(MASK, "")
    kept = {name.lower() for name in settings.secret_headers}
    found, secrets = [], {}
    for name, value in read_headers(typed):
        if not is_secret_header(name):
            found.append((name, value))
            continue
        found.append((name, ""))
        if value:
            secrets[header_secret(name)] = value
        elif name.lower() not in kept:
            raise BroadsheetError(f"The header {name} has no value yet.")
    _demand_values(found)
    return replace(settings, headers=tuple(found)), secrets


def _header(text: str, settings: FeedSettings) -> _Read:
    """One more header, or another value for one; without a value it goes, a secret one is asked for."""
    name, colon, typed = text.partition(":")
    name, value = read_header(name, typed)
    if len(settings.headers) >= MOST_HEADERS:
        raise BroadsheetError(f"These are more than {MOST_HEADERS} headers.")
    rest = tuple(pair for pair in settings.headers if pair[0].lower() != name.lower())
    if is_secret_header(name):
        if value:
            return replace(settings, headers=(*rest, (name, ""))), {header_secret(name): value}
        return replace(settings, headers=rest if colon else (*rest, (name, ""))), {}
    return replace(settings, headers=(*rest, (name, value)) if value else rest), {}


def _demand_values(headers: list[tuple[str, str]]) -> None:
    for name, value in headers:
        if not value and not is_secret_header(name):
            raise BroadsheetError(f"The header {name} has no value.")


def _cookies(text: str, settings: FeedSettings) -> _Read:
    path = read_line(text, "The file's name")
    if path and not path.startswith("~"):
        # It is read from wherever Broadsheet runs.
        path = str(Path(path).absolute())
    return replace(settings, cookies_file=path), {}


def _auth(text: str, settings: FeedSettings) -> _Read:
    kind = read_authorization(text)
    if not kind:
        return replace(settings, authorization="", user="", unencrypted=False), {}
    return replace(settings, authorization=kind, user=settings.user if kind == "basic" else ""), {}


def _user(text: str, settings: FeedSettings) -> _Read:
    name = read_line(text, "The name")
    if ":" in name:
        raise BroadsheetError("No name can have a colon: it ends there, and the password begins.")
    if not name:
        return replace(settings, user=""), {}
    if settings.authorization == "bearer":
        raise BroadsheetError("A name goes with a password, not with a token.")
    return replace(settings, user=name, authorization="basic"), {}


def _unencrypted(text: str, settings: FeedSettings) -> _Read:
    return replace(settings, unencrypted=read_yes(text)), {}


def _proxy(text: str, settings: FeedSettings) -> _Read:
    # The mask cannot be a password: it is what stands for one.
    proxy, password = read_proxy(text.replace(f":{MASK}@", "@"))
    return replace(settings, proxy=proxy), {PROXY: password} if password else {}


def _tls(text: str, settings: FeedSettings) -> _Read:
    word = text.strip().lower()
    if word not in (*_ON, *_OFF):
        raise BroadsheetError("TLS is either checked or unchecked.")
    return replace(settings, insecure_tls=word in _OFF), {}


def _newest(text: str, settings: FeedSettings) -> _Read:
    return replace(settings, keep_newest=read_kept(text, "The number of articles")), {}


def _days(text: str, settings: FeedSettings) -> _Read:
    return replace(settings, keep_days=read_kept(text, "The number of days")), {}


def _headers_text(settings: FeedSettings) -> str:
    return "; ".join(f"{name}: {value or MASK}" for name, value in settings.headers)


KEYS = (
    Key(
        "every",
        "Check every",
        "6h, 90m or 2d; as it publishes",
        "time between two visits, 10m to 30d: 6h, 2d",
        _every,
        lambda settings: interval_words(settings.every),
    ),
    Key(
        "agent",
        "User agent",
        "that of Broadsheet",
        "how we call ourselves there",
        _agent,
        lambda settings: settings.user_agent,
    ),
    Key(
        "headers",
        "Headers",
        "Accept-Language: de; X-Name: value",
        "all headers, with semicolons between; to its own server only",
        _headers,
        _headers_text,
    ),
    Key(
        "header",
        "Header",
        "Name: value",
        "one header more, or another value; “Name:” takes it out, and the value of a secret one is asked for",
        _header,
        _headers_text,
    ),
    Key(
        "cookies",
        "File of cookies",
        "~/cookies.txt, as browsers and curl write it",
        "a file as browsers' extensions and curl write it; to its own server only",
        _cookies,
        lambda settings: settings.cookies_file,
    ),
    Key(
        "auth",
        "Authorization",
        "none",
        "basic (a name and a password), bearer (a token) or none",
        _auth,
        lambda settings: settings.authorization,
    ),
    Key(
        "user",
        "Name",
        "none",
        "the name that goes with the password",
        _user,
        lambda settings: settings.user,
    ),
    Key(
        "unencrypted",
        "Also without encryption",
        "no",
        "yes lets the password go to an http address out on the web",
        _unencrypted,
        lambda settings: "yes" if settings.unencrypted else "",
    ),
    Key(
        "proxy",
        "Proxy",
        "as for all; socks5h://127.0.0.1:9050, or direct",
        "http, https, socks5 or socks5h address, or direct for none",
        _proxy,
        lambda settings: settings.proxy,
    ),
    Key(
        "tls",
        "TLS",
        "checked",
        "unchecked lets its server go without a proof of who it is",
        _tls,
        lambda settings: "unchecked" if settings.insecure_tls else "",
    ),
    Key(
        "keep-newest",
        "Keep the newest",
        "as for all",
        "how many articles are kept of it: 50, all; 0 as for all feeds",
        _newest,
        lambda settings: kept_words(settings.keep_newest),
    ),
    Key(
        "keep-days",
        "Keep for days",
        "as for all",
        "for how many days they are kept: 30, all; 0 as for all feeds",
        _days,
        lambda settings: kept_words(settings.keep_days),
    ),
)
_BY_NAME = {key.name: key for key in KEYS}

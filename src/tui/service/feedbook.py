"""What the user wants of single feeds: read, changed as one deed, and made ready for a visit.

Secrets come in here from the user and go out to a request, and nowhere else.
"""

import asyncio
from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from tui.model.changes import ChangeSet, DefinitionChange
from tui.model.clean import clean
from tui.model.definition import Definition
from tui.model.errors import FeedError
from tui.model.feed import Feed, FeedEdits, Subscription
from tui.model.feed_settings import DIRECT, NO_SETTINGS, FeedSettings, read_settings, with_settings
from tui.model.fetching import NO_PARTICULARS, FailureKind, FetchFailed, Particulars
from tui.model.full_text import TextChoice, read_choice, with_choice
from tui.model.servers import is_for, parted, server_of
from tui.service.cookie_files import cookies_path, cookies_trouble
from tui.service.habits import host_in
from tui.service.memory import Memory
from tui.service.visiting import is_private
from tui.store import feeds, status

if TYPE_CHECKING:
    from tui.credentials import Strongbox

__all__ = ["PASSWORD", "PROXY", "FeedChange", "Feedbook", "header_secret"]

Result = TypeVar("Result")

#: The names of secrets in a feed's table: password or token, and the password of its proxy.
PASSWORD = "password"
PROXY = "proxy"
#: After so long without being subscribed a feed's secrets go.
_FORGIVEN = timedelta(days=30)
_SETTLED = timedelta(hours=1)

_LOGIN = "keep its password"
_WHERE = "F, then Ctrl+N"
_ELSEWHERE = (
    "What lets us in is for {server}, but the feed is at {host} now. "
    f"Give it once more in the feed's settings if it is for there too: {_WHERE}."
)
_PLAIN = (
    "The password for {host} would go there without encryption, so it was not asked. "
    f"Take its https address, or allow it in the feed's settings: {_WHERE}."
)
_NOT_HERE = f"The password of this feed is not kept on this computer. Give it in its settings: {_WHERE}."


def header_secret(name: str) -> str:
    """The name of a secret header's value in a feed's table."""
    return f"header {name.lower()}"


@dataclass(frozen=True, slots=True)
class FeedChange:
    """What is to be different about a feed; ``None`` leaves it as it is."""

    edits: FeedEdits = field(default_factory=FeedEdits)
    hidden: bool | None = None
    settings: FeedSettings | None = None
    text: TextChoice | None = None
    #: Secrets by their name in the table; they are kept, and never shown again.
    secrets: Mapping[str, str] = field(default_factory=dict, repr=False)


class Feedbook:
    """One for a library; ``strongbox`` is opened when somebody first has a secret."""

    def __init__(self, memory: Memory, folder: Path, clock: Callable[[], datetime]) -> None:
        self._memory, self._folder, self._clock = memory, folder, clock
        self._strongbox: Strongbox | None = None
        self._thread: ThreadPoolExecutor | None = None
        self._of: tuple[Definition, ...] | None = None
        self._settings: dict[str, FeedSettings] = {}

    # Reading.

    def settings(self, feed_url: str) -> FeedSettings:
        """What is wanted of the feed at an address."""
        definitions = self._memory.definitions
        if self._of is not definitions:
            said = {one.name: read_settings(one.body) for one in definitions if one.kind == "feed"}
            self._settings = {url: one for url, one in said.items() if one != NO_SETTINGS}
            self._of = definitions
        return self._settings.get(feed_url, NO_SETTINGS)

    def every(self) -> Mapping[str, timedelta]:
        """The intervals that the user wants, by the feeds' addresses."""
        self.settings("")
        return {url: one.every for url, one in self._settings.items() if one.every is not None}

    async def kept(self, settings: FeedSettings) -> frozenset[str]:
        """The names of a feed's secrets that are kept here; what cannot be read counts as kept."""
        from tui.credentials import CredentialsError

        try:
            return frozenset(await self._secrets(settings))
        except CredentialsError:
            return frozenset({PASSWORD, PROXY, *map(header_secret, settings.secret_headers)})

    # For a visit.

    async def particulars(self, feed: Feed) -> Particulars | FetchFailed:
        """What the requests for a feed have of their own, or why it cannot be asked so."""
        settings = self.settings(feed.feed_url)
        if settings is NO_SETTINGS:
            return NO_PARTICULARS
        url, host = feed.feed_url, clean(host_in(feed.feed_url), 200)
        private = bool(settings.authorization or settings.cookies_file or settings.secret_headers)
        if private and not is_for(settings.server, url):
            return _failed(url, _ELSEWHERE.format(server=clean(host_in(settings.server), 200), host=host))
        telling = bool(settings.authorization or settings.secret_headers)
        if telling and url.startswith("http:") and not (is_private(url) or settings.unencrypted):
            return _failed(url, _PLAIN.format(host=host))
        return await self._particulars(settings, url)

    async def for_page(self, feed_url: str, url: str) -> Particulars | FetchFailed:
        """The same for what a feed leads to: its proxy always, what is for its server only there."""
        settings = self.settings(feed_url)
        return NO_PARTICULARS if settings is NO_SETTINGS else await self._particulars(settings, url)

    async def _particulars(self, settings: FeedSettings, url: str) -> Particulars | FetchFailed:
        from tui.credentials import CredentialsError

        at_home = is_for(settings.server, url)
        telling = at_home and bool(settings.authorization or settings.secret_headers)
        if telling and url.startswith("http:") and not (is_private(url) or settings.unencrypted):
            # A page of the same host that is not encrypted is read as by anybody.
            at_home = telling = False
        secrets: Mapping[str, str] = {}
        if telling or "@" in settings.proxy:
            try:
                secrets = await self._secrets(settings)
            except CredentialsError as error:
                return _failed(url, str(error))
            if telling and not _all_there(settings, secrets):
                return _failed(url, _NOT_HERE)
        # Headers and the TLS exception, too, are for one server.
        found = Particulars(user_agent=settings.user_agent, proxy=_proxy(settings, secrets))
        if not at_home:
            return found
        path = settings.cookies_file
        if path and (trouble := await asyncio.to_thread(cookies_trouble, path)):
            return _failed(url, trouble)
        return replace(
            found,
            headers=tuple((name, value or secrets[header_secret(name)]) for name, value in settings.headers),
            authorization=settings.authorization,
            user=settings.user,
            secret=secrets.get(PASSWORD, "") if settings.authorization else "",
            cookies_file=str(cookies_path(path)) if path else "",
            insecure_tls=settings.insecure_tls,
        )

    # Changing.

    async def change(self, feed: Feed, change: FeedChange, label: str = "") -> ChangeSet:
        """Change a feed and what is wanted of it, as one deed; secrets are kept or let go with it.

        Raises:
            NotFound: there is no such feed.
            CredentialsError: a secret can be kept nowhere.
            FeedError: what is wanted makes sense of feeds from the web only.
            StoreError: another process has changed the feed meanwhile.
        """
        if change.settings is not None and not server_of(feed.feed_url) and _is_of_the_web(change.settings):
            raise FeedError(
                f"{feed.title} is not fetched from the web: it has an interval, and how much is kept."
            )
        await self._memory.freshen()
        old = self._definition(feed.feed_url)
        before = NO_SETTINGS if old is None else read_settings(old.body)
        settings, table = before, None
        if change.settings is not None or change.secrets:
            settings = replace(
                change.settings or before, credentials=before.credentials, server=before.server
            )
            if change.secrets or _private(settings) != _private(before):
                settings = replace(settings, server=server_of(feed.feed_url) if _is_bound(settings) else "")
            settings, table = await self._kept_anew(before, settings, change.secrets)
        body = _body({} if old is None else old.body, change, settings)
        definition = _defined(old, feed.feed_url, body)
        steps = () if definition is None else (definition,)
        done = await self._memory.write(feeds.edit_feed, feed.id, change.edits, steps, label, self._clock())
        if before.credentials and not settings.credentials:
            await self._in_turn(self._box().remove, before.credentials)
        if table is not None and change.secrets:
            await self._memory.write(feeds.make_due, feed.id)
        return done

    async def subscribe(
        self, wishes: Sequence[Subscription], changes: Sequence[DefinitionChange] = ()
    ) -> ChangeSet:
        """Subscribe; a password that stands in an address is kept as any other, and not in the store.

        Raises:
            CredentialsError: it can be kept nowhere; then the feed is there without it.
        """
        logins = {url: (user, word) for url, user, word in (parted(one.feed_url) for one in wishes) if word}
        plain = [replace(one, feed_url=parted(one.feed_url)[0]) for one in wishes]
        done = await self._memory.write(feeds.subscribe, plain, self._clock(), changes)
        fresh = {one.feed_id for one in done.subscriptions if one.subscribed}
        for feed in self._memory.feeds:
            if feed.id in fresh and feed.feed_url in logins:
                user, password = logins[feed.feed_url]
                # Who has written it into an address without encryption wants it so.
                bare = feed.feed_url.startswith("http:")
                wanted = replace(
                    self.settings(feed.feed_url), authorization="basic", user=user, unencrypted=bare
                )
                await self.change(feed, FeedChange(settings=wanted, secrets={PASSWORD: password}), _LOGIN)
                labels = [done.label, _LOGIN]
                await self._memory.write(status.join_deeds, labels, done.label, self._clock())
        return done

    async def sweep(self) -> int:
        """Let go of secrets whose feed nobody can bring back any more; how many tables went."""
        if not await asyncio.to_thread(self._folder.exists):
            return 0
        # Another process may just have kept one, and be about to name it.
        names = await self._in_turn(self._box().names, (self._clock() - _SETTLED).timestamp())
        if not names:
            return 0
        known = await self._memory.read(feeds.lately_subscribed, self._clock() - _FORGIVEN)
        used = {
            read_settings(one.body).credentials
            for one in self._memory.definitions
            if one.kind == "feed" and one.name in known
        }
        for name in names - used:
            await self._in_turn(self._box().remove, name)
        return len(names - used)

    # Secrets.

    async def _kept_anew(
        self, before: FeedSettings, settings: FeedSettings, given: Mapping[str, str]
    ) -> tuple[FeedSettings, Mapping[str, str] | None]:
        """The settings with the name of their secrets, and these; kept before anything names them."""
        from tui.credentials import CredentialsError

        wanted = set(_wanted(settings))
        if not wanted:
            return replace(settings, credentials=""), {}
        # What was given for another server goes to this one only if somebody gives it once more.
        moved = bool(before.server) and not is_for(before.server, settings.server or before.server)
        try:
            there = await self._secrets(before)
        except CredentialsError:
            # Damaged, or locked: all that is wanted must be given once more.
            if not wanted <= set(given):
                raise
            there = {}
        if moved:
            there = {name: value for name, value in there.items() if name == PROXY}
            # Undo leads back to what was kept.
            settings = replace(settings, credentials="")
        table = {name: value for name, value in {**there, **given}.items() if name in wanted}
        if table == there and settings.credentials:
            return settings, None
        name = settings.credentials or self._box().new_name()
        await self._in_turn(self._box().write, name, table)
        return replace(settings, credentials=name), table

    async def _secrets(self, settings: FeedSettings) -> Mapping[str, str]:
        if not settings.credentials:
            return {}
        return await self._in_turn(self._box().read, settings.credentials)

    async def _in_turn(self, work: Callable[..., Result], *given: object) -> Result:
        """Ask the strongbox; one at a time, for a keyring may keep us waiting and must not hold up others."""
        if self._thread is None:
            self._thread = ThreadPoolExecutor(1, "credentials")
        return await asyncio.get_running_loop().run_in_executor(self._thread, work, *given)

    def _box(self) -> "Strongbox":
        if self._strongbox is None:
            from tui.credentials import Strongbox

            self._strongbox = Strongbox(self._folder)
        return self._strongbox

    def _definition(self, feed_url: str) -> Definition | None:
        mine: Iterable[Definition] = (one for one in self._memory.definitions if one.kind == "feed")
        return next((one for one in mine if one.name == feed_url), None)


def _failed(url: str, sentence: str) -> FetchFailed:
    return FetchFailed(url, FailureKind.UNAUTHORIZED, sentence)


def _wanted(settings: FeedSettings) -> Iterable[str]:
    if settings.authorization:
        yield PASSWORD
    if "@" in settings.proxy:
        yield PROXY
    yield from map(header_secret, settings.secret_headers)


def _all_there(settings: FeedSettings, secrets: Mapping[str, str]) -> bool:
    return all(name in secrets for name in _wanted(settings) if name != PROXY)


def _private(settings: FeedSettings) -> tuple[object, ...]:
    """What is for one server only."""
    return (
        settings.authorization,
        settings.user,
        settings.headers,
        settings.cookies_file,
        settings.insecure_tls,
        settings.unencrypted,
    )


def _is_bound(settings: FeedSettings) -> bool:
    return any(_private(settings))


def _is_of_the_web(settings: FeedSettings) -> bool:
    return _is_bound(settings) or bool(settings.user_agent or settings.proxy)


def _proxy(settings: FeedSettings, secrets: Mapping[str, str]) -> str | None:
    if not settings.proxy:
        return None
    if settings.proxy == DIRECT:
        return ""
    password = secrets.get(PROXY, "")
    if not password or "@" not in settings.proxy:
        return settings.proxy
    from urllib.parse import quote

    return settings.proxy.replace("@", f":{quote(password, safe='')}@", 1)


def _body(body: Mapping[str, object], change: FeedChange, settings: FeedSettings) -> dict[str, object]:
    said = with_settings(body, settings)
    if change.text is not None and change.text != read_choice(said):
        said = with_choice(said, change.text)
    if change.hidden is not None:
        said = {**{key: value for key, value in said.items() if key != "hidden"}}
        if change.hidden:
            said["hidden"] = True
    return said


def _defined(old: Definition | None, feed_url: str, body: Mapping[str, object]) -> DefinitionChange | None:
    if old is None:
        return DefinitionChange(None, Definition("feed", feed_url, body)) if body else None
    if old.body == body:
        return None
    return DefinitionChange(old, replace(old, body=body) if body else None)

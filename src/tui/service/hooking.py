"""The user's hooks: a program after each refresh, and one for the new articles.

They are lists of arguments and never a shell; what happened is JSON on their standard input, and
nothing of a publisher's is among the arguments. New articles come as lines, many to one process:
a first refresh brings thousands. A hook that fails is told of and stops nothing.
"""

import asyncio
import json
import logging
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime

from tui.config.settings import Settings
from tui.model.article import Article
from tui.model.errors import BroadsheetError
from tui.model.ids import ArticleId
from tui.model.progress import RefreshSummary
from tui.model.rule import Rule
from tui.query.matcher import matches, subject_of
from tui.render.writing.record import article_fields, line_of, time_of
from tui.rules import ReadyRule, ready_rule
from tui.service.commanding import Said, run_command
from tui.service.memory import Memory
from tui.store import announcing, articles

__all__ = ["Hooking"]

_log = logging.getLogger(__name__)

#: So many articles go to one process.
_AT_ONCE = 1_000
#: So many are read at a time.
_PAGE = 200
#: Lines and characters of what a hook says that the log keeps.
_MOST_LINES, _LONGEST = 50, 500
#: What a service manager told the daemon is not for its children.
_OURS = ("NOTIFY_SOCKET", "WATCHDOG_PID", "WATCHDOG_USEC")


class Hooking:
    """Runs the hooks of one library."""

    def __init__(
        self, memory: Memory, settings: Settings, environ: Mapping[str, str], clock: Callable[[], datetime]
    ) -> None:
        self._memory, self._hooks, self._clock = memory, settings.hooks, clock
        self._seconds = settings.command_seconds
        self._environ = {name: value for name, value in environ.items() if name not in _OURS}

    async def run(self, summary: RefreshSummary) -> tuple[str, ...]:
        """What there is to run after a refresh; sentences on what went wrong."""
        troubles: list[str] = []
        if self._hooks.new_article:
            troubles += await self._tell_of_articles()
        if self._hooks.after_refresh and summary.total:
            told = json.dumps(_summary_fields(summary, self._clock())) + "\n"
            troubles += await self._tell("after_refresh", self._hooks.after_refresh, told)
        return tuple(troubles)

    async def _tell_of_articles(self) -> list[str]:
        troubles: dict[str, None] = {}
        try:
            for lines in await self._lines():
                said = await self._tell("new_article", self._hooks.new_article, lines)
                troubles.update(dict.fromkeys(said))
        except BroadsheetError as error:
            # The disk is full, or the query names a saved search that is gone.
            troubles[_not_run("new_article", error)] = None
            _log.warning("%s", _not_run("new_article", error))
        return list(troubles)

    async def _lines(self) -> list[str]:
        """What each process is given; from here on nobody else gives it."""
        if not await self._memory.read(announcing.waiting):
            return []
        # Before they are taken: a query that cannot be asked leaves them where they are.
        self._ready()
        ids = await self._memory.write(announcing.take)
        some = [await self._wanted(ids[start : start + _AT_ONCE]) for start in range(0, len(ids), _AT_ONCE)]
        return ["".join(f"{json.dumps(article_fields(one))}\n" for one in found) for found in some if found]

    def _ready(self) -> ReadyRule:
        return ready_rule(Rule("new_article", self._hooks.new_article_query), self._memory.searches)

    async def _wanted(self, ids: Sequence[ArticleId]) -> list[Article]:
        found: list[Article] = []
        for start in range(0, len(ids), _PAGE):
            some = await self._memory.read(articles.many, list(ids[start : start + _PAGE]))
            found += await asyncio.to_thread(self._matching, some)
        return found

    def _matching(self, some: Sequence[Article]) -> list[Article]:
        """Those that the query finds, and that nobody has hidden meanwhile."""
        wanted = self._ready()
        feeds = {feed.id: feed for feed in self._memory.feeds}
        now = self._memory.local(self._clock())
        return [
            article
            for article in some
            if article.feed_id in feeds
            and matches(wanted.asked, subject_of(article, feeds[article.feed_id], new=True), now)
        ]

    async def _tell(self, name: str, argv: Sequence[str], text: str) -> list[str]:
        environ = {**self._environ, "BROADSHEET_HOOK": name}
        try:
            said = await run_command(argv, text, environ, self._seconds)
        except BroadsheetError as error:
            trouble = _not_run(name, error)
        else:
            for line in said.output.splitlines()[:_MOST_LINES]:
                _log.info("%s: %s", name, line[:_LONGEST])
            trouble = _trouble(name, said, self._seconds)
        if not trouble:
            return []
        _log.warning("%s", trouble)
        return [trouble]


def _not_run(name: str, error: BroadsheetError) -> str:
    return f"The hook {name} was not run: {error}"


def _trouble(name: str, said: Said, seconds: float) -> str:
    if said.late:
        return f"The hook {name} was stopped: it took longer than {seconds:g} seconds."
    if not said.code:
        return ""
    lines = said.output.split("\n")
    last = next((line.strip() for line in reversed(lines) if line.strip()), "")[:_LONGEST]
    return f"The hook {name} ended with {said.code}{f': {last}' if last else ''}."


def _summary_fields(summary: RefreshSummary, now: datetime) -> dict[str, object]:
    """A refresh by its documented names."""
    return {
        "feeds": summary.total,
        "unchanged": summary.unchanged,
        "new": summary.new,
        "updated": summary.updated,
        "hidden": summary.hidden,
        "failed": [
            {
                "feed_id": one.feed_id,
                "feed": line_of(one.title),
                "error": line_of(one.sentence),
                "error_kind": one.kind.value,
            }
            for one in summary.failed
        ],
        "finished_at": time_of(now),
    }

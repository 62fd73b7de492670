"""The doctor: the store examined and mended, and every feed that is not well, in words."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from tui.model.definition import Definition
from tui.model.feed import Feed
from tui.model.ids import FeedId
from tui.model.origin import is_own
from tui.query.searches import Searches
from tui.rules import ready_rules
from tui.service.checkup import illness_of, silence_of
from tui.service.memory import Memory
from tui.service.rule_reading import rules_in
from tui.store import Database, backups, maintenance

__all__ = ["Finding", "back_up", "examine", "feed_findings", "rule_findings"]

_STORE = "store"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing the doctor has to say."""

    #: "store", the title of a feed, or a rule by its name.
    subject: str
    sentence: str
    #: True when there is nothing to do, or it has just been done.
    well: bool
    feed_id: FeedId | None = None


async def examine(database: Database, memory: Memory, repair: bool, now: datetime) -> tuple[Finding, ...]:
    """Look through the store and the feeds; with ``repair`` mend the store if it needs it."""
    return (
        *await _store_findings(database, memory, repair),
        *feed_findings(memory.feeds, now),
        *rule_findings(memory.definitions, memory.searches, now),
    )


async def back_up(database: Database, keep: int, now: datetime) -> None:
    """Make today's backup unless there is one, and let go of the oldest beyond ``keep``.

    Raises:
        StoreDamaged: the store is broken; the older backups are kept.
    """
    today = now.date().isoformat()
    made = any(today in path.name for path in backups.backups_in(database.backup_dir))
    if keep and not made:
        await database.read(maintenance.backup, database.backup_dir, keep, now)


async def _store_findings(database: Database, memory: Memory, repair: bool) -> list[Finding]:
    if database.read_only:
        problems = await database.read(maintenance.quick_check)
    else:
        problems = await database.write(maintenance.check)
    if not problems:
        return [Finding(_STORE, "The store is sound.", True)]
    found = [Finding(_STORE, sentence, False) for sentence in problems]
    if not repair or database.read_only:
        return found
    done = await database.write(maintenance.repair)
    await memory.start_over()
    await memory.index_texts()
    left = await database.write(maintenance.check)
    mended = [Finding(_STORE, sentence, True) for sentence in (*problems, *done)]
    return mended + [Finding(_STORE, sentence, False) for sentence in left]


def feed_findings(feeds: Sequence[Feed], now: datetime) -> list[Finding]:
    """What is wrong with feeds: failing, gone, silent."""
    found = [(feed, _trouble(feed, now)) for feed in feeds if not is_own(feed.feed_url)]
    return [Finding(feed.title, sentence, False, feed.id) for feed, sentence in found if sentence]


def rule_findings(definitions: Sequence[Definition], searches: Searches, now: datetime) -> list[Finding]:
    """Rules that would act but cannot."""
    _, paused = ready_rules(rules_in(definitions), now, searches)
    return [Finding(f"rule “{one.rule.name}”", f"It is paused. {one.reason}", False) for one in paused]


def _trouble(feed: Feed, now: datetime) -> str:
    ill = illness_of(feed)
    return silence_of(feed, now) if ill is None else ill.sentence

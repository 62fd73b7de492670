"""Rules on arrival, rules tried on what is here, and rules applied: one and the same."""

import asyncio
import sqlite3
from dataclasses import replace
from datetime import UTC, timedelta

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.factories import NOW, make_prepared
from tests.service.opened import SETTINGS
from tests.service.test_agreement import PHASES, empty_store, entries, expressions
from tui.config.paths import from_environment, make_folders
from tui.model.errors import BroadsheetError
from tui.model.feed import FeedHealth, Subscription
from tui.model.ingest import IngestPlan
from tui.model.rule import Rule, RuleAction
from tui.query import Query, parse, print_query, terms
from tui.service.arrivals import Arrivals
from tui.service.library import Library

#: What the query of a rule may say; names of saved searches mean nothing here.
askable = expressions.filter(
    lambda expr: not any(one.field.startswith("feed.") or one.field == "search" for one in terms(expr))
)
ACTIONS = (
    RuleAction("tag", "news/africa"),
    RuleAction("tag", "sport"),
    RuleAction("untag", "wire"),
    RuleAction("untag", "sport"),
    RuleAction("read"),
    RuleAction("star"),
    RuleAction("later"),
    RuleAction("hide"),
    RuleAction("notify"),
    RuleAction("fulltext"),
)
TABLES = ("article", "article_tag", "removed_tag", "rule_hit")


@st.composite
def rules(draw, name):
    some = draw(st.lists(st.sampled_from(ACTIONS), min_size=1, max_size=3, unique=True))
    if RuleAction("tag", "sport") in some and RuleAction("untag", "sport") in some:
        some.remove(RuleAction("untag", "sport"))
    return Rule(
        name,
        print_query(Query(draw(askable))),
        tuple(some),
        draw(st.sampled_from(((), (), ("https://example.org/0",)))),
        keep_newest=draw(st.sampled_from((None, None, 1, 2))),
    )


@st.composite
def worlds(draw):
    sizes = draw(st.lists(st.integers(0, 6), min_size=1, max_size=3))
    feeds = [[draw(entries(100 * feed + one)) for one in range(size)] for feed, size in enumerate(sizes)]
    # Many on one day, so that there is something to keep the newest of.
    feeds = [
        [
            replace(one, published_at=NOW - timedelta(hours=place % 3)) if place % 2 else one
            for place, one in enumerate(some)
        ]
        for some in feeds
    ]
    return feeds, [draw(rules(f"Rule {number}")) for number in range(draw(st.integers(1, 3)))]


async def opened_empty(home, feeds):
    paths = from_environment({"BROADSHEET_HOME": str(home)})
    make_folders(paths)
    paths.store_file.write_bytes(empty_store())
    library = await Library.open(SETTINGS, paths, clock=lambda: NOW, environ={}, zone=UTC)
    await library.subscribe(
        [
            Subscription(
                f"https://example.org/{number}", title=f"Feed {number}", category="World", tags=("wire",)
            )
            for number in range(len(feeds))
        ]
    )
    return library, paths


async def arrive(library, feeds):
    """Everything comes at once, as a refresh brings it."""
    by_url = {feed.feed_url: feed for feed in library.feeds()}
    arrivals = Arrivals(library._memory)
    plans = []
    for number, some in enumerate(feeds):
        feed = by_url[f"https://example.org/{number}"]
        plan = IngestPlan(feed.id, NOW, FeedHealth(checked_at=NOW), tuple(some))
        plans.append(await arrivals.ruled(feed, plan))
    changes = await library._memory.ingest(plans)
    settled = await arrivals.settled(changes, NOW)
    await library._memory.index_texts()
    return [one.changes for one in settled]


def state(paths):
    """Every article by guid: its marks, its tags and why rules touched it."""
    with sqlite3.connect(paths.store_file) as plain:
        names = dict(plain.execute("SELECT id, name FROM definition"))
        marks = {
            number: [guid, *flags]
            for number, guid, *flags in plain.execute(
                "SELECT id, guid, read, starred, later, hidden FROM article"
            )
        }
        tags, hits = {}, {}
        for number, name in plain.execute(
            "SELECT article_id, name FROM article_tag JOIN tag ON tag.id = tag_id"
        ):
            tags.setdefault(number, set()).add(name)
        waiting = {number for (number,) in plain.execute("SELECT article_id FROM full_text")}
        for number, rule_id, did in plain.execute("SELECT article_id, rule_id, did FROM rule_hit"):
            hits.setdefault(number, {})[names[rule_id]] = did
    plain.close()
    return {
        guid: (
            *flags,
            number in waiting,
            frozenset(tags.get(number, ())),
            tuple(sorted(hits.get(number, {}).items())),
        )
        for number, (guid, *flags) in marks.items()
    }


def rows(paths):
    """The tables that rules write, without the counter of writes."""
    with sqlite3.connect(paths.store_file) as plain:
        plain.row_factory = sqlite3.Row
        found = {}
        for table in TABLES:
            some = [dict(row) for row in plain.execute(f"SELECT * FROM {table}")]
            for row in some:
                row.pop("generation", None)
                # It stays when an article becomes unread again.
                row.pop("read_at", None)
            found[table] = sorted(map(repr, some))
    plain.close()
    return found


async def indexed(library):
    """What the index in memory says, after everything that was applied to it."""
    found = {}
    for text in (
        "is:unread",
        "is:starred",
        "is:later",
        "is:hidden",
        "#sport is:(hidden,read,unread)",
        "tag:wire",
        "",
    ):
        found[text] = sorted(int(one) for one in (await library.select(parse(text))).ids)
    return found


@settings(max_examples=30, deadline=None, phases=PHASES, suppress_health_check=list(HealthCheck))
@given(worlds())
def test_on_arrival_tried_applied_and_undone(tmp_path_factory, world):
    feeds, some = world
    empty_store()

    async def work():
        # Once with the rules there first, once with the articles there first.
        early, early_paths = await opened_empty(tmp_path_factory.mktemp("early"), feeds)
        late, late_paths = await opened_empty(tmp_path_factory.mktemp("late"), feeds)
        try:
            for rule in some:
                await early.rules.save(rule)
            # The index is there before, so that it has to follow.
            await early.select(Query())
            await arrive(early, feeds)
            await arrive(late, feeds)
            for rule in some:
                await late.rules.save(rule)
            before = rows(late_paths)
            trial = await late.rules.test(late.rules.all())
            assert rows(late_paths) == before
            await late.select(Query())
            changes = await late.rules.apply(trial)
            assert without_notices(state(late_paths)) == without_notices(state(early_paths))

            touched = {int(one) for one in trial.ids}
            changed = {number for one in (*changes.statuses, *changes.tags) for number in one.ids}
            asked = {
                number for ids, hit in trial.hits() if RuleAction("fulltext") in hit.did for number in ids
            }
            assert changed | asked == touched and len(trial.ids) == len(touched)
            assert bool(changes) == bool(touched)
            for action, count in trial.counts:
                done = {number for ids, hit in trial.hits() if action in hit.did for number in ids}
                assert len(done) <= count
            again = await late.rules.test(late.rules.all())
            if len(late.rules.all()) == 1:
                assert not len(again.ids)

            for library, paths in ((early, early_paths), (late, late_paths)):
                now = await indexed(library)
                await library.close()
                fresh = await Library.open(SETTINGS, paths, clock=lambda: NOW, environ={}, zone=UTC)
                await fresh._memory.start_over()
                assert await indexed(fresh) == now
                await fresh.close()
            late = await Library.open(SETTINGS, late_paths, clock=lambda: NOW, environ={}, zone=UTC)
            if touched:
                after = rows(late_paths)
                assert (await late.undo()).label.startswith("apply ")
                assert rows(late_paths) == before
                await late.redo()
                assert rows(late_paths) == after
                await late.undo()
        finally:
            await early.close()
            await late.close()

    try:
        asyncio.run(work())
    except BroadsheetError as error:
        raise AssertionError(str(error)) from error


def without_notices(found):
    """A notice is given on arrival only; a hit that was nothing else is not there afterwards."""
    return {
        guid: (*rest, tuple(one for name, did in hits if (one := (name, _quiet(did)))[1] is not None))
        for guid, (*rest, hits) in found.items()
    }


def _quiet(did):
    import json

    actions, why = json.loads(did)
    kept = [one for one in actions if one != ["notify"]]
    return (json.dumps(kept), why) if kept else None


def test_a_rule_about_copies_keeps_the_newest_of_each_feed_and_day(tmp_path):
    def piece(name, hours):
        # Of one number, so that nobody takes them for copies.
        return make_prepared(
            1,
            guid=name,
            title=f"Of {name}",
            url=f"https://{name}.example/",
            published_at=NOW - timedelta(hours=hours),
        )

    def gone(paths):
        return {guid for guid, marks in state(paths).items() if marks[3]}

    feeds = [[piece(f"{name}{hours}", hours) for hours in (1, 2)] for name in "ab"]

    async def work():
        library, paths = await opened_empty(tmp_path, feeds)
        try:
            await library.rules.save(Rule("Few", "-is:duplicate", (RuleAction("hide"),), keep_newest=1))
            await arrive(library, feeds)
            assert gone(paths) == {"a2", "b2"}
            # One more in the first: that has a neighbor of its own feed to go, and no other.
            changes = await arrive(library, [[piece("a0", 0)], []])
            assert gone(paths) == {"a1", "a2", "b2"}
            assert [[one.hidden for one in change.updated] for change in changes] == [[True], []]
        finally:
            await library.close()

    # Made before, for it wants a loop of its own.
    empty_store()
    asyncio.run(work())

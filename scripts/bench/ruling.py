"""Rules: ten tried on 100,000 articles, and ten asked of each arriving one."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

from screen import store_home
from setting import Row, median

#: What people write: words, names, facts, some of it together, one that keeps a few a day.
QUERIES = (
    "energy OR solar OR wind", "title:market -title:stock", '"north sea" OR harbor*', "author:jane is:unread",
    "#{0} newer:30d", "#{1} -#{0}", "words:<80", "category:news title:(a,b,c)", "url:shorts OR has:audio", "",
)  # fmt: skip
ARRIVALS = 400


def rows(rounds: int, articles: int = 100_000) -> Iterator[Row]:
    """Seconds for ten rules over the store; milliseconds for ten rules and one arrival."""
    env = store_home(articles)
    trials, arrival, touched = asyncio.run(measure(Path(env["BROADSHEET_HOME"]), rounds))
    yield Row(
        "ten rules over 100k articles, s", median(trials), "≤ 1", 1, f"{touched:,} articles would change"
    )
    yield Row("ten rules, an arriving article, ms", median(arrival), "≤ 1", 1)


async def measure(folder: Path, rounds: int) -> tuple[list[float], list[float], int]:
    """The dry run whole, as the screen asks for it; and the decision about articles of the store."""
    from tui.config.paths import from_environment
    from tui.config.settings import Settings
    from tui.model.rule import Rule, RuleAction
    from tui.query import parse, subject_of
    from tui.rules import Arriving, arrive, ready_rules
    from tui.service.library import Library

    library = await Library.open(Settings(backups=0), from_environment({"BROADSHEET_HOME": str(folder)}))
    tags = [f'"{tag}"' for tag in library.tags()[:2]] or ["a", "b"]
    kinds = (RuleAction("tag", "ruled"), RuleAction("read"), RuleAction("star"), RuleAction("hide"))
    rules = [
        Rule(
            f"Rule {number}",
            text.format(*tags),
            (kinds[number % 4],),
            id=number + 1,
            keep_newest=None if text else 5,
        )
        for number, text in enumerate(QUERIES)
    ]
    await library.rules.test(rules)
    trials: list[float] = []
    touched = 0
    for _ in range(rounds):
        start = time.perf_counter()
        touched = len((await library.rules.test(rules)).ids)
        trials.append(time.perf_counter() - start)
    feeds = {feed.id: feed for feed in library.feeds()}
    ids = (await library.select(parse("limit:400"))).ids
    articles = await library.articles(ids[:ARRIVALS])
    now = datetime.now().astimezone()
    ready, _ = ready_rules(rules, now)
    arrivals: list[float] = []
    for _ in range(rounds):
        # Made anew: the words of a text are found with the first question.
        some = [Arriving(str(one.id), subject_of(one, feeds[one.feed_id])) for one in articles]
        start = time.perf_counter()
        arrive(ready, some, (), now)
        arrivals.append((time.perf_counter() - start) * 1000 / len(some))
    await library.close()
    return trials, arrivals, touched

"""Any address becomes an article: a built-in feed of what the user has saved.

It is never fetched by a refresh and no other reader hears of it. An article arrives in it hidden,
and what shows it is the user's deed: so undo takes a saved page back like anything else.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from hashlib import blake2b

from tui.model.article import Article
from tui.model.changes import ChangeSet, StatusChange, TagChange, Wish
from tui.model.clean import clean
from tui.model.errors import BroadsheetError
from tui.model.feed import Feed, FeedHealth, Subscription
from tui.model.full_text import FullText
from tui.model.ingest import IngestPlan, PreparedEntry
from tui.model.rule import Outcome
from tui.service.finding import addresses
from tui.service.memory import Memory
from tui.service.pages import FoundPage
from tui.store import articles, feeds, full_texts, status

__all__ = ["SAVED_TITLE", "SAVED_URL", "SavedPage", "page_address", "save"]

SAVED_URL = "broadsheet:saved"
SAVED_TITLE = "Saved pages"
_HIDDEN = Outcome(hidden=True)


@dataclass(frozen=True, slots=True)
class SavedPage:
    """What has become of an address."""

    article: Article
    changes: ChangeSet
    #: Why its text could not be had; it is saved all the same.
    trouble: str = ""


def page_address(typed: str) -> str:
    """The web address that was meant.

    Raises:
        BroadsheetError: it is none.
    """
    from tui.content import urls

    # What looks like a name and a host is mail, not a page.
    tries = () if "://" not in typed and "@" in typed else addresses(typed)
    url = next((urls.web_url(one) for one in tries), "")
    if not url.startswith(("http://", "https://")):
        raise BroadsheetError(
            f"“{clean(typed, 80)}” is not a web address: it begins with https:// or http://."
        )
    return url.partition("#")[0]


async def save(memory: Memory, url: str, found: FoundPage, tags: Sequence[str], now: datetime) -> SavedPage:
    """Keep a page for later, with its text or with the sentence why there is none."""
    from tui.content import words_and_minutes

    feed = await _feed(memory, now)
    entry = _entry(url, found)
    known = (await memory.known_entries(feed.id)).get(entry.guid)
    health = FeedHealth(checked_at=now, changed_at=now)
    # What somebody keeps on purpose stays a row of its own.
    plan = IngestPlan(feed.id, now, health, outcomes={entry.guid: _HIDDEN}, copies="never")
    if known is None or known.article_id is None:
        (arrived,) = await memory.ingest([replace(plan, new=(entry,))])
        number = arrived.new[0].id
    else:
        number = known.article_id
        if not found.trouble:
            # Saved again: what the page says now takes the place of what it said then.
            await memory.ingest([replace(plan, changed=((number, entry),))])
    if found.trouble:
        text = FullText("extracted", found.url, now, trouble=found.trouble)
        await memory.write(full_texts.put, [(number, text)], words_and_minutes)
    await memory.index_texts()
    label = f"save “{entry.title}”"
    changes = await memory.write(status.change, [number], _wishes(tags), label, now)
    return SavedPage(await memory.read(articles.get, number), changes, found.trouble)


async def _feed(memory: Memory, now: datetime) -> Feed:
    """The feed of saved pages, made with the first."""
    await memory.freshen()
    found = _among(memory)
    if found is None:
        await memory.write(feeds.subscribe, (Subscription(SAVED_URL, SAVED_TITLE),), now)
        found = _among(memory)
    assert found is not None
    return found


def _among(memory: Memory) -> Feed | None:
    return next((feed for feed in memory.feeds if feed.feed_url == SAVED_URL), None)


def _wishes(tags: Sequence[str]) -> list[Wish]:
    wishes: list[Wish] = [StatusChange("hidden", False, ()), StatusChange("later", True, ())]
    return [*wishes, *(TagChange(tag, True, ()) for tag in tags)]


def _entry(url: str, found: FoundPage) -> PreparedEntry:
    facts, page = found.page.facts, found.page
    digest = blake2b(f"{facts.title}\0{page.html}".encode(), digest_size=8).digest()
    return PreparedEntry(
        guid=url,
        url=url,
        title=facts.title or clean(url.partition("://")[2], 200),
        author=facts.author,
        published_at=facts.published_at,
        updated_at=None,
        html=page.html,
        text=page.text,
        words=page.words,
        minutes=page.minutes,
        language=facts.language,
        terms=facts.terms,
        enclosures=(),
        comments_url="",
        source=facts.source,
        image_url=facts.image_url,
        raw_hash=digest,
        fingerprint=digest,
    )

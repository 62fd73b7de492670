"""Which text of an article is shown, and whether its page is fetched for that. Pure."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlsplit

from tui.model.article import Article
from tui.model.changes import DefinitionChange
from tui.model.definition import Definition
from tui.model.extraction import NO_RULE, SiteRule, Step
from tui.model.feed import Feed
from tui.model.full_text import NO_TEXT_CHOICE, TextChoice, When, read_choice, with_choice
from tui.service.saving import Saving

__all__ = ["choice_for", "chosen", "due", "fetched_ahead", "rule_for", "steps_of", "wanted_step"]

#: What could not be had is tried again by itself after so long; by key at once.
_AGAIN = timedelta(hours=1)


def choice_for(definitions: Iterable[Definition], feed: Feed) -> TextChoice:
    """What is wanted for the articles of a feed."""
    for one in definitions:
        if one.kind == "feed" and one.name == feed.feed_url:
            return read_choice(one.body)
    return NO_TEXT_CHOICE


def rule_for(url: str, choice: TextChoice, sites: Sequence[SiteRule]) -> SiteRule | None:
    """The rule for an article's site: the feed's own before the first in the file that fits."""
    if choice.rule != NO_RULE:
        return choice.rule
    host = _host(url)
    return next((one for one in sites if any(_is_at(host, site) for site in one.sites)), None)


def steps_of(article: Article, rule: SiteRule | None) -> tuple[Step, ...]:
    """The texts of an article that there are or could be, in the round of the key."""
    there = {one.step for one in article.full if not one.trouble}
    on_the_web = article.url.startswith(("http://", "https://"))
    steps: list[Step] = ["feed"]
    if on_the_web or "extracted" in there:
        steps.append("extracted")
    if (on_the_web and rule is not None) or "rule" in there:
        steps.append("rule")
    return tuple(steps)


def wanted_step(steps: Sequence[Step], choice: TextChoice, when: When, *, cut: bool) -> Step:
    """The text to show: that of the feed's remembered step, else by what is set."""
    if choice.step is not None:
        return choice.step if choice.step in steps else steps[-1]
    if when == "always" or (when == "cut" and cut):
        return steps[-1]
    return "feed"


def fetched_ahead(choice: TextChoice, when: When) -> bool:
    """Whether the pages of all new articles of a feed are fetched before anybody opens them."""
    return (choice.when or when) == "always" and choice.step != "feed"


def due(article: Article, wanted: Step, now: datetime) -> bool:
    """Whether the page of an article that is opened should be fetched without being asked for."""
    if wanted == "feed" or not article.url.startswith(("http://", "https://")):
        return False
    known = next((one for one in article.full if one.step == wanted), None)
    if known is None:
        return True
    if known.trouble:
        return now - known.fetched_at >= _AGAIN
    # The publisher has changed the article since.
    return article.revision > 1 and article.updated_at is not None and known.fetched_at < article.updated_at


def chosen(definitions: Iterable[Definition], feed: Feed, choice: TextChoice, label: str) -> Saving:
    """Want something else for the articles of a feed; *definitions* are those of feeds."""
    old = next((one for one in definitions if one.kind == "feed" and one.name == feed.feed_url), None)
    said: Mapping[str, Any] = {} if old is None else old.body
    if read_choice(said) == choice:
        return Saving((), label)
    body = with_choice(said, choice)
    if old is None:
        return Saving((DefinitionChange(None, Definition("feed", feed.feed_url, body)),), label)
    return Saving((DefinitionChange(old, replace(old, body=body) if body else None),), label)


def _host(url: str) -> str:
    try:
        return (urlsplit(url).hostname or "").rstrip(".")
    except ValueError:
        return ""


def _is_at(host: str, site: str) -> bool:
    site = site.lower().rstrip(".")
    if site.startswith("*."):
        return host == site[2:] or host.endswith(site[1:])
    return host.removeprefix("www.") == site.removeprefix("www.")

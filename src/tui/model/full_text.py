"""The texts found on the pages of articles, and what a feed's owner wants shown of them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, Literal, get_args

from tui.model.extraction import NO_RULE, STEPS, PageFacts, SiteRule, Step
from tui.model.ids import SafeHtml

__all__ = [
    "NEVER",
    "NO_HTML",
    "NO_TEXT_CHOICE",
    "WAITING",
    "WHEN",
    "FullText",
    "TextChoice",
    "When",
    "read_choice",
    "searched",
    "step_after",
    "with_choice",
]

#: When an article's page is fetched by itself: where the feed's text looks cut, always, never.
When = Literal["cut", "always", "never"]
WHEN: tuple[When, ...] = get_args(When)

NO_HTML = SafeHtml("")
#: When a page was fetched that is only going to be.
NEVER = datetime.fromtimestamp(0, UTC)
WAITING = "Its page has not been fetched yet."

_LONGEST = 2_000
_MOST = 100


@dataclass(frozen=True, slots=True)
class FullText:
    """What was found on an article's page by one step, or the sentence why nothing was."""

    step: Step
    #: Where the page was, after redirects.
    url: str
    fetched_at: datetime
    html: SafeHtml = NO_HTML
    text: str = ""
    words: int = 0
    minutes: int = 0
    facts: PageFacts = field(default_factory=PageFacts)
    #: Then there is no text.
    trouble: str = ""

    @property
    def waiting(self) -> bool:
        """True while its page has not been fetched yet."""
        return self.fetched_at == NEVER


def searched(text: str, texts: Iterable[str]) -> str:
    """What a search looks into: the feed's text and what was found on the page, in the order of the steps."""
    return "\n".join(one for one in (text, *texts) if one)


@dataclass(frozen=True, slots=True)
class TextChoice:
    """What is wanted for the articles of one feed; part of its definition."""

    #: "" leaves it to the settings.
    when: When | Literal[""] = ""
    #: The step that was shown last by key; ``None`` until then.
    step: Step | None = None
    rule: SiteRule = NO_RULE


NO_TEXT_CHOICE = TextChoice()


def read_choice(body: Mapping[str, Any]) -> TextChoice:
    """The choice that a definition's body holds; what another program may have broken there is left out."""
    said = body.get("text")
    if not isinstance(said, Mapping):
        return NO_TEXT_CHOICE
    when, step = said.get("when"), said.get("step")
    return TextChoice(
        when=when if when in WHEN else "",
        step=step if step in STEPS else None,
        rule=SiteRule(
            keep=_lines(said.get("keep")),
            drop=_lines(said.get("drop")),
            next_page=_line(said.get("next_page")),
            rewrite=_pairs(said.get("rewrite")),
        ),
    )


def with_choice(body: Mapping[str, Any], choice: TextChoice) -> dict[str, Any]:
    """A definition's body with the choice in it; what says nothing is left out."""
    rule = choice.rule
    said: dict[str, Any] = {
        "when": choice.when,
        "step": choice.step,
        "keep": list(rule.keep),
        "drop": list(rule.drop),
        "next_page": rule.next_page,
        "rewrite": [list(pair) for pair in rule.rewrite],
    }
    kept = {key: value for key, value in said.items() if value}
    rest = {key: value for key, value in body.items() if key != "text"}
    return {**rest, "text": kept} if kept else rest


def step_after(steps: Iterable[Step], at: Step, shown: Step) -> Step:
    """The step that a key goes to: the next in the round, passing over the one that is shown.

    ``at`` is the step that was asked for last; where its page could not be had, another is shown,
    and the round comes back to it.
    """
    there = tuple(steps)
    place = there.index(at) if at in there else 0
    following = there[(place + 1) % len(there)]
    if following == shown and at != shown:
        following = there[(there.index(shown) + 1) % len(there)]
    return following


def _line(written: object) -> str:
    return written if isinstance(written, str) and len(written) <= _LONGEST else ""


def _lines(written: object) -> tuple[str, ...]:
    found = written if isinstance(written, list) else []
    return tuple(one for one in map(_line, found[:_MOST]) if one)


def _pairs(written: object) -> tuple[tuple[str, str], ...]:
    found = written if isinstance(written, list) else []
    return tuple(
        (one[0], one[1])
        for one in found[:_MOST]
        if isinstance(one, list) and len(one) == 2 and _line(one[0]) and isinstance(one[1], str)
    )

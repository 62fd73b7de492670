"""From a rule as it is written to one that can be asked, or to the reason why it cannot.

What a rule's query may not say, and why:

* ``sort:``, ``limit:`` and ``group:``: a rule takes every article that matches.
* ``feed.unread:``, ``feed.per-day:``, ``feed.error:``: they are about the feed at this moment.
* ``rule:``: two rules could wait for each other. Rules see what those before them did, so
  the one can put a tag on that the other asks for.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from tui.model.errors import BroadsheetError, QuerySyntaxError, SearchError
from tui.model.rule import Rule
from tui.query.nodes import Expr, Query, Term, all_of, shown, terms
from tui.query.parser import parse
from tui.query.searches import NO_SEARCHES, Searches, place

#: Counts and troubles of a feed change with what the rule itself does, or with the next visit.
_OF_THE_MOMENT = ("feed.unread", "feed.per-day", "feed.error")

__all__ = ["PausedRule", "ReadyRule", "ready_rule", "ready_rules"]


@dataclass(frozen=True, slots=True)
class ReadyRule:
    """A rule that can be asked."""

    rule: Rule
    #: What its query says, saved searches put in place.
    said: Expr
    #: What it asks: in its feeds only, and without hidden articles unless it wants them.
    asked: Expr

    @property
    def asks_copies(self) -> bool:
        """Whether it can only be asked once an article is stored and its copies are known."""
        return any(
            term.field in ("copies", "story") or (term.field == "is" and "duplicate" in term.values)
            for term in terms(self.said)
        )


@dataclass(frozen=True, slots=True)
class PausedRule:
    """A rule that cannot be asked, and why, as a sentence."""

    rule: Rule
    reason: str


def ready_rule(rule: Rule, searches: Searches = NO_SEARCHES) -> ReadyRule:
    """The rule with its query understood.

    Raises:
        QuerySyntaxError: its query is wrong; says where.
        SearchError: a saved search in it cannot be used; says where.
        BroadsheetError: it cannot be asked for another reason.
    """
    if rule.problem:
        raise BroadsheetError(rule.problem)
    query = parse(rule.query)
    if query != Query(query.expr):
        raise QuerySyntaxError(
            "a rule takes every article that matches: leave sort:, limit: and group: out",
            *_place(rule.query, ("sort:", "limit:", "group:")),
        )
    try:
        said = searches.expand(query.expr)
    except SearchError as error:
        # The place is one in the text as it would be printed; here it stands as it was written.
        where = place(rule.query, error.name)
        raise SearchError(error.message, error.name, rule.query, *where) from error
    if any(term.field == "rule" for term in terms(said)):
        raise QuerySyntaxError(
            "a rule cannot ask for rule: (have the other one put a tag on, and ask for that)",
            *_place(rule.query, ("rule:", "search:")),
        )
    about_feed = next((term.field for term in terms(said) if term.field in _OF_THE_MOMENT), "")
    if about_feed:
        raise QuerySyntaxError(
            f"a rule cannot ask for {about_feed}: (it is about the feed, not about what arrives)",
            *_place(rule.query, (f"{about_feed}:", "search:")),
        )
    scope = (Term("feed-url", "=", rule.feeds),) if rule.feeds else ()
    return ReadyRule(rule, said, all_of((shown(said), *scope)))


def ready_rules(
    rules: Sequence[Rule], now: datetime, searches: Searches = NO_SEARCHES
) -> tuple[tuple[ReadyRule, ...], tuple[PausedRule, ...]]:
    """The rules that act at *now*, in their order, and those that would but cannot."""
    ready: list[ReadyRule] = []
    paused: list[PausedRule] = []
    for rule in rules:
        if not rule.problem and (not rule.enabled or (rule.until is not None and rule.until <= now)):
            continue
        try:
            ready.append(ready_rule(rule, searches))
        except BroadsheetError as error:
            paused.append(PausedRule(rule, _sentence(error)))
    return tuple(ready), tuple(paused)


def _place(text: str, names: Sequence[str]) -> tuple[int, int]:
    """Where the first of *names* stands, as a position and a length."""
    found = [(text.find(name), len(name)) for name in names if name in text]
    return min(found, default=(0, max(1, len(text))))


def _sentence(error: BroadsheetError) -> str:
    text = str(error)
    said = f"its query is wrong: {text}" if isinstance(error, QuerySyntaxError) else text
    return said[:1].upper() + said[1:] + ("" if said.endswith((".", "?", "!", ")")) else ".")

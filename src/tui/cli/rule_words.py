"""A rule as options of the command line, and what is wrong with it."""

from argparse import ArgumentParser, Namespace
from datetime import UTC
from typing import TYPE_CHECKING

from tui.cli.asking import pointed
from tui.cli.failure import USAGE, Failure
from tui.cli.naming import one_feed
from tui.cli.words import whole_number
from tui.model.clean import clean
from tui.model.errors import BroadsheetError, QuerySyntaxError
from tui.model.rule import ActionKind, Rule, RuleAction, definition_of

if TYPE_CHECKING:
    from tui.service.library import Library

__all__ = ["add_options", "rule_from", "say_ending", "wrong_query"]

_FLAGS: tuple[ActionKind, ...] = ("read", "star", "later", "hide", "notify", "fulltext")


def add_options(parser: ArgumentParser) -> None:
    """The parts of a rule."""
    parser.add_argument("--query", default="", metavar="QUERY", help="what it takes; everything without")
    parser.add_argument("--tag", action="append", default=[], metavar="TAG", help="put a tag on")
    parser.add_argument("--untag", action="append", default=[], metavar="TAG", help="take a tag off")
    parser.add_argument("--read", action="store_true", help="mark read")
    parser.add_argument("--star", action="store_true", help="star")
    parser.add_argument("--later", action="store_true", help="keep for later")
    parser.add_argument("--hide", action="store_true", help="leave out of every list (is:hidden finds it)")
    parser.add_argument("--notify", action="store_true", help="say so when one arrives")
    parser.add_argument("--fulltext", action="store_true", help="fetch the text on its page")
    parser.add_argument(
        "--feed", action="append", default=[], metavar="FEED", help="only this feed: id, address or title"
    )
    parser.add_argument("--until", metavar="WHEN", help="it ends then: 1w, 3d, 1mo or 2026-12-31")
    parser.add_argument(
        "--keep", type=whole_number, metavar="N", help="leave the newest N of a feed alone, each day"
    )


def rule_from(given: Namespace, name: str, library: "Library") -> Rule:
    """The rule that the options make."""
    actions = [RuleAction("tag", _tag(tag)) for tag in given.tag]
    actions += [RuleAction("untag", _tag(tag)) for tag in given.untag]
    actions += [RuleAction(flag) for flag in _FLAGS if getattr(given, flag)]
    try:
        rule = Rule(
            clean(name, 80),
            given.query.strip(),
            tuple(actions),
            tuple(one_feed(library.feeds(), feed).feed_url for feed in given.feed),
            until=None if given.until is None else library.rules.read_ending(given.until),
            keep_newest=given.keep,
        )
        definition_of(rule)
    except BroadsheetError as error:
        raise Failure(str(error), USAGE) from error
    return rule


def wrong_query(rule: Rule, error: QuerySyntaxError) -> Failure:
    """The failure with a caret under the place."""
    return Failure(error.message, USAGE, pointed(rule.query, error))


def say_ending(rule: Rule) -> str:
    """When a rule ends, as ``--json`` writes moments."""
    assert rule.until is not None
    return rule.until.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")


def _tag(text: str) -> str:
    return " ".join(text.removeprefix("#").split()).strip("/ ")

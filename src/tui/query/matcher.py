"""An expression against one article, without SQL and without sets.

For rules, and for "does this new article belong in the open list?". It agrees with the
index and the store on every query; tests hold the three together.
"""

import operator
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction
from functools import cached_property

from tui.model.article import Article
from tui.model.entry import files_of
from tui.model.features import FEATURES, features_in
from tui.model.feed import Feed
from tui.model.full_text import searched
from tui.query.moments import interval
from tui.query.nodes import And, Everything, Expr, Not, Or, Term
from tui.query.patterns import SECONDS, Patience
from tui.query.words import FTS_FIELDS, fold, holds, path_key, spaced, term_key

__all__ = ["Subject", "carries", "compare_number", "compare_rate", "inside", "matches", "subject_of"]


@dataclass(frozen=True)
class Subject:
    """What a query can ask of one article; not slotted, so that its words are found but once."""

    id: int = 0
    title: str = ""
    author: str = ""
    body: str = ""
    url: str = ""
    source: str = ""
    language: str = ""
    feed_title: str = ""
    feed_url: str = ""
    category: str = ""
    tags: tuple[str, ...] = ()
    #: The publisher's own words for it.
    terms: tuple[str, ...] = ()
    read: bool = False
    starred: bool = False
    later: bool = False
    hidden: bool = False
    #: Arrived in the last refresh.
    new: bool = False
    #: Whole seconds since 1970.
    sorted_at: int = 0
    first_seen_at: int = 0
    words: int = 0
    minutes: int = 0
    #: Media types of the attached files, one for each.
    enclosures: tuple[str, ...] = ()
    #: Names of the rules that acted on it.
    rules: tuple[str, ...] = ()
    #: Its publisher changed it.
    updated: bool = False
    updated_at: int | None = None
    read_at: int | None = None
    #: It has a text from its own page; ``body`` holds that too.
    fulltext: bool = False
    #: What the user wrote on it.
    note: str = ""
    #: It is packed for reading without a network.
    offline: bool = False
    #: The story it is a copy in, 0 for none; how many articles that has; and whether another is the original.
    story: int = 0
    copies: int = 1
    duplicate: bool = False
    #: It has one, or its page is to be fetched; rules ask, queries do not.
    awaited: bool = False
    #: Bits of ``model.features``.
    features: int = 0
    #: Of its feed: unread articles, articles of the last 30 days, trouble.
    feed_unread: int = 0
    feed_month: int = 0
    feed_error: bool = False

    @cached_property
    def spaced(self) -> dict[str, str]:
        """The words of each column of the full-text indexes."""
        columns = (("title", self.title), ("author", self.author), ("body", self.body), ("note", self.note))
        return {name: spaced(text) for name, text in columns}


def subject_of(
    article: Article,
    feed: Feed,
    *,
    new: bool = False,
    rules: tuple[str, ...] = (),
    feed_unread: int = 0,
    feed_month: int = 0,
) -> Subject:
    """An article and its feed as a query sees them.

    ``feed_unread`` and ``feed_month`` are the feed's unread articles and those of the last
    30 days, which only the index knows.
    """
    full = [one for one in article.full if not one.trouble]
    return Subject(
        id=article.id,
        title=article.title,
        author=article.author,
        body=searched(article.text, (one.text for one in full)),
        url=article.url,
        source=article.source,
        language=article.language,
        feed_title=feed.title,
        feed_url=feed.feed_url,
        category=feed.category,
        tags=article.tags,
        terms=article.terms,
        read=article.read,
        starred=article.starred,
        later=article.later,
        hidden=article.hidden,
        new=new,
        sorted_at=int(article.sorted_at.timestamp()),
        first_seen_at=int(article.first_seen_at.timestamp()),
        words=article.words,
        minutes=article.minutes,
        enclosures=tuple(one.media_type for one in files_of(article.enclosures)),
        rules=rules,
        updated=article.revision > 1,
        updated_at=None if article.updated_at is None else int(article.updated_at.timestamp()),
        read_at=None if article.read_at is None else int(article.read_at.timestamp()),
        fulltext=bool(full),
        note=article.note,
        offline=article.offline,
        story=article.story,
        copies=article.copies,
        duplicate=article.duplicate,
        awaited=bool(full) or any(one.waiting for one in article.full),
        features=features_in("".join((article.html, *(one.html for one in full)))),
        feed_unread=feed_unread,
        feed_month=feed_month,
        feed_error=bool(feed.health.error),
    )


def matches(expr: Expr, subject: Subject, now: datetime) -> bool:
    """True if *subject* satisfies *expr* at *now* (whose time zone decides what a day is).

    Raises:
        QueryTooSlow: a pattern takes too long for this one article.
    """
    match expr:
        case Everything():
            return True
        case Not(part):
            return not matches(part, subject, now)
        case And(parts):
            return all(matches(part, subject, now) for part in parts)
        case Or(parts):
            return any(matches(part, subject, now) for part in parts)
        case _:
            return _QUESTIONS[expr.field](expr, subject, now)


def inside(path: str, asked: str) -> bool:
    """True if *path* is *asked* or below it, case ignored: ``news/africa`` is inside ``news``."""
    path, asked = path_key(path), path_key(asked)
    return path == asked or path.startswith(f"{asked}/")


def carries(media_types: tuple[str, ...], content: str) -> bool:
    """True if one of the attached files is of that sort (enclosure, audio, video, image)."""
    if content == "enclosure":
        return bool(media_types)
    return any(media_type.lower().startswith(f"{content}/") for media_type in media_types)


def compare_number(number: int, term: Term) -> bool:
    """True if *number* is what a numeric term asks for."""
    if term.operator == "..":
        ends = [int(value) for value in term.values if value]
        low = min(ends) if term.values[0] else None
        high = max(ends) if term.values[1] else None
        return (low is None or number >= low) and (high is None or number <= high)
    compare = _COMPARE[term.operator]
    return any(compare(number, int(value)) for value in term.values)


def compare_rate(month: int, term: Term) -> bool:
    """True if so many articles in 30 days are as many a day as the term asks for."""
    rate = Fraction(month, 30)
    if term.operator == "..":
        ends = [Fraction(value) for value in term.values if value]
        return (not term.values[0] or rate >= min(ends)) and (not term.values[1] or rate <= max(ends))
    if term.operator == "=":
        # Nobody means a thirtieth: as exact as it is written.
        return any(round(rate, len(value.partition(".")[2])) == Fraction(value) for value in term.values)
    compare = _COMPARE[term.operator]
    return any(compare(rate, Fraction(value)) for value in term.values)


_COMPARE: dict[str, Callable[[Fraction | int, Fraction | int], bool]] = {
    "=": operator.eq,
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}


def _in_time(at: int | None, term: Term, now: datetime) -> bool:
    if at is None:
        return False
    asked = [term.values] if term.operator == ".." else [(value,) for value in term.values]
    for values in asked:
        low, high = interval(term.operator, values, now)
        if (low is None or at >= low) and (high is None or at < high):
            return True
    return False


def _in_pattern(term: Term, *texts: str) -> bool:
    patience = Patience(SECONDS)
    return any(patience.finds(value, text) for value in term.values for text in texts)


def _in_words(term: Term, subject: Subject) -> bool:
    if term.operator == "regex":
        texts = {"title": (subject.title,), "body": (subject.body,), "note": (subject.note,)}
        return _in_pattern(term, *texts.get(term.field, (subject.title, subject.body)))
    prefix = term.operator == "prefix"
    columns = FTS_FIELDS[term.field]
    return any(holds(subject.spaced[name], value, prefix) for name in columns for value in term.values)


def _in_part(term: Term, subject: Subject, text: str) -> bool:
    if term.operator == "prefix":
        return _in_words(term, subject)
    if term.operator == "regex":
        return _in_pattern(term, text)
    if term.operator == "=":
        return text in term.values
    folded = fold(text, term.field)
    return any(fold(value, term.field) in folded for value in term.values)


def _in_path(term: Term, paths: tuple[str, ...]) -> bool:
    if term.operator == "=":
        return any(path_key(path) == path_key(value) for path in paths for value in term.values)
    return any(inside(path, value) for path in paths for value in term.values)


def _has_term(term: Term, subject: Subject) -> bool:
    if term.operator == "exists":
        return bool(subject.terms)
    wanted = set(map(term_key, term.values))
    return any(term_key(name) in wanted for name in subject.terms)


def _has_tag(term: Term, subject: Subject) -> bool:
    return bool(subject.tags) if term.operator == "exists" else _in_path(term, subject.tags)


def _is_state(term: Term, subject: Subject) -> bool:
    return any(not subject.read if state == "unread" else getattr(subject, state) for state in term.values)


def _has_content(term: Term, subject: Subject) -> bool:
    return any(_carries(subject, content) for content in term.values)


def _carries(subject: Subject, content: str) -> bool:
    if content in ("tag", "term", "note"):
        return bool({"tag": subject.tags, "term": subject.terms, "note": subject.note}[content])
    if content in FEATURES:
        return bool(subject.features & FEATURES[content])
    return carries(subject.enclosures, content)


def _is_language(term: Term, subject: Subject) -> bool:
    code = subject.language.lower()
    return any(code == value or code.startswith(f"{value}-") for value in term.values)


def _is_ruled(term: Term, subject: Subject) -> bool:
    asked = {value.casefold() for value in term.values}
    return any(name.casefold() in asked for name in subject.rules)


def _since(term: Term, subject: Subject, now: datetime) -> bool:
    return any(_in_time(subject.sorted_at, Term("date", "..", (value, "")), now) for value in term.values)


def _until(term: Term, subject: Subject, now: datetime) -> bool:
    return any(_in_time(subject.sorted_at, Term("date", "..", ("", value)), now) for value in term.values)


_Question = Callable[[Term, Subject, datetime], bool]

_QUESTIONS: dict[str, _Question] = {
    "text": lambda term, subject, _: _in_words(term, subject),
    "title": lambda term, subject, _: _in_words(term, subject),
    "body": lambda term, subject, _: _in_words(term, subject),
    "note": lambda term, subject, _: bool(subject.note) and _in_words(term, subject),
    "author": lambda term, subject, _: _in_part(term, subject, subject.author),
    "url": lambda term, subject, _: _in_part(term, subject, subject.url),
    "source": lambda term, subject, _: _in_part(term, subject, subject.source),
    "lang": lambda term, subject, _: _is_language(term, subject),
    "feed": lambda term, subject, _: _in_part(term, subject, subject.feed_title),
    "feed-url": lambda term, subject, _: _in_part(term, subject, subject.feed_url),
    "category": lambda term, subject, _: _in_path(term, (subject.category,)),
    "tag": lambda term, subject, _: _has_tag(term, subject),
    "term": lambda term, subject, _: _has_term(term, subject),
    "is": lambda term, subject, _: _is_state(term, subject),
    "has": lambda term, subject, _: _has_content(term, subject),
    "date": lambda term, subject, now: _in_time(subject.sorted_at, term, now),
    "received": lambda term, subject, now: _in_time(subject.first_seen_at, term, now),
    "updated": lambda term, subject, now: _in_time(subject.updated_at, term, now),
    "read-at": lambda term, subject, now: _in_time(subject.read_at, term, now),
    "newer": _since,
    "older": _until,
    "words": lambda term, subject, _: compare_number(subject.words, term),
    "minutes": lambda term, subject, _: compare_number(subject.minutes, term),
    "enclosures": lambda term, subject, _: compare_number(len(subject.enclosures), term),
    "copies": lambda term, subject, _: compare_number(subject.copies, term),
    "story": lambda term, subject, _: bool(subject.story) and compare_number(subject.story, term),
    # A name finds nothing: whoever asks puts what it stands for in its place first.
    "search": lambda *_: False,
    "rule": lambda term, subject, _: _is_ruled(term, subject),
    "feed.unread": lambda term, subject, _: compare_number(subject.feed_unread, term),
    "feed.per-day": lambda term, subject, _: compare_rate(subject.feed_month, term),
    "feed.error": lambda term, subject, _: str(subject.feed_error).lower() in term.values,
    "id": lambda term, subject, _: compare_number(subject.id, term),
}

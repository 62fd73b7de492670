"""Whether two articles are one piece: by their address, or by their title. Pure.

An article has *clues*, numbers of which two copies share at least one, so that nobody has
to compare everything with everything. One clue is the address. The others are pairs of
neighboring words of the title: two titles that are alike as far as we ask have most pairs in
common, so in any fixed order of all pairs they share one of the first few. The order begins
with the longest pair, which is likely to be the rarest. Chinese, Japanese and Thai have
characters in the place of words. That two clues are one by chance costs a comparison, no more.
"""

import re
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal
from zlib import crc32

from tui.query.words import tokens

__all__ = [
    "LONGEST_DISTANCE",
    "Likeness",
    "Piece",
    "address_key",
    "clues",
    "differ",
    "gist",
    "likeness",
    "piece_of",
]

Likeness = Literal["", "title", "address"]

_DAY = 86_400
#: Seconds between the publication of two copies at most: weeks for one address, days for one title.
LONGEST_DISTANCE = 30 * _DAY
_TITLE_DISTANCE = 3 * _DAY

#: What titles must have in common: two thirds of all pairs of words in either.
_SAME, _OF = 2, 3
#: Words of a title that are looked at; some publishers put a whole post into it.
_LONGEST_TITLE = 24
#: So many words that say something make a title that nobody gives to another piece by chance.
_TELLING = 4.0
_LONG_WORD = 4
#: Long words that say nothing of what a piece is about.
_EMPTY_WORDS = (
    "about after again been before best briefing daily edition episode from have here into just know latest"
    " live more most need news newsletter open over part podcast post review roundup should some that their"
    " them there these they this those thread today tonight top update updates weekly week were what when"
    " where which will with your"
)
_EMPTY = frozenset(_EMPTY_WORDS.split())

#: Text that is compared, words that are needed for it, and the part that even a summary shares.
_TEXT = 4_000
_LEAST = 10
_SHARED = 0.25
_TEXT_WORD = 5

_ADDRESS = re.compile(r"https?://(?:(?:www|m|mobile|amp)\.)?([^/?#]+)([^?#]*)(\?[^#]*)?(#.*)?", re.IGNORECASE)
#: Fragments that name a piece of its own: a comment, a post in a thread.
_OWN_PART = re.compile(r"#(?:comment|reply|post|msg|c|p)[-_]?\d+", re.IGNORECASE)
#: Every answer in a thread has the title of the thread.
_REPLY = re.compile(r"\s*(?:re|aw|sv|antw|fwd?)\s*(?:\[\d+\]\s*)?:", re.IGNORECASE)
_DIGIT = re.compile(r"\d")
#: Clues that are addresses have this bit; those of pairs are below.
_ADDRESSES = 1 << 32
#: The first letter that is neither Latin, Greek nor Cyrillic: there, words are short.
_OTHER_SCRIPTS = "\u0530"


@dataclass(frozen=True, slots=True)
class Piece:
    """What decides of an article whether another is a copy of it."""

    id: int
    feed_id: int
    #: Publication, as the list sorts by it.
    at: int
    #: The address without what does not matter; "" if it leads to no single piece.
    address: str
    #: Pairs of words of the title; none if the title says too little.
    pairs: frozenset[str]
    #: The title's numbers, which must be the same: day 45 is not day 46.
    numbers: tuple[str, ...]


def piece_of(article_id: int, feed_id: int, at: int, url: str, title: str) -> Piece:
    """An article as it is compared."""
    words = tokens(title)[:_LONGEST_TITLE]
    if sum(map(_weight, set(words))) < _TELLING or _REPLY.match(title):
        return Piece(article_id, feed_id, at, address_key(url), frozenset(), ())
    pairs = frozenset(map(" ".join, pairwise(words)))
    numbers = tuple(sorted(filter(_DIGIT.search, words))) if _DIGIT.search(title) else ()
    return Piece(article_id, feed_id, at, address_key(url), pairs, numbers)


def address_key(url: str) -> str:
    """An address without scheme, ``www.``, last slash and fragment; "" if it is only a site's.

    What watches the reader is taken out of all addresses before they are stored.
    """
    found = _ADDRESS.fullmatch(url)
    if found is None:
        return ""
    host, path, query, fragment = found.groups("")
    path = path.rstrip("/").removesuffix("/amp")
    if not path and not query:
        return ""
    part = fragment if fragment and _OWN_PART.fullmatch(fragment) else ""
    return f"{host.lower()}{path}{query}{part}"


def clues(piece: Piece) -> list[int]:
    """Numbers, the same in every process; who is like it shares at least one of them."""
    found = [_ADDRESSES | crc32(piece.address.encode("utf-8", "replace"))] if piece.address else []
    if piece.pairs:
        count = len(piece.pairs)
        first = sorted(sorted(piece.pairs), key=len, reverse=True)[: count + _SAME * count // -_OF + 1]
        found += [crc32(pair.encode("utf-8", "replace")) for pair in first]
    return found


def likeness(one: Piece, other: Piece) -> Likeness:
    """By what two articles of different feeds are one piece; "" if they are not.

    A title alone needs another look, at the texts: see :func:`differ`.
    """
    distance = abs(one.at - other.at)
    if one.feed_id == other.feed_id or distance > LONGEST_DISTANCE:
        return ""
    if one.address and one.address == other.address:
        return "address"
    if distance > _TITLE_DISTANCE or one.numbers != other.numbers:
        return ""
    shared = len(one.pairs & other.pairs)
    together = len(one.pairs) + len(other.pairs) - shared
    return "title" if shared and _OF * shared >= _SAME * together else ""


def gist(text: str) -> frozenset[str]:
    """The words of a text's beginning that can tell it from another."""
    words = tokens(text[:_TEXT])
    # Where there are no spaces each character is a word; two of them say something.
    pairs = (one + other for one, other in pairwise(words) if len(one) == len(other) == 1)
    return frozenset(word for word in words if len(word) >= _TEXT_WORD).union(pairs)


def differ(one: frozenset[str], other: frozenset[str]) -> bool:
    """Whether two gists are plainly of different texts; where there is too little text, nobody can say."""
    least = min(len(one), len(other))
    return least >= _LEAST and len(one & other) < _SHARED * least


def _weight(word: str) -> float:
    """How much a word of a title says, in long words."""
    if word[0] >= _OTHER_SCRIPTS:
        return 1.0 if len(word) > 1 else 0.5
    return 1.0 if len(word) >= _LONG_WORD and word not in _EMPTY else 0.0

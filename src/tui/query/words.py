"""What a word is. The full-text index, the matcher and the tests agree by this module.

The store keeps text in FTS5 with ``tokenize="unicode61 remove_diacritics 2"`` over the
columns ``title, author, body``, and notes in a table of their own over ``note``. Chinese,
Japanese, Thai, Lao, Khmer and Burmese write without spaces; there every character is a
word of its own, so a word of theirs is a phrase of characters and is found inside any
sentence. Both sides do the same:

* writing: the store puts ``index_text(text)`` into the index, never the bare text;
* asking: ``fts_query(term)`` is the MATCH string for a term;
* matching without SQL: ``tokens(text)`` are the words that SQLite would make of
  ``index_text(text)``, and :func:`holds` looks for one run of words in another (both as :func:`spaced` text).

Vowel signs of Thai and its neighbors separate words for SQLite and so do not count.
"""

import re

from tui.query.nodes import Term
from tui.query.unicode61 import DROPPED, FOLDS, SEPARATORS

__all__ = [
    "FTS_FIELDS",
    "fold",
    "fts_query",
    "holds",
    "index_text",
    "path_key",
    "spaced",
    "term_key",
    "tokens",
]

#: Fields that the full-text indexes answer, with the columns they look into. Notes have one of their own.
FTS_FIELDS = {
    "text": ("title", "author", "body", "note"),
    "title": ("title",),
    "author": ("author",),
    "body": ("body",),
    "note": ("note",),
}

#: Letters of the scripts without spaces, as ranges of code points.
_SPACELESS_RANGES = (
    "\u0e00-\u0e4f\u0e80-\u0ecf\u1000-\u103f\u1050-\u109f\u1780-\u17d3"  # Thai, Lao, Burmese, Khmer
    "\u3005-\u3007\u3021-\u3029\u3031-\u3035\u3041-\u312f\u31a0-\u31bf\u31f0-\u31ff"  # kana, bopomofo
    "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U000323af"  # Han
    "\uff66-\uff9f\U0001b000-\U0001b16f"  # half-width and old kana
)
_SPACELESS = re.compile(f"[{_SPACELESS_RANGES}]")
#: From the first of them on.
_FAR = re.compile("[\u0e00-\U0010ffff]")


class _WordTable(dict[int, str]):
    """For ``str.translate``: what it is made of, and each letter of a spaceless script apart."""

    def __missing__(self, code: int) -> str:
        letter = chr(code)
        self[code] = result = f" {letter} " if _SPACELESS.match(letter) else letter
        return result


def _folding() -> dict[int, str]:
    """Each letter that SQLite folds, with what it folds it to."""
    pairs = {code: chr(code).lower() for code in range(ord("A"), ord("Z") + 1)}
    for group in FOLDS.split():
        pairs.update(dict.fromkeys(map(ord, group[1:]), group[0]))
    return pairs | {int(code, 16): "" for code in DROPPED.split()}


def _separators() -> dict[int, str]:
    """Each character between words, as a space."""
    codes: dict[int, str] = {}
    for part in SEPARATORS.split():
        first, _, last = part.partition("-")
        codes.update(dict.fromkeys(range(int(first, 16), int(last or first, 16) + 1), " "))
    return codes


_FOLDING = _folding()
#: Separators to a space, letters folded, accents away.
_WORDS = _WordTable({**_separators(), **_FOLDING})
#: All else stays as it is.
_APART = _WordTable()
_ADDRESS = {code: chr(code).lower() for code in range(ord("A"), ord("Z") + 1)}


def tokens(text: str) -> list[str]:
    """The words of *text*, folded, as SQLite finds them in ``index_text(text)``."""
    return text.translate(_WORDS).split()


def index_text(text: str) -> str:
    """*text* as the full-text index must be given it: spaceless scripts taken apart."""
    # A search for one range costs a third of one for many, and most texts end there; a
    # table takes letters apart at a seventh of what a substitution for each would cost.
    if _FAR.search(text) and _SPACELESS.search(text):
        return text.translate(_APART)
    return text


def fold(text: str, field: str = "") -> str:
    """*text* for the operator ``contains``: case and Latin accents away.

    Addresses (``url``, ``feed-url``) lose the case of ASCII letters only, which is what
    SQLite's LIKE ignores.
    """
    return text.translate(_ADDRESS if field in ("url", "feed-url") else _FOLDING)


def path_key(path: str) -> str:
    """A tag or category as it is compared: case and outer slashes do not count."""
    return path.strip("/").casefold()


def term_key(term: str) -> str:
    """A publisher's term as it is compared: case and blanks at the ends do not count."""
    return term.strip().casefold()


def spaced(text: str) -> str:
    """The words of *text* with one space before, between and after: what :func:`holds` takes."""
    return " ".join(["", *tokens(text), ""])


def holds(spaced_text: str, value: str, prefix: bool) -> bool:
    """True if the words of *value* stand there in a row; *prefix*: the last may go on."""
    wanted = spaced(value)
    return wanted != " " and (wanted[:-1] if prefix else wanted) in spaced_text


def fts_query(term: Term) -> str:
    """The FTS5 MATCH string for a term on text, title, author or body.

    Values stand in double quotes, where FTS5 knows no syntax but the quote itself, so
    nothing in them can be taken for an operator or a column.
    """
    star = {"words": "", "prefix": " *"}[term.operator]
    phrases = []
    for value in term.values:
        plain = index_text(value).replace("\0", " ").replace('"', '""')
        phrases.append(f'"{plain}"{star}')
    either = " OR ".join(phrases)
    if term.field == "text":
        return either
    return f"{{{' '.join(FTS_FIELDS[term.field])}}} : ({either})"

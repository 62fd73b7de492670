"""The one table of fields: parser, completion, highlighting and help all read it."""

from dataclasses import dataclass
from difflib import get_close_matches
from typing import Literal

__all__ = [
    "ALIASES",
    "CONTENTS",
    "FIELDS",
    "GROUPS",
    "SORT_KEYS",
    "STATES",
    "Field",
    "Kind",
    "field_named",
    "nearest",
]

Kind = Literal[
    "text",
    "part",
    "path",
    "tag",
    "term",
    "name",
    "names",
    "code",
    "moment",
    "number",
    "rate",
    "flag",
    "sort",
    "group",
    "limit",
]

STATES = (
    "unread",
    "read",
    "starred",
    "later",
    "new",
    "updated",
    "fulltext",
    "offline",
    "duplicate",
    "hidden",
)
CONTENTS = ("enclosure", "audio", "video", "image", "code", "table", "tag", "term", "note")
SORT_KEYS = ("date", "received", "updated", "title", "feed", "words", "copies", "relevance", "random")
GROUPS = ("day", "feed", "tag", "story", "none")

_COMPARISONS = ("=", "<", "<=", ">", ">=", "..")


@dataclass(frozen=True, slots=True)
class Field:
    """One row: what may stand before the colon, what may stand after it, and what it means."""

    name: str
    kind: Kind
    help: str
    aliases: tuple[str, ...] = ()
    #: Operators of ``nodes.Term`` that a term of this field may have; none for modifiers.
    operators: tuple[str, ...] = ()
    #: The only values allowed, where there is such a list.
    choices: tuple[str, ...] = ()

    @property
    def is_modifier(self) -> bool:
        """True for what orders or cuts the list instead of choosing from it."""
        return self.kind in ("sort", "group", "limit")


_TABLE = (
    Field("text", "text", "words in title, author, body or your note, the same as a bare word; /…/ a"
          " pattern in title or body", operators=("words", "prefix", "regex")),
    Field("title", "text", "words in the title; /…/ a pattern", ("intitle",), ("words", "prefix", "regex")),
    Field("body", "text", "words in the article's text; /…/ a pattern", ("intext",),
          ("words", "prefix", "regex")),
    Field("note", "text", "words in the note you wrote on it; /…/ a pattern",
          operators=("words", "prefix", "regex")),
    Field("author", "part", "a part of the author's name; jan* is the beginning of a word, =\"…\" the whole",
          operators=("contains", "prefix", "=", "regex")),
    Field("url", "part", "a part of the article's address", ("inurl",), ("contains", "=", "regex")),
    Field("source", "part", "a part of the publisher's name that a syndicated piece gives",
          operators=("contains", "=", "regex")),
    Field("lang", "code", "language of the text: en takes in en-GB", ("language",), ("is",)),
    Field("feed", "part", "a part of the feed's title; =\"…\" the whole title",
          operators=("contains", "=", "regex")),
    Field("feed-url", "part", "a part of the feed's address", ("site",), ("contains", "=", "regex")),
    Field("category", "path", "feeds in that category or below it; =\"…\" without those below",
          ("folder",), ("is", "=")),
    Field("tag", "tag", "tagged so or below it, short #name; (a,b) any of them, * any tag at all", ("label",),
          ("is", "any", "exists")),
    Field("term", "term", "the publisher's own word for it, whole; (a,b) any of them, * any at all",
          operators=("is", "any", "exists")),
    Field("is", "names", "state; new arrived in the last refresh, updated was changed by its publisher,"
          " fulltext has a text from its own page, offline is packed for reading without a network,"
          " duplicate is a copy of an article of another feed,"
          " hidden is left out unless asked for",
          operators=("is",), choices=STATES),
    Field("has", "names", "what the article carries", operators=("is",), choices=CONTENTS),
    Field("date", "moment", "when it was published: 2026-11, today, 2w, 2w..1w, >=2026",
          operators=_COMPARISONS),
    Field("received", "moment", "when it first arrived here", operators=_COMPARISONS),
    Field("updated", "moment", "when its publisher last changed it", operators=_COMPARISONS),
    Field("read-at", "moment", "when you last marked it read", operators=_COMPARISONS),
    Field("newer", "moment", "published since then, the same as date:X..", ("after", "since"), ("=",)),
    Field("older", "moment", "published until then, the same as date:..X", ("before",), ("=",)),
    Field("words", "number", "length in words: >500, 100..300", operators=_COMPARISONS),
    Field("minutes", "number", "reading time in minutes: <5", operators=_COMPARISONS),
    Field("enclosures", "number", "how many files are attached", operators=_COMPARISONS),
    Field("copies", "number", "how many articles of your feeds are that same piece, 1 for one alone: >=3",
          operators=_COMPARISONS),
    Field("story", "number", "all copies of one piece, by the number that show gives", operators=("=",)),
    Field("search", "name", "what a saved search finds, by its name", operators=("is",)),
    Field("rule", "name", "what the rule of that name acted on, hidden articles too", operators=("is",)),
    Field("feed.unread", "number", "how many articles of its feed are unread", operators=_COMPARISONS),
    Field("feed.per-day", "rate", "how many articles a day its feed brought in the last 30 days: >10, <0.5",
          operators=_COMPARISONS),
    Field("feed.error", "flag", "true where the last refresh of its feed failed", operators=("is",),
          choices=("true", "false")),
    Field("id", "number", "one article, or a list of them", operators=_COMPARISONS),
    Field("sort", "sort", "order, several keys with commas: date, received and updated newest first, words"
          " longest first, copies most first, title and feed by the alphabet, relevance best first, random"
          " anew each day;"
          " -key turns one around", choices=SORT_KEYS),
    Field("group", "group", "headings: by local day, by feed, by story, or by tag, where an article stands"
          " under each of its tags; none where a saved search has some", choices=GROUPS),
    Field("limit", "limit", "no more than so many articles"),
)  # fmt: skip

#: All fields by name, in the order of the help.
FIELDS: dict[str, Field] = {field.name: field for field in _TABLE}
#: Other names that people's hands know.
ALIASES: dict[str, str] = {alias: field.name for field in _TABLE for alias in field.aliases}


def field_named(name: str) -> Field | None:
    """The field of that name or alias, case ignored."""
    folded = name.lower()
    return FIELDS.get(ALIASES.get(folded, folded))


def nearest(name: str, names: "tuple[str, ...] | list[str]") -> str:
    """The one of *names* most like *name*, case ignored; "" if none is like it."""
    spelled = {candidate.casefold(): candidate for candidate in names}
    close = get_close_matches(name.casefold(), list(spelled), n=1, cutoff=0.6)
    return spelled[close[0]] if close else ""

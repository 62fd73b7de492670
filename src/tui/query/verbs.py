"""The two tables of the command line; parser, completion, colours, help and documentation read them."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from tui.model.changes import Status

__all__ = ["FORMATS", "SCOPES", "VERBS", "Verb", "verb_named"]

Kind = Literal["mark", "tag", "open", "copy", "export", "clean", "filter", "page", "quit"]


@dataclass(frozen=True, slots=True)
class Verb:
    """One row: what may stand first, what it does, and how that is said before and after."""

    name: str
    kind: Kind
    help: str
    #: For marks: which one. For marks and tags: whether it is set or taken off.
    status: Status | None = None
    value: bool = True
    #: ``{}`` is "12 articles", ``{names}`` the tags; before Enter, and behind it.
    does: str = ""
    did: str = ""
    #: How those are called that it would not change.
    already: str = ""
    aliases: tuple[str, ...] = ()

    @property
    def takes_names(self) -> bool:
        """Whether names come first: of tags, or that of a format."""
        return self.kind in ("tag", "export")

    @property
    def takes_articles(self) -> bool:
        """Whether it is done to articles."""
        return self.kind in ("mark", "tag", "open", "copy", "export", "clean")


# One verb a row, whatever its length: it is a table.
# fmt: off
_TABLE = (
    Verb("read", "mark", "Mark read", "read", True, "marks {} read", "Marked {} read", "read already"),
    Verb("unread", "mark", "Mark unread", "read", False, "marks {} unread", "Marked {} unread", "unread already"),
    Verb("star", "mark", "Star", "starred", True, "stars {}", "Starred {}", "starred already"),
    Verb("unstar", "mark", "Take the star off", "starred", False, "unstars {}", "Unstarred {}", "not starred"),
    Verb("later", "mark", "Keep for later", "later", True, "keeps {} for later", "Kept {} for later", "kept already"),
    Verb("unlater", "mark", "Keep for later no longer", "later", False, "drops {} from later", "Dropped {} from later", "not kept"),
    Verb("hide", "mark", "Hide from every list that does not ask for is:hidden", "hidden", True, "hides {}", "Hid {}", "hidden already"),
    Verb("unhide", "mark", "Show again", "hidden", False, "shows {} again", "Showed {} again", "not hidden"),
    Verb("tag", "tag", "Put tags on: tag NAME,NAME … then which articles", None, True, "tags {} {names}", "Tagged {} {names}", "tagged so already"),
    Verb("untag", "tag", "Take tags off: untag NAME,NAME … then which articles", None, False, "takes {names} off {}", "Took {names} off {}", "not tagged so"),
    Verb("open", "open", "Open in the browser, 20 at most", does="opens {}", did="Opened {}"),
    Verb("copy", "copy", "Copy the addresses, 1,000 at most", does="copies the addresses of {}", did="Copied the addresses of {}"),
    Verb("export", "export", "Write a file: export md, html or epub, then which articles, then a path", does="writes {} {names}", did="Wrote {} {names}"),
    Verb("clean", "clean", "Remove articles, after a look at what would go: clean, then which", does="shows what of {} would go"),
    Verb("filter", "filter", "Filter the list by a query", does="shows {}"),
    Verb("save-page", "page", "Keep a web page for later, as an article: save-page ADDRESS", does="keeps {} for later"),
    Verb("quit", "quit", "Quit; everything is saved", does="quits", aliases=("q",)),
)
# fmt: on

#: What ``export`` writes, by the words for it; the first word of each is its name.
FORMATS: Mapping[str, str] = {
    "md": "Markdown",
    "html": "one web page, pictures included",
    "epub": "a book, pictures included",
}

#: All verbs by name, in the order of the help.
VERBS: Mapping[str, Verb] = {verb.name: verb for verb in _TABLE}
_ALIASES = {alias: verb.name for verb in _TABLE for alias in verb.aliases}

#: What may stand behind a verb, besides a query, and what it means.
SCOPES: Mapping[str, str] = {
    ".": "this article; on a heading, all below it",
    "%": "the whole list in view",
    "above": "all above in the list, this one too",
    "below": "all below in the list, this one too",
    "selected": "what is selected",
}


def verb_named(word: str) -> Verb | None:
    """The verb of that name or alias, case ignored."""
    folded = word.casefold()
    return VERBS.get(_ALIASES.get(folded, folded))

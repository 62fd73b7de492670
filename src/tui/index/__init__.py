"""The heart: which articles, how many, in what order; sets in memory."""

from tui.index.catalog import Catalog
from tui.index.evaluate import Answer, Answers, evaluate, needed, sort_term
from tui.index.facets import Facets, facets
from tui.index.select import Selection, select
from tui.index.stepping import next_unread

__all__ = [
    "Answer",
    "Answers",
    "Catalog",
    "Facets",
    "Selection",
    "evaluate",
    "facets",
    "needed",
    "next_unread",
    "select",
    "sort_term",
]

"""The heart: which articles, how many, in what order; sets in memory."""

from tui.index.catalog import Catalog
from tui.index.evaluate import UNLOOKED, Answer, Answers, Evaluation, as_set, evaluate, needed
from tui.index.facets import Facets, facets
from tui.index.folding import Folded, before_stories, folds
from tui.index.groups import Groups, unread_counts
from tui.index.peek import candidates, first_among
from tui.index.ranking import sort_term
from tui.index.reach import Part, Reach, part, reach
from tui.index.select import Selection, select
from tui.index.stepping import next_unread, random_unread
from tui.index.tally import tally
from tui.index.terms import TermPairs, term_counts
from tui.index.trial import Touched, Trial
from tui.index.verdicts import Verdicts, patterns_in

__all__ = [
    "UNLOOKED",
    "Answer",
    "Answers",
    "Catalog",
    "Evaluation",
    "Facets",
    "Folded",
    "Groups",
    "Part",
    "Reach",
    "Selection",
    "TermPairs",
    "Touched",
    "Trial",
    "Verdicts",
    "as_set",
    "before_stories",
    "candidates",
    "evaluate",
    "facets",
    "first_among",
    "folds",
    "needed",
    "next_unread",
    "part",
    "patterns_in",
    "random_unread",
    "reach",
    "select",
    "sort_term",
    "tally",
    "term_counts",
    "unread_counts",
]

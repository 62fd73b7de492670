from tui.model.fetching import FailureKind
from tui.model.ids import FeedId
from tui.model.progress import FeedFailed, RefreshSummary
from tui.service.summary import summarize


def failing(*titles):
    return tuple(FeedFailed(FeedId(1), title, FailureKind.DNS, "No.") for title in titles)


def test_numbers_become_words():
    assert summarize(RefreshSummary(0, 0, 0, 0)) == "Nothing to refresh"
    assert summarize(RefreshSummary(3, 3, 0, 0)) == "3 unchanged, 0 new articles"
    assert summarize(RefreshSummary(2, 1, 1, 0)) == "1 unchanged, 1 new article"
    assert (
        summarize(RefreshSummary(989, 812, 1174, 2, failing("A", "B", "C")))
        == "812 unchanged, 1,174 new articles, 2 updated, 3 failing: A, B, C"
    )


def test_many_failures_are_not_all_named():
    words = summarize(RefreshSummary(9, 4, 0, 0, failing("A", "B", "C", "D", "E"), cancelled=True))
    assert words == "4 unchanged, 5 failing: A, B, C and 2 more (stopped early)"

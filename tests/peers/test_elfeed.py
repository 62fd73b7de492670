"""elfeed's definitions are read as data; its filters and taggers mean here what they mean there."""

import re
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tui.model.feed import Subscription
from tui.peers.belongings import Action, Belongings, RuleWish, SearchWish
from tui.peers.elfeed_files import read_elfeed
from tui.peers.elfeed_filter import translate
from tui.peers.lisp import Form, Symbol, read_forms
from tui.query import Subject, matches, parse

NOW = datetime(2026, 11, 23, 14, tzinfo=UTC)

INIT = r"""
;; feeds (with a parenthesis
(setq elfeed-feeds
  '("https://a.example/feed" ; first
    ("https://b.example/rss" blog emacs)
    ("https://c.example/rss" . linux)
    ("https://d.example/rss" :autotags '(news unread))
    "gopher://no.example/"))
(add-to-list 'elfeed-feeds '("https://e.example/" podcast))
(push "https://f.example/" elfeed-feeds)
(use-package elfeed
  :custom (elfeed-search-filter "@6-months-ago +unread -junk")
  :config (delete-directory "~/important" t))
(defun my/old () (interactive) (elfeed-search-set-filter "@2019-06-20--2019-06-24 #10"))
(add-hook 'elfeed-new-entry-hook (elfeed-make-tagger :feed-url "youtube\\.com" :add '(video youtube)))
(add-hook 'elfeed-new-entry-hook (elfeed-make-tagger :before "2 weeks ago" :remove 'unread))
(add-hook 'elfeed-new-entry-hook
  (elfeed-make-tagger :feed-title '(not "planet") :after "1 month ago" :add 'fresh :remove '(stale unread)))
(elfeed-make-tagger :entry-title (my/pattern) :add 'junk)
(elfeed-make-tagger :feed-url "x" :add 'unread)
"""

ORG = """\
#+TITLE: my feeds
* Blogs                :elfeed:
** Programming / Lisp  :prog:
*** https://a.example/feed :lisp:
*** [[https://b.example/rss][Bee]]
Some words about it.
** http://c.example/x
** entry-title: \\(lin[[:alpha:]]+\\) :linux:
* Not feeds
** https://no.example/
"""

FILTERS = [
    ("@6-months-ago +unread", "newer:6mo is:unread"),
    ("-unread +youtube #10", "is:read #youtube limit:10"),
    ("@2-weeks-ago--1-week-ago", "newer:2w older:1w"),
    ("@2019-06-20--2019-06-24", "date:>=2019-06-20 date:<2019-06-24"),
    ("@2019", "date:>=2019"),
    ("@20190620", "date:>=2019-06-20"),
    ("@1-year-old", "newer:1y"),
    ("@3-days", "newer:3d"),
    ("@2-fortnights-ago", "newer:4w"),
    ("=example ~nope", "-(feed:nope | feed-url:nope) (feed:example | feed-url:example)"),
    ("=a =b", "feed:a | feed-url:a | feed:b | feed-url:b"),
    ("linu[xs]", "title:/linu[xs]/ | url:/linu[xs]/"),
    ("!sport", "-(title:/sport/ | url:sport)"),
    ("+ - @ #", ""),
    ("", ""),
]  # fmt: skip


@pytest.mark.parametrize(("filter_", "query"), FILTERS)
def test_a_filter_in_our_words(filter_: str, query: str) -> None:
    result = translate(filter_)
    assert (result.query, result.problems) == (query, [])
    parse(query)


@pytest.mark.parametrize(
    ("filter_", "reason"),
    [
        ("@sometime", "no time that is understood"),
        ("@5-seconds-ago", "a span is counted here"),
        ("@2026-13-01", "cannot be written"),
        ("#x", "no number"),
        ("#0", "no number"),
        ("=\\(a", "never closed"),
        ("+/", "without a name"),
    ],
)
def test_what_cannot_be_said_is_left_with_the_reason(filter_: str, reason: str) -> None:
    result = translate(filter_)
    assert result.query == ""
    assert reason in result.problems[0] or "is no date" in result.problems[0]


def _read(text: str, name: str = "init.el") -> Belongings:
    found = Belongings()
    read_elfeed(name, text, found)
    return found


def test_feeds_of_an_init_file() -> None:
    assert list(_read(INIT).subscriptions.values()) == [
        Subscription("https://a.example/feed"),
        Subscription("https://b.example/rss", category="blog", tags=("blog", "emacs")),
        Subscription("https://c.example/rss", category="linux", tags=("linux",)),
        Subscription("https://d.example/rss", category="news", tags=("news",)),
        Subscription("https://e.example/", category="podcast", tags=("podcast",)),
        Subscription("https://f.example/"),
    ]


def test_filters_and_taggers_of_an_init_file() -> None:
    found = _read(INIT)
    assert found.searches == [
        SearchWish("elfeed", "newer:6mo is:unread -#junk"),
        SearchWish("my/old", "date:>=2019-06-20 date:<2019-06-24 limit:10"),
    ]
    assert [(rule.query, rule.actions) for rule in found.rules] == [
        ("feed-url:youtube.com", (Action("tag", "video"), Action("tag", "youtube"))),
        ("older:2w", (Action("read"),)),
        ("-feed:planet newer:1mo", (Action("tag", "fresh"), Action("untag", "stale"), Action("read"))),
    ]
    assert [(one.place, one.brought) for one in found.left] == [
        ("init.el:4", False),
        ("init.el:19", False),
        ("init.el:20", False),
    ]


def test_an_outline_hands_tags_and_places_down() -> None:
    found = _read(ORG, "elfeed.org")
    assert list(found.subscriptions.values()) == [
        Subscription("https://a.example/feed", category="Programming - Lisp", tags=("prog", "lisp")),
        Subscription("https://b.example/rss", "Bee", category="Programming - Lisp", tags=("prog",)),
        Subscription("http://c.example/x"),
    ]
    query = r"title:/(?:lin[^\W\d_]+)/"
    assert found.rules == [RuleWish(f"tag linux: {query}", query, (Action("tag", "linux"),))]


def test_a_bookmark_is_a_saved_search() -> None:
    found = _read(
        '(("Last week" (location . "@1-week-ago +unread") (handler . elfeed-search-bookmark-handler))'
        ' ("Other" (location . "x") (handler . info)))',
        "bookmarks",
    )
    assert found.searches == [SearchWish("Last week", "newer:1w is:unread")]


def test_lisp_is_data() -> None:
    forms, problem = read_forms("""(a "b\\"c" 'd ?\\( #'e [1 . 2] ; f)
 (g))""")
    assert problem == ""
    assert forms[0].values[:4] == [Symbol("a"), 'b"c', Symbol("d"), Symbol("?(")]
    assert isinstance(forms[0].values[1], str) and not isinstance(forms[0].values[1], Symbol)
    assert isinstance(forms[0].values[-1], Form) and forms[0].values[-1].line == 2


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("(a\n(b", "line 2: a form"),
        ("(a))", "line 1: a parenthesis closes nothing"),
        ('(a)\n"b', "line 2: a text"),
        ("(" * 200, "too large or nested"),
    ],
)
def test_a_broken_file_is_read_as_far_as_it_goes(text: str, said: str) -> None:
    _, problem = read_forms(text)
    assert said in problem
    found = _read('(setq elfeed-feeds \'("https://a.example/"))' + text)
    assert len(found.subscriptions) == 1
    assert said in found.left[0].reason


@given(st.text(alphabet="()[]\"'`,;\\? \nab.#:-*", max_size=80))
def test_any_text_is_read(text: str) -> None:
    forms, problem = read_forms(text)
    assert isinstance(problem, str) and forms is not None
    for found in (_read(text), _read(text, "x.org")):
        assert all(one.reason for one in found.left)


@given(st.text(alphabet="+-@#!=~ab1.*\\()| days2026", max_size=40))
def test_any_filter_is_translated_or_left(text: str) -> None:
    result = translate(text)
    assert result.problems or parse(result.query) is not None


# What elfeed itself would say, written down apart from the translation.

WORDS = [
    "+news",
    "-news",
    "+unread",
    "-unread",
    "=News",
    "=b\\.example",
    "~comics",
    "@7-days-ago",
    "@30-days-ago--5-days-ago",
    "linu[xs]",
    "!sale",
]


@given(
    st.lists(st.sampled_from(WORDS), max_size=5),
    st.sampled_from([("news",), (), ("junk",)]),
    st.booleans(),
    st.sampled_from(["The News", "Comics"]),
    st.sampled_from([1, 6, 8, 40]),
    st.sampled_from(["Linux", "Sale of linus", "x"]),
)
def test_what_is_brought_finds_what_it_found(
    words: list[str], tags: tuple[str, ...], read: bool, feed: str, age: int, title: str
) -> None:
    result = translate(" ".join(words))
    assert result.problems == []
    address, link = "https://b.example/feed", "https://b.example/1"
    subject = Subject(
        id=1, title=title, url=link, feed_title=feed, feed_url=address, tags=tags, read=read,
        sorted_at=int(NOW.timestamp()) - age * 86_400,
    )  # fmt: skip
    kept = {*tags, *(() if read else ("unread",))}
    wanted = [word[1:] for word in words if word[0] == "="]
    holds = all(
        (word[1:] in kept) if word[0] == "+" else (word[1:] not in kept) if word[0] == "-"
        else not _found(word[1:], feed, address) if word[0] == "~"
        else not _found(word[1:], title, link) if word[0] == "!"
        else age <= 7 if word == "@7-days-ago" else 5 <= age <= 30 if word[0] == "@"
        else True if word[0] == "=" else _found(word, title, link)
        for word in words
    ) and (not wanted or any(_found(word, feed, address) for word in wanted))  # fmt: skip
    assert matches(parse(result.query).expr, subject, NOW) == holds


def _found(pattern: str, *texts: str) -> bool:
    return any(re.search(pattern, text, re.IGNORECASE) for text in texts)

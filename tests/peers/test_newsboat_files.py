"""newsboat's two files: feeds, searches and rules, and a reason for all that stays behind."""

from hypothesis import given
from hypothesis import strategies as st

from tui.model.feed import Subscription
from tui.peers.belongings import Action, Belongings, Left, RuleWish, SearchWish
from tui.peers.newsboat_files import read_config, read_urls

URLS = """\
# my feeds
https://a.example/feed news "two words" "~Own \\"best\\" title"
https://b.example/rss
\thttp://c.example/x?a=1&b=2  comics/daily   # a comment
https://d.example/hidden "!Hidden" secret
https://a.example/feed again
"query:Unread:unread = \\"yes\\""
"query:News of Jane:tags # \\"news\\" and author =~ \\"Jane\\"" sometag
query:Odd:articleindex<3
exec:~/bin/make-feed
"filter:~/bin/clean:https://e.example/"
file:///tmp/feed.xml
gopher://f.example/
"""

CONFIG = """\
# settings
max-items 100 # as many as that
define-filter "Old" "age > 30"
define-filter "Bad" "guid = \\"x\\""
ignore-article "*" "author =~ \\"Spam\\\\.Bot\\""
ignore-article "https://a.example/feed" "flags # \\"x\\""
ignore-article "regex:reddit\\\\.com|lemmy" "unread = \\"no\\""
highlight-article "author =~ \\"Jane\\"" white red bold
highlight-article "age < 1" default default
highlight article "^Title:" red
define-filter "Sh" "`rm -rf /`"
ignore-article "*" \\
  "unread = \\"no\\""
bind-key ^R reload-all
include "more"
include /nowhere/at/all
"""


def _read(urls: str, config: str = "", files: dict[str, str] | None = None) -> Belongings:
    found = Belongings()
    read_urls("urls", urls, found)

    def include(_within: str, path: str) -> tuple[str, str] | None:
        return (path, files[path]) if files and path in files else None

    read_config("config", config, found, include)
    return found


def test_feeds_have_their_titles_tags_and_places() -> None:
    found = _read(URLS)
    assert list(found.subscriptions.values()) == [
        Subscription("https://a.example/feed", 'Own "best" title', "", "news", ("news", "two words")),
        Subscription("https://b.example/rss"),
        Subscription("http://c.example/x?a=1&b=2", category="comics/daily", tags=("comics/daily",)),
        Subscription("https://d.example/hidden", category="secret", tags=("secret",)),
    ]


def test_a_hidden_feed_stays_hidden() -> None:
    assert _read(URLS).hidden == {"https://d.example/hidden"}


def test_query_feeds_become_saved_searches() -> None:
    found = _read(URLS)
    assert found.searches == [
        SearchWish("Unread", "is:unread"),
        SearchWish("News of Jane", "#news author:Jane"),
    ]


def test_what_is_no_feed_is_left_with_its_line() -> None:
    left = _read(URLS).left
    assert [(one.place, one.what.partition(":")[0], one.brought) for one in left] == [
        ("urls:10", "exec", False),
        ("urls:11", "filter", False),
        ("urls:12", "file", False),
        ("urls:13", "gopher", False),
        ("urls:9", "Odd", False),
    ]
    assert "under [commands]" in left[0].reason


def test_a_search_for_everything_is_none() -> None:
    found = _read('"query:All:age >= 0"')
    assert found.searches == []
    assert "finds every article" in found.left[0].reason


def test_filters_of_the_config_become_searches_and_rules() -> None:
    found = _read(URLS, CONFIG, {"more": 'ignore-article * "age > 400"\ninclude more\n'})
    assert found.searches[2:] == [SearchWish("Old", "older:31d")]
    assert found.rules[:5] == [
        RuleWish('ignore author =~ "Spam\\.Bot"', "author:Spam.Bot", (Action("hide"),)),
        RuleWish('ignore flags # "x"', "#flag/x", (Action("hide"),), ("https://a.example/feed",)),
        RuleWish('ignore unread = "no"', "feed-url:(reddit.com,lemmy) is:read", (Action("hide"),)),
        RuleWish('highlight author =~ "Jane"', "author:Jane", (Action("tag", "highlight/white"),)),
        RuleWish("highlight age < 1", "newer:1d", (Action("tag", "highlight"),)),
    ]
    assert found.rules[5] == RuleWish('ignore unread = "no"', "is:read", (Action("hide"),))
    assert found.rules[6] == RuleWish("ignore age > 400", "older:401d", (Action("hide"),))


def test_the_config_says_what_was_left_where() -> None:
    found = _read("", CONFIG)
    notes = {(one.place, one.brought): one for one in found.left}
    assert "`guid`" in notes["config:4", False].reason
    assert "none is run" in notes["config:11", False].reason
    assert "colors words" in notes["config:10", False].reason
    assert notes["config:15", False] == Left("config:15", "include more", "the file cannot be read")
    assert "tag highlight/white" in notes["config:8", True].reason
    assert notes["config", False].what == "2 other settings"


def test_files_that_include_each_other_come_to_an_end() -> None:
    found = _read("", "include a", {"a": "include b", "b": "include a\ninclude a\n"})
    assert any("too deeply" in one.reason for one in found.left)


def test_files_that_include_themselves_many_times_come_to_an_end() -> None:
    found = _read("", "include a", {"a": "include a\n" * 9})
    assert any("more than 100 files" in one.reason for one in found.left)


@given(st.text(max_size=200), st.text(max_size=200))
def test_any_text_is_read(urls: str, config: str) -> None:
    found = _read(urls, config)
    # Only the web is subscribed to, and whatever stays behind says why.
    assert all(address.startswith(("http://", "https://")) for address in found.subscriptions)
    assert all(one.reason for one in found.left)


@given(st.lists(st.sampled_from(["include a", "include b", 'ignore-article * "age > 1"', "x"]), max_size=6))
def test_any_inclusion_ends(lines: list[str]) -> None:
    text = "\n".join(lines)
    found = _read("", text, {"a": "include b", "b": "define-filter x x"})
    assert found.includes <= 100

"""``list --format``: the user's own lines, and nothing that a template could reach into."""

import re
import subprocess
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.cli.conftest import COMMAND, Broadsheet
from tui.cli.failure import Failure
from tui.cli.json_out import article_fields
from tui.cli.template import NAMES, read_template
from tui.model.article import Article
from tui.model.entry import Enclosure
from tui.model.ids import ArticleId, FeedId, SafeHtml

NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)
CONTROLS = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]")


def _article(**changed: object) -> Article:
    facts: dict[str, object] = {
        "id": ArticleId(7), "feed_id": FeedId(2), "feed_title": "Harbor", "title": "Port", "url": "http://a.example/1",
        "author": "Jane", "published_at": NOON, "first_seen_at": NOON, "updated_at": None, "sorted_at": NOON,
        "terms": ("trade",), "tags": ("a", "b"), "read": True, "starred": False, "later": False, "words": 12,
        "minutes": 1, "language": "en", "source": "", "comments_url": "",
        "enclosures": (Enclosure("http://a.example/1.mp3", "audio/mpeg", 3),), "html": SafeHtml("<p>x</p>"), "text": "x\ny",
    }  # fmt: skip
    return Article(**{**facts, **changed})  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("template", "line"),
    [
        ("{title} {url}", "Port http://a.example/1"),
        (r"{id}\t{feed}\n{author}", "7\tHarbor\nJane"),
        ("{date}", "2026-11-20T12:00:00Z"),
        ("{date:%Y-%m-%d}|{updated_at:%Y}|", "2026-11-20||"),
        ("{date:%H:%M} {{x}}", f"{NOON.astimezone():%H:%M} {{x}}"),
        ("{tags}|{terms}|{read}|{starred}", "a, b|trade|true|false"),
        ("[{title:6}][{title:3}]", "[Port  ][Po…]"),
        ("{words}/{minutes}/{enclosures}/{text}/{html}", "12/1/http://a.example/1.mp3/x y/<p>x</p>"),
        (r"a\\nb\x", r"a\nb\x"),
        ("", ""),
    ],
)
def test_a_template_is_filled(template: str, line: str) -> None:
    assert read_template(template).filled(_article()) == line


@pytest.mark.parametrize(
    ("template", "said"),
    [
        ("{titel}", "did you mean {title}?"),
        ("{}", "there is no field"),
        ("{0}", "there is no field"),
        ("{title.__class__}", "there is no field"),
        ("{title[0]}", "there is no field"),
        ("{title!r}", "did you mean {title}?"),
        ("{self}", "there is no field"),
        ("{title:>10}", "a width"),
        ("{title:0}", "a width"),
        ("{title:9999}", "a width"),
        ("{date:abc}", "a date such as"),
        ("{title", 'lone "{"'),
        ("title}", 'lone "}"'),
        ("{{title}", 'lone "}"'),
    ],
)
def test_what_is_no_template_is_refused(template: str, said: str) -> None:
    with pytest.raises(Failure, match=re.escape(said)):
        read_template(template)


def test_every_name_of_the_json_is_a_field() -> None:
    assert set(article_fields(_article(), whole=True)) | {"date"} == set(NAMES)


@given(st.text(max_size=40), st.text(max_size=40))
def test_a_field_is_one_clean_line(title: str, text: str) -> None:
    line = read_template("{title}|{author:9}|{text}").filled(_article(title=title, author=title, text=text))
    assert not CONTROLS.search(line)


@given(st.text(alphabet="{}\\:!.[]()_%titlendatYm ", max_size=30))
def test_any_text_is_a_template_or_refused(text: str) -> None:
    try:
        template = read_template(text)
    except Failure:
        return
    # A new line and a tab are the template's own.
    assert not CONTROLS.search(re.sub(r"[\n\t]", "", template.filled(_article())))


def test_moments_at_the_end_of_the_calendar_do_no_harm() -> None:
    for moment in (datetime.min.replace(tzinfo=UTC), datetime.max.replace(tzinfo=UTC)):
        line = read_template("{published_at}|{published_at:%m-%d}").filled(_article(published_at=moment))
        assert line.count("|") == 1 and len(line.rpartition("|")[2]) == 5


def test_the_command_prints_the_lines(stocked: Broadsheet) -> None:
    ran = stocked("list", "feed:Harbor", "--format", "{date:%Y-%m-%d} {title:12}|{url}", "sort:-date")
    assert ran.lines == [
        "2026-11-02 Rabat opens…|http://127.0.0.1/n1",
        "2026-11-03 Grain price…|http://127.0.0.1/n2",
        "2026-11-04 Football: a…|http://127.0.0.1/n3",
    ]
    assert stocked("list", "Rabat", "feed:Harbor", "--format", "-{title}").out == "-Rabat opens its port\n"
    assert stocked("list", "Rabat", "--format", " -{id:1}-").out.startswith(" -")


def test_a_publisher_cannot_steer_the_terminal_through_it(stocked: Broadsheet) -> None:
    out = stocked("list", "feed:Evil", "--format", "{feed} {title} {text} {html}").out
    assert "here [/] %s" in out
    assert out.count("\n") == 1
    assert not CONTROLS.search(out[:-1])


def test_zero_bytes_separate_where_asked(stocked: Broadsheet) -> None:
    ran = subprocess.run(
        [*COMMAND, "list", "feed:Harbor", "--urls", "--null"],
        env=stocked.environment,
        capture_output=True,
        timeout=60,
    )
    assert ran.stdout == b"http://127.0.0.1/n3\0http://127.0.0.1/n2\0http://127.0.0.1/n1\0"
    assert stocked("list", "feed:Harbor", "--format", "{id}", "--null").out.count("\0") == 3
    refused = stocked("list", "--null")
    assert (refused.code, refused.err) == (2, "broadsheet: --null goes with --urls or --format\n")


def test_a_wrong_template_ends_with_code_2(stocked: Broadsheet) -> None:
    ran = stocked("list", "--format", "{titel}")
    assert (ran.code, ran.out) == (2, "")
    assert ran.err == 'broadsheet: --format: there is no field "titel": did you mean {title}?\n'

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tui.config.session import Session, load, save

SESSION = Session(
    query="is:unread #africa",
    theme="ink",
    feeds_width=30,
    selected_article=7,
    first_page=(3, 2, 1),
    generation=42,
    counts_text="3 of 9",
    folded=("news/africa",),
    folded_tags=("news",),
    tags_order="name",
    terms_open=True,
    folded_groups=("2026-11-23", ""),
    commands=("read below", "tag a,b #c"),
)


def test_a_session_comes_back(tmp_path):
    path = tmp_path / "state" / "session.json"
    save(path, SESSION)
    assert load(path) == SESSION
    assert path.stat().st_mode & 0o777 == 0o600
    assert [file.name for file in path.parent.iterdir()] == ["session.json"]


def test_saving_again_replaces_the_whole(tmp_path):
    path = tmp_path / "session.json"
    save(path, SESSION)
    save(path, Session())
    assert load(path) == Session()


def test_a_missing_file_is_a_new_session(tmp_path):
    assert load(tmp_path / "none.json") == Session()


@pytest.mark.parametrize(
    "broken",
    [
        b"",
        b"{",
        b"[]",
        b"null",
        b"\xff\xfe",
        b'{"query": 3}',
        b'{"generation": true}',
        b'{"first_page": [1, "2"]}',
        b'{"first_page": 5}',
        b'{"folded": [1]}',
        b'{"folded_groups": ["\\n"]}',
        b'{"commands": ["read \\u001b[2J"]}',
        b'{"folded": ["\\u0007"]}',
        b'{"folded_tags": [["news"]]}',
        b'{"query": "\\u001b]0;x\\u0007"}',
        b"[" * 100_000,
        b" " * 1_000_001 + b"{}",
    ],
)
def test_a_broken_file_is_ignored(tmp_path, broken):
    path = tmp_path / "session.json"
    path.write_bytes(broken)
    assert load(path) == Session()


def test_what_a_newer_version_wrote_is_left_aside(tmp_path):
    path = tmp_path / "session.json"
    path.write_text(json.dumps({"query": "x", "hologram": 3}))
    assert load(path) == Session(query="x")


def test_a_failed_write_leaves_the_old_file_and_no_rubbish(tmp_path):
    path = tmp_path / "session.json"
    path.mkdir()
    with pytest.raises(OSError, match=r"session\.json"):
        save(path, SESSION)
    assert [file.name for file in tmp_path.iterdir()] == ["session.json"]


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=5,
)


@settings(max_examples=80, deadline=None)
@given(st.dictionaries(st.sampled_from(list(Session.__dataclass_fields__)), json_values, max_size=4))
def test_no_content_brings_a_traceback(tmp_path_factory, record):
    path = tmp_path_factory.mktemp("session") / "session.json"
    path.write_text(json.dumps(record))
    assert isinstance(load(path), Session)

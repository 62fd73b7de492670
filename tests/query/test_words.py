"""The words of a text are SQLite's words of it."""

import sqlite3

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.query.strategies import PHRASES
from tui.query import Term
from tui.query.words import fold, fts_query, holds, index_text, path_key, spaced, tokens

TEXTS = st.text(max_size=40) | st.lists(st.sampled_from(PHRASES), max_size=6).map(" ".join)


@pytest.fixture(scope="module")
def fts(tmp_path_factory):
    connection = sqlite3.connect(tmp_path_factory.mktemp("fts") / "words.db", isolation_level=None)
    connection.execute("PRAGMA synchronous = OFF")
    connection.execute(
        "CREATE VIRTUAL TABLE article USING fts5(title, author, body, tokenize='unicode61 remove_diacritics 2')"
    )
    connection.execute("CREATE VIRTUAL TABLE vocabulary USING fts5vocab(article, instance)")
    yield connection
    connection.close()


def insert(fts, rows):
    fts.execute("BEGIN")
    fts.execute("DELETE FROM article")
    fts.executemany(
        "INSERT INTO article(rowid, title, author, body) VALUES (?, ?, ?, ?)",
        ((number, *map(index_text, row)) for number, row in enumerate(rows, start=1)),
    )
    fts.execute("COMMIT")


def test_letters_are_what_sqlite_takes_them_for(fts):
    """Every code point of the first two planes, and samples of the others."""
    codes = [*range(0xD800), *range(0xE000, 0x20000), *range(0x20000, 0x110000, 997)]
    blocks = [codes[at : at + 512] for at in range(0, len(codes), 512)]
    texts = ["; ".join(f"q{chr(code)}q {chr(code)}" for code in block) for block in blocks]
    insert(fts, ((text, "", "") for text in texts))
    found = [[] for _ in texts]
    for word, row, offset in fts.execute("SELECT term, doc, offset FROM vocabulary"):
        found[row - 1].append((offset, word))
    wrong = [
        f"U+{block[0]:04X}"
        for block, text, words in zip(blocks, texts, found, strict=True)
        if [word for _, word in sorted(words)] != tokens(text)
    ]
    assert not wrong


def test_letters_of_spaceless_scripts_stand_apart():
    assert index_text("to 東京\U00020000!") == "to  東  京  \U00020000 !"
    for plain in ("", "plain", "café – naïve", "Привет", "한국어", "\U0001f600"):
        assert index_text(plain) == plain


@given(text=TEXTS)
def test_a_text_is_taken_apart_letter_by_letter(text):
    assert index_text(text) == "".join(map(index_text, text))


@settings(deadline=None)
@given(text=TEXTS)
def test_words_are_sqlites_words(fts, text):
    insert(fts, [(text, "", "")])
    words = [word for (word,) in fts.execute("SELECT term FROM vocabulary ORDER BY offset")]
    assert words == tokens(text)


@settings(deadline=None)
@given(
    rows=st.lists(st.tuples(TEXTS, TEXTS, TEXTS), min_size=1, max_size=4),
    field=st.sampled_from(("text", "title", "author", "body")),
    operator=st.sampled_from(("words", "prefix")),
    values=st.lists(TEXTS.filter(tokens), min_size=1, max_size=2).map(tuple),
)
def test_a_match_string_finds_what_holds(fts, rows, field, operator, values):
    insert(fts, rows)
    matched = fts.execute(
        "SELECT rowid FROM article WHERE article MATCH ?", (fts_query(Term(field, operator, values)),)
    )
    columns = {"title": 0, "author": 1, "body": 2}
    chosen = columns.values() if field == "text" else [columns[field]]
    expected = {
        number
        for number, row in enumerate(rows, start=1)
        if any(
            holds(spaced(row[column]), value, operator == "prefix") for column in chosen for value in values
        )
    }
    assert {number for (number,) in matched} == expected


@pytest.mark.parametrize(
    "value", ['"', 'a" OR title:"b', "a\0b", "NEAR(a b)", "a*", "title : a", "-a", "^a", "{a}"]
)
def test_nothing_in_a_value_is_syntax(fts, value):
    insert(fts, [("nothing", "of", "that")])
    found = fts.execute(
        "SELECT rowid FROM article WHERE article MATCH ?", (fts_query(Term("text", "words", (value,))),)
    )
    assert found.fetchall() == []


def test_scripts_without_spaces_match_inside():
    sentence = spaced("昨日、東京タワーに行った。ภาษาไทยง่าย cafés")
    for part in ("東京", "京タ", "タワー", "行った", "ไทย", "CAFÉS"):
        assert holds(sentence, part, False), part
    assert not holds(sentence, "東タ", False)
    assert not holds(sentence, "café", False)
    assert holds(sentence, "café", True)
    assert not holds(sentence, "…", True)


def test_folding():
    assert tokens("Crème BRÛLÉE, naïve e\u0301te\u0301") == ["creme", "brulee", "naive", "ete"]
    assert fold("JOSÉ Ñandú") == "jose nandu"
    assert fold("HTTPS://É.org", "url") == "https://É.org"
    assert path_key("/News/Africa/") == "news/africa"

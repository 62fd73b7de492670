"""The table of hooks: lists of texts, a query, and every mistake by its line."""

import pytest

from tui.config.loader import load
from tui.model.errors import ConfigError
from tui.model.hooks import NO_HOOKS, Hooks


def loaded(tmp_path, text):
    path = tmp_path / "config.toml"
    path.write_text(text)
    return load(path).hooks


def test_commands_and_a_query(tmp_path):
    text = (
        '[hooks]\nafter_refresh = ["tee", "a b"]\nnew_article = []\nnew_article_query = "#africa -is:read"\n'
    )
    assert loaded(tmp_path, text) == Hooks(("tee", "a b"), (), "#africa -is:read")
    assert loaded(tmp_path, "") == loaded(tmp_path, "[hooks]") == NO_HOOKS


WRONG = [
    (
        '[hooks]\nafter_refresh = "rm -r /"',
        2,
        "must be a list of texts .* not a text: no shell ever reads it",
    ),
    ("[hooks]\nnew_article = [3]", 2, "must be a list of texts"),
    ('[hooks]\nnew_article = ["", "x"]', 2, "must begin with the name of a program"),
    ('[hooks]\nnew_article = ["x", "a\\u0000b"]', 2, "must begin with the name of a program"),
    ('[hooks]\nnew_artikel = ["x"]', 2, "no hook 'new_artikel'; did you mean 'new_article'"),
    ('[hooks]\n\nnew_article_query = "(a"', 3, "new_article_query is no query: "),
    ('[hooks]\nnew_article_query = "is:unred"', 2, "did you mean is:unread\\?$"),
    ('[hooks]\nnew_article_query = "a limit:3"', 2, "leave sort:, limit: and group: out"),
    ("[hooks]\nnew_article_query = []", 2, "must be a text, not a list"),
    ("hooks = 3", 1, "hooks must be a table, not a whole number"),
]


@pytest.mark.parametrize(("text", "line", "sentence"), WRONG)
def test_a_mistake_names_its_line(tmp_path, text, line, sentence):
    with pytest.raises(ConfigError, match=rf"config\.toml, line {line}: .*{sentence}"):
        loaded(tmp_path, text)

import ast
from importlib.resources import files
from inspect import getsource

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tui.config import settings as settings_module
from tui.config.loader import load
from tui.config.settings import LIMITS, Settings
from tui.model.errors import ConfigError


def written(tmp_path, text):
    path = tmp_path / "config.toml"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


def test_no_file_means_defaults(tmp_path):
    assert load(tmp_path / "none.toml") == Settings()


def test_the_documented_default_is_the_default(tmp_path):
    text = (files("tui.config") / "default.toml").read_text()
    assert load(written(tmp_path, text)) == Settings()
    for name in Settings.__dataclass_fields__:
        assert f"\n{name} = " in text or f"\n[{name}]\n" in text, name


def test_every_option_has_a_docstring():
    body = next(
        node for node in ast.parse(getsource(settings_module)).body if isinstance(node, ast.ClassDef)
    ).body
    for field, following in zip(body, [*body[1:], None], strict=True):
        if isinstance(field, ast.AnnAssign):
            assert isinstance(following, ast.Expr) and isinstance(following.value, ast.Constant), (
                field.target.id
            )


def test_limits_name_options():
    assert set(LIMITS) <= set(Settings.__dataclass_fields__)


def test_everything_can_be_set(tmp_path):
    text = """
theme = "ink"
measure = 72
browser = ["firefox", "{url}"]
connect_timeout = 5
refresh_on_start = false
[keys]
"article.open" = "o"
article.star = ["s", "g s"]
"article.later" = []
"""
    loaded = load(written(tmp_path, text))
    assert (loaded.theme, loaded.measure, loaded.browser) == ("ink", 72, ("firefox", "{url}"))
    assert loaded.connect_timeout == 5.0 and loaded.refresh_on_start is False
    assert dict(loaded.keys) == {"article.open": ("o",), "article.star": ("s", "g s"), "article.later": ()}


WRONG = [
    ('\n\nthme = "ink"', 3, "'thme'; did you mean 'theme'"),
    ("zzzzzzzzzz = 1", 1, "no option 'zzzzzzzzzz'."),
    ('theme = "ink"\nmeasure = "80"', 2, "measure must be a whole number, not a text"),
    ("ascii_marks = 1", 1, "must be true or false"),
    ("measure = true", 1, "must be a whole number, not true or false"),
    ("browser = 'firefox'", 1, "browser must be a list of texts"),
    ("browser = ['firefox', 3]", 1, "browser must be a list of texts"),
    ("# c\nmax_connections = 0", 2, "from 1 to 256, not 0"),
    ("total_timeout = nan", 1, "from 0.1 to 600"),
    ("total_timeout = inf", 1, "from 0.1 to 600"),
    ('key_preset = "defualt"', 1, "did you mean 'default'"),
    ('theme = "a\\u001b[2J"', 1, "control characters"),
    ('a = "b\nc = 3', 1, "ine 1"),
    ("theme = \n", 1, "nvalid value"),
    ("[keys", 1, ""),
    ("keys = 3", 1, "keys must be a table"),
    ('\n[keys]\n"article.open" = 3', 3, "'article.open' must be a text or a list"),
    ("[keys]\narticle.open = [1]", 2, "'article.open' must be a text or a list"),
    ("[[keys]]\nx='y'", 1, "keys must be a table"),
    (b"theme = 'a'\nuser_agent = '\xff'", 2, "not UTF-8"),
]


@pytest.mark.parametrize(("text", "line", "hint"), WRONG)
def test_what_is_wrong_is_said_with_file_and_line(tmp_path, text, line, hint):
    path = written(tmp_path, text)
    with pytest.raises(ConfigError) as caught:
        load(path)
    assert str(caught.value).startswith(f"{path}, line {line}: "), caught.value
    assert hint in str(caught.value)
    assert "\x1b" not in str(caught.value)


def test_a_folder_in_place_of_the_file(tmp_path):
    with pytest.raises(ConfigError, match="cannot be read"):
        load(tmp_path)


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=60))
def test_no_text_brings_a_traceback(tmp_path_factory, text):
    path = tmp_path_factory.mktemp("config") / "config.toml"
    path.write_bytes(text.encode("utf-8", "surrogatepass"))
    try:
        load(path)
    except ConfigError as error:
        assert str(path) in str(error)

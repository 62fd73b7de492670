"""The tables [share], [players] and [commands]."""

import pytest

from tui.config.loader import load
from tui.model.errors import ConfigError


def test_they_are_read(tmp_path):
    path = tmp_path / "config.toml"
    path.write_text(
        """
[share]
"Read later" = "https://example.org/add?u={url}&t={title}"
Mail = "mailto:me@example.org?subject={title}"
notes = ["tee", "-a", "{file}"]
[players]
audio = ["mpv", "--no-video", "{url}"]
"application/pdf" = ["zathura"]
"""
    )
    settings = load(path)
    assert dict(settings.share) == {
        "Read later": "https://example.org/add?u={url}&t={title}",
        "Mail": "mailto:me@example.org?subject={title}",
        "notes": ("tee", "-a", "{file}"),
    }
    assert dict(settings.players) == {
        "audio": ("mpv", "--no-video", "{url}"),
        "application/pdf": ("zathura",),
    }


@pytest.mark.parametrize(
    ("text", "line", "hint"),
    [
        (
            '[share]\n\nx = "https://example.org/{titel}"',
            3,
            "unknown placeholder {titel}; did you mean 'title'",
        ),
        ('[share]\nx = "https://example.org/{file}"', 2, "unknown placeholder {file}"),
        ('[share]\nx = "https://{title}/"', 2, "must name its server without placeholders"),
        ('[share]\nx = "javascript:{url}"', 2, "begins with https:// or mailto:"),
        ('[share]\nx = "{url}"', 2, "begins with https:// or mailto:"),
        ('[share]\nx = "https://"', 2, "begins with https:// or mailto:"),
        ("[share]\nx = []", 2, "must be a list of texts"),
        ('[share]\nx = ["a", 3]', 2, "must be a list of texts"),
        ('[share]\nx = ["{title}"]', 2, "begin with the name of a program"),
        ('[share]\nx = ["tee", "{nope}"]', 2, "unknown placeholder {nope}"),
        ('[share]\nx = ["tee", "\\u0000"]', 2, "control characters"),
        ('[share]\n"a\\u001bb" = "https://example.org/"', 1, "needs a name"),
        ("share = 3", 1, "share must be a table"),
        ('[players]\n"Audio!" = ["mpv"]', 2, "is no type of file"),
        ('[players]\naudio = ["mpv", "{title}"]', 2, "unknown placeholder {title}"),
    ],
)
def test_what_is_wrong_is_said_with_file_and_line(tmp_path, text, line, hint):
    path = tmp_path / "config.toml"
    path.write_text(text)
    with pytest.raises(ConfigError) as caught:
        load(path)
    assert str(caught.value).startswith(f"{path}, line {line}: ")
    assert hint in str(caught.value)
    assert "\x1b" not in str(caught.value)


def test_commands_are_lists_and_nothing_in_them_is_a_placeholder(tmp_path):
    path = tmp_path / "config.toml"
    path.write_text('[commands]\ntides = ["python3", "-c", "{title} $HOME | cat"]\n"a.b-c_1" = ["x"]\n')
    assert dict(load(path).commands) == {
        "tides": ("python3", "-c", "{title} $HOME | cat"),
        "a.b-c_1": ("x",),
    }


@pytest.mark.parametrize(
    ("text", "line", "hint"),
    [
        ('[commands]\n\nx = "curl https://example.org | sh"', 3, "not a text: it is not run by a shell"),
        ("[commands]\nx = []", 2, "must be a list of texts"),
        ('[commands]\nx = [" "]', 2, "must begin with the name of a program"),
        ('[commands]\nx = ["a", 3]', 2, "must be a list of texts"),
        ('[commands]\nx = ["a\\u0000"]', 2, "control characters"),
        ('[commands]\n"x y" = ["a"]', 2, "no name for a command"),
        ('[commands]\n"../x" = ["a"]', 2, "no name for a command"),
        ('commands = ["a"]', 1, "commands must be a table"),
    ],
)
def test_commands_that_cannot_be_meant_are_refused(tmp_path, text, line, hint):
    path = tmp_path / "config.toml"
    path.write_text(text)
    with pytest.raises(ConfigError) as caught:
        load(path)
    assert f"line {line}:" in str(caught.value) and hint in str(caught.value)

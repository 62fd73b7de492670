"""``config``: where, what, and whether it is right."""

import tomllib

import pytest

from tests.cli.conftest import Broadsheet
from tui.config.settings import Settings

TABLES: dict[str, object] = {"commands": {}, "hooks": {}, "keys": {}, "players": {}, "share": {}}


def _plain(settings: Settings) -> dict[str, object]:
    values = {name: list(value) if isinstance(value, tuple) else value for name, value in _items(settings)}
    return {name: value for name, value in values.items() if name not in TABLES}


def _items(settings: Settings) -> list[tuple[str, object]]:
    return [(name, getattr(settings, name)) for name in Settings.__dataclass_fields__]


def test_path_names_every_place_inside_the_home(broadsheet: Broadsheet) -> None:
    places = dict(line.split("\t") for line in broadsheet("config", "path").lines)
    assert set(places) == {"settings", "sites", "store", "backups", "session", "log", "cache"}
    assert all(path.startswith(str(broadsheet.home)) for path in places.values())


def test_default_and_show_are_toml_with_every_option(broadsheet: Broadsheet) -> None:
    assert tomllib.loads(broadsheet("config", "default").out) == {**_plain(Settings()), **TABLES}
    assert tomllib.loads(broadsheet("config", "show").out) == _plain(Settings())


def test_show_shows_what_is_set(broadsheet: Broadsheet) -> None:
    broadsheet.home.mkdir()
    text = 'measure = 66\nbrowser = ["a \\"b\\"", "{url}"]\n[keys]\n"article.star" = ["f9", "g f9"]\n'
    text += '[hooks]\nafter_refresh = ["log", "it"]\n'
    text += '[share]\n"A place" = "https://example.org/?u={url}"\n"Notes" = ["tee", "-a", "notes"]\n'
    (broadsheet.home / "config.toml").write_text(text)
    shown = tomllib.loads(broadsheet("config", "show").out)
    assert shown["measure"] == 66
    assert shown["browser"] == ['a "b"', "{url}"]
    assert shown["keys"] == {"article.star": ["f9", "g f9"]}
    assert shown["hooks"] == {"after_refresh": ["log", "it"]}
    assert shown["share"] == {"A place": "https://example.org/?u={url}", "Notes": ["tee", "-a", "notes"]}
    assert "is right" in broadsheet("config", "edit-check").out


@pytest.mark.parametrize("command", [["config", "edit-check"], ["config", "show"], ["list"], ["refresh"]])
def test_a_wrong_setting_is_one_line_with_file_line_and_nearest_name(
    broadsheet: Broadsheet, command: list[str]
) -> None:
    broadsheet.home.mkdir()
    file = broadsheet.home / "config.toml"
    file.write_text("# mine\nmesure = 70\n")
    ran = broadsheet(*command)
    assert (ran.code, ran.out) == (2, "")
    assert ran.err == f"broadsheet: {file}, line 2: there is no option 'mesure'; did you mean 'measure'.\n"


@pytest.mark.parametrize(
    ("keys", "named"),
    [
        ('"article.stra" = "x"', ("article.stra", "article.star")),
        ('"article.star" = "m"', ("article.star", "article.toggle-read")),
    ],
)
def test_wrong_keys_are_found_without_starting_the_screen(
    broadsheet: Broadsheet, keys: str, named: tuple[str, ...]
) -> None:
    broadsheet.home.mkdir()
    (broadsheet.home / "config.toml").write_text(f"[keys]\n{keys}\n")
    ran = broadsheet("config", "edit-check")
    assert (ran.code, ran.out, ran.err.count("\n")) == (2, "", 1)
    assert all(name in ran.err for name in named)


def test_the_path_is_said_even_when_the_file_is_wrong(broadsheet: Broadsheet) -> None:
    broadsheet.home.mkdir()
    (broadsheet.home / "config.toml").write_text("nonsense")
    assert broadsheet("config", "path").code == 0
    assert broadsheet("config", "default").code == 0


def test_the_file_of_site_rules_is_checked_too(broadsheet: Broadsheet) -> None:
    broadsheet.home.mkdir()
    file = broadsheet.home / "sites.toml"
    file.write_text('[[site]]\nsites = ["example.org"]\nkeep = ["div.story"]\n')
    assert f"{file} is right." in broadsheet("config", "edit-check").lines
    file.write_text('[[site]]\nsites = ["example.org"]\nkep = ["div.story"]\n')
    ran = broadsheet("config", "edit-check")
    assert (ran.code, ran.out) == (2, "") and f"{file}, line 3" in ran.err and "keep" in ran.err

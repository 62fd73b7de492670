import pytest

from tui.config.theme_file import ThemeFile, read_themes
from tui.model.errors import ConfigError

ROLES = ("page", "ink", "mark")


def test_themes_are_files(tmp_path):
    (tmp_path / "dusk.toml").write_text('page = "#1b1b22"\n')
    (tmp_path / "chalk.toml").write_text('dark = false\nink = "#222"\n')
    assert read_themes(tmp_path, ROLES) == (
        ThemeFile("chalk", False, {"ink": "#222"}),
        ThemeFile("dusk", True, {"page": "#1b1b22"}),
    )
    assert read_themes(tmp_path / "none", ROLES) == ()


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (
            'page = "#111111"\npaeg = "#000"',
            r"bad.toml, line 2: there is no role 'paeg'; did you mean 'page'",
        ),
        ('page = "red"', r"line 1: page must be a colour"),
        ("dark = 1", r"line 1: dark must be true or false"),
        ("page = ", r"bad.toml, line 1"),
    ],
)
def test_a_bad_theme_names_file_line_and_key(tmp_path, text, said):
    (tmp_path / "bad.toml").write_text(text)
    with pytest.raises(ConfigError, match=said):
        read_themes(tmp_path, ROLES)

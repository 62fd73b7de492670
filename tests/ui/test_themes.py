"""Contrast, roles, and styles without colours of their own."""

import re
from dataclasses import replace

import pytest
from textual.color import Color
from textual.theme import BUILTIN_THEMES

from tests.demo_store import SETTINGS
from tui.model.errors import ConfigError
from tui.model.tagging import TAG_COLORS
from tui.ui.stylesheets import style_paths
from tui.ui.themes import OURS, role_defaults

OURS_BY_NAME = {theme.name: theme for theme in OURS}
TEXT = ("ink", "link", "tag", "mark")
SOFT = ("soft", "star")


def contrast(first: str, second: str) -> float:
    """WCAG 2.1 contrast ratio."""
    lighter, darker = sorted((luminance(first), luminance(second)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def luminance(color: str) -> float:
    def channel(value: float) -> float:
        return value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4

    red, green, blue = (channel(part / 255) for part in Color.parse(color).rgb)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


@pytest.mark.parametrize("name", OURS_BY_NAME)
@pytest.mark.parametrize("under", ["page", "raised"])
def test_text_has_contrast(name, under):
    colors = OURS_BY_NAME[name].variables
    for role in TEXT:
        assert contrast(colors[role], colors[under]) >= 4.5, role
    for role in SOFT:
        assert contrast(colors[role], colors[under]) >= 3, role


@pytest.mark.parametrize("name", sorted(BUILTIN_THEMES))
def test_every_theme_of_textual_has_our_roles(name):
    assert set(role_defaults(BUILTIN_THEMES[name])) == set(OURS[0].variables)


def test_styles_use_roles_only():
    for path in style_paths():
        text = re.sub(r"/\*.*?\*/", "", path.read_text(), flags=re.S)
        # Ids begin with # too; a colour stands behind a colon.
        assert not re.search(r":\s*[^;{]*(#[0-9a-fA-F]{3,8}\b|rgb\(|hsl\()", text), path.name


def test_every_color_that_a_tag_may_have_is_among_them():
    assert set(TAG_COLORS) <= {*TEXT, *SOFT}


def test_a_theme_that_there_is_not_is_said_before_the_start(make_app):
    with pytest.raises(ConfigError, match=r"config\.toml: there is no theme 'papre'; did you mean 'paper'"):
        make_app(replace(SETTINGS, theme="papre"))

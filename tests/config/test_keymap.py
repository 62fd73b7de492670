import pytest

from tui.config.keymap import normal_key, read_keymap
from tui.model.errors import ConfigError

KNOWN = {"article.open": ("o",), "article.star": ("s",), "list.open": ("enter",), "list.next": ("n", "g n")}

PANES = {"article.open": "article", "article.star": "article", "list.open": "list", "list.next": "list"}


def test_keys_are_read_and_spelled_one_way():
    table = {"article.open": ("Ctrl+O", "g  O"), "list.next": ()}
    assert read_keymap(table, PANES) == {"article.open": ("ctrl+o", "g O"), "list.next": ()}


def test_capital_letters_stay_other_keys():
    assert normal_key("G") == "G" != normal_key("g")


def test_an_unknown_action_names_the_nearest():
    with pytest.raises(ConfigError, match=r"no action 'article.opne'; did you mean 'article.open'"):
        read_keymap({"article.opne": ("o",)}, PANES)


def test_a_clash_names_both_actions():
    with pytest.raises(ConfigError, match=r"'x'.*'article.open'.*'article.star'"):
        read_keymap({"article.open": ("x",), "article.star": ("X", "x")}, PANES)


def test_a_clash_with_a_default_is_found_and_one_that_was_moved_away_is_not():
    with pytest.raises(ConfigError, match=r"article.star"):
        read_keymap({"article.open": ("s",)}, PANES, KNOWN)
    swapped = {"article.open": ("s",), "article.star": ("o",)}
    assert read_keymap(swapped, PANES, KNOWN) == swapped


def test_the_same_key_in_two_panes_is_no_clash():
    assert read_keymap({"article.open": ("o",), "list.open": ("o",)}, PANES)

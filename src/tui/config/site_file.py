"""Rules for single sites, where the article on their pages is not found well by itself.

::

    # sites.toml
    [[site]]
    sites = ["example.org", "*.example.net"]
    keep = ["div.story", "aside.facts"]
    drop = [".ad", "p.promo"]
    next_page = "a.next"
    rewrite = [["/story/", "/print/"]]

``keep`` and ``drop`` are CSS selectors; ``rewrite`` makes another address of an article's.
"""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from tui.config.toml_file import kind_of, line_of, nearest, read_toml
from tui.model.errors import ConfigError
from tui.model.extraction import SiteRule
from tui.query.patterns import PatternMistake
from tui.query.rewriting import check_rewriting

__all__ = ["SiteMistake", "read_sites", "rule_of"]

_KEYS = ("sites", "keep", "drop", "next_page", "rewrite")


class SiteMistake(ValueError):
    """Something is wrong with a rule; ``key`` says where."""

    def __init__(self, key: str, message: str) -> None:
        super().__init__(message)
        self.key = key


def read_sites(path: Path, complaint: Callable[[str], str]) -> tuple[SiteRule, ...]:
    """The rules in a file, in its order; none if there is no such file.

    Args:
        path: the file.
        complaint: what is wrong with a CSS selector, in a few words; "" if nothing is.

    Raises:
        ConfigError: names file, line and key, and the nearest right name.
    """
    if not path.exists():
        return ()
    text, table = read_toml(path)
    for key in table:
        if key != "site":
            where = f"{path}, line {line_of(text, key)}"
            raise ConfigError(f"{where}: a file of site rules has no {key!r}{nearest(key, ('site',))}.")
    given = table.get("site", [])
    if not isinstance(given, list) or not all(isinstance(one, dict) for one in given):
        raise ConfigError(f"{path}, line {line_of(text, 'site')}: each rule begins with [[site]].")
    rules = []
    for number, one in enumerate(given):
        try:
            rule = rule_of(one, complaint)
            if not rule.sites:
                raise SiteMistake("sites", 'sites must name a host at least, such as "example.org"')
        except SiteMistake as mistake:
            line = _line_in_rule(text, number, mistake.key)
            raise ConfigError(f"{path}, line {line}: {mistake}.") from mistake
        rules.append(rule)
    return tuple(rules)


def rule_of(table: Mapping[str, Any], complaint: Callable[[str], str]) -> SiteRule:
    """One rule.

    Raises:
        SiteMistake: one of its keys or values is wrong.
    """
    for key in table:
        if key not in _KEYS:
            raise SiteMistake(key, f"a rule for a site has no {key!r}{nearest(key, _KEYS)}")
    keep, drop = _texts(table, "keep"), _texts(table, "drop")
    next_page = table.get("next_page", "")
    if not isinstance(next_page, str):
        raise SiteMistake("next_page", f"next_page must be a CSS selector, not {kind_of(next_page)}")
    named = [("keep", one) for one in keep] + [("drop", one) for one in drop]
    for key, selector in [*named, *([("next_page", next_page)] if next_page else [])]:
        if wrong := complaint(selector):
            raise SiteMistake(key, f"{key}: {selector!r} is no CSS selector: {wrong}")
    sites = tuple(host.strip().lower() for host in _texts(table, "sites"))
    for host in sites:
        if not host or "/" in host or ":" in host or "*" in host.removeprefix("*."):
            raise SiteMistake("sites", f'sites: {host!r} is no host such as "example.org" or "*.example.org"')
    return SiteRule(sites, keep, drop, next_page, _pairs(table))


def _texts(table: Mapping[str, Any], key: str) -> tuple[str, ...]:
    given = table.get(key, [])
    if isinstance(given, str):
        given = [given]
    if not isinstance(given, list):
        raise SiteMistake(key, f"{key} must be a list of texts, not {kind_of(given)}")
    for one in given:
        if not isinstance(one, str):
            raise SiteMistake(key, f"{key} must be a list of texts; {one!r} is {kind_of(one)}")
    return tuple(one for one in given if one.strip())


def _pairs(table: Mapping[str, Any]) -> tuple[tuple[str, str], ...]:
    given = table.get("rewrite", [])
    pairs: list[tuple[str, str]] = []
    for one in given if isinstance(given, list) else [given]:
        if not isinstance(one, list) or len(one) != 2 or not all(isinstance(part, str) for part in one):
            raise SiteMistake("rewrite", 'rewrite must be pairs such as [["/story/", "/print/"]]')
        pattern, instead = one
        try:
            check_rewriting(pattern, instead)
        except PatternMistake as mistake:
            raise SiteMistake("rewrite", f"rewrite: {pattern!r}: {mistake}") from mistake
        pairs.append((pattern, instead))
    return tuple(pairs)


def _line_in_rule(text: str, number: int, key: str) -> int:
    """The line of a key in the rule with this number."""
    start = -1
    for _ in range(number + 1):
        found = text.find("[[site]]", start + 1)
        if found < 0:
            break
        start = found
    if start < 0:
        return line_of(text, key)
    end = text.find("[[site]]", start + 1)
    before = text.count("\n", 0, start)
    return before + line_of(text[start : end if end >= 0 else len(text)], key)

import pytest

from tui.config.site_file import SiteMistake, read_sites, rule_of
from tui.content import selector_complaint
from tui.model.errors import ConfigError
from tui.model.extraction import SiteRule

GOOD = r"""
[[site]]
sites = ["example.org", "*.Example.net"]
keep = ["div.story", "aside.facts"]
drop = ".ad"
next_page = "a.next"
rewrite = [['/story/(\d+)', '/print/\1']]

[[site]]
sites = ["example.com"]
"""


def read(tmp_path, text):
    path = tmp_path / "sites.toml"
    path.write_text(text)
    return read_sites(path, selector_complaint)


def test_rules_are_read_in_order(tmp_path):
    assert read(tmp_path, GOOD) == (
        SiteRule(
            ("example.org", "*.example.net"),
            ("div.story", "aside.facts"),
            (".ad",),
            "a.next",
            ((r"/story/(\d+)", r"/print/\1"),),
        ),
        SiteRule(("example.com",)),
    )
    assert read_sites(tmp_path / "none.toml", selector_complaint) == ()


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[[sight]]", r"sites.toml, line 1: a file of site rules has no 'sight'; did you mean 'site'"),
        ("site = 1", r"line 1: each rule begins with \[\[site\]\]"),
        ("[[site]]\nsites = []", r"line 2: sites must name a host"),
        (
            '[[site]]\nsites = ["a.org"]\nkepe = ["p"]',
            r"line 3: a rule for a site has no 'kepe'; did you mean 'keep'",
        ),
        ('[[site]]\nsites = ["a.org"]\nkeep = ["p["]', r"line 3: keep: 'p\[' is no CSS selector"),
        (
            '[[site]]\nsites = ["a.org"]\ndrop = [1]',
            r"line 3: drop must be a list of texts; 1 is a whole number",
        ),
        ('[[site]]\nsites = ["a.org"]\nnext_page = 1', r"line 3: next_page must be a CSS selector"),
        ('[[site]]\nsites = ["a.org"]\nnext_page = "::"', r"line 3: next_page: '::' is no CSS selector"),
        ('[[site]]\nsites = ["https://a.org/"]', r"line 2: sites: 'https://a.org/' is no host"),
        ('[[site]]\nsites = ["a.org"]\nrewrite = ["a", "b"]', r"line 3: rewrite must be pairs"),
        (
            '[[site]]\nsites = ["a.org"]\nrewrite = [["(", "b"]]',
            r"line 3: rewrite: '\(': this pattern cannot be read",
        ),
        (
            '[[site]]\nsites = ["a.org"]\nrewrite = [["a", "\\\\1"]]',
            r"line 3: rewrite: 'a': the pattern has no group '1'",
        ),
        (
            '[[site]]\nsites = ["a.org"]\nkeep = ["p"]\n\n[[site]]\nsites = ["b.org"]\nkeep = [".."]',
            r"line 7: keep: '\.\.' is no CSS selector",
        ),
        ("[[site]\n", r"sites.toml, line 1"),
    ],
)
def test_a_bad_rule_names_file_line_and_key(tmp_path, text, said):
    with pytest.raises(ConfigError, match=said):
        read(tmp_path, text)


def test_a_rule_without_a_file_says_its_key():
    with pytest.raises(SiteMistake, match="no CSS selector") as caught:
        rule_of({"drop": ["["]}, selector_complaint)
    assert caught.value.key == "drop"
    assert rule_of({"keep": "main"}, selector_complaint) == SiteRule(keep=("main",))

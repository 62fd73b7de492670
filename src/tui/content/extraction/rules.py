"""What the rule for a site takes from its pages."""

from collections.abc import Sequence

from selectolax.lexbor import LexborHTMLParser, LexborNode, SelectolaxError

from tui.content.urls import absolute, web_url
from tui.model.extraction import SiteRule

__all__ = ["RuledPage", "apply", "complaint"]

_LONGEST = 500


class RuledPage:
    """A page after its rule.

    Attributes:
        html: what is left of it: without what the rule drops, and only what it keeps if it keeps anything.
        is_article: True if ``html`` is the article itself.
        next_url: the article's next page, absolute, or "".
    """

    def __init__(self, html: str, is_article: bool, next_url: str) -> None:
        self.html, self.is_article, self.next_url = html, is_article, next_url


def complaint(selector: str) -> str:
    """What is wrong with a CSS selector, in a few words; "" if nothing is."""
    if len(selector) > _LONGEST:
        return f"it is longer than {_LONGEST} characters"
    try:
        LexborHTMLParser("<p></p>").css(selector)
    except (SelectolaxError, ValueError, RuntimeError, TypeError):
        return "it cannot be read"
    return ""


def apply(html: str, rule: SiteRule, base: str) -> RuledPage:
    """Read a page by its rule; a selector that cannot be read finds nothing."""
    tree = LexborHTMLParser(html.encode("utf-8", "replace").decode("utf-8"))
    following = _next_page(tree, rule.next_page, base)
    for node in _outermost(tree, rule.drop):
        node.decompose()
    if rule.keep:
        return RuledPage("".join(node.html or "" for node in _outermost(tree, rule.keep)), True, following)
    return RuledPage(tree.html or "", False, following)


def _found(tree: LexborHTMLParser, selector: str) -> list[LexborNode]:
    try:
        return tree.css(selector)
    except (SelectolaxError, ValueError, RuntimeError, TypeError):
        return []


def _outermost(tree: LexborHTMLParser, selectors: Sequence[str]) -> list[LexborNode]:
    """All that match, in the order of the page; what stands in another one that matches comes with it."""
    wanted = {node.mem_id for selector in selectors for node in _found(tree, selector)}
    if not wanted or tree.root is None:
        return []
    found: list[LexborNode] = []
    covered: set[int] = set()
    for node in tree.root.traverse():
        if node.mem_id in wanted and node.mem_id not in covered:
            found.append(node)
            covered.update(inner.mem_id for inner in node.traverse())
    return found


def _next_page(tree: LexborHTMLParser, selector: str, base: str) -> str:
    for node in _found(tree, selector) if selector else []:
        link = node if node.attributes.get("href") else node.css_first("[href]")
        if link is not None and (address := link.attributes.get("href")):
            url = web_url(absolute(address, base))
            return url if url.startswith("http") and url != web_url(base) else ""
    return ""

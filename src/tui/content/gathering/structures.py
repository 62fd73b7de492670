"""What repeats on a page: groups of elements that might be its entries, by the selectors that name them."""

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from selectolax.lexbor import LexborNode

from tui.content.gathering.gathering import Source, found, text_of

__all__ = ["Group", "class_names", "groups"]

#: Fewer repetitions are no list, and of more only so many are looked at.
_FEWEST, _MOST = 3, 5_000
_MOST_LINKS, _MOST_GROUPS = 3_000, 60
_LOOKED_AT = 100
#: An entry reaches so far up from its link.
_LEVELS = 6
_CLASSES = 5
_SHORTEST_TITLE = 6
#: Classes that say how something looks, or are made anew with each version of a site.
_PLAIN_CLASS = re.compile(r"-?[A-Za-z_][A-Za-z_-]*")
_LOOKS = re.compile(
    r"(?:[mp][trblxy]?|w|h|gap|text|bg|border|font|flex|grid|col|row|rounded|shadow|leading|tracking|hover|"
    r"focus|sm|md|lg|xl|d|align|justify|items|self|order|is|has|js|u)-.*|css-.*|sc-.*|jsx.*|"
    r"flex|grid|block|inline|hidden|relative|absolute|container|wrapper|clearfix|odd|even|first|last|row|col|"
    r"active|hentry|left|right",
    re.IGNORECASE,
)
_AROUND = frozenset({"nav", "footer", "form", "aside", "header", "menu", "button"})
_NOISE = re.compile(
    r"(?:^|[-_\s])(?:nav\w*|menu|foot\w*|sidebar|breadcrumbs?|pagination|pager|share|social|cookie\w*|related|"
    r"tags?|tagcloud|categor\w+|comments?|login|languages?|widget|toc|promo|ads?|advert\w*)(?:$|[-_\s])",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Group:
    """Elements that one selector names."""

    selector: str
    nodes: tuple[LexborNode, ...]
    #: The part of them that stands in menus, margins and the like.
    noise: float


def groups(source: Source) -> list[Group]:
    """The groups of a page that hold links, the largest first."""
    counted: dict[str, set[int]] = defaultdict(set)
    for link in source.tree.css("a[href]")[:_MOST_LINKS]:
        if len(text_of(link, 60)) < _SHORTEST_TITLE and link.css_first("img[alt]") is None:
            continue
        node: LexborNode | None = link
        for _ in range(_LEVELS):
            if node is None or node.tag in ("body", "html", "main", "-undef"):
                break
            for selector in _names(node):
                counted[selector].add(node.mem_id)
            node = node.parent
    ranked = sorted(counted, key=lambda selector: (-min(len(counted[selector]), 12), len(selector)))
    made = (_group(source, one) for one in ranked[:_MOST_GROUPS] if len(counted[one]) >= _FEWEST)
    return [one for one in made if one is not None]


def _group(source: Source, selector: str) -> Group | None:
    nodes = found(source.tree, selector)
    if not _FEWEST <= len(nodes) <= _MOST or _is_nested(nodes):
        return None
    noisy = [_stands_aside(node) for node in nodes[:_LOOKED_AT]]
    share = sum(noisy) / len(noisy)
    if 0 < share < 1 and len(nodes) <= _LOOKED_AT:
        # A menu has the same shape: the list itself is named by what it stands in.
        own = [node for node, aside in zip(nodes, noisy, strict=True) if not aside]
        for around in _around(own[0]):
            narrower = f"{around} {selector}"
            if [one.mem_id for one in found(source.tree, narrower)] == [one.mem_id for one in own]:
                return Group(narrower, tuple(own), 0.0) if len(own) >= _FEWEST else None
    return Group(selector, tuple(nodes), share)


def _is_nested(nodes: list[LexborNode]) -> bool:
    """Whether one is a part of another, which no entry is."""
    every = {node.mem_id for node in nodes}
    return any(one.mem_id in every for node in nodes[:12] for one in _above(node))


def _stands_aside(node: LexborNode) -> bool:
    return _is_noise(node) or any(map(_is_noise, [*_above(node)][:-2]))


def _above(node: LexborNode) -> Iterator[LexborNode]:
    above = node.parent
    while above is not None:
        yield above
        above = above.parent


def _around(node: LexborNode) -> Iterator[str]:
    """Selectors of what an element stands in, from the inside out."""
    for one in _above(node):
        if (marked := one.attributes.get("id") or "") and _PLAIN_CLASS.fullmatch(marked):
            yield f"#{marked}"
        yield from (f"{one.tag}.{name}" for name in class_names(one))
        if one.tag in ("main", "article", "section"):
            yield one.tag
    yield "body >"


def _is_noise(node: LexborNode) -> bool:
    if node.tag in _AROUND:
        return True
    given = f"{node.attributes.get('class') or ''} {node.attributes.get('id') or ''}"
    return node.tag != "body" and len(given) < 300 and _NOISE.search(given) is not None


def class_names(node: LexborNode) -> list[str]:
    """The classes of an element that say what it is."""
    names = (node.attributes.get("class") or "").split()
    return [name for name in names[:20] if _PLAIN_CLASS.fullmatch(name) and not _LOOKS.fullmatch(name)][
        :_CLASSES
    ]


def _names(node: LexborNode) -> Iterator[str]:
    """Selectors that name an element together with others of its kind."""
    tag = node.tag or ""
    if not tag.isalnum():
        return
    for name in class_names(node):
        yield f"{tag}.{name}"
    if tag == "article":
        yield tag
    above = node.parent
    if above is None or not (above.tag or "").isalnum():
        return
    for name in class_names(above)[:2]:
        yield f"{above.tag}.{name} > {tag}"
    if (marked := above.attributes.get("id") or "") and _PLAIN_CLASS.fullmatch(marked):
        yield f"#{marked} > {tag}"
    elif tag in ("li", "tr", "article", "section", "p", "dt", "a", "h2", "h3"):
        yield f"{above.tag} > {tag}"

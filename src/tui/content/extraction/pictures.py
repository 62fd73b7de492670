"""Which pictures and players between the paragraphs belong to the article."""

import re
from typing import Any

from tui.content.extraction.flat import folded

__all__ = ["PLAYERS", "Pictures", "address_of", "file_name"]

_LAZY = ("data-src", "data-original", "data-lazy-src", "data-orig-file", "data-actualsrc", "data-hi-res-src")
#: Blocks around pictures that lead elsewhere or say who somebody is.
_ELSEWHERE = re.compile(
    r"(?:^|[\s_-])(?:related|recirc\w*|promo\w*|shar(?:e|ing)|social|newsletter|subscri\w+|sidebar|widget|avatar"
    r"|author|byline|bio|comments?|advert\w*|ads?|sponsor\w*|logo|icons?|emoji|teaser|outbrain|taboola|more-\w+"
    r"|read-?more|recommend\w*|popular|trending|nav\w*|breadcrumbs?|footer|banner|signup|donat\w+|player-ad)(?:$|[\s_-])",
    re.IGNORECASE,
)
#: Builders of pages call each paragraph and picture so.
_NO_MATTER = re.compile(r"\b(?:elementor|wp-block|et_pb)[\w-]*-widget[\w-]*|\belementor-widget[\w-]*")
_ICON = re.compile(
    r"(?:emoji|avatar|gravatar|logo|icon|spinner|placeholder|blank|pixel|spacer)", re.IGNORECASE
)
_CAPTION = re.compile(r"caption|legend|credit|bildunter|legende|didascalia|pie-?de", re.IGNORECASE)
_NUMBER = re.compile(r"\s*(\d+)")
_SMALL = 60
_MOST_CAPTION = 1_200
PLAYERS = frozenset({"iframe", "video", "audio", "embed", "object"})


class Pictures:
    """Decides, once for each picture."""

    def __init__(self, wanted: bool, named: str = "") -> None:
        self.wanted, self.named = wanted, file_name(named)
        self.seen: set[str] = set()

    def within(self, node: Any) -> list[Any]:
        """What of *node*, which holds no word of the article, belongs to it: figures, pictures, players."""
        if not isinstance(node.tag, str) or leads_elsewhere(node):
            return []
        found: list[Any] = []
        self._collect(node, found)
        return found

    def _collect(self, node: Any, found: list[Any]) -> None:
        tag = node.tag
        if tag == "img":
            if self.takes(node):
                found.append(node)
        elif tag == "figure":
            if self._takes_figure(node):
                found.append(node)
        elif tag in PLAYERS:
            found.append(node)
        elif _CAPTION.search(node.get("class", "")) and next(node.iter("img"), None) is not None:
            if self._takes_figure(node):
                found.append(node)
        else:
            for child in node:
                if isinstance(child.tag, str) and not leads_elsewhere(child):
                    self._collect(child, found)

    def leads(self, node: Any) -> bool:
        """True for a picture that may stand above the text: in a figure, or the one the page names."""
        above = list(node.iterancestors())[:6]
        if any(map(leads_elsewhere, (node, *above))):
            return False
        if node.tag == "figure" or any(one.tag == "figure" for one in above):
            return True
        return bool(self.named) and file_name(address_of(node)) == self.named

    def takes(self, image: Any) -> bool:
        """True for a picture that is worth showing, the first time it is seen."""
        address = address_of(image)
        if not self.wanted or not address or address in self.seen or _is_small(image):
            return False
        if _ICON.search(image.get("class", "")) or _ICON.search(address.rpartition("/")[2][:60]):
            return False
        self.seen.add(address)
        return True

    def _takes_figure(self, figure: Any) -> bool:
        if any(True for _ in figure.iter("pre", "table", "blockquote", "video", "audio", "iframe")):
            return True
        if len(folded(figure.text_content())) > _MOST_CAPTION:
            return False
        return any([self.takes(image) for image in figure.iter("img")])


def address_of(image: Any) -> str:
    """Where a picture is, also one that is loaded lazily."""
    for name in (*_LAZY, "src"):
        value: str = (image.get(name) or "").strip()
        if value and not value.startswith("data:"):
            return value
    sets = [image.get("srcset") or image.get("data-srcset") or ""]
    parent = image.getparent()
    if parent is not None and parent.tag == "picture":
        sets += [one.get("srcset") or one.get("data-srcset") or "" for one in parent.iter("source")]
    widest = next((one for one in sets if one.strip()), "")
    return widest.split(",")[-1].strip().split(" ")[0]


def file_name(address: str) -> str:
    """The end of a picture's path, which stays the same where one server scales for another."""
    return address.partition("?")[0].rpartition("/")[2]


def leads_elsewhere(node: Any) -> bool:
    named = _NO_MATTER.sub("", f"{node.get('class', '')} {node.get('id', '')}")
    return bool(_ELSEWHERE.search(named)) or node.tag in ("nav", "aside", "footer")


def _is_small(image: Any) -> bool:
    for name in ("width", "height"):
        number = _NUMBER.match(image.get(name) or "")
        if number and int(number[1][:6]) < _SMALL:
            return True
    return False

"""The ways in which a value can be right: one function for each ``m`` of the corpus."""

from __future__ import annotations

import html
import re
from datetime import UTC, datetime
from html.parser import HTMLParser
from typing import Any
from urllib.parse import urljoin, urlsplit

#: Elements whose text nobody sees.
UNSEEN = frozenset({"script", "style", "title", "noscript", "template", "iframe", "noembed", "noframes"})
#: Elements that do not end a word.
INLINE = frozenset(
    re.findall(
        r"\w+",
        "a abbr acronym b bdi bdo big cite code del dfn em font i ins kbd mark q s samp small span strike "
        "strong sub sup tt u var wbr",
    )
)


class Visible(HTMLParser):
    """Collects what a reader would see: text and web links."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.words: list[str] = []
        self.links: set[str] = set()
        self.hidden: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in INLINE:
            self.words.append(" ")
        if tag in UNSEEN:
            self.hidden.append(tag)
        for name, value in attrs:
            if (
                tag == "a"
                and name == "href"
                and value
                and value.strip().lower().startswith(("http:", "https:"))
            ):
                self.links.add(value.strip())

    def handle_endtag(self, tag: str) -> None:
        if tag not in INLINE:
            self.words.append(" ")
        if tag in self.hidden:
            while self.hidden.pop() != tag:
                pass

    def handle_data(self, data: str) -> None:
        if not self.hidden:
            self.words.append(data)


def visible(markup: str) -> tuple[str, set[str]]:
    """Folded text and web links of an HTML fragment."""
    reader = Visible()
    reader.feed(markup)
    reader.close()
    return fold("".join(reader.words)), reader.links


def fold(text: str) -> str:
    """White space folded, soft hyphens out."""
    return " ".join(text.replace("\xad", "").split())


def plain(text: str) -> str:
    """Tags stripped, entities decoded, white space folded: the corpus' meaning of ``text``."""
    return fold(html.unescape(re.sub(r"<[^<>]*>", "", html.unescape(text))))


def same_text(actual: Any, expected: Any) -> bool:
    return (
        plain(str(actual or "")) == plain(str(expected or ""))
        or visible(str(actual or ""))[0] == visible(str(expected or ""))[0]
    )


def same_html(actual: Any, expected: Any) -> bool:
    """The same visible text, and every web link kept."""
    seen, links = visible(str(actual or ""))
    wanted, wanted_links = visible(str(expected or ""))
    kept = {link_key(link) for link in links}
    return squeezed(seen) == squeezed(wanted) and all(link_key(link) in kept for link in wanted_links)


def same_as_browser(shown: str, raw: str, expected: str) -> bool:
    """For expectations that bear the marks of feedparser's own sanitiser.

    It leaves the source of scripts as text and drops what a browser shows (``<>``). Right is
    then: that very sanitiser makes the expected value of the markup we were handed, and what
    we show of that markup is what a browser would show.
    """
    from feedparser.sanitizer import _sanitize_html

    made = _sanitize_html(raw, "utf-8", "text/html")
    return fold(made) == fold(expected) and squeezed(visible(shown)[0]) == squeezed(visible(raw)[0])


def squeezed(text: str) -> str:
    """Without white space: where words may break at tags, the letters still have to agree."""
    return re.sub(r"\s+", "", text)


def link_key(link: str) -> str:
    """An address up to the writing of it."""
    return html.unescape(link).rstrip("/")


def same_moment(actual: Any, expected: Any) -> bool:
    """The same instant; ``actual`` is a datetime."""
    if not isinstance(actual, datetime):
        return False
    moment = datetime.fromisoformat(str(expected).replace("Z", "+00:00"))
    return actual.astimezone(UTC) == moment.replace(microsecond=0)


def same_url(actual: Any, expected: Any, base: str = "") -> bool:
    """Equal up to a missing root slash, or once resolved."""
    one, other = str(actual or ""), str(expected or "")
    return one == other or rooted(urljoin(base, one)) == rooted(urljoin(base, other))


def rooted(url: str) -> str:
    try:
        parts = urlsplit(url)
    except ValueError:
        return url
    return url + "/" if parts.netloc and not parts.path and not parts.query and not parts.fragment else url


def holds(mode: str, actual: Any, expected: Any, base: str) -> bool:
    """True if ``actual`` is right in the sense of ``mode``."""
    match mode:
        case "exact":
            return bool(actual == expected)
        case "text":
            return same_text(actual, expected)
        case "html":
            return same_html(actual, expected)
        case "date":
            return same_moment(actual, expected)
        case "url" | "id":
            return same_url(actual, expected, base)
        case "contains":
            return fold(str(expected)) in fold(str(actual or ""))
        case "member":
            return isinstance(actual, list) and expected in actual
        case "len":
            return isinstance(actual, list) and len(actual) == expected
        case "minlen":
            return isinstance(actual, list) and len(actual) >= expected
        case "urlset":
            return isinstance(actual, list) and {item["url"] for item in actual} == set(expected)
    raise ValueError(f"unknown mode: {mode}")

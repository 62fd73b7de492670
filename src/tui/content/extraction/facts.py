"""What a page says of itself: in JSON-LD, Open Graph, meta elements and links; capped and clean."""

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from html import unescape
from typing import Any

from tui.content.phrases import BY, fold
from tui.content.urls import absolute, web_url
from tui.model.clean import clean
from tui.model.extraction import PageFacts

__all__ = ["Told", "told_by"]

_MOST_JSON, _MOST_SCRIPTS, _MOST_THINGS = 500_000, 20, 200
_MOST_TERMS, _LONG_TERM, _MOST_AUTHORS = 32, 60, 5
_ARTICLE = re.compile(r"(?:\w*Article|BlogPosting|LiveBlogPosting|Report|Review|Recipe|\w*Posting|Chapter)\Z")
_LANGUAGE = re.compile(r"([A-Za-z]{2,3})(?:[-_][A-Za-z0-9]{2,8})*")
_SUFFIX = re.compile(r"\s+[|·»–—-]\s+|\s*\|\s*|\s+::\s+")
_BY = re.compile(r"(?:by|von|par|por|di|door|av|af|автор:?)\s+", re.IGNORECASE)
#: Names of meta elements, best first.
_TITLES = ("og:title", "twitter:title", "dc.title", "citation_title", "parsely-title")
_AUTHORS = (
    "author",
    "article:author",
    "dc.creator",
    "parsely-author",
    "citation_author",
    "sailthru.author",
    "byl",
)
_DATES = (
    "article:published_time",
    "datepublished",
    "date",
    "pubdate",
    "publishdate",
    "dc.date",
    "dc.date.issued",
    "dcterms.created",
    "parsely-pub-date",
    "sailthru.date",
    "citation_publication_date",
    "og:published_time",
)
_KEYWORDS = ("news_keywords", "keywords", "parsely-tags", "sailthru.tags")
_SECTIONS = ("article:section", "parsely-section")


@dataclass(frozen=True, slots=True)
class Told:
    """The facts, and what else is known only from the page's head."""

    facts: PageFacts
    #: All that the article is called.
    titles: tuple[str, ...] = ()
    #: The page says that it is not for everybody.
    paid: bool = False


@dataclass(slots=True)
class _Head:
    meta: dict[str, list[str]] = field(default_factory=dict)
    canonical: str = ""
    article: Mapping[str, Any] = field(default_factory=dict)

    def first(self, names: Iterable[str]) -> str:
        """The first that says something."""
        return next((value for name in names for value in self.meta.get(name, ()) if value), "")


def told_by(tree: Any, base: str) -> Told:
    """The facts on a page."""
    head = _read_head(tree)
    article = head.article
    page_title = clean(tree.findtext(".//title") or "", 300)
    headings = [clean(one.text_content(), 300) for one in list(tree.iter("h1"))[:3]]
    titles = [
        clean(_text(article.get("headline")), 300),
        *(clean(head.first((name,)), 300) for name in _TITLES),
    ]
    named = [title for title in (*titles, *headings, page_title) if title]
    site = clean(head.first(("og:site_name", "application-name")) or _name(article.get("publisher")), 200)
    facts = PageFacts(
        title=_best_title(named, page_title, site),
        author=_authors(article.get("author"), head),
        site=site,
        language=_language(tree, head),
        published_at=_date(_text(article.get("datePublished")))
        or _date(head.first(_DATES))
        or _time_on(tree),
        canonical_url=_address(head.canonical or head.first(("og:url",)), base),
        image_url=_address(
            head.first(("og:image:secure_url", "og:image", "twitter:image", "twitter:image:src"))
            or _image(article.get("image")),
            base,
        ),
        terms=_terms(tree, head),
    )
    paid = str(article.get("isAccessibleForFree", "")).lower() in ("false", "0", "no") or head.first(
        ("article:content_tier",)
    ).lower() in ("locked", "metered")
    return Told(facts, tuple(dict.fromkeys(named)), paid)


def _read_head(tree: Any) -> _Head:
    head = _Head()
    for node in tree.iter("meta"):
        name = (node.get("property") or node.get("name") or node.get("itemprop") or "").strip().lower()
        # Often escaped twice.
        value = unescape(node.get("content") or "").strip()
        if name and value and len(head.meta.setdefault(name, [])) < _MOST_TERMS:
            head.meta[name].append(value[:10_000])
    for node in tree.iter("link"):
        if "canonical" in (node.get("rel") or "").lower().split() and not head.canonical:
            head.canonical = (node.get("href") or "").strip()
    things = [thing for thing in _things(tree) if _is_article(thing)]
    # Where there are several, the one that says most.
    head.article = max(things, key=lambda thing: sum(bool(thing.get(key)) for key in _SAYS), default={})
    return head


_SAYS = ("headline", "author", "datePublished", "keywords", "image", "publisher")


def _things(tree: Any) -> Iterator[Mapping[str, Any]]:
    """Everything that JSON-LD describes."""
    count = 0
    for script in tree.iter("script"):
        if (script.get("type") or "").strip().lower() != "application/ld+json":
            continue
        count += 1
        text = script.text or ""
        if count > _MOST_SCRIPTS or len(text) > _MOST_JSON:
            continue
        try:
            waiting = [json.loads(text.strip().strip(";"), strict=False)]
        except (ValueError, RecursionError):
            continue
        for _ in range(_MOST_THINGS):
            if not waiting:
                break
            thing = waiting.pop(0)
            if isinstance(thing, list):
                waiting += thing[:_MOST_THINGS]
            elif isinstance(thing, dict):
                yield thing
                waiting += [
                    thing[key] for key in ("@graph", "mainEntity", "mainEntityOfPage") if key in thing
                ]


def _is_article(thing: Mapping[str, Any]) -> bool:
    kinds = thing.get("@type")
    return any(
        isinstance(kind, str) and _ARTICLE.match(kind)
        for kind in (kinds if isinstance(kinds, list) else [kinds])
    )


def _text(value: Any) -> str:
    if isinstance(value, list):
        value = next((one for one in value if isinstance(one, str)), "")
    return unescape(value) if isinstance(value, str) else ""


def _name(value: Any) -> str:
    if isinstance(value, dict):
        return _text(value.get("name"))
    if isinstance(value, list):
        return next((name for one in value if (name := _name(one))), "")
    return _text(value)


def _image(value: Any) -> str:
    if isinstance(value, dict):
        return _text(value.get("url")) or _text(value.get("contentUrl"))
    if isinstance(value, list):
        return next((address for one in value if (address := _image(one))), "")
    return _text(value)


def _best_title(named: list[str], page_title: str, site: str) -> str:
    """The first; of the page's own title without the site's name."""
    if not named or named[0] != page_title:
        return named[0] if named else ""
    found = _SUFFIX.search(page_title)
    parts = _SUFFIX.split(page_title)
    if found is None or len(parts) < 2:
        return page_title
    if fold(parts[0]) == fold(site):
        return page_title[found.end() :]
    rest = page_title[: page_title.rindex(parts[-1])].rstrip(" |·»–—-:")
    shorter = len(parts[-1]) * (1 if "|" in found[0] else 2) < len(rest)
    return rest if fold(parts[-1]) == fold(site) or shorter else page_title


def _authors(value: Any, head: _Head) -> str:
    given = value if isinstance(value, list) else [value]
    names = [_author(_name(one)) for one in given]
    if not any(names):
        names = [_author(one) for name in _AUTHORS for one in head.meta.get(name, ())[:_MOST_AUTHORS]]
        first = next((name for name in _AUTHORS if any(map(_author, head.meta.get(name, ())))), "")
        names = [_author(one) for one in head.meta.get(first, ())]
    return clean(", ".join(list(dict.fromkeys(filter(None, names)))[:_MOST_AUTHORS]), 200)


def _author(name: str) -> str:
    """A name without "by"; "" for an address, which names nobody."""
    name = clean(name, 120)
    if (
        "://" in name
        or name.startswith(("@", "/"))
        or fold(name) in BY
        or fold(name) in ("admin", "administrator", "staff")
    ):
        return ""
    return _BY.sub("", name, count=1) if _BY.match(name) else name


def _language(tree: Any, head: _Head) -> str:
    said = [tree.get("lang"), tree.get("xml:lang"), _text(head.article.get("inLanguage"))]
    said += [head.first(("og:locale",)), head.first(("content-language", "language", "dc.language"))]
    for one in said:
        if one and (found := _LANGUAGE.fullmatch(one.strip())):
            return clean(found[0].replace("_", "-"), 35)
    return ""


def _date(text: str) -> datetime | None:
    text = text.strip()[:60]
    if not text:
        return None
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        try:
            moment = parsedate_to_datetime(text)
        except (ValueError, TypeError, IndexError, OverflowError):
            return None
    try:
        moment = (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).astimezone(UTC)
    except (ValueError, OverflowError):
        return None
    return moment if 1970 <= moment.year <= 2200 else None


def _time_on(tree: Any) -> datetime | None:
    """The one time that the page marks as such."""
    marked = {node.get("datetime") for node in tree.iter("time") if node.get("datetime")}
    return _date(next(iter(marked))) if len(marked) == 1 else None


def _address(text: str, base: str) -> str:
    url = web_url(absolute(text, base)) if text else ""
    return url if url.startswith("http") else ""


def _terms(tree: Any, head: _Head) -> tuple[str, ...]:
    said: list[str] = []
    keywords = head.article.get("keywords")
    for one in keywords if isinstance(keywords, list) else [keywords]:
        said += re.split(r"[,;，、]", _name(one)) if _name(one) else []
    said += head.meta.get("article:tag", [])
    for name in _KEYWORDS:
        said += [part for value in head.meta.get(name, ()) for part in re.split(r"[,;，、]", value)]
    sections = head.article.get("articleSection")
    said += [_text(one) for one in (sections if isinstance(sections, list) else [sections])]
    said += [head.first((name,)) for name in _SECTIONS]
    said += [
        node.text_content() for node in tree.iter("a") if "tag" in (node.get("rel") or "").lower().split()
    ]
    terms: dict[str, str] = {}
    for one in said[: 8 * _MOST_TERMS]:
        term = clean(one, 2 * _LONG_TERM).strip("#\"' ").lstrip("@")
        # "topic:politics" and the like are for machines.
        if term and len(term) <= _LONG_TERM and len(term.split()) <= 6 and not re.search(r"[:=/_]", term):
            terms.setdefault(term.casefold(), term)
    return tuple(terms.values())[:_MOST_TERMS]

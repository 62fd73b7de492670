"""Our results in the corpus' neutral form, after the same doors that the reader uses."""

from __future__ import annotations

from typing import Any

from tui.feeds.opml import OpmlDocument
from tui.model.entry import Entry, ParsedFeed

#: No case asks about more entries than these; sanitising ten thousand would only cost time.
MADE_SAFE = 200


def safe(markup: str, base: str) -> str:
    """Markup as it would be stored; as it came while there is no sanitiser."""
    try:
        from tui.content import sanitize
    except ImportError:
        return markup
    return str(sanitize(markup, base)) if markup else ""


def title(text: str, is_html: bool) -> str:
    """A title as it would be shown."""
    try:
        from tui.content import plain_title
    except ImportError:
        return text
    return str(plain_title(text, is_html))


def of_feed(parsed: ParsedFeed, url: str) -> dict[str, Any]:
    """A parsed document."""
    base = parsed.site_url or url
    return {
        # The same places before sanitising.
        "raw": {
            "feed": {"title": parsed.title, "subtitle": parsed.subtitle, "rights": parsed.rights},
            "entries": [
                {"title": entry.title, "content": entry.content, "summary": entry.summary}
                for entry in parsed.entries[:MADE_SAFE]
            ],
        },
        "feed": {
            "title": title(parsed.title, parsed.title_is_html),
            "link": parsed.site_url,
            "id": parsed.feed_id,
            "subtitle": safe(parsed.subtitle, base),
            "author": parsed.author,
            "language": parsed.language,
            "updated": parsed.updated_at,
            "rights": safe(parsed.rights, base),
            "image": parsed.image_url,
        },
        "entries": [of_entry(entry, number < MADE_SAFE) for number, entry in enumerate(parsed.entries)],
        "error": parsed.problem,
    }


def of_entry(entry: Entry, make_safe: bool) -> dict[str, Any]:
    """One entry."""
    content, summary = entry.content, entry.summary
    if make_safe:
        content, summary = safe(content, entry.base_url), safe(summary, entry.base_url)
    return {
        "id": entry.guid,
        "title": title(entry.title, entry.title_is_html),
        "link": entry.url,
        "author": entry.author,
        "published": entry.published_at,
        "updated": entry.updated_at,
        "date": entry.published_at or entry.updated_at,
        "summary": summary,
        "content": content,
        "body": content or summary,
        "tags": list(entry.terms),
        "comments": entry.comments_url,
        "enclosures": [
            {"url": file.url, "type": file.media_type, "length": str(file.length)}
            for file in entry.enclosures
        ],
    }


def of_list(document: OpmlDocument) -> dict[str, Any]:
    """A subscription list."""
    return {
        "feeds": [
            {
                "title": item.title,
                "url": item.feed_url,
                "folder": item.category.split("/") if item.category else [],
            }
            for item in document.subscriptions
        ]
    }


def paths(path: str) -> tuple[str, ...]:
    """The places a check may mean: a body is the content or the summary."""
    stem = path.removesuffix(".body")
    return (path,) if stem == path else (f"{stem}.content", f"{stem}.summary")


def at(value: Any, path: str) -> Any:
    """The value at a dotted path; None if there is none."""
    for step in path.split("."):
        try:
            value = value[int(step)] if step.isdigit() else value[step]
        except (IndexError, KeyError, TypeError):
            return None
    return value

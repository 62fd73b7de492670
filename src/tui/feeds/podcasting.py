"""What podcasts say beyond RSS: chapters, transcripts, season and episode, in all the ways there are.

Podcasting 2.0 (podcastindex.org) and Apple name files of chapters and transcripts; Podlove's
Simple Chapters stand in the feed itself and become a list below the text.
"""

import html
import re
from collections.abc import Callable, Sequence
from typing import Any

from tui.feeds.addresses import web_address
from tui.model.entry import Enclosure, Relation

__all__ = [
    "NAMESPACES",
    "PodcastElements",
    "chapter_list",
    "duration_of",
    "numbered",
    "related",
    "relation_of",
]

#: What feedparser does not know by itself.
NAMESPACES = {
    "https://podcastindex.org/namespace/1.0": "podcast",
    "https://github.com/podcastindex-org/podcast-namespace/blob/main/docs/1.0.md": "podcast",
    "http://purl.oclc.org/net/rss_2.0/enc#": "enc",
}
#: Nothing plays for longer than a week.
LONGEST_DURATION = 7 * 86_400
MAX_RELATED = 20
MAX_CHAPTERS = 300
MAX_TITLE = 300
#: No podcast has so many seasons or episodes; some number them by the date.
MAX_NUMBER = 99_999_999
#: Media types that are made for nothing else.
RELATIONS: dict[str, Relation] = {
    "application/json+chapters": "chapters",
    "text/vtt": "transcript",
    "text/srt": "transcript",
    "application/srt": "transcript",
    "application/x-subrip": "transcript",
}

RELATED: tuple[tuple[Relation, str], ...] = (
    ("chapters", "podcast_chapters"),
    ("transcript", "podcast_transcripts"),
)
#: The very beginning.
NOTHING = re.compile("0[0:.]*")

Fields = dict[str, Any]


class PodcastElements:
    """What feedparser's parsers lack for Podcasting 2.0 and RSS 1.0 with sound; mixed into them."""

    inentry: int
    push: Callable[[str, int], None]
    _get_context: Callable[[], Fields]

    def _start_podcast_transcript(self, attributes: dict[str, str]) -> None:
        self._note("podcast_transcripts", attributes)

    def _start_podcast_chapters(self, attributes: dict[str, str]) -> None:
        self._note("podcast_chapters", attributes)

    def _note(self, name: str, attributes: dict[str, str]) -> None:
        # feedparser itself would keep only the last of several.
        if self.inentry:
            noted = self._get_context().setdefault(name, [])
            if len(noted) < MAX_RELATED:
                noted.append(attributes)

    def _start_enc_enclosure(self, attributes: dict[str, str]) -> None:
        made = {"rel": "enclosure", "href": attributes.get("rdf:resource", "")}
        made |= {name: attributes.get(f"enc:{name}", "") for name in ("type", "length")}
        self._get_context().setdefault("links", []).append(made)

    # And where there are attributes, not the text.
    def _start_podcast_season(self, _attributes: dict[str, str]) -> None:
        self.push("podcast_season", 1)

    def _start_podcast_episode(self, _attributes: dict[str, str]) -> None:
        self.push("podcast_episode", 1)


def relation_of(media_type: str) -> Relation:
    """What a file is to the episode, by its type alone; "" for the episode itself."""
    return RELATIONS.get(media_type.partition(";")[0].strip().lower(), "")


def related(entry: Fields, url: str) -> list[Enclosure]:
    """The files of chapters and transcripts that an entry names."""
    found: dict[str, Enclosure] = {}
    for relation, name in RELATED:
        for item in listed(entry, name)[:MAX_RELATED]:
            address = web_address(url, written(item, "url"))
            if address:
                kind = written(item, "type")
                about = " ".join(filter(None, (written(item, "language"), written(item, "rel"))))
                made = Enclosure(address, kind, title=about[:MAX_TITLE], relation=relation)
                found.setdefault(address, made)
    return list(found.values())


def numbered(entry: Fields) -> tuple[int, int]:
    """Season and episode; 0 where none is told."""
    return tuple(  # type: ignore[return-value]
        number_in(written(entry, f"podcast_{name}")) or number_in(written(entry, f"itunes_{name}"))
        for name in ("season", "episode")
    )


def chapter_list(entry: Fields, url: str) -> str:
    """The chapters that stand in the feed itself, as HTML; "" if there are none."""
    told = entry.get("psc_chapters")
    items = []
    for chapter in listed(told, "chapters")[:MAX_CHAPTERS] if isinstance(told, dict) else []:
        title = html.escape(written(chapter, "title")[:MAX_TITLE], quote=False)
        start = started(written(chapter, "start"))
        address = web_address(url, written(chapter, "href"))
        named = f'<a href="{html.escape(address)}">{title or html.escape(address)}</a>' if address else title
        if named:
            items.append(f"<li>{start} {named}</li>" if start else f"<li>{named}</li>")
    return f"<h3>Chapters</h3>\n<ul>{''.join(items)}</ul>" if items else ""


def duration_of(text: str) -> int:
    """Seconds in ``754``, ``12:34`` or ``1:02:03``; 0 for anything else."""
    parts = text.strip().partition(".")[0].split(":")
    if len(parts) > 3 or not all(part.isascii() and part.isdigit() and len(part) < 7 for part in parts):
        return 0
    seconds = 0
    for part in parts:
        seconds = seconds * 60 + int(part)
    return seconds if seconds <= LONGEST_DURATION else 0


def started(text: str) -> str:
    """A start as players show it: ``0:00``, ``12:34``, ``1:02:03``; "" for what is none."""
    seconds = duration_of(text)
    if not seconds and not NOTHING.fullmatch(text):
        return ""
    hours, rest = divmod(seconds, 3600)
    minutes, left = divmod(rest, 60)
    return f"{hours}:{minutes:02}:{left:02}" if hours else f"{minutes}:{left:02}"


def number_in(text: str) -> int:
    """A whole number as podcasts write it; 0 for anything else."""
    digits = text.partition(".")[0]
    return int(digits) if digits.isascii() and digits.isdigit() and len(digits) < 9 else 0


def written(fields: Fields, name: str) -> str:
    """The string called ``name``, "" if it is anything else."""
    value = dict.get(fields, name)
    return value.strip() if isinstance(value, str) else ""


def listed(fields: Fields, name: str) -> Sequence[Fields]:
    """The dictionaries in the list called ``name``."""
    value = dict.get(fields, name)
    return [one for one in value if isinstance(one, dict)] if isinstance(value, list) else []

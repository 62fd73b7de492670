"""Transcripts and lists of chapters as text to read: WebVTT, SubRip, and the JSON of podcasts.

Cues are cut for the eye of somebody who watches; here those of one speaker are joined again
until a sentence ends. Linear in the size of the file, and nothing of it is trusted: what comes
out is HTML that still has to pass the sanitiser.
"""

import html
import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from tui.content.decoding import decode_page

__all__ = ["Spoken", "spoken"]

#: Some hours of talk have a tenth of it.
MOST_CUES = 100_000
#: A paragraph ends with the sentence from here on, and in any case here.
GOOD_LENGTH, MOST_LENGTH = 400, 1_200
TIMES = re.compile(r"\s{0,20}(?:(\d{1,3}):)?(\d{1,2}):(\d{2})[.,]\d{1,3}\s{0,20}-->")
SUBRIP = re.compile(r"\s{0,200}\d{1,6}\s{0,20}\n\s{0,20}\d{1,3}:\d{2}:\d{2},\d{1,3}\s{0,20}-->")
VOICE = re.compile(r"<v(?:\.[^\s<>]{0,80})?\s+([^<>]{1,100})>")
TAG = re.compile(r"<[^<>]{0,500}>")
_WORD = r"[\w.'’-]{0,20}"
NAMED = re.compile(rf"(?:- ?)?([A-ZÀ-ÞА-Я]{_WORD}(?: [A-ZÀ-ÞА-Я0-9]{_WORD}){{0,3}}): (?=\S)")
ENDED = re.compile(r"[.?!…。？！][\"'”’»)]?$")


@dataclass(frozen=True, slots=True)
class Spoken:
    """What the file is, and its text as HTML that is not safe yet."""

    title: str
    html: str


@dataclass(frozen=True, slots=True)
class Cue:
    """What is said from one moment on; ``speaker`` is "" where nobody tells."""

    start: int
    speaker: str
    text: str


def spoken(page: bytes, content_type: str) -> Spoken | None:
    """The text of a transcript or a list of chapters; None if a file is neither."""
    beginning = page[:400].lstrip(b"\xef\xbb\xbf \t\r\n")
    if beginning.startswith(b"{"):
        return told_in_json(page)
    if not beginning.startswith(b"WEBVTT") and b"-->" not in beginning:
        return None
    text = decode_page(page, content_type).lstrip("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    if not text.lstrip().startswith("WEBVTT") and not SUBRIP.match(text):
        return None
    return Spoken("Transcript", paragraphs(cues_in(text.split("\n"))))


def told_in_json(page: bytes) -> Spoken | None:
    """The same of Podcasting 2.0's JSON."""
    try:
        document = json.loads(page)
    except (ValueError, RecursionError):
        return None
    if not isinstance(document, dict):
        return None
    segments, chapters = document.get("segments"), document.get("chapters")
    if isinstance(segments, list):
        return Spoken("Transcript", paragraphs(cues_of(segments)))
    if isinstance(chapters, list):
        return Spoken("Chapters", f"<ul>{''.join(items_of(chapters))}</ul>")
    return None


def cues_in(lines: Iterable[str]) -> Iterator[Cue]:
    """The cues of WebVTT or SubRip; styles, notes and numbers are stepped over."""
    start, said, number = -1, list[str](), 0
    for line in (*lines, ""):
        found = TIMES.match(line)
        if found is None and line.strip():
            said.append(line)
            continue
        if start >= 0 and number < MOST_CUES:
            yield cue_of(start, " ".join(said))
            number += 1
        hours, minutes, seconds = (int(part or 0) for part in found.groups()) if found else (0, 0, -1)
        start, said = hours * 3600 + minutes * 60 + seconds, []


def cue_of(start: int, said: str) -> Cue:
    """One cue, without its markup."""
    voice = VOICE.search(said)
    text = " ".join(html.unescape(TAG.sub("", said)).split())
    named = None if voice else NAMED.match(text)
    if named:
        return Cue(start, named[1], text[named.end() :])
    return Cue(start, html.unescape(voice[1]).strip() if voice else "", text)


def cues_of(segments: Iterable[Any]) -> Iterator[Cue]:
    """The segments of a transcript in JSON."""
    for segment, _ in zip(segments, range(MOST_CUES), strict=False):
        if isinstance(segment, dict) and isinstance(body := segment.get("body"), str):
            speaker = segment.get("speaker")
            named = speaker.strip() if isinstance(speaker, str) else ""
            yield Cue(seconds_of(segment.get("startTime")), named, " ".join(body.split()))


def paragraphs(cues: Iterable[Cue]) -> str:
    """Cues joined to paragraphs, each with its moment, and with who speaks where that changes."""
    made: list[str] = []
    speaker, head, parts, length = "", "", list[str](), 0
    for cue in cues:
        if not cue.text or (parts and cue.text == parts[-1]):
            continue
        other = bool(cue.speaker) and cue.speaker != speaker
        if other or length >= MOST_LENGTH or (length >= GOOD_LENGTH and ENDED.search(parts[-1])):
            made += [f"{head}{' '.join(parts)}</p>"] if parts else []
            parts, length = [], 0
        if not parts:
            who = f"<b>{html.escape(cue.speaker)}:</b> " if other else ""
            head = f"<p><small>{clock_of(cue.start)}</small> {who}"
        speaker = cue.speaker or speaker
        parts.append(html.escape(cue.text, quote=False))
        length += len(cue.text) + 1
    made += [f"{head}{' '.join(parts)}</p>"] if parts else []
    return "\n".join(made)


def items_of(chapters: Iterable[Any]) -> Iterator[str]:
    """The chapters of a list in JSON; those that are not for the table of contents are left out."""
    for chapter, _ in zip(chapters, range(MOST_CUES), strict=False):
        if not isinstance(chapter, dict) or chapter.get("toc") is False:
            continue
        title, url = chapter.get("title"), chapter.get("url")
        named = html.escape(title.strip(), quote=False) if isinstance(title, str) else ""
        if isinstance(url, str) and url.startswith(("https://", "http://")):
            named = f'<a href="{html.escape(url)}">{named or html.escape(url)}</a>'
        if named:
            yield f"<li>{clock_of(seconds_of(chapter.get('startTime')))} {named}</li>"


def seconds_of(value: object) -> int:
    """A moment as a number of whole seconds; 0 for what is none."""
    good = isinstance(value, int | float) and not isinstance(value, bool) and 0 <= value < 10**7
    return int(value) if good else 0  # type: ignore[call-overload]


def clock_of(seconds: int) -> str:
    """``0:00``, ``12:34``, ``1:02:03``."""
    hours, rest = divmod(seconds, 3600)
    return f"{hours}:{rest // 60:02}:{rest % 60:02}" if hours else f"{rest // 60}:{rest % 60:02}"

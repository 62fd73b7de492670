"""What comes with an article, in words."""

from collections.abc import Mapping

from tui.model.entry import Enclosure

__all__ = ["kind_words", "label_of", "number_words"]

_NAMES: Mapping[str, str] = {"audio": "Audio", "video": "Video", "image": "Picture", "text": "Text"}
_SUBTYPES: Mapping[str, str] = {
    "mpeg": "MP3",
    "mp3": "MP3",
    "mp4": "MP4",
    "x-m4a": "M4A",
    "x-m4v": "M4V",
    "ogg": "Ogg",
    "pdf": "PDF",
    "epub+zip": "EPUB",
    "zip": "Zip",
    "octet-stream": "",
    "quicktime": "QuickTime",
}
_RELATIONS: Mapping[str, str] = {"chapters": "Chapters", "transcript": "Transcript"}
_FORMS: Mapping[str, str] = {
    "text/vtt": "WebVTT",
    "text/srt": "SubRip",
    "application/srt": "SubRip",
    "application/x-subrip": "SubRip",
    "text/html": "page",
    "text/plain": "text",
    "application/json": "JSON",
    "application/json+chapters": "JSON",
}


def kind_words(media_type: str) -> str:
    """A type in words: ``Audio, MP3``."""
    whole, _, part = _plain(media_type).partition("/")
    name = _NAMES.get(whole, "File")
    detail = _SUBTYPES.get(part, part.removeprefix("x-").upper()[:12])
    if (whole, part) == ("video", "mpeg"):
        detail = "MPEG"
    return f"{name}, {detail}" if detail else name


def label_of(item: Enclosure) -> str:
    """What it is: ``Audio, MP3``; of what only belongs to an episode ``Transcript, WebVTT``."""
    if not item.relation:
        return kind_words(item.media_type)
    form = _FORMS.get(_plain(item.media_type), "")
    return ", ".join(filter(None, (_RELATIONS[item.relation], form)))


def number_words(item: Enclosure) -> str:
    """``season 2, episode 4``; "" if neither is told."""
    parts = (("season", item.season), ("episode", item.episode))
    return ", ".join(f"{name} {number}" for name, number in parts if number)


def _plain(media_type: str) -> str:
    return media_type.partition(";")[0].strip().lower()

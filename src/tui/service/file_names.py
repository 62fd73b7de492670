"""Names for files that come from titles, addresses and headers of others.

A name of ours is one segment, at most 120 characters long, of letters, digits and a few signs;
it is not hidden, is no option, no device of Windows, and never ends like a program. The
folder is chosen by the user alone. Pure but for :func:`free_path`, which looks at the folder.
"""

import re
import unicodedata
from collections.abc import Callable, Mapping
from email.message import Message
from itertools import count
from pathlib import Path
from urllib.parse import unquote, urlsplit

from tui.model.clean import clean

__all__ = ["LONGEST", "default_path", "download_path", "free_path", "safe_name"]

#: Characters of a name, its ending included.
LONGEST = 120
#: File systems count bytes; " (99)" and ".part" have to fit as well.
_MOST_BYTES = 235
_SIGNS = frozenset(" -_.,()+")
_DEVICES = re.compile(r"(?:con|prn|aux|nul|com\d|lpt\d)(?:\.|$)", re.IGNORECASE)

#: How files of a type end; the first is ours.
_ENDINGS: Mapping[str, tuple[str, ...]] = {
    "audio/mpeg": ("mp3", "mp2"),
    "audio/mp3": ("mp3",),
    "audio/mp4": ("m4a", "m4b", "mp4"),
    "audio/x-m4a": ("m4a", "m4b"),
    "audio/m4a": ("m4a", "m4b"),
    "audio/aac": ("aac",),
    "audio/ogg": ("ogg", "oga", "opus"),
    "audio/opus": ("opus",),
    "audio/flac": ("flac",),
    "audio/wav": ("wav",),
    "audio/x-wav": ("wav",),
    "audio/webm": ("weba", "webm"),
    "video/mp4": ("mp4", "m4v"),
    "video/x-m4v": ("m4v",),
    "video/webm": ("webm",),
    "video/ogg": ("ogv",),
    "video/quicktime": ("mov",),
    "video/mpeg": ("mpg", "mpeg"),
    "video/x-matroska": ("mkv",),
    "image/jpeg": ("jpg", "jpeg"),
    "image/png": ("png",),
    "image/gif": ("gif",),
    "image/webp": ("webp",),
    "image/avif": ("avif",),
    "application/pdf": ("pdf",),
    "application/epub+zip": ("epub",),
    "application/zip": ("zip",),
    "application/gzip": ("gz", "tgz"),
    "application/ogg": ("ogg", "oga", "ogv"),
    "application/json": ("json",),
    "text/plain": ("txt", "md", "srt"),
    "text/vtt": ("vtt",),
    "text/csv": ("csv",),
}
#: A name that ends so keeps its ending where the type says nothing. No system runs such files.
_KNOWN = frozenset(ending for endings in _ENDINGS.values() for ending in endings) | {
    "7z", "bz2", "cbr", "cbz", "flv", "mobi", "rar", "tar", "torrent", "wma", "wmv", "xz",
}  # fmt: skip
_UNKNOWN = "bin"


def safe_name(text: str, ending: str, fallback: str = "article") -> str:
    """A name for a file of ours that is called *text*; *ending* is ours, with its dot."""
    room = LONGEST - len(ending)
    stem = _shortened(_allowed(text), room, _MOST_BYTES - len(ending.encode()))
    stem = stem or fallback
    return f"_{stem}"[:room] + ending if _DEVICES.match(stem + ending) else stem + ending


def download_path(folder: Path, url: str, headers: Mapping[str, str], media_type: str = "") -> Path:
    """Where in *folder* a download goes that came from *url* with these headers.

    The server's own name for it comes first, then the last part of the address, then the host.
    *media_type* is what the publisher said, for servers that say nothing.
    """
    lowered = {name.lower(): value for name, value in headers.items()}
    names = (_disposition(lowered.get("content-disposition", "")), *_from_address(url))
    name = next((allowed for name in names if (allowed := _allowed(_last_part(name)))), "download")
    stem, dot, ending = name.rpartition(".")
    if not dot or not stem or not ending.isalnum() or len(ending) > 8:
        stem, ending = name, ""
    given = _type(lowered.get("content-type", "")), _type(media_type)
    ours = next((_ENDINGS[one] for one in given if one in _ENDINGS), ())
    if ending.lower() not in (ours or _KNOWN):
        # What the file is decides, not what it is called: no program comes in as an episode.
        stem, ending = (stem if ending.lower() in _KNOWN else name), (ours[0] if ours else _UNKNOWN)
    return folder / safe_name(stem, f".{ending.lower()}", "download")


def default_path(folder: Path, title: str, ending: str) -> Path:
    """A path for a new file that is called by a title."""
    return free_path(folder / safe_name(title, ending, "articles"))


def _is_there(path: Path) -> bool:
    return path.exists() or path.is_symlink()


def free_path(path: Path, taken: Callable[[Path], bool] = _is_there) -> Path:
    """*path*, or the first of ``name (2)``, ``name (3)`` … that is not taken."""
    stem, ending = path.name[: len(path.name) - len(path.suffix)], path.suffix
    for number in count(2):
        if not taken(path):
            return path
        sign = f" ({number})"
        path = path.with_name(stem[: LONGEST - len(sign) - len(ending)].rstrip() + sign + ending)
    raise AssertionError("there is always another number")


def _allowed(text: str) -> str:
    """Letters, marks and digits of any script, a few signs, everything else a blank."""
    kept = "".join(
        sign if sign in _SIGNS or unicodedata.category(sign)[0] in "LMN" else " "
        for sign in unicodedata.normalize("NFC", clean(text, 2_000))
    )
    # Neither hidden nor an option; Windows takes off dots and blanks at the end by itself.
    return re.sub(r"\.{2,}", ".", " ".join(kept.split())).strip(" .-_,+")


def _shortened(text: str, most: int, most_bytes: int) -> str:
    text = text[:most]
    while len(text.encode()) > most_bytes:
        text = text[:-1]
    return text.rstrip(" .-_,+")


def _last_part(name: str) -> str:
    """Whatever comes before a slash of any kind is somebody else's folder."""
    return name.replace("\\", "/").rstrip("/").rpartition("/")[2]


def _disposition(header: str) -> str:
    """The name in a Content-Disposition header, in any of its spellings; "" if there is none."""
    if not header or len(header) > 4_000:
        return ""
    message = Message()
    try:
        message["Content-Disposition"] = header.replace("\r", " ").replace("\n", " ")
        return unquote(message.get_filename("") or "")
    except (ValueError, LookupError, UnicodeError):
        return ""


def _from_address(url: str) -> tuple[str, str]:
    try:
        parts = urlsplit(url)
        return unquote(parts.path), parts.hostname or ""
    except ValueError:
        return "", ""


def _type(header: str) -> str:
    return header.partition(";")[0].strip().lower()

"""Bytes to text: the encoding a publisher means, which is not always the one he names.

A byte-order mark wins, then the HTTP header, then the XML declaration (RFC 7303), then what
the bytes look like. Only codecs that mean characters are honored: UTF-7, idna, escapes and
the like are a way to smuggle or to stall.
"""

import codecs
import re
from dataclasses import dataclass

__all__ = ["Decoded", "decode"]

#: Longest first: the mark of UTF-32-LE begins with that of UTF-16-LE.
MARKS = (
    (codecs.BOM_UTF32_BE, "utf-32be"),
    (codecs.BOM_UTF32_LE, "utf-32le"),
    (codecs.BOM_UTF16_BE, "utf-16be"),
    (codecs.BOM_UTF16_LE, "utf-16le"),
    (codecs.BOM_UTF8, "utf-8"),
)
#: How ``<`` and the next character look in wide encodings that carry no mark.
WIDE_STARTS = (
    (re.compile(rb"\0\0\0<\0\0\0[!-~]"), "utf-32be"),
    (re.compile(rb"<\0\0\0[!-~]\0\0\0"), "utf-32le"),
    (re.compile(rb"\0<\0[!-~]"), "utf-16be"),
    (re.compile(rb"<\0[!-~]\0"), "utf-16le"),
    (re.compile(rb"\x4c\x6f\xa7\x94"), "cp037"),
)
DECLARED = re.compile(rb"\s*<\?xml[^>]{0,300}?encoding\s*=\s*[\"']([A-Za-z0-9._:-]{1,40})[\"']")
CHARSET = re.compile(r";\s*charset\s*=\s*[\"']?\s*([A-Za-z0-9._:-]{1,40})", re.IGNORECASE)
#: Not character sets, or able to hide markup from whoever looks at the bytes.
REFUSED = frozenset(
    {
        "utf-7",
        "idna",
        "punycode",
        "unicode_escape",
        "unicode-escape",
        "raw_unicode_escape",
        "undefined",
        "mbcs",
    }
)
#: Every byte string decodes as one of these, so naming them proves nothing.
ACCEPT_ANYTHING = frozenset({"iso8859-1", "cp1252", "ascii"})
#: Seven-bit encodings that would pass for ASCII.
STATEFUL = ("iso2022", "hz")
#: Bytes that do not look wide are not, whatever they are called.
WIDE = ("utf-16", "utf16", "utf_16", "utf-32", "utf32", "utf_32", "u16", "u32", "ucs", "iso-10646")
LAST_RESORTS = ("utf-8", "windows-1252")
#: It knows all 256.
ANY_BYTES = "iso-8859-2"


@dataclass(frozen=True, slots=True)
class Decoded:
    """A document as text; ``problem`` is a sentence when its stated encoding was wrong."""

    text: str
    encoding: str
    problem: str = ""


def decode(body: bytes, content_type: str = "") -> Decoded:
    """Decode ``body``; never fails, at worst some characters become U+FFFD."""
    marked, offset = sniff(body)
    data = body[offset:] if offset else body
    stated = stated_encodings(data, content_type, marked)
    if text_and_name := misnamed_utf8(data, stated):
        return text_and_name
    if marked and attempt(data, marked) is None:
        return Decoded(data.decode(marked, "replace"), marked, f"Some characters are not valid {marked}.")
    for name in (*stated, *LAST_RESORTS):
        text = attempt(data, name)
        if text is not None:
            break
    else:
        text = data.decode(name := ANY_BYTES)
    wrong = bool(stated) and name != stated[0] and stated[0] != "us-ascii"
    return Decoded(text, name, f"It says it is {stated[0]} but reads as {name}." if wrong else "")


def sniff(body: bytes) -> tuple[str, int]:
    """The encoding that the first bytes give away ("" if none) and the length of the mark."""
    for mark, name in MARKS:
        if body.startswith(mark):
            return name, len(mark)
    for pattern, name in WIDE_STARTS:
        if pattern.match(body):
            return name, 0
    return "", 0


def stated_encodings(data: bytes, content_type: str, marked: str) -> tuple[str, ...]:
    """What mark, header and declaration say, most trustworthy first, without doubles."""
    # A declaration that we can read as ASCII is a lie in a wide encoding, and useless.
    found = None if marked and marked != "utf-8" else DECLARED.match(data)
    declared = normal_name(found[1].decode("ascii")) if found else ""
    header = CHARSET.search(content_type)
    spoken = normal_name(header[1]) if header else ""
    if not spoken and content_type.lower().startswith("text/") and not declared.startswith(STATEFUL):
        spoken = "us-ascii"  # RFC 3023; costs nothing, for it fails on the first other byte
    names = (marked, *(name for name in (spoken, declared) if marked or not name.startswith(WIDE)))
    return tuple(dict.fromkeys(name for name in names if name))


def normal_name(name: str) -> str:
    """Lower case, "" for what we refuse; gb2312 always means its superset."""
    lowered = name.lower()
    try:
        info = codecs.lookup(lowered)
    except (LookupError, ValueError):
        return lowered
    if info.name in REFUSED or lowered in REFUSED or not getattr(info, "_is_text_encoding", True):
        return ""
    return "gb18030" if info.name == "gb2312" else lowered


def misnamed_utf8(data: bytes, stated: tuple[str, ...]) -> Decoded | None:
    """UTF-8 under a name that accepts any bytes: multi-byte sequences do not arise by chance."""
    if not stated or data.isascii():
        return None
    try:
        accepts_anything = codecs.lookup(stated[0]).name in ACCEPT_ANYTHING
    except (LookupError, ValueError):
        return None
    text = attempt(data, "utf-8") if accepts_anything else None
    if text is None:
        return None
    said = "" if stated[0] == "us-ascii" else f"It says it is {stated[0]} but reads as utf-8."
    return Decoded(text, "utf-8", said)


def attempt(data: bytes, name: str) -> str | None:
    """``data`` decoded strictly, or None."""
    try:
        return data.decode(name)
    except (UnicodeError, LookupError, ValueError):
        return None

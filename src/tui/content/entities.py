"""Character references in text that no parser has to see: the ones that mean the same to everybody."""

import re
from functools import lru_cache
from html import escape, unescape
from html.entities import html5

__all__ = ["decoded", "spelled_out"]

_REFERENCE = re.compile("&(?:#([0-9]{2,6})|#[xX]([0-9a-fA-F]{2,5})|([A-Za-z][A-Za-z0-9]{1,31}));")
#: An ampersand that is one.
_LONE = re.compile(r"&(?=[ \t\n])")
#: One between the parameters of an address, where the standard reads no reference either.
_PARAMETER = re.compile("&(?=[A-Za-z0-9]+=)")
_UNCLEAR = re.compile("&(?!(?:amp|lt|gt|nbsp);)")
#: Characters that every parser takes as they are: no control, no surrogate, no noncharacter.
_ORDINARY = ((0x20, 0x7E), (0xA0, 0xD7FF), (0xE000, 0xFDCF), (0x10000, 0x1FFFD))


def spelled_out(text: str) -> str | None:
    """*text* as it is written in sanitized HTML; None if its references are not clear."""
    if "&" in text:
        text = _REFERENCE.sub(_spelled, _LONE.sub("&amp;", text))
        if _UNCLEAR.search(text):
            return None
    return text.replace(">", "&gt;").replace("\xa0", "&nbsp;")


def decoded(value: str) -> str | None:
    """The characters of an attribute's value; None if its references are not clear."""
    if "&" not in value:
        return value
    spelled = spelled_out(_PARAMETER.sub("&amp;", value))
    return None if spelled is None else unescape(spelled)


def _spelled(found: re.Match[str]) -> str:
    return _spelled_reference(*found.group(0, 1, 2, 3))


@lru_cache(2_000)
def _spelled_reference(written: str, decimal: str | None, hexadecimal: str | None, name: str | None) -> str:
    """The reference as sanitized HTML has it; itself if it is not clear."""
    if name is not None:
        text = html5.get(f"{name};", "")
        return escape(text, quote=False).replace("\xa0", "&nbsp;") if text >= " " else written
    number = int(decimal or "0") or int(hexadecimal or "0", 16)
    if any(first <= number <= last for first, last in _ORDINARY):
        return escape(chr(number), quote=False).replace("\xa0", "&nbsp;")
    return written

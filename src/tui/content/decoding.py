"""Bytes of a web page to text: the encoding that is meant, which is not always the one that is named.

A byte order mark wins; then what is valid UTF-8 is UTF-8, whatever it is called; then the
HTTP header, the page's own word, and what the bytes look like.
"""

import codecs
import re

__all__ = ["decode_page", "named_charset"]

_CHARSET = re.compile(rb"charset\s*=\s*[\"']?\s*([A-Za-z0-9_:.-]{1,40})", re.IGNORECASE)
#: Where a page names its encoding.
_HEAD = 4_096
_MARKS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
#: Names that browsers read as something wider, by the name Python gives the codec.
_WIDER = {
    "ascii": "cp1252",
    "iso8859-1": "cp1252",
    "iso8859-9": "cp1254",
    "tis-620": "cp874",
    "iso8859-11": "cp874",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "shift_jis": "cp932",
    "euc_kr": "cp949",
    "big5": "big5hkscs",
}
#: Codecs that mean no characters, or hide markup from whoever looks at the bytes.
_REFUSED = re.compile(r"utf-?7|idna|punycode|.*escape|undefined|mbcs|.*_codec|rot.?13|hz|cp037|utf-32.*")
#: Most bytes of a page of Greek, Russian, Chinese … are enough to tell which it is.
_SAMPLE = 20_000


def decode_page(page: bytes, content_type: str) -> str:
    """The page as text; never fails, at worst some characters become U+FFFD."""
    for mark, name in _MARKS:
        if page.startswith(mark):
            return page[len(mark) :].decode(name, "replace")
    named = named_charset(content_type.encode("ascii", "ignore")) or named_charset(page[:_HEAD])
    if not named.startswith(("utf-16", "iso2022")):
        try:
            return page.decode("utf-8")
        except UnicodeDecodeError as error:
            # Cut in the middle of a character, or a stray byte in a page that is UTF-8 otherwise.
            if error.start > len(page) - 4 or _is_nearly_utf8(page):
                return page.decode("utf-8", "replace")
    if named == "utf-8":
        named = ""
    return page.decode(named or _guessed(page), "replace")


def named_charset(text: bytes) -> str:
    """The codec that ``charset=`` names, as browsers read the name; "" if none that is one."""
    found = _CHARSET.search(text)
    if found is None:
        return ""
    try:
        codec = codecs.lookup(found[1].decode("ascii"))
    except (LookupError, ValueError):
        return ""
    return "" if _REFUSED.fullmatch(codec.name) else _WIDER.get(codec.name, codec.name)


def _is_nearly_utf8(page: bytes) -> bool:
    """True if far more of the bytes above ASCII stand where UTF-8 has them than not."""
    text = page.decode("utf-8", "replace")
    wrong = text.count("\ufffd")
    right = sum(1 for character in text if character > "\x7f") - wrong
    return right > 10 * wrong


def _guessed(page: bytes) -> str:
    # Loaded only here: hardly any page leaves it to its readers.
    from charset_normalizer import from_bytes

    sample = b" ".join(re.findall(rb"[^<>]*[\x80-\xff][^<>]*", page)[:400])[:_SAMPLE]
    best = from_bytes(sample).best() if sample else None
    return best.encoding if best is not None and not _REFUSED.fullmatch(best.encoding) else "cp1252"

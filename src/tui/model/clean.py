"""The last thing that happens to a foreign string before anybody sees it.

Terminals act on what they print: a title can write to the clipboard, turn the text
around or hide half of itself. ``clean`` makes one harmless line of a string and
``clean_body`` a harmless text; both come after the *last* decoding, because character
references and JSON escapes decode into control characters too. Doing it twice changes
nothing.
"""

import re
import unicodedata

__all__ = ["MOST_MARKS", "clean", "clean_body"]

#: Combining marks in a row; more are a flood that climbs over its neighbours.
MOST_MARKS = 12
#: The longest emoji (a kiss between two people) has three joiners.
_MOST_JOINERS = 4

#: A whole escape sequence with its payload. Each class stops at the next escape, so
#: the search stays linear. A string without an end reaches to the end of its line.
_ESCAPES = re.compile(
    "\x1b[\\]PX^_](?:[^\x07\x1b\x9c]*(?:\x07|\x1b\\\\|\x9c)|[^\x07\x1b\x9c\r\n]*)"
    "|[\x90\x98\x9d-\x9f][^\x07\x1b\x90\x98\x9c-\x9f]*(?:\x07|\x1b\\\\|\x9c)"
    "|(?:\x1b\\[|\x9b)[0-?]*[ -/]*[@-~]?"
    "|\x1b[ -/]*[0-~]?"
)

#: What breaks a line in Unicode becomes the newline that a terminal knows.
_BREAKS = re.compile("\r\n?|[\x0b\x0c\x85\u2028\u2029]")

#: Controls, bidi controls, invisible operators, annotation marks, tags, noncharacters,
#: lone surrogates. (Soft hyphens are never shown as such, so no match should depend on them.)
_FORBIDDEN = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x9f\xad\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\ufdd0-\ufdef\ud800-\udfff"
    "\U000e0000-\U000e007f"
    + "".join(chr(plane + end) for plane in range(0, 0x110000, 0x10000) for end in (0xFFFE, 0xFFFF))
    + "]"
)

_EMOJI = (
    "[©®\u203c\u2049\u2190-\u21ff\u2300-\u23ff\u2460-\u27bf\u2900-\u297f\u2b00-\u2bff\u3030\u303d"
    "\U0001f000-\U0001faff]"
)
_MODIFIERS = "[\ufe0e\ufe0f\u20e3\U0001f3fb-\U0001f3ff]*"
_JOINED = re.compile(f"({_EMOJI}{_MODIFIERS}(?:\u200d{_EMOJI}{_MODIFIERS})+)|\u200d")
#: Non-joiners belong between the letters of Persian and Indic words, nowhere else.
_STRAY_NON_JOINER = re.compile("(?<![\u0590-\u1fff])\u200c|\u200c(?![\u0590-\u1fff])")

#: A selector with nothing before it would widen whatever comes to stand there.
_LONE_SELECTOR = re.compile(r"(?<!\S)[\ufe0e\ufe0f]+")

#: The blocks that have marks, and what is as narrow as they are.
_MARKS = (
    "[\u0300-\u036f\u0483-\u0489\u0591-\u1fff\u200b-\u200f\u20d0-\u20ff\u2cef-\u2cf1\u2d7f\u2de0-\u2dff\u302a-\u302f"
    "\u3099\u309a\ua66f-\uabff\ufb1e\ufe00-\ufe0f\ufe20-\ufe2f\U000101fd-\U0001e94a\U000e0100-\U000e01ef]"
)
#: Runs that may hold a flood. (Python looks faster for what begins with a single character.)
_MARKED = re.compile(f"{_MARKS}{_MARKS}{{{MOST_MARKS},}}")

#: White space of which a line keeps one blank; a lone no-break space stays what it is.
_WHITE = re.compile(r"\s{2,}|[^\S\xa0\u202f]")
_NARROW_END = " \xa0\u200b\u200c\u200d\u200e\u200f\ufe0e\ufe0f"


def clean(text: str, limit: int = 1_000) -> str:
    """Make one harmless line of *text*, at most *limit* characters long."""
    if "  " not in text and _is_harmless(text):
        return _cut(text.strip(), limit)
    # Nothing but hidden payloads is lost by not reading a megabyte for a title.
    # Before all else: a selector that stood behind such a space would stand alone afterwards.
    line = clean_body(text[: 20 * limit + 1_000].replace("\u200b", ""))
    return _cut(_WHITE.sub(" ", line).strip(), limit)


def clean_body(text: str) -> str:
    """Make *text* harmless; newlines and tabs stay, and white space is not folded."""
    if _is_harmless(text.replace("\n", " ").replace("\t", " ").replace("\xa0", " ")):
        return text
    return _scrubbed(text)


def _scrubbed(text: str) -> str:
    """*text* without what is harmful in it, looked for one after the other."""
    if "\x1b" in text or not text.isascii():
        text = _ESCAPES.sub("", text)
    text = _FORBIDDEN.sub("", _BREAKS.sub("\n", text))
    if text.isascii():
        return text
    text = _MARKED.sub(_without_flood, text)
    if "\u200c" in text:
        text = _STRAY_NON_JOINER.sub("", text)
    if "\u200d" in text:
        text = _JOINED.sub(_sound_joiners, text)
    return _LONE_SELECTOR.sub("", text)


def _is_harmless(text: str) -> bool:
    """True for ordinary text, which is nearly all: nothing here would change it.

    What Python calls printable has no control, format, private or unassigned character, no
    surrogate and no line end; floods of marks and lone selectors are left to look for.
    """
    if not text.isprintable():
        return False
    return text.isascii() or not ("\ufe0e" in text or "\ufe0f" in text or _MARKED.search(text))


def _cut(text: str, limit: int) -> str:
    if len(text) <= limit:
        return text
    return text[: max(0, limit - 1)].rstrip(_NARROW_END) + "…"


def _sound_joiners(found: re.Match[str]) -> str:
    """Joiners only inside an emoji: elsewhere they make text seem narrower than it is."""
    joined = found[1]
    if joined is None:
        return ""
    return joined if joined.count("\u200d") <= _MOST_JOINERS else joined.replace("\u200d", "")


def _without_flood(found: re.Match[str]) -> str:
    kept: list[str] = []
    marks = 0
    for character in found[0]:
        kind = unicodedata.category(character)
        if kind[0] == "M":
            marks += 1
            if marks > MOST_MARKS:
                continue
        elif kind != "Cf":
            marks = 0
        kept.append(character)
    return "".join(kept)

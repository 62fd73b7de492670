"""Plain text of safe HTML, its length, and the titles of lists."""

import re
from html import unescape

from selectolax.lexbor import LexborHTMLParser

from tui.model.clean import clean, clean_body
from tui.model.ids import SafeHtml

__all__ = ["BLOCK_TAGS", "count_words", "plain_text", "plain_title", "reading_minutes", "words_and_minutes"]

#: Tags that end a line; everything else stands within one.
_BLOCK_NAMES = (
    "p div section article main aside header footer nav address center details summary figcaption figure"
    " dd dt dl caption table tbody thead tfoot tr td th li ul ol h1 h2 h3 h4 h5 h6 blockquote pre hr br"
)
BLOCK_TAGS = frozenset(_BLOCK_NAMES.split())
#: A tag as nh3 writes it; possessive, so that an open quote is not tried again and again.
_TAG = re.compile(r"</?+([a-zA-Z][a-zA-Z0-9]*+)(?:\"[^\"]*+\"|[^\">]++)*+>")
_SPACES = re.compile(r"[ \t\f\r]+")
#: Scripts whose characters are counted one by one.
_CJK = re.compile("[\u3041-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\uac00-\ud7a3\u0e00-\u0e7f]")
_WORDS_A_MINUTE, _CHARACTERS_A_MINUTE = 230, 500


def plain_text(html: SafeHtml) -> str:
    """The words of *html*; a line for each block, words on either side of a tag as apart as they look."""
    # Texts and names of tags in turn.
    pieces = _TAG.split(html.replace("\n", " "))
    pieces[1::2] = ["\n" if name.lower() in BLOCK_TAGS else "" for name in pieces[1::2]]
    text = clean_body(unescape("".join(pieces))).replace("\xa0", " ").replace("\u200b", "")
    if "  " in text or "\t" in text:
        text = _SPACES.sub(" ", text)
    lines = [line.strip(" ") for line in text.split("\n")]
    return "\n".join(filter(None, lines)).strip()


def plain_title(text: str, is_html: bool) -> str:
    """A title as one clean line; of HTML only the words."""
    if is_html and ("<" in text or "&" in text):
        tree = LexborHTMLParser(text[:20_000])
        tree.strip_tags(["script", "style", "template", "noscript"])
        text = tree.body.text(deep=True) if tree.body is not None else ""
    return clean(text)


def count_words(text: str) -> int:
    """Words, where words have spaces between; characters of Chinese, Japanese, Korean and Thai."""
    return sum(_counts(text))


def reading_minutes(text: str, language: str) -> int:  # noqa: ARG001
    """Minutes to read *text*, at least one: by what it is written in, which is surer than *language*."""
    return _minutes(*_counts(text))


def words_and_minutes(text: str) -> tuple[int, int]:
    """Both of the above, counted once."""
    words, characters = _counts(text)
    return words + characters, _minutes(words, characters)


def _counts(text: str) -> tuple[int, int]:
    """Words between spaces, and characters of scripts without spaces."""
    rest, characters = (text, 0) if text.isascii() else _CJK.subn(" ", text)
    return len(rest.split()), characters


def _minutes(words: int, characters: int) -> int:
    return max(1, round(words / _WORDS_A_MINUTE + characters / _CHARACTERS_A_MINUTE))

"""Plain text of safe HTML, its length, and the titles of lists."""

import re
from html import unescape

from selectolax.lexbor import LexborHTMLParser

from tui.model.clean import clean, clean_body
from tui.model.ids import SafeHtml

__all__ = ["count_words", "plain_text", "plain_title", "reading_minutes"]

#: Tags that end a line; everything else stands within one.
_BLOCK_NAMES = (
    "p div section article main aside header footer nav address center details summary figcaption figure"
    " dd dt dl caption table tbody thead tfoot tr td th li ul ol h1 h2 h3 h4 h5 h6 blockquote pre hr br"
)
_BLOCK_TAGS = frozenset(_BLOCK_NAMES.split())
_TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9]*)((?:\"[^\"]*\"|[^\">])*)>")
_SPACES = re.compile(r"[ \t\f\r]+")
_LINES = re.compile(r" ?\n[ \n]*")
#: Scripts whose characters are counted one by one.
_CJK = re.compile("[\u3041-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\uac00-\ud7a3\u0e00-\u0e7f]")
_WORDS_A_MINUTE, _CHARACTERS_A_MINUTE = 230, 500


def plain_text(html: SafeHtml) -> str:
    """The words of *html*; a line for each block, words on either side of a tag as apart as they look."""
    text = _TAG.sub(lambda tag: "\n" if tag[2].lower() in _BLOCK_TAGS else "", html.replace("\n", " "))
    text = clean_body(unescape(text)).replace("\xa0", " ").replace("\u200b", "")
    return _LINES.sub("\n", _SPACES.sub(" ", text)).strip()


def plain_title(text: str, is_html: bool) -> str:
    """A title as one clean line; of HTML only the words."""
    if is_html and ("<" in text or "&" in text):
        tree = LexborHTMLParser(text[:20_000])
        tree.strip_tags(["script", "style", "template", "noscript"])
        text = tree.body.text(deep=True) if tree.body is not None else ""
    return clean(text)


def count_words(text: str) -> int:
    """Words, where words have spaces between; characters of Chinese, Japanese, Korean and Thai."""
    characters = len(_CJK.findall(text))
    return characters + len(_CJK.sub(" ", text).split() if characters else text.split())


def reading_minutes(text: str, language: str) -> int:  # noqa: ARG001
    """Minutes to read *text*, at least one: by what it is written in, which is surer than *language*."""
    characters = len(_CJK.findall(text))
    words = count_words(text) - characters
    return max(1, round(words / _WORDS_A_MINUTE + characters / _CHARACTERS_A_MINUTE))

"""HTML to safe HTML to a document; no input or output of its own."""

from tui.content import head, urls
from tui.content.builder import build
from tui.content.document import Document
from tui.content.extraction import extract, selector_complaint
from tui.content.picturing import leading_images, picture_urls, with_pictures
from tui.content.sanitizer import sanitize
from tui.content.summary import count_words, plain_text, plain_title, reading_minutes, words_and_minutes
from tui.content.teasers import looks_cut
from tui.content.unwrapping import Unwrapped, unwrap_entry

__all__ = [
    "Document",
    "Unwrapped",
    "build",
    "count_words",
    "extract",
    "head",
    "leading_images",
    "looks_cut",
    "picture_urls",
    "plain_text",
    "plain_title",
    "reading_minutes",
    "sanitize",
    "selector_complaint",
    "unwrap_entry",
    "urls",
    "with_pictures",
    "words_and_minutes",
]

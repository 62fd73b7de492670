"""Files of articles, written one article after the other: none holds more than one in memory.

A writer is given an open file and closes nothing.
"""

import base64
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import BinaryIO, Protocol

from tui.content.document import Document
from tui.model.article import Article
from tui.render.writing.book import EpubWriter
from tui.render.writing.facts import language_of
from tui.render.writing.forms import Picture
from tui.render.writing.markdown import article_markdown
from tui.render.writing.markup import article_markup, text_of
from tui.render.writing.style import PAGE_STYLE

__all__ = ["HtmlWriter", "MarkdownWriter", "Writer", "writer_for"]


class Writer(Protocol):
    """Takes articles in order, then the end."""

    def add(self, article: Article, document: Document, pictures: Mapping[str, Picture]) -> None:
        """Write one article with those of its pictures that there are, by their addresses."""

    def finish(self) -> None:
        """Write what stands at the end."""


def writer_for(form: str, file: BinaryIO, title: str, titles: Sequence[str], now: datetime) -> Writer:
    """The writer of a format; *title* is that of the whole, *titles* those of the articles."""
    if form == "md":
        return MarkdownWriter(file, several=len(titles) > 1)
    if form == "html":
        return HtmlWriter(file, title, titles)
    return EpubWriter(file, title, now)


class MarkdownWriter:
    """One article, or several with a rule between them."""

    def __init__(self, file: BinaryIO, *, several: bool) -> None:
        self._file, self._several, self._count = file, several, 0

    def add(self, article: Article, document: Document, pictures: Mapping[str, Picture]) -> None:  # noqa: ARG002
        """Write an article; Markdown cannot hold pictures."""
        self._count += 1
        if self._count > 1:
            self._file.write(b"\n---\n\n")
        prefix = f"{self._count}-" if self._several else ""
        self._file.write(article_markdown(article, document, prefix).encode())

    def finish(self) -> None:
        """Nothing stands at the end."""


#: Nothing may be loaded, whatever slipped through.
_POLICY = "default-src 'none'; img-src data:; style-src 'unsafe-inline'"

_HEAD = """\
<!DOCTYPE html>
<html lang="{language}">
<head>
<meta charset="utf-8"/>
<meta http-equiv="Content-Security-Policy" content="{policy}"/>
<meta name="viewport" content="width=device-width, initial-scale=1"/>
<meta name="referrer" content="no-referrer"/>
<title>{title}</title>
<style>
{style}</style>
</head>
<body>
"""


class HtmlWriter:
    """One page that needs nothing from anywhere: no script, no font, no picture but its own."""

    def __init__(self, file: BinaryIO, title: str, titles: Sequence[str]) -> None:
        self._file, self._title, self._titles, self._count = file, title, titles, 0

    def add(self, article: Article, document: Document, pictures: Mapping[str, Picture]) -> None:
        """Write an article."""
        language = language_of(article)
        if not self._count:
            self._begin(language)
        self._count += 1

        def source(url: str) -> str:
            picture = pictures.get(url)
            if picture is None:
                return ""
            return f"data:{picture.media_type};base64,{base64.b64encode(picture.data).decode()}"

        prefix = f"a{self._count}-"
        body = article_markup(article, document, source, prefix=prefix)
        self._write(f'<article id="a{self._count}" lang="{language}" dir="auto">\n{body}\n</article>\n')

    def finish(self) -> None:
        """Close the page."""
        if not self._count:
            self._begin("und")
        self._write("</body>\n</html>\n")

    def _begin(self, language: str) -> None:
        self._write(
            _HEAD.format(language=language, title=text_of(self._title), style=PAGE_STYLE, policy=_POLICY)
        )
        if len(self._titles) > 1:
            rows = [
                f'<li><a href="#a{number}">{text_of(title)}</a></li>'
                for number, title in enumerate(self._titles, 1)
            ]
            self._write(
                "\n".join([f"<nav>\n<h1>{text_of(self._title)}</h1>\n<ol>", *rows, "</ol>\n</nav>\n"])
            )

    def _write(self, text: str) -> None:
        self._file.write(text.encode())

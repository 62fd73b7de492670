"""A book in the EPUB 3 format: a zip file of well-formed pages, a list of them, and a table of contents.

We write the container ourselves. The libraries that would do it are either under the AGPL
(EbookLib), need a newer Python than we do (epublib), or put titles into XML as they are and
take local time for UTC (mkepub 1.2.2): in front of that we would have to escape everything all
the same, and keep two template engines for it.
"""

import uuid
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import BinaryIO

from tui.content.document import Document
from tui.model.article import Article
from tui.model.ids import SafeHtml
from tui.render.writing.facts import language_of, title_of
from tui.render.writing.forms import Picture
from tui.render.writing.markup import article_markup, text_of
from tui.render.writing.style import BOOK_STYLE

__all__ = ["EpubWriter"]

#: What every reader of books can show, and how its files end.
_ENDINGS = {
    "image/png": "png",
    "image/jpeg": "jpg",
    "image/gif": "gif",
    "image/webp": "webp",
}
#: Zip files know no time before.
_FIRST_YEAR = 1980

_CONTAINER = """\
<?xml version="1.0" encoding="utf-8"?>
<container version="1.0" xmlns="urn:oasis:names:tc:opendocument:xmlns:container">
<rootfiles><rootfile full-path="EPUB/package.opf" media-type="application/oebps-package+xml"/></rootfiles>
</container>
"""

_PAGE = """\
<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE html>
<html xmlns="http://www.w3.org/1999/xhtml" xmlns:epub="http://www.idpf.org/2007/ops" \
xml:lang="{language}" lang="{language}">
<head><title>{title}</title><link rel="stylesheet" type="text/css" href="{style}"/></head>
<body{more}>
{body}
</body>
</html>
"""

_PACKAGE = """\
<?xml version="1.0" encoding="utf-8"?>
<package xmlns="http://www.idpf.org/2007/opf" version="3.0" unique-identifier="book" xml:lang="{language}">
<metadata xmlns:dc="http://purl.org/dc/elements/1.1/">
{facts}
<meta property="dcterms:modified">{modified}</meta>
</metadata>
<manifest>
<item id="nav" href="nav.xhtml" media-type="application/xhtml+xml" properties="nav"/>
<item id="style" href="style.css" media-type="text/css"/>
{items}
</manifest>
<spine>
{spine}
</spine>
</package>
"""


@dataclass(frozen=True, slots=True)
class _Chapter:
    """What the lists of the book say of an article."""

    name: str
    title: str
    article: Article


class EpubWriter:
    """Each article is a chapter; a picture that several have is in the book once."""

    def __init__(self, file: BinaryIO, title: str, now: datetime) -> None:
        self._title, self._now = title, now.astimezone(UTC)
        self._zip = zipfile.ZipFile(file, "w")
        self._chapters: list[_Chapter] = []
        #: The name and the type of each picture by its address.
        self._pictures: dict[str, tuple[str, str]] = {}
        # Readers look at the first bytes of the file for this.
        self._put("mimetype", b"application/epub+zip", packed=False)
        self._put("META-INF/container.xml", _CONTAINER.encode())
        self._put("EPUB/style.css", BOOK_STYLE.encode())

    def add(self, article: Article, document: Document, pictures: Mapping[str, Picture]) -> None:
        """Write a chapter."""
        for url, picture in pictures.items():
            self._keep(url, picture)
        name = f"{len(self._chapters) + 1:05}.xhtml"

        def source(url: str) -> str:
            return f"../images/{self._pictures[url][0]}" if url in self._pictures else ""

        body = article_markup(article, document, source, book=True)
        title = title_of(article)
        page = self._page(title, body, language_of(article), "../style.css", ' dir="auto"')
        self._put(f"EPUB/text/{name}", page)
        # Only what the lists need is kept: texts would fill the memory.
        self._chapters.append(_Chapter(name, title, replace(article, html=SafeHtml(""), text="")))

    def finish(self) -> None:
        """Write the lists and the end of the zip file."""
        rows = [f'<li><a href="text/{one.name}">{text_of(one.title)}</a></li>' for one in self._chapters]
        inner = "\n".join(
            [f'<nav epub:type="toc"><h1>{text_of(self._title)}</h1>\n<ol>', *rows, "</ol>\n</nav>"]
        )
        self._put("EPUB/nav.xhtml", self._page(self._title, inner, self._language, "style.css", ""))
        self._put("EPUB/package.opf", self._package().encode())
        self._zip.close()

    @property
    def _language(self) -> str:
        return language_of(self._chapters[0].article) if self._chapters else "und"

    def _keep(self, url: str, picture: Picture) -> None:
        ending = _ENDINGS.get(picture.media_type)
        if url in self._pictures or ending is None:
            return
        name = f"{len(self._pictures) + 1:05}.{ending}"
        self._pictures[url] = (name, picture.media_type)
        # Pictures are packed already.
        self._put(f"EPUB/images/{name}", picture.data, packed=False)

    def _package(self) -> str:
        items = [
            f'<item id="c{number}" href="text/{one.name}" media-type="application/xhtml+xml"/>'
            for number, one in enumerate(self._chapters)
        ]
        items += [
            f'<item id="p{number}" href="images/{name}" media-type="{kind}"/>'
            for number, (name, kind) in enumerate(self._pictures.values())
        ]
        spine = [f'<itemref idref="c{number}"/>' for number in range(len(self._chapters))]
        return _PACKAGE.format(
            language=self._language,
            facts="\n".join(self._facts()),
            modified=f"{self._now:%Y-%m-%dT%H:%M:%SZ}",
            items="\n".join(items),
            spine="\n".join(spine or ['<itemref idref="nav"/>']),
        )

    def _facts(self) -> Sequence[str]:
        """What the book says of itself; of a single article, all that is known of it."""
        articles = [one.article for one in self._chapters]
        name = uuid.uuid5(uuid.NAMESPACE_URL, "\n".join([self._title, *(one.url for one in articles)]))
        found = [
            f'<dc:identifier id="book">urn:uuid:{name}</dc:identifier>',
            f"<dc:title>{text_of(self._title)}</dc:title>",
        ]
        languages = dict.fromkeys(language_of(one) for one in articles)
        found += [f"<dc:language>{language}</dc:language>" for language in languages or ("und",)]
        authors = dict.fromkeys(one.author for one in articles if one.author.strip())
        found += [f"<dc:creator>{text_of(author)}</dc:creator>" for author in authors]
        found += [
            f"<dc:subject>{text_of(tag)}</dc:subject>"
            for tag in dict.fromkeys(tag for one in articles for tag in one.tags)
        ]
        if len(articles) == 1:
            only = articles[0]
            moment = (only.published_at or only.first_seen_at).astimezone(UTC)
            found.append(f"<dc:date>{moment:%Y-%m-%dT%H:%M:%SZ}</dc:date>")
            found += [f"<dc:source>{text_of(only.url)}</dc:source>"] if only.url else []
            publisher = only.source or only.feed_title
            found += [f"<dc:publisher>{text_of(publisher)}</dc:publisher>"] if publisher.strip() else []
        return found

    def _page(self, title: str, body: str, language: str, style: str, more: str) -> bytes:
        return _PAGE.format(
            language=language, title=text_of(title), style=style, body=body, more=more
        ).encode()

    def _put(self, name: str, data: bytes, *, packed: bool = True) -> None:
        moment = self._now if self._now.year >= _FIRST_YEAR else self._now.replace(year=_FIRST_YEAR)
        entry = zipfile.ZipInfo(name, moment.timetuple()[:6])
        entry.compress_type = zipfile.ZIP_DEFLATED if packed else zipfile.ZIP_STORED
        entry.external_attr = 0o644 << 16
        self._zip.writestr(entry, data)

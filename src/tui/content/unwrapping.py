"""An article without what its publisher wraps it in.

Above it: its title once more, the way to it, links to categories, who wrote it and when,
buttons. Below it: buttons, calls to subscribe, lists of other articles, whom it is from.
What these lines say is kept as facts. General rules only; what is in doubt stays.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from selectolax.lexbor import LexborHTMLParser

from tui.content.lines import Line, lines_of, remove
from tui.content.phrases import ADVERTS, APPEARED_FIRST, HOME, fold
from tui.content.sanitizer import sanitize
from tui.content.wrapping import (
    Titles,
    byline,
    category_links,
    is_breadcrumb,
    is_date,
    is_ending,
    is_noise,
    is_related,
    may_be_source,
    source_of,
)
from tui.model.clean import clean
from tui.model.extraction import KnownFacts
from tui.model.ids import SafeHtml

__all__ = ["Unwrapped", "unwrap", "unwrap_entry"]

#: So many lines at either end are looked at.
_HEAD, _TAIL = 16, 30
#: A line this long is a paragraph; behind the second one the article has begun.
_PARAGRAPH = 120
#: Lines below an article that are none of these, and do not end the search.
_MOST_OTHERS = 3
_MOST_TERMS = 32


#: Breaks between what went and what stayed.
_ENDS = re.compile(r"\A(?:\s|<br>)+|(?:\s|<br>)+\Z")


@dataclass(frozen=True, slots=True)
class Unwrapped:
    """What is left, and what the lines said that are gone."""

    html: SafeHtml
    source: str = ""
    terms: tuple[str, ...] = ()
    author: str = ""


def unwrap_entry(html: SafeHtml, text: str, known: KnownFacts) -> Unwrapped:
    """Unwrap the body of a feed's entry, whose words are *text*.

    Cheap where nothing is wrapped, which a look at the first and last lines tells: then
    ``html`` is the very object that was given.
    """
    first, last = text[:400].partition("\n")[0], text[-400:].rsplit("\n", 3)[-3:]
    final = last[-1].casefold()
    needed = (
        (bool(known.title) and first[:12].casefold() == known.title[:12].casefold())
        or "»" in first
        or "›" in first
        or any(map(may_be_source, last))
        or any(phrase in final for phrase in APPEARED_FIRST)
    )
    return unwrap(html, Titles([known.title]), (), is_page=False) if needed else Unwrapped(html)


def unwrap(html: SafeHtml, titles: Titles, names: Sequence[str], *, is_page: bool = True) -> Unwrapped:
    """Take off what *html* is wrapped in; *titles* and *names* are what the article and its makers go by."""
    tree = LexborHTMLParser(html)
    lines = lines_of(tree)
    work = _Unwrapping(lines, titles, names, is_page)
    gone = work.gone()
    if not gone:
        return Unwrapped(html, work.source, work.named, work.author)
    remove(gone)
    inner = (tree.body.inner_html if tree.body is not None else "") or ""
    return Unwrapped(sanitize(_ENDS.sub("", inner), ""), work.source, work.named, work.author)


class _Unwrapping:
    """Decides line by line."""

    def __init__(self, lines: Sequence[Line], titles: Titles, names: Sequence[str], is_page: bool) -> None:
        self.lines, self.titles, self.is_page = lines, titles, is_page
        self.names = names
        self.source = self.author = ""
        self.terms: dict[str, None] = {}
        self.dropped: set[int] = set()

    @property
    def named(self) -> tuple[str, ...]:
        """The words of category lines."""
        return tuple(self.terms)[:_MOST_TERMS]

    def gone(self) -> list[Line]:
        """The lines that go; none if nothing would be left."""
        self._head()
        self._tail()
        if self.is_page:
            self._midst()
        left = [line for index, line in enumerate(self.lines) if index not in self.dropped]
        if not any(line.text for line in left):
            self.source = self.author = ""
            self.terms.clear()
            return []
        return [self.lines[index] for index in sorted(self.dropped)]

    # -------------------------------------------------------------------- above

    def _head(self) -> None:
        paragraphs = 0
        index = 0
        has_title = False
        title_at = next((at for at, line in enumerate(self.lines[:_HEAD]) if self.titles.has(line)), -1)
        while index < min(_HEAD, len(self.lines)) and paragraphs < 2:
            line = self.lines[index]
            group = self._group(index)
            if line.is_whole or not line.text:
                index += 1
            elif not paragraphs and self._is_way(index, group, title_at):
                self.dropped.update(range(index, index + len(group)))
                index += len(group)
            else:
                if not has_title and self.titles.has(line):
                    has_title = True
                    self.dropped.add(index)
                elif self.is_page and self._says_who_or_when(line, index < title_at or has_title):
                    self.dropped.add(index)
                else:
                    paragraphs += len(line.text) >= _PARAGRAPH
                index += 1

    def _group(self, index: int) -> list[Line]:
        """The items of a list that begins here, or the one line."""
        line = self.lines[index]
        end = index + 1
        while line.list_id and end < len(self.lines) and self.lines[end].list_id == line.list_id:
            end += 1
        return list(self.lines[index:end])

    def _is_way(self, index: int, group: Sequence[Line], title_at: int) -> bool:
        """Breadcrumbs and links to categories; their words are kept."""
        line = group[0]
        if len(group) > 1:
            return self._is_list_of_links(group)
        if is_breadcrumb(line, self.titles):
            self._keep(name for name, _ in line.links)
            return True
        if not self.is_page and index > title_at:
            return False
        if names := category_links(line, sure=self.is_page and len(self.lines) > 2):
            self._keep(names)
            return True
        return False

    def _is_list_of_links(self, group: Sequence[Line]) -> bool:
        if len(group) > 15 or any(len(line.text) > 60 and not self.titles.has(line) for line in group):
            return False
        linked = [line for line in group if line.linked > 0.8]
        first = fold(group[0].text) in HOME
        if not (first or (self.is_page and len(linked) == len(group))):
            return False
        if not all(is_noise(line) for line in linked):
            self._keep(name for line in linked for name, _ in line.links)
        return True

    def _keep(self, names: Iterable[str]) -> None:
        for name in names:
            term = clean(name, 100).strip("#").strip()
            if term and fold(term) not in HOME and not self.titles.is_one(term):
                self.terms.setdefault(term)

    def _says_who_or_when(self, line: Line, sure: bool) -> bool:
        if line.is_heading and len(line.text) > 40:
            return False
        if is_noise(line) or is_date(line.text, 1 if sure else 2):
            return True
        who = byline(line.text, self.names)
        if who and not self.author:
            self.author = who
        return who is not None

    # -------------------------------------------------------------------- below

    def _tail(self) -> None:
        others = 0
        links: list[int] = []
        for index in range(len(self.lines) - 1, max(-1, len(self.lines) - 1 - _TAIL), -1):
            line = self.lines[index]
            if index in self.dropped:
                continue
            if not others and self._is_source(index):
                self.dropped.add(index)
                continue
            if not self.is_page:
                if not self._ends_entry(line):
                    break
                self.dropped.add(index)
                continue
            kind = is_related(line)
            if kind == "link" and not category_links(line, sure=False):
                links.append(index)
            elif kind == "head" and (links or not others):
                self.dropped.update([index, *links])
                links = []
            elif kind == "named" or is_ending(line) or self._are_categories(line):
                self.dropped.add(index)
            else:
                links = []
                others += 1
                if others > _MOST_OTHERS or len(line.text) >= 2 * _PARAGRAPH or line.is_whole:
                    break
        self._bare_headings()

    def _is_source(self, index: int) -> bool:
        line = self.lines[index]
        if self.source or line.is_heading or line.is_whole or index == 0:
            return False
        source = source_of(line.text, line.links)
        if not source and len(line.text) <= 60:
            before = self.lines[index - 1]
            if before.text.rstrip().endswith((":", "：")) and (
                source := source_of(f"{before.text} {line.text}")
            ):
                self.dropped.add(index - 1)
        self.source = source
        return bool(source)

    def _ends_entry(self, line: Line) -> bool:
        folded = line.text.casefold()
        return len(line.text) <= 400 and any(phrase in folded for phrase in APPEARED_FIRST)

    def _are_categories(self, line: Line) -> bool:
        names = category_links(line, sure=False)
        self._keep(names)
        return bool(names)

    def _bare_headings(self) -> None:
        """A heading that nothing follows any more goes too."""
        if not self.is_page or not self.dropped:
            return
        for index in range(len(self.lines) - 1, -1, -1):
            if index in self.dropped:
                continue
            if not self.lines[index].is_heading or not any(at > index for at in self.dropped):
                return
            self.dropped.add(index)

    def _midst(self) -> None:
        for index, line in enumerate(self.lines):
            if index not in self.dropped and (
                is_related(line) == "named" if line.links else _is_advert(line)
            ):
                self.dropped.add(index)


def _is_advert(line: Line) -> bool:
    return len(line.text) <= 60 and fold(line.text) in ADVERTS

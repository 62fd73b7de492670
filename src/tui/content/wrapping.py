"""What single lines around an article are: its title again, a byline, buttons, whom it is from."""

import re
from collections.abc import Iterable

from tui.content import phrases as said
from tui.content.lines import Line, host_of
from tui.content.phrases import fold
from tui.content.urls import shown_host, web_url
from tui.model.clean import clean

__all__ = [
    "Titles",
    "byline",
    "category_links",
    "is_breadcrumb",
    "is_date",
    "is_noise",
    "is_related",
    "may_be_source",
    "source_of",
]

_TITLE_PARTS = re.compile(r"\s+(?:[|·»«:–—-]|::)\s+|\s*[|»]\s*")
_STEPS = re.compile(r"\s*[»›>→▸▶❯⟩|/\\·•:]\s*")
_LABEL = re.compile(r"[\s(\[【（«/—–―*•|■◆◇○●▼※＊-]*([^:：]{1,30}?)\s*[:：]\s*(.*?)[\s)\]】）».]*", re.DOTALL)
_WORDS = re.compile(r"\d+|[^\W\d_]+(?:['’][^\W\d_]+)*")
#: Words that a byline begins with where nothing else says who wrote it.
_BY = re.compile(
    r"(?:(?:written |words |posted |story |reported )?by|von|par|por|di|door|av|af|autor:?|автор:?"
    r"|作者[:：]|文[:：/／]|بقلم:?|كتب:?)\s*(.{2,60})",
    re.IGNORECASE,
)
_NAME_PART = r"[^\W\d_][\w.'’-]*"
_FULL_NAME = rf"{_NAME_PART}(?:\s+{_NAME_PART}){{0,4}}"
_NAME = re.compile(rf"{_FULL_NAME}(?:(?:,| and| und| et| y| e| i| и|、)\s+{_FULL_NAME})?")
#: Small words in names and between them.
_SMALL = frozenset(str.split("and und et y e i и de von van di da la del der den le du bin al el dos zu"))
_CATEGORY = re.compile(
    r"/(?:tags?|categor\w+|topics?|sections?|rubri\w+|themen?|thema|temas?|tagged|keywords?|channel|ressort|etiquetas?"
    r"|label|labels|search/label|c|k|t)(?:/|$)|[?&](?:tag|cat|category|topic)=",
    re.IGNORECASE,
)
_COPYRIGHT = re.compile(
    r"(?:©|\(c\)\s|copyright\b)|\ball rights reserved\b|\balle rechte vorbehalten\b|\btous droits réservés\b"
    r"|\btodos los derechos\b|\btodos os direitos\b|\btutti i diritti riservati\b|\bвсе права защищены\b"
    r"|版权所有|無断転載",
    re.IGNORECASE,
)
_READING_TIME = re.compile(
    r"(?:\w+[\s:：]+){0,5}?(?:about |ca\. |~)?\d{1,3}\s*[- ]?\s*(?:mins?|minutes?|minuten?|minutos?|minuti?"
    r"|min\.?|мин\w*|dk|dakika|分钟?|分で読めます|دقائق|دقيقة)\b.{0,20}",
    re.IGNORECASE,
)
_DIVIDER = re.compile(r"[-_=*~•·.–—#\s]{3,}")
_MOST_SOURCE, _MOST_SOURCE_WORDS = 80, 10
_LONG_TITLE, _MOST_NOISE = 500, 240


class Titles:
    """The titles that an article goes by."""

    def __init__(self, titles: Iterable[str]) -> None:
        self._keys: set[str] = set()
        self._words: list[set[str]] = []
        for title in titles:
            parts = _TITLE_PARTS.split(title)
            # Its longest part: the others name the site and the section.
            for one in {title, max(parts, key=len)}:
                if key := _key(one):
                    self._keys.add(key)
                    self._words.append(set(_WORDS.findall(one.casefold())))

    def has(self, line: Line) -> bool:
        """True if a line is one of them again; a heading may differ by a word or two."""
        if len(line.text) > _LONG_TITLE:
            return False
        key = _key(line.text)
        if key in self._keys:
            return True
        if not line.is_heading or len(key) < 12:
            return False
        words = set(_WORDS.findall(line.text.casefold()))
        return any(len(words & other) >= 0.8 * max(len(words), len(other)) for other in self._words)

    def is_one(self, text: str) -> bool:
        """True if *text* is one of them."""
        return _key(text) in self._keys


def _key(text: str) -> str:
    return "".join(letter for letter in text.casefold() if letter.isalnum())


def is_breadcrumb(line: Line, titles: Titles) -> bool:
    """The way to an article: ``Home » World » A title``."""
    steps = [step for step in _STEPS.split(line.text) if step]
    if len(steps) < 2 or len(line.text) > 300 or not re.search(r"[»›>→▸▶❯⟩|/\\]", line.text):
        return len(steps) == 1 and fold(line.text) in said.HOME and line.linked > 0.8
    # Strokes stand between the words of menus, too.
    if fold(steps[0]) in said.HOME and not (set(line.text) & set("|·•") and line.linked > 0.5):
        return True
    return titles.is_one(steps[-1]) and len(line.links) >= len(steps) - 1


def category_links(line: Line, sure: bool) -> tuple[str, ...]:
    """The words of a line that is nothing but links to categories, or says that it is.

    With *sure* a single link counts too, wherever it leads.
    """
    label = _LABEL.fullmatch(line.text)
    if label and fold(label[1]) in said.TAGS and len(line.text) <= 400:
        return tuple(name for name, _ in line.links) or tuple(_listed(label[2]))
    names = [name for name, _ in line.links if name]
    if not names or len(names) > 40 or any(len(name) > 40 or len(name.split()) > 5 for name in names):
        return ()
    rest = line.text
    for name in names:
        rest = rest.replace(name, " ", 1)
    left = [
        word
        for word in _WORDS.findall(rest)
        if fold(word) not in ("in", "and", "und", "et", "y", "e", "posted", "filed", "under")
    ]
    if left:
        return ()
    telling = sum(1 for _, address in line.links if _CATEGORY.search(address))
    if 2 * telling >= len(names) or (len(names) > 1 and sure) or (sure and len(line.text) <= 30):
        return tuple(names)
    return ()


def _listed(text: str) -> list[str]:
    return [
        one.strip(" #.") for one in re.split(r"[,;|·•、，；]|\s#", text) if 0 < len(one.strip(" #.")) <= 60
    ]


def is_date(text: str, at_least: int = 1) -> bool:
    """True for a line of nothing but a date, a time, or how long ago or long to read something is."""
    if len(text) > 120:
        return False
    words = _WORDS.findall(text.casefold())
    if sum(word.isdecimal() for word in words) < at_least or not words:
        return bool(_READING_TIME.fullmatch(text))
    return all(word.isdecimal() or _is_of_date(word) for word in words) or bool(_READING_TIME.fullmatch(text))


def _is_of_date(word: str) -> bool:
    if word in said.DATES or (len(word) > 2 and word.startswith(said.MONTHS_AND_DAYS)):
        return True
    # Scripts without spaces run such words together.
    return not word.isascii() and len(word) <= 6 and all(letter in _DATE_LETTERS for letter in word)


_DATE_LETTERS = frozenset(
    "年月日時时分秒曜星期周週一二三四五六七八九十火水木金土발표년월일시분오전후입력수정등록更新公開發发布表于時間间"
)


def byline(text: str, known: Iterable[str]) -> str | None:
    """Who wrote an article, of a line that says only that (and when); None for another line.

    "" if it names only whom we *know* already.
    """
    if len(text) > 160 or text.count(" ") > 24:
        return None
    rest, folded = text, text.casefold()
    named = False
    for name in known:
        for part in re.split(r"\s*(?:,|;|&|\band\b|\bund\b|\bet\b)\s*", name):
            if len(part) > 2 and part.casefold() in folded:
                rest, count = re.subn(re.escape(part), " ", rest, flags=re.IGNORECASE)
                named |= count > 0
    words = _WORDS.findall(rest.casefold())
    left = [
        word for word in words if fold(word) not in said.BY and not word.isdecimal() and not _is_of_date(word)
    ]
    if named and not left:
        return ""
    found = _BY.fullmatch(text.strip(" .|–—-•"))
    if found and not named:
        # A name, and perhaps the date behind it.
        name = re.split(r"\s*[|•·–—]\s*|,?\s+(?=\d)", found[1])[0].strip(" ,")
        if _NAME.fullmatch(name) and all(map(_may_be_name, name.split())):
            return clean(name, 200)
    return None


def _may_be_name(word: str) -> bool:
    return word[:1].isupper() or word.rstrip(",") in _SMALL or not word[:1].islower()


def is_noise(line: Line) -> bool:
    """Buttons, calls to follow or to subscribe, marks of advertisements, copyright."""
    text = line.text
    if not text or len(text) > _MOST_NOISE:
        return False
    folded = fold(text)
    if folded in said.SHARE or folded in said.ADVERTS or folded in said.COMMENTS or _DIVIDER.fullmatch(text):
        return True
    words = [fold(word) for word in re.findall(r"[^\s,|/·•:：]+", folded)]
    named = sum(word in said.NETWORKS for word in words)
    if named and len(words) <= 40:
        rest = [word for word in words if word not in said.NETWORKS and word not in said.JOINTS]
        if all(word.isdecimal() for word in rest):
            return True
    if line.list_id:
        return False
    return folded.startswith(said.FOLLOW) or (
        folded.startswith(said.GET) and any(letter in folded for letter in said.LETTERS)
    )


def is_ending(line: Line) -> bool:
    """Noise, and what else stands only below an article."""
    if is_noise(line):
        return True
    folded = line.text.casefold()
    if len(line.text) <= 400 and any(phrase in folded for phrase in said.APPEARED_FIRST):
        return True
    if len(line.text) > _MOST_NOISE:
        return False
    return bool(_COPYRIGHT.match(line.text) or (line.text[:1] == "©" and _COPYRIGHT.search(line.text)))


def is_related(line: Line) -> str:
    """What a line is among lists of other articles: "head" or "link" of one, or both in one ("named")."""
    text = line.text
    if not text or len(text) > 300:
        return ""
    folded = fold(text)
    if folded in said.RELATED:
        return "head" if line.linked < 0.5 or line.is_heading else "link"
    label, _, rest = text.partition(":") if ":" in text else text.partition("：")
    if rest.strip() and fold(label) in said.RELATED and line.linked * len(text) >= 0.7 * len(rest.strip()):
        return "named"
    return "link" if line.linked >= 0.8 else ""


def may_be_source(text: str) -> bool:
    """True if a look at the links and at the line below may find whom a piece is from."""
    size = len(text)
    if size > 160:
        return False
    if ":" in text or "：" in text:
        label = _LABEL.fullmatch(text)
        return label is not None and fold(label[1]) in said.SOURCE
    return (size < 40 and bool(source_of(text))) or text[:4].casefold() in ("via ", "vía ")


def source_of(text: str, links: Iterable[tuple[str, str]] = ()) -> str:
    """Whom a piece is from, if this line says only that; else ""."""
    if not text or len(text) > 160:
        return ""
    found = _LABEL.fullmatch(text)
    value = ""
    if found and fold(found[1]) in said.SOURCE:
        value = found[2]
    elif text[:4].casefold() in ("via ", "vía ") and len(text.split()) <= 6:
        links = list(links)
        linked = bool(links) and sum(len(name) for name, _ in links) >= 0.8 * len(text[4:].strip())
        value = text[4:] if linked or text[4:5].isupper() else ""
    elif (
        len(text) <= 40
        and (bare := re.split(r"[\s/,&+-]+|\bund\b|\band\b", fold(text)))
        and all(part in said.AGENCIES for part in bare if part)
    ):
        value = text
    return _source_name(value.strip(" .()[]【】（）©"), list(links))


def _source_name(value: str, links: list[tuple[str, str]]) -> str:
    if not value or value[-1] in "?!…:" or ". " in value or len(value) > _MOST_SOURCE:
        return ""
    if len(value.split()) > _MOST_SOURCE_WORDS:
        return ""
    address = web_url(value) or (
        web_url(f"https://{value}") if re.fullmatch(r"[\w-]+(\.[\w-]+)+/?\S*", value) else ""
    )
    if address:
        return clean(shown_host(address).removeprefix("www."), 200)
    if fold(value) in said.HERE:
        return clean(next((host for _, one in links if (host := host_of(one))), ""), 200)
    return clean(value, 200)

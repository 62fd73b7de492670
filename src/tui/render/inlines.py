"""Inlines as runs of text with roles; links are numbered on the way."""

import re

from tui.content.document import Break, Emphasis, Image, Inline, Link, Text
from tui.content.levels import raised
from tui.render.parts import Mark, Parts
from tui.render.wrap import Run

__all__ = ["Links", "runs"]

#: What an emphasis within another becomes.
_TOGETHER = {("strong", "emphasis"): "strong-emphasis", ("emphasis", "strong"): "strong-emphasis"}
#: What stands above the line by itself, is set apart by its brackets, or is words to be read.
_RAISED_ALREADY = re.compile(r"\W*|[\[(].*[\])]|.*\s.*|[⁰-ₜⁱⁿ²³¹]*", re.DOTALL)
_LONGEST_RAISED = 8
_AROUND_MARKS = "[](){} \u00a0"
#: Roles that keep their look whatever stands in them.
_STRONGER = frozenset(
    {"link", "footnote", "title", "heading1", "heading2", "heading3", "heading4", "table-head"}
)


class Links:
    """Numbers for addresses, from 1, the same address once; ``parts`` takes the marks of notes."""

    def __init__(self, parts: Parts | None = None) -> None:
        self.numbers: dict[str, int] = {}
        self.texts: dict[int, str] = {}
        self.parts = parts if parts is not None else Parts()

    def number(self, url: str, text: str) -> int:
        """The number of *url*."""
        number = self.numbers.setdefault(url, len(self.numbers) + 1)
        self.texts.setdefault(number, text)
        return number


def runs(parts: tuple[Inline, ...], links: Links, role: str = "text", link: int = 0) -> list[Run]:
    """*parts* in order; a link's number stands behind it, an image is its alternative text."""
    made: list[Run] = []
    for part in parts:
        if isinstance(part, Text):
            made.append(Run(part.text, role, link))
        elif isinstance(part, Break):
            made.append(Run("\n", role, link))
        elif isinstance(part, Image):
            shown = part.alt if _is_sign(part.alt) else f"▨ {part.alt or 'image'}"
            made.append(Run(shown, "image", link))
        elif isinstance(part, Emphasis):
            made += _raised(runs(part.parts, links, _combined(role, part.kind), link), part.kind)
        else:
            made += _link(part, links, role)
    return made


def _is_sign(alt: str) -> bool:
    """True for a picture of an emoji: it can say itself."""
    return (
        0 < len(alt) <= 8
        and not any(letter.isalnum() or letter.isspace() for letter in alt)
        and not alt.isascii()
    )


def _raised(made: list[Run], kind: str) -> list[Run]:
    """Above or below the line by Unicode, or, where it has not all of it, behind ``^`` or ``_``."""
    text = "".join(run.text for run in made)
    if kind not in ("sub", "sup") or len(text) > _LONGEST_RAISED:
        return made
    if raised(text, kind) != text:
        return [run._replace(text=raised(run.text, kind)) for run in made]
    if _RAISED_ALREADY.fullmatch(text):
        return made
    before, after = ("(", ")") if len(text) > 1 else ("", "")
    first, *rest = made
    made = [first._replace(text="^_"[kind == "sub"] + before + first.text), *rest]
    return [*made[:-1], made[-1]._replace(text=made[-1].text + after)]


def _combined(outer: str, inner: str) -> str:
    if outer in _STRONGER:
        return outer
    return _TOGETHER.get((outer, inner), inner)


def _mark(part: Link, links: Links) -> list[Run]:
    """What leads to a note: its number above the line, whatever brackets the publisher sets."""
    number = links.parts.add(Mark(part.url[1:]))
    made = runs(part.parts, links, "footnote")
    text = "".join(run.text for run in made)
    label = text.strip(_AROUND_MARKS)
    if label != text and 0 < len(label) <= _LONGEST_RAISED and " " not in label:
        made = [Run(label, "footnote")]
    if label and raised(label, "sup") != label and len(label) <= _LONGEST_RAISED:
        made = [Run(raised(label, "sup"), "footnote")]
    return [run._replace(part=number) for run in made]


def _link(part: Link, links: Links, role: str) -> list[Run]:
    if part.url.startswith("#"):
        return _mark(part, links)
    outer = role if role in _STRONGER else "link"
    words = runs(part.parts, links, outer)
    text = "".join(run.text for run in words)
    if not text.strip():
        return words
    number = links.number(part.url, " ".join(text.split()))
    made = [run._replace(link=number) for run in words]
    trailing = len(text) - len(text.rstrip(" "))
    if trailing and made[-1].text.endswith(" " * trailing):
        made[-1] = Run(made[-1].text[: -trailing or None], made[-1].role, number)
    # The number belongs to the word before it: a no-break space keeps them together.
    return [
        *made,
        Run(f"\u00a0[{number}]", "link-number", number),
        *([Run(" " * trailing, role)] if trailing else []),
    ]

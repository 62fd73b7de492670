"""The words of ``list --format``: ``{title}`` and its like, filled with an article's fields.

Not :meth:`str.format`, which would let a template reach into objects. Here a name is looked
up in one flat table of texts, numbers and moments, and nothing else can be asked for.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

from tui.cli.failure import USAGE, Failure
from tui.cli.json_out import article_fields
from tui.cli.printing import LONGEST, cut
from tui.model.article import Article
from tui.model.clean import clean
from tui.query import nearest

__all__ = ["NAMES", "Template", "read_template"]

#: Moments: a format of strftime may stand behind the colon.
_MOMENTS = ("date", "published_at", "first_seen_at", "updated_at")
#: All that may stand in braces: the names of ``--json``, and ``date``, by which lists are sorted.
NAMES = (
    "id", "feed_id", "feed", "title", "url", "author", *_MOMENTS, "terms", "tags",
    "read", "starred", "later", "hidden", "offline", "note", "words", "minutes",
    "story", "copies", "duplicate", "text", "html", "enclosures",
)  # fmt: skip

_PIECE = re.compile(r"\{\{|\}\}|\\.|\{([^{}]*)\}|[{}]", re.DOTALL)
_ESCAPES = {"\\n": "\n", "\\t": "\t", "\\\\": "\\", "{{": "{", "}}": "}"}
_WIDEST = 1_000
#: Any moment tells whether a format of dates is one.
_SAMPLE = datetime(2024, 2, 29, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class _Slot:
    """A name in braces, and what stood behind its colon."""

    name: str
    form: str


@dataclass(frozen=True, slots=True)
class Template:
    """Text and slots in turn."""

    pieces: tuple[str | _Slot, ...]

    def filled(self, article: Article) -> str:
        """The template with this article's fields, each of them one clean line."""
        values = _values(article)
        return "".join(
            piece if isinstance(piece, str) else _shown(values[piece.name], piece.form)
            for piece in self.pieces
        )


def read_template(text: str) -> Template:
    r"""The template that *text* means: ``{name}``, ``{name:form}``, ``{{``, ``}}``, ``\n``, ``\t``, ``\\``.

    Raises:
        Failure: a brace stands alone, or a name or a form is not known.
    """
    pieces: list[str | _Slot] = []
    position = 0
    for found in _PIECE.finditer(text):
        pieces.append(text[position : found.start()])
        position = found.end()
        if found[1] is not None:
            pieces.append(_slot(found[1]))
        elif found[0] in "{}":
            raise Failure(f'--format: a lone "{found[0]}"; write "{found[0] * 2}" to print one', USAGE)
        else:
            # A backslash before anything else is itself.
            pieces.append(_ESCAPES.get(found[0], found[0]))
    pieces.append(text[position:])
    return Template(tuple(piece for piece in pieces if piece))


def _slot(text: str) -> _Slot:
    name, _, form = text.partition(":")
    if name not in NAMES:
        near = nearest(name, NAMES)
        hint = f"did you mean {{{near}}}?" if near else f"it takes {', '.join(NAMES)}"
        raise Failure(f'--format: there is no field "{clean(name, 40)}": {hint}', USAGE)
    if form and not (_is_date_form(form) if name in _MOMENTS else _is_width(form)):
        wanted = "a date such as %Y-%m-%d" if name in _MOMENTS else f"a width from 1 to {_WIDEST}"
        raise Failure(f'--format: behind {{{name}: stands {wanted}, not "{clean(form, 40)}"', USAGE)
    return _Slot(name, form)


def _is_width(form: str) -> bool:
    return form.isascii() and form.isdigit() and len(form) <= 4 and 1 <= int(form) <= _WIDEST


def _is_date_form(form: str) -> bool:
    try:
        return "%" in form and bool(_SAMPLE.strftime(form))
    except ValueError:
        return False


def _values(article: Article) -> Mapping[str, object]:
    """All that can be asked for, by name."""
    moments = {
        "date": article.sorted_at,
        "published_at": article.published_at,
        "first_seen_at": article.first_seen_at,
        "updated_at": article.updated_at,
    }
    attached = " ".join(item.url for item in article.enclosures)
    return {
        **article_fields(article),
        "text": article.text,
        "html": article.html,
        "enclosures": attached,
    } | moments


def _shown(value: object, form: str) -> str:
    """A value as one line that no terminal takes for more than text."""
    match value:
        case None:
            return ""
        case datetime():
            return clean(_moment(value, form), LONGEST)
        case bool():
            plain = "true" if value else "false"
        case list():
            plain = ", ".join(map(str, value))
        case _:
            plain = str(value)
    return cut(plain, int(form)) if form else clean(plain, LONGEST)


def _moment(moment: datetime, form: str) -> str:
    """As ``--json`` has it, or in the user's form and zone."""
    try:
        if form:
            return moment.astimezone().strftime(form)
        return moment.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
    except (OverflowError, ValueError):
        # At the ends of the calendar another zone would be outside of it.
        return ""

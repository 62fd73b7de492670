"""``broadsheet note``: what you write on an article, printed, written or removed."""

import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING

from tui.cli.failure import FAILED, OK, USAGE, Failure
from tui.cli.opening import with_library
from tui.cli.printing import complain, say, say_block
from tui.cli.words import Parser, read_ids, read_words
from tui.model.ids import ArticleId
from tui.model.note import LONGEST, note_text

if TYPE_CHECKING:
    from tui.service.library import Library

__all__ = ["note"]

#: Bytes of a letter at most.
_WIDEST = 4


def note(arguments: Sequence[str]) -> int:
    """Print, write or remove the note on an article."""
    parser = Parser(
        "note",
        "Print the note on an article, write another in its place, or remove it. It can be undone.",
        "Without TEXT the note is printed, and exit code 1 says that there is none.\n"
        'example: broadsheet note 12 "Ask Ana about the second figure."',
    )
    parser.add_argument("id", metavar="ID", help='as printed by "broadsheet list"')
    parser.add_argument("text", nargs="*", metavar="TEXT", help="the note; - reads it from standard input")
    parser.add_argument("--remove", action="store_true", help="remove the note")
    given = read_words(parser, arguments)
    ids = read_ids([given.id])
    if not ids:
        raise Failure('an article is named by its number: "broadsheet list" prints them', USAGE)
    if given.remove and given.text:
        raise Failure("which of them: write the note or remove it?", USAGE)
    number = ArticleId(ids[0])
    written = _written(given.text)

    async def work(library: "Library") -> int:
        rows = await library.rows([number])
        if not rows:
            raise Failure(f"there is no article {number}")
        title = rows[0].title
        if not given.remove and written is None:
            desk = await library.notes.desk(number)
            if desk.note is None:
                complain(f"there is no note on article {number}")
                return FAILED
            say_block(desk.note.text)
            return OK
        changes = await library.notes.write(number, written or "")
        if not changes:
            say(f"There was no note on “{title}”." if given.remove else "The note says that already.")
            return OK
        say(f"Note {'written on' if changes.notes[0].after else 'removed from'} “{title}”.")
        return OK

    return with_library(work)


def _written(words: Sequence[str]) -> str | None:
    """The note that the words mean; ``None`` if there are none.

    Raises:
        Failure: it is blank: nobody removes a note by mistake.
    """
    if not words:
        return None
    if list(words) == ["-"]:
        data = sys.stdin.buffer.read(LONGEST * _WIDEST)
        text = note_text(data.decode("utf-8", "replace"))
    else:
        text = note_text(" ".join(word.strip() if word.startswith(" -") else word for word in words))
    if not text:
        raise Failure("the note is empty, so nothing was written; --remove takes a note away", USAGE)
    return text

"""``broadsheet clean``: make room; nothing that is starred, for later or packed loses anything."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from tui.cli.failure import OK
from tui.cli.opening import with_library
from tui.cli.printing import plural, say
from tui.cli.words import Parser
from tui.model.amounts import amount_words

if TYPE_CHECKING:
    from tui.service.library import Library

__all__ = ["clean"]


def clean(arguments: Sequence[str]) -> int:
    """Let go of what is old, or say what would go."""
    parser = Parser(
        "clean",
        "Let go of packs, full texts and pictures that are older than the settings say (pack_days,\n"
        "text_days, picture_days, picture_megabytes). Whatever is starred, kept for later, packed\n"
        "or has a note stays whole; articles, their own text, marks and tags are never touched.",
    )
    parser.add_argument("-n", "--dry-run", action="store_true", help="only say what would go")
    given = parser.parse_args(arguments)

    async def work(library: "Library") -> int:
        done = await library.packs.tidier.tidy(dry_run=given.dry_run)
        if not done:
            say("Nothing is too old or too much.")
            return OK
        parts = [
            plural(number, noun)
            for number, noun in ((done.packs, "pack"), (done.texts, "full text"), (done.pictures, "picture"))
            if number
        ]
        verb = "would go" if given.dry_run else "gone"
        say(f"{', '.join(parts)} {verb}, {amount_words(done.size)}.")
        return OK

    return with_library(work)

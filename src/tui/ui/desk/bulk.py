"""Writes to many articles: some at a time, with progress; Esc stops, and what is done stays one deed."""

from collections.abc import Callable, Sequence
from time import monotonic
from typing import TYPE_CHECKING

from tui.model.changes import Wish

if TYPE_CHECKING:
    from tui.ui.screens.main import MainScreen

__all__ = ["change_many"]

#: So many at first, and at most, at a time.
FIRST, MOST = 5_000, 100_000
#: Seconds that a part may take: Esc is heeded between two of them.
PATIENCE = 0.4


async def change_many(
    screen: "MainScreen", ids: Sequence[int], wishes: Sequence[Wish], words: Callable[[int], str]
) -> None:
    """Do *wishes* to all of *ids*, of which each would change.

    Args:
        screen: Where progress and outcome are shown.
        ids: The articles.
        wishes: What is to be done to them.
        words: What was done to so many articles, for the toast and for undo.
    """
    library, marks = await screen.library_ready(), screen.desk.marks
    total, done, deed, size, stopped = len(ids), 0, 0, FIRST, False
    # What is read, or unread, with copies of these among them.
    read = 0

    def stop() -> None:
        nonlocal stopped
        stopped = True

    async with marks.writing:
        marks.stop = stop
        with screen.desk.jobs.during("", stop) as job:
            while done < total and not stopped:
                part, began = ids[done : done + size], monotonic()
                if total > FIRST:
                    job.say(f"{done:,}/{total:,} articles")
                said = words(done + len(part))
                changes = await marks.write(library.change(part, wishes, said, deed))
                if changes is None:
                    break
                deed = changes.deed or deed
                read += sum(len(one.ids) for one in changes.statuses if one.status == "read")
                done += len(part)
                took = max(monotonic() - began, PATIENCE / 4)
                size = max(1, min(MOST, int(size * PATIENCE / took)))
    if deed:
        left = f", not the other {total - done:,}" if done < total else ""
        copies = max(0, read - done)
        more = f", and {copies:,} cop{'y' if copies == 1 else 'ies'}" if copies else ""
        marks.say(words(done) + more + left, undo=True)

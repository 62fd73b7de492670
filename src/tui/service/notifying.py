"""What rules want the user to hear of, on the desktop: through ``notify-send``, on macOS ``osascript``.

A list of arguments, never a shell; a publisher's words are clean and stand behind ``--``, or
behind a word of ours, so no title can be an option. To ``osascript`` they are arguments of the
script and no part of it. One message a rule, however much has come.
"""

import contextlib
import shutil
import subprocess
import threading
from collections.abc import AsyncGenerator, Mapping, Sequence

from tui.model.clean import clean
from tui.model.progress import Notice, RefreshEvent, RefreshFinished

__all__ = ["announced", "messages", "send"]

_LINUX, _MAC = "notify-send", "osascript"
_SCRIPT = (
    "on run argv",
    "display notification (item 3 of argv) with title (item 1 of argv) subtitle (item 2 of argv)",
    "end run",
)
_SHOWN = 3
_LONGEST = 200


async def announced(
    events: AsyncGenerator[RefreshEvent], environ: Mapping[str, str]
) -> AsyncGenerator[RefreshEvent]:
    """The events of a refresh; what rules want heard goes to the desktop too."""
    async with contextlib.aclosing(events):
        async for event in events:
            if isinstance(event, RefreshFinished) and event.summary.notices:
                send(event.summary.notices, environ)
            yield event


def messages(notices: Sequence[Notice]) -> list[tuple[str, str]]:
    """For each rule a heading and what arrived, the first few by title."""
    by_rule: dict[str, list[Notice]] = {}
    for notice in notices:
        by_rule.setdefault(notice.rule, []).append(notice)
    return [(clean(rule, _LONGEST), _body(some)) for rule, some in by_rule.items()]


def send(notices: Sequence[Notice], environ: Mapping[str, str]) -> None:
    """Show each message on the desktop; where that is not possible, nothing is missing."""
    if not notices:
        return
    for heading, body in messages(notices):
        argv = _command(heading, body, environ.get("PATH", ""))
        if not argv:
            return
        try:
            process = subprocess.Popen(
                argv,
                env=dict(environ),
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                start_new_session=True,
            )
        except OSError:
            return
        # Somebody has to take note of its end, or it stays in the process table as a ghost.
        threading.Thread(target=process.wait, daemon=True).start()


def _command(heading: str, body: str, path: str) -> list[str]:
    """What shows one message; nothing where nobody can."""
    if program := shutil.which(_LINUX, path=path):
        # The body may hold markup for the desktop: a publisher's signs are signs.
        escaped = body.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
        return [program, "--app-name=Broadsheet", "--", heading, escaped]
    if program := shutil.which(_MAC, path=path):
        lines = [word for line in _SCRIPT for word in ("-e", line)]
        # The first word that is no option ends the options.
        return [program, *lines, "Broadsheet", heading, body]
    return []


def _body(notices: Sequence[Notice]) -> str:
    lines = [f"{clean(one.title, _LONGEST)} ({clean(one.feed_title, 60)})" for one in notices[:_SHOWN]]
    if len(notices) > _SHOWN:
        lines.append(f"and {len(notices) - _SHOWN:,} more")
    return "\n".join(lines)

"""A worker process: ``python -m tui.service.worker``, frames in, frames out.

It gets bytes and gives plain values; it opens no file, no socket and no terminal. Limits
on time and memory are set by the process upon itself, so they hold even when the one
that started it is killed.
"""

import os
import signal
import sys
from typing import Any, BinaryIO

from tui.model.errors import FeedError
from tui.model.page_feed import PageSelectors
from tui.service import frames

__all__ = ["CPU_SECONDS", "READY", "main"]

#: The first frame: everything is imported, tasks may come.
READY = "ready"

#: Processor time for one document; a feed or page that needs more is refused.
CPU_SECONDS = 10
_MEMORY = 1_000_000_000


def main() -> None:
    """Answer tasks until there are no more."""
    source, sink = sys.stdin.buffer, os.fdopen(os.dup(1), "wb")
    # Whatever a library prints goes nowhere, least of all between two frames.
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
    warm = _imports()
    _limit_resources()
    _send(sink, READY)
    while header := source.read(frames.HEADER):
        task = frames.load(_exactly(source, frames.size_of(header)))
        _limit_time(CPU_SECONDS)
        answer = _answer(warm, task)
        _limit_time(0)
        _send(sink, answer)


def _imports() -> dict[str, Any]:
    from tui.service import picturing
    from tui.service.inspecting import inspect
    from tui.service.preparing import prepare, prepare_kept

    pictures = {name: getattr(picturing, name) for name in picturing.__all__}
    return {
        "prepare": prepare,
        "prepare_kept": prepare_kept,
        "inspect": inspect,
        "extract": _extract,
        "prepare_page": _prepare_page,
        "try_page": _try_page,
        "propose_page": _propose_page,
        **pictures,
    }


def _extract(
    page: bytes, content_type: str, url: str, known: tuple[Any, ...], rule: tuple[Any, ...], images: bool
) -> tuple[Any, ...]:
    """What it needs beyond parsing feeds is loaded with the first page."""
    from tui.content import extract

    facts, site = frames.unpack_known(known), frames.unpack_rule(rule)
    return frames.pack_page(extract(page, content_type, url, facts, site, images=images))


def _prepare_page(
    page: bytes, content_type: str, url: str, selectors: tuple[str, ...], known: frozenset[bytes]
) -> Any:
    from tui.service.page_preparing import prepare_page

    return prepare_page(page, content_type, url, PageSelectors(*selectors), known)


def _try_page(page: bytes, content_type: str, url: str, selectors: tuple[str, ...]) -> tuple[Any, ...]:
    from tui.service.page_preparing import try_page

    return frames.pack_trial(try_page(page, content_type, url, PageSelectors(*selectors)))


def _propose_page(page: bytes, content_type: str, url: str) -> tuple[tuple[str, ...], ...]:
    from tui.content.gathering import propose

    return tuple(map(frames.pack_selectors, propose(page, content_type, url)))


def _answer(functions: dict[str, Any], task: tuple[Any, ...]) -> tuple[Any, ...]:
    name, arguments = task
    try:
        result = functions[name](*arguments)
    except FeedError as error:
        return "refused", str(error)
    except MemoryError:
        # What is left of the heap cannot be trusted; a fresh process takes over.
        os._exit(1)
    # The one place where anything may come: publishers' bytes against foreign parsers.
    except Exception as error:
        return "broken", type(error).__name__
    if name in ("prepare", "prepare_kept", "prepare_page"):
        return "ok", frames.pack_feed(result)
    if isinstance(result, tuple):
        return "ok", result
    return "ok", frames.pack_inspection(result)


def _send(sink: BinaryIO, value: object) -> None:
    sink.write(frames.dump(value))
    sink.flush()


def _exactly(source: BinaryIO, size: int) -> bytes:
    data = source.read(size)
    if len(data) < size:
        raise SystemExit(0)
    return data


def _limit_resources() -> None:
    if hasattr(os, "nice"):
        # The screen and its keys come first.
        os.nice(5)
    try:
        import resource
    except ImportError:  # Windows has none; the pool's own clock remains.
        return
    for kind, most in ((resource.RLIMIT_AS, _MEMORY), (resource.RLIMIT_CORE, 0), (resource.RLIMIT_FSIZE, 0)):
        soft, hard = resource.getrlimit(kind)
        if hard == resource.RLIM_INFINITY or hard > most:
            try:
                resource.setrlimit(kind, (most, hard))
            except (ValueError, OSError):  # macOS refuses some; the others still hold.
                resource.setrlimit(kind, (soft, hard))


def _limit_time(seconds: float) -> None:
    # The default action of SIGPROF ends the process, in the middle of C code if need be.
    if hasattr(signal, "setitimer"):
        signal.setitimer(signal.ITIMER_PROF, seconds)


if __name__ == "__main__":
    main()

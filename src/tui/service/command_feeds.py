"""A feed that a command of the user's configuration writes: run without a shell, within bounds."""

import asyncio
import signal
import time
from collections.abc import Mapping, Sequence

from tui.model.amounts import amount_words
from tui.model.clean import clean
from tui.model.fetching import NO_VALIDATORS, Cost, FailureKind, Fetched, FetchFailed
from tui.service.processes import Hearing, end_all

__all__ = ["run_feed_command"]

#: Of what a command complains the end is kept.
_LAST_WORDS = 8_000
_LONGEST = 300


async def run_feed_command(
    url: str,
    argv: Sequence[str],
    environ: Mapping[str, str],
    home: str,
    *,
    seconds: float,
    most_bytes: int,
) -> Fetched | FetchFailed:
    """Run a command and take what it writes.

    Whoever stops waiting ends it, and all that it started.
    """
    name, started = clean(argv[0], 100), time.monotonic()
    overflow = asyncio.Event()
    loop = asyncio.get_running_loop()
    said = Hearing(most_bytes, overflow=lambda: loop.call_soon_threadsafe(overflow.set))
    complained = Hearing(_LAST_WORDS, last=True)
    program = f"{home}{argv[0][1:]}" if argv[0].startswith("~/") else argv[0]
    try:
        process = await asyncio.create_subprocess_exec(
            program,
            *argv[1:],
            stdin=asyncio.subprocess.DEVNULL,
            stdout=said.end,
            stderr=complained.end,
            cwd=home,
            env={**environ, "BROADSHEET_FEED": url},
            start_new_session=True,
        )
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or "it does not start"
        return _failed(url, f"The command {name!r} does not start: {reason}.")
    finally:
        said.begin()
        complained.begin()
    late = not await _ended(process, overflow, seconds)
    output, complaints = await asyncio.gather(
        asyncio.to_thread(said.output), asyncio.to_thread(complained.output)
    )
    if overflow.is_set() or len(output) > most_bytes:
        most = amount_words(most_bytes)
        return _failed(url, f"The command wrote more than {most}, so it was stopped (max_feed_megabytes).")
    if late:
        return _failed(
            url, f"The command took longer than {seconds:g} seconds, so it was stopped (command_seconds)."
        )
    if process.returncode:
        return _failed(url, f"The command {_ending(process.returncode)}{_reason(complaints)}")
    if not output.strip():
        return _failed(url, f"The command wrote nothing{_reason(complaints)}")
    cost = Cost(0, len(output), time.monotonic() - started)
    return Fetched(url, url, url, 200, output, {}, NO_VALIDATORS, cost=cost)


async def _ended(process: asyncio.subprocess.Process, overflow: asyncio.Event, seconds: float) -> bool:
    """Wait for the end of a command, or bring it about; false if it came too late."""
    waits = [asyncio.create_task(process.wait()), asyncio.create_task(overflow.wait())]
    try:
        done, _ = await asyncio.wait(waits, timeout=seconds, return_when=asyncio.FIRST_COMPLETED)
        return bool(done)
    finally:
        for one in waits:
            one.cancel()
        if process.returncode is None:
            await end_all(process)
        await asyncio.wait(waits)


def _ending(code: int) -> str:
    if code > 0:
        return f"ended with code {code}"
    try:
        return f"was ended by {signal.Signals(-code).name}"
    except ValueError:
        return f"was ended by signal {-code}"


def _reason(complaints: bytes) -> str:
    """The last line that says anything, as the end of a sentence."""
    lines = [clean(line, _LONGEST) for line in complaints.decode("utf-8", "replace").splitlines()]
    last = next((line for line in reversed(lines) if line.strip()), "")
    return f": {last}" if last else "."


def _failed(url: str, sentence: str) -> FetchFailed:
    return FetchFailed(url, FailureKind.COMMAND, sentence)

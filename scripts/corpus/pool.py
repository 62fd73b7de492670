"""Worker processes that can be killed: every case has its time and its memory."""

from __future__ import annotations

import multiprocessing
import time
from collections.abc import Callable, Iterator, Sequence
from multiprocessing.connection import Connection, wait
from pathlib import Path
from typing import Any, NamedTuple

from cases import Case

MEGABYTE = 1 << 20
#: What the interpreter and its libraries take before the first case.
HEADROOM = 200


class Verdict(NamedTuple):
    """How a case ended; ``fault`` for exceptions, time-outs and killed workers."""

    case: Case
    passed: bool
    why: str
    fault: bool = False
    missing: bool = False
    #: What suites without right and wrong are scored by.
    figures: tuple[float, ...] = ()


Runner = Callable[[Path, Case], tuple[Any, ...]]


class Worker:
    """One process with a pipe; it answers one case after the other."""

    def __init__(self, runner: Runner, root: Path) -> None:
        context = multiprocessing.get_context("spawn")
        self.pipe, far_end = context.Pipe()
        self.process = context.Process(target=serve, args=(far_end, runner, root), daemon=True)
        self.process.start()
        far_end.close()
        self.case: Case | None = None
        self.deadline = 0.0
        self.pipe.recv()  # it has imported everything; the clock of the first case may start

    def give(self, case: Case) -> None:
        """Start a case."""
        self.case, self.deadline = case, time.monotonic() + case.seconds
        self.pipe.send(case)

    def kill(self) -> None:
        """End the process whatever it does."""
        self.process.kill()
        self.process.join()
        self.pipe.close()


def serve(pipe: Connection, runner: Runner, root: Path) -> None:
    """The life of a worker."""
    pipe.send("ready")
    while (case := pipe.recv()) is not None:
        limit_memory(case.megabytes)
        started = time.monotonic()
        try:
            passed, why, missing, *figures = runner(root, case)
            verdict = Verdict(case, passed, why, missing=missing, figures=tuple(figures))
            # Measured here too: an answer that came late can be read before the deadline is looked at.
            if time.monotonic() - started >= case.seconds:
                verdict = overrun(case)
        except Exception as error:
            # The very thing that the corpus looks for: an exception that left our code.
            verdict = Verdict(case, False, f"{type(error).__name__}: {error}"[:300], fault=True)
        pipe.send(verdict)


def limit_memory(megabytes: int) -> None:
    """Let the process grow by ``megabytes`` beyond an idle worker, where the system can do that."""
    try:
        import resource
    except ImportError:
        return
    hard = resource.getrlimit(resource.RLIMIT_AS)[1]
    wanted = (megabytes + HEADROOM) * MEGABYTE
    resource.setrlimit(resource.RLIMIT_AS, (wanted if hard < 0 else min(wanted, hard), hard))


def run(cases: Sequence[Case], runner: Runner, root: Path, jobs: int) -> Iterator[Verdict]:
    """Run all cases over ``jobs`` workers; verdicts come as they are reached."""
    waiting = list(reversed(cases))
    workers = [Worker(runner, root) for _ in range(min(jobs, len(cases)))]
    while waiting or any(worker.case for worker in workers):
        for worker in workers:
            if worker.case is None and waiting:
                worker.give(waiting.pop())
        wait([worker.pipe for worker in workers if worker.case], timeout=0.1)
        for number, worker in enumerate(workers):
            if worker.case is None:
                continue
            verdict = collect(worker)
            if verdict is None:
                continue
            yield verdict
            worker.case = None
            if verdict.fault and not worker.process.is_alive():
                workers[number] = Worker(runner, root)
    for worker in workers:
        worker.pipe.send(None)
        worker.process.join(2)
        worker.kill()


def collect(worker: Worker) -> Verdict | None:
    """The worker's verdict if it has one, or the one it earned by overrunning or dying."""
    assert worker.case is not None
    try:
        if worker.pipe.poll():
            verdict: Verdict = worker.pipe.recv()
            return verdict
    except (EOFError, OSError):
        worker.kill()
        return Verdict(worker.case, False, "the worker died", fault=True)
    if time.monotonic() > worker.deadline:
        worker.kill()
        return overrun(worker.case)
    return None


def overrun(case: Case) -> Verdict:
    """The verdict of a case that took its whole time."""
    return Verdict(case, False, f"took longer than {case.seconds:g} s", fault=True)

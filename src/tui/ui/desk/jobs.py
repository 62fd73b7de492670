"""What takes a while: how far each is, in the status bar, and Esc stops the newest."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tui.ui.screens.main import MainScreen

__all__ = ["Job", "Jobs"]


class Job:
    """One of them; whoever began it says how far it is, and when it is over."""

    def __init__(self, jobs: "Jobs", said: str, cancel: Callable[[], object], *, near: bool) -> None:
        self.jobs, self.said, self.cancel, self.near = jobs, said, cancel, near

    def say(self, said: str) -> None:
        """Show how far it is: ``full text 3/20``; "" shows nothing."""
        self.said = said
        self.jobs.show()

    def end(self) -> None:
        """It is over, however; a second call does nothing."""
        if self in self.jobs.running:
            self.jobs.running.remove(self)
            self.jobs.show()


class Jobs:
    """All that run now, oldest first."""

    def __init__(self, screen: "MainScreen") -> None:
        self.screen = screen
        self.running: list[Job] = []

    def begin(self, said: str, cancel: Callable[[], object], *, near: bool = False) -> Job:
        """A new one; *near* means that Esc stops it before it leaves the pane."""
        job = Job(self, said, cancel, near=near)
        self.running.append(job)
        self.show()
        return job

    @contextmanager
    def during(self, said: str, cancel: Callable[[], object], *, near: bool = False) -> Iterator[Job]:
        """The same, over at the end of the block."""
        job = self.begin(said, cancel, near=near)
        try:
            yield job
        finally:
            job.end()

    def cancel(self, *, near: bool = False) -> bool:
        """Stop the newest (of those that are *near*); False if there is none."""
        for job in reversed(self.running):
            if job.near or not near:
                job.end()
                job.cancel()
                return True
        return False

    def cancel_all(self) -> None:
        """Stop all of them."""
        while self.cancel():
            pass

    def show(self) -> None:
        """The newest that has something to say, and how many more there are."""
        telling = [job.said for job in self.running if job.said]
        if not telling:
            self.screen.status.work = ""
            return
        more = f" +{len(telling) - 1}" if len(telling) > 1 else ""
        self.screen.status.work = f"{self.screen.marks.working} {telling[-1]}{more}"

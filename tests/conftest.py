"""What many tests need: folders of their own and a clock that stands still until it is moved."""

from datetime import datetime, timedelta

import pytest

from tests.factories import NOW
from tui.config.paths import Paths, from_environment


class Clock:
    """A clock that moves only when told to."""

    def __init__(self, now: datetime = NOW) -> None:
        self.now = now

    def __call__(self) -> datetime:
        return self.now

    def advance(self, **span: float) -> None:
        self.now += timedelta(**span)


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def paths(tmp_path) -> Paths:
    return from_environment({"BROADSHEET_HOME": str(tmp_path / "home")})

"""What many tests need: folders of their own and a clock that stands still until it is moved."""

import os
from datetime import datetime, timedelta

import pytest
from hypothesis import settings

from tests.factories import NOW
from tui.config.paths import Paths, from_environment

# No test may find, or leave, anything in the keyring of whoever runs it.
os.environ["PYTHON_KEYRING_BACKEND"] = "keyring.backends.null.Keyring"

# How long an example takes says more about the machine than about the program.
settings.register_profile("no deadline", deadline=None)
settings.load_profile("no deadline")


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


def pytest_xdist_auto_num_workers(config: pytest.Config) -> int:
    """Half as many workers again as there are cores: many tests wait for servers, disks and processes."""
    del config
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return cores + -(-cores // 2)

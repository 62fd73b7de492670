"""The app on a fresh copy of the demo's store."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.demo_store import SETTINGS, build, demo_clock, demo_paths
from tests.ui.steps import WatchedApp
from tui.config.settings import Settings


@pytest.fixture(scope="session")
def demo_original(tmp_path_factory) -> Path:
    """The demo's store, made once a process."""
    folder = tmp_path_factory.mktemp("demo")
    build(folder)
    return folder


@pytest.fixture
def demo_home(demo_original, tmp_path) -> Path:
    """A copy that a test may change."""
    folder = tmp_path / "home"
    shutil.copytree(demo_original, folder)
    return folder


@pytest.fixture(autouse=True)
def many_colors(monkeypatch) -> None:
    """A terminal that has all colors, whatever the tests run in."""
    monkeypatch.setenv("COLORTERM", "truecolor")


@pytest.fixture
def make_app(demo_home) -> Callable[..., WatchedApp]:
    """Opens Broadsheet on the demo, with a frozen clock and nothing in the background."""

    def make(
        settings: Settings = SETTINGS, home: Path = demo_home, route: Callable[[], bool] = lambda: True
    ) -> WatchedApp:
        return WatchedApp(settings, demo_paths(home), clock=demo_clock, background=False, route=route)

    return make

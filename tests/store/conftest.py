"""A store of its own for each test."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.store.opened import Store, opened


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "data" / "store.sqlite3"


@pytest.fixture
def store(path: Path) -> Iterator[Store]:
    with opened(path) as store:
        yield store

"""A server for every test, and one fetch in one line."""

import asyncio
from collections.abc import Callable, Iterator

import pytest

from tests.server import Server
from tui.model.fetching import FetchRequest, FetchResult
from tui.net import Client

Fetch = Callable[..., FetchResult]


@pytest.fixture
def server() -> Iterator[Server]:
    with Server() as running:
        yield running


@pytest.fixture
def fetch() -> Fetch:
    """``fetch(url, client={…}, **fields of the request)``; private addresses are allowed unless told."""

    def once(url: str, *, client: dict | None = None, **fields: object) -> FetchResult:
        request = FetchRequest(url, **{"allow_private": True, **fields})

        async def run() -> FetchResult:
            async with Client(**(client or {})) as open_client:
                return await open_client.fetch(request)

        return asyncio.run(run())

    return once

"""What a library knows of the network."""

import asyncio

import pytest

from tests.factories import NOW
from tui.model.fetching import NO_VALIDATORS, FailureKind, FetchFailed, NotModified
from tui.service.network import Network

URL = "https://example.org/"


def failed(kind, status=0):
    return FetchFailed(URL, kind, "So it is.", status)


def test_it_follows_what_visits_met_with():
    network = Network(lambda: True)
    assert not network.offline
    network.noted(failed(FailureKind.OFFLINE))
    assert network.offline
    # A server that cannot be reached says nothing of the network.
    network.noted(failed(FailureKind.CONNECT))
    assert network.offline
    network.noted(NotModified(URL, NO_VALIDATORS, NOW))
    assert not network.offline
    network.noted(failed(FailureKind.OFFLINE))
    network.noted(failed(FailureKind.SERVER, 500))
    assert not network.offline


@pytest.mark.parametrize("way", [True, False])
def test_the_machine_is_asked(way):
    network = Network(lambda: way)
    assert asyncio.run(network.look()) is not way and network.offline is not way


def test_who_stays_offline_is_offline():
    network = Network(lambda: True)
    network.stay_offline = True
    assert asyncio.run(network.look()) and network.offline
    network.stay_offline = False
    assert not network.offline


def test_by_default_the_machine_itself_is_asked():
    assert isinstance(Network().route_exists(), bool)

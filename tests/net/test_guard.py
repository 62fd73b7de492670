import asyncio

import pytest

from tests.server import Server, answer, redirect
from tui.model.fetching import FailureKind, Fetched, FetchFailed, FetchRequest
from tui.net import Client
from tui.net.guard import is_public


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1",
        "127.255.0.1",
        "0.0.0.0",
        "0.1.2.3",
        "10.0.0.1",
        "172.16.0.1",
        "192.168.1.1",
        "100.64.0.1",
        "169.254.169.254",
        "224.0.0.1",
        "255.255.255.255",
        "240.0.0.1",
        "::",
        "::1",
        "fe80::1",
        "fe80::1%eth0",
        "fc00::1",
        "fd12::1",
        "ff02::1",
        "ff0e::1",
        "::ffff:127.0.0.1",
        "::ffff:10.0.0.1",
        "::127.0.0.1",
        "2002:7f00:1::",
        "2002:a00:1::",
        "64:ff9b::10.0.0.1",
        "64:ff9b::7f00:1",
        "",
        "example.org",
    ],
)
def test_addresses_inside(address):
    assert not is_public(address)


@pytest.mark.parametrize(
    "address",
    ["1.1.1.1", "93.184.216.34", "198.18.0.7", "2606:4700::1111", "64:ff9b::1.1.1.1", "::ffff:1.1.1.1"],
)
def test_addresses_outside(address):
    assert is_public(address)


@pytest.mark.parametrize("host", ["127.0.0.1", "127.1", "localhost", "[::ffff:127.0.0.1]", "a.example"])
def test_no_connection_goes_inside(server, fetch, host):
    server.on("/", answer(b"secret"))
    client = {"resolve": {"a.example": "127.0.0.1"}}
    result = fetch(server.url("/", host), client=client, allow_private=False)
    assert isinstance(result, FetchFailed)
    assert result.kind is FailureKind.ADDRESS
    assert "private network" in result.sentence
    assert server.accepted == 0


def test_a_user_may_subscribe_to_his_own_machine(server, fetch):
    server.on("/", answer(b"mine"))
    assert fetch(server.url("/", "localhost")).body == b"mine"


def test_a_redirect_stays_on_the_first_host(server, fetch):
    server.on("/", redirect("/there"))
    server.on("/there", answer(b"mine"))
    assert fetch(server.url("/")).body == b"mine"


def test_a_redirect_may_not_lead_elsewhere_inside(server, fetch):
    with Server() as other:
        server.on("/", redirect(other.url("/", "localhost")))
        result = fetch(server.url("/"))
        assert isinstance(result, FetchFailed)
        assert result.kind is FailureKind.ADDRESS
        assert other.accepted == 0


def test_an_open_connection_is_no_way_around(server):
    """The first request may go inside and leaves its connection open; the second may not use it."""
    server.on("/", answer(b"mine"))

    async def run():
        async with Client() as client:
            allowed = await client.fetch(FetchRequest(server.url("/"), allow_private=True))
            refused = await client.fetch(FetchRequest(server.url("/")))
            again = await client.fetch(FetchRequest(server.url("/"), allow_private=True))
            return allowed, refused, again

    allowed, refused, again = asyncio.run(run())
    assert isinstance(allowed, Fetched)
    assert isinstance(refused, FetchFailed)
    assert isinstance(again, Fetched)
    assert (len(server.seen), server.accepted) == (2, 1)


@pytest.mark.parametrize("host", ["127.0.0.1", "10.1.2.3", "localhost", "x.localhost", "[::1]"])
def test_a_proxy_is_not_asked_for_what_is_inside(server, fetch, host):
    client = {"environ": {"http_proxy": server.url()}}
    result = fetch(f"http://{host}/", client=client, allow_private=False)
    assert isinstance(result, FetchFailed)
    assert result.kind is FailureKind.ADDRESS
    assert server.accepted == 0

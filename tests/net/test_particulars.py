"""What a single feed's requests have of their own, and that none of it goes to a stranger."""

import base64
import ssl
from http.cookiejar import MozillaCookieJar

import pytest
import trustme

from tests.server import Server, answer, redirect
from tests.socks import Socks
from tui.model.fetching import FailureKind, Fetched, FetchFailed, Particulars

SECRET = "s:ecrét"
BASIC = "Basic " + base64.b64encode(f"ann:{SECRET}".encode()).decode()
HEADERS = (("X-Api-Key", "k-1"), ("Accept-Language", "de, en;q=0.5"))
ALL = Particulars(headers=HEADERS, authorization="basic", user="ann", secret=SECRET)
NAMES = {"news.example": "127.0.0.1"}


def cookies(folder, *lines):
    path = folder / "cookies.txt"
    path.write_text("# Netscape HTTP Cookie File\n\n" + "".join("\t".join(line) + "\n" for line in lines))
    return path


def cookie(name, host="news.example", *, below="FALSE", path="/", secure="FALSE", until="4102444800"):
    return (host, below, path, secure, until, name, "1")


def test_headers_and_password_go_out(server, fetch):
    server.on("/feed", answer(b"<rss/>"))
    result = fetch(server.url("/feed"), particulars=ALL)
    assert isinstance(result, Fetched)
    sent = server.seen[0].headers
    assert (sent["authorization"], sent["x-api-key"], sent["accept-language"]) == (
        BASIC,
        "k-1",
        "de, en;q=0.5",
    )


def test_a_token_goes_out_in_place_of_what_stands_in_the_address(server, fetch):
    server.on("/feed", answer(b"<rss/>"))
    url = f"http://ann:old@127.0.0.1:{server.port}/feed"
    fetch(url, particulars=Particulars(authorization="bearer", secret="t0ken"))
    assert server.seen[0].headers["authorization"] == "Bearer t0ken"


def test_an_empty_header_and_one_that_replaces_ours(server, fetch):
    server.on("/feed", answer(b"<rss/>"))
    fetch(server.url("/feed"), particulars=Particulars(headers=(("X-Empty", ""), ("Accept", "text/xml"))))
    sent = server.seen[0].headers
    assert (sent["x-empty"], sent["accept"]) == ("", "text/xml")


def test_no_header_is_smuggled_in(server, fetch):
    server.on("/feed", answer(b"<rss/>"))
    fetch(server.url("/feed"), particulars=Particulars(headers=(("X-A", "1\r\nX-B: 2"), ("X-C\r\nX-D", "3"))))
    assert not {"x-b", "x-d"} & set(server.seen[0].headers)


def test_on_the_same_server_all_goes_along(server, fetch, tmp_path):
    server.on("/feed", redirect("/second"))
    server.on("/second", answer(b"<rss/>"))
    path = cookies(tmp_path, cookie("a", "127.0.0.1"))
    fetch(server.url("/feed"), particulars=Particulars("", HEADERS, "basic", "ann", SECRET, str(path)))
    assert [
        (seen.headers["authorization"], seen.headers["x-api-key"], seen.headers["cookie"])
        for seen in server.seen
    ] == [(BASIC, "k-1", "a=1")] * 2


@pytest.mark.parametrize(
    "place", ["http://other.example", "http://news.example:81", "http://sub.news.example"]
)
def test_to_another_server_nothing_goes_along(server, fetch, tmp_path, place):
    """Another host, or another port of the same: both are somebody else, and so is whom they send back."""
    server.on("http://news.example/feed", redirect(f"{place}/"))
    server.on(f"{place}/", redirect("http://news.example/back"))
    server.on("http://news.example/back", answer(b"<rss/>"))
    path = cookies(tmp_path, cookie("a", ".news.example", below="TRUE"), cookie("b", "other.example"))
    proxy = f"http://127.0.0.1:{server.port}"
    particulars = Particulars("", HEADERS, "basic", "ann", SECRET, str(path), proxy)
    assert fetch("http://news.example/feed", particulars=particulars, allow_private=False).body == b"<rss/>"
    first, *strangers = (seen.headers for seen in server.seen)
    private = {"authorization", "x-api-key", "accept-language", "cookie"}
    assert private <= set(first)
    assert [private & set(headers) for headers in strangers] == [set(), set()]


def test_only_the_cookies_that_are_for_it(server, fetch, tmp_path):
    server.on("/news/feed", answer(b"<rss/>", headers={"Set-Cookie": "new=1"}))
    path = cookies(
        tmp_path,
        cookie("host"),
        cookie("below", ".news.example", below="TRUE"),
        cookie("path", path="/news"),
        cookie("session", until="0"),
        ("#HttpOnly_news.example", *cookie("only")[1:]),
        cookie("elsewhere", path="/sport"),
        cookie("secure", secure="TRUE"),
        cookie("old", until="1000"),
        cookie("foreign", "other.example"),
        cookie("sub", "www.news.example"),
    )
    before = path.read_bytes()
    fetch(
        server.url("/news/feed", "news.example"),
        client={"resolve": NAMES},
        particulars=Particulars(cookies_file=str(path)),
    )
    sent = {pair.partition("=")[0] for pair in server.seen[0].headers["cookie"].split("; ")}
    assert sent == {"host", "below", "path", "session", "only"}
    assert path.read_bytes() == before
    MozillaCookieJar(str(path)).load()  # what we write in tests is what others read


@pytest.fixture(scope="module")
def stranger():
    made = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    trustme.CA().issue_cert("else.example").configure_cert(made)
    with Server(tls=made) as server:
        server.on("/", answer(b"<rss/>"))
        yield server


def test_a_server_that_cannot_prove_itself(stranger, fetch):
    result = fetch(stranger.url("/"))
    assert isinstance(result, FetchFailed)
    assert (result.kind, "could not prove" in result.sentence) == (FailureKind.TLS, True)
    assert fetch(stranger.url("/"), particulars=Particulars(insecure_tls=True)).body == b"<rss/>"


def test_the_exception_is_for_one_server_only(stranger, server, fetch):
    server.on("/feed", redirect(stranger.url("/")))
    result = fetch(server.url("/feed"), particulars=Particulars(insecure_tls=True))
    assert result.kind is FailureKind.TLS


def test_one_feed_s_exception_opens_no_connection_for_another(stranger):
    import asyncio

    from tui.model.fetching import FetchRequest
    from tui.net import Client

    async def both():
        async with Client() as client:
            lax = FetchRequest(
                stranger.url("/"), allow_private=True, particulars=Particulars(insecure_tls=True)
            )
            strict = FetchRequest(stranger.url("/"), allow_private=True)
            return [await client.fetch(lax), await client.fetch(strict)]

    first, second = asyncio.run(both())
    assert isinstance(first, Fetched)
    assert second.kind is FailureKind.TLS


def test_an_http_proxy_of_its_own(server, fetch):
    server.on("http://feeds.example/a", answer(b"by proxy"))
    proxy = f"http://me:pass@127.0.0.1:{server.port}"
    result = fetch(
        "http://feeds.example/a",
        client={"environ": {"http_proxy": "http://127.0.0.1:1"}},
        particulars=Particulars(proxy=proxy),
        allow_private=False,
    )
    assert result.body == b"by proxy"
    assert server.seen[0].headers["proxy-authorization"] == "Basic bWU6cGFzcw=="
    assert "authorization" not in server.seen[0].headers


def test_a_socks_proxy_of_its_own_looks_names_up_itself(server, fetch):
    server.on("/feed", answer(b"by socks"))
    with Socks(server.port) as socks:
        result = fetch(
            "http://feeds.example/feed", particulars=Particulars(proxy=socks.url), allow_private=False
        )
        assert result.body == b"by socks"
        assert socks.asked == [("feeds.example", 80)]


def test_no_proxy_although_there_is_one_for_all(server, fetch):
    server.on("/feed", answer(b"direct"))
    result = fetch(
        server.url("/feed"),
        client={"environ": {"http_proxy": "http://127.0.0.1:1"}},
        particulars=Particulars(proxy=""),
    )
    assert result.body == b"direct"


def test_a_dead_proxy_of_its_own_is_told_from_that_of_the_computer(fetch):
    result = fetch("http://feeds.example/a", particulars=Particulars(proxy="http://127.0.0.1:1"))
    assert result.kind is FailureKind.CONNECT
    assert "the feed's settings: F, then Ctrl+N" in result.sentence


@pytest.mark.parametrize(
    ("particulars", "said"),
    [
        (Particulars(), "asks for a name and a password (401). Give them"),
        (ALL, "did not accept the name and password"),
        (Particulars(authorization="bearer", secret=SECRET), "or the token (401)"),
    ],
)
def test_401_says_what_to_do_and_with_which_key(server, fetch, particulars, said):
    server.on("/feed", answer(status=401))
    result = fetch(server.url("/feed"), particulars=particulars)
    assert result.kind is FailureKind.UNAUTHORIZED
    assert said in result.sentence
    assert "F, then Ctrl+N" in result.sentence
    assert SECRET not in repr(result)


def test_no_secret_shows_itself():
    one = Particulars("", HEADERS, "basic", "ann", SECRET, "", "http://me:pass@p:1")
    assert not any(secret in repr(one) for secret in (SECRET, "k-1", "pass"))

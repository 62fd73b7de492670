import pytest

from tui.net.addresses import parse
from tui.net.proxies import proxy_for


@pytest.mark.parametrize(
    ("environ", "url", "proxy"),
    [
        ({}, "http://a.example/", ""),
        ({"http_proxy": "http://p:1"}, "http://a.example/", "http://p:1"),
        ({"http_proxy": "http://p:1"}, "https://a.example/", ""),
        ({"HTTP_PROXY": "http://p:1"}, "http://a.example/", ""),
        ({"HTTPS_PROXY": "p:1"}, "https://a.example/", "p:1"),
        ({"https_proxy": "low", "HTTPS_PROXY": "up"}, "https://a.example/", "low"),
        ({"ALL_PROXY": "socks5h://p"}, "http://a.example/", "socks5h://p"),
        ({"all_proxy": "p", "no_proxy": "*"}, "http://a.example/", ""),
        ({"all_proxy": "p", "no_proxy": "example"}, "http://a.example/", ""),
        ({"all_proxy": "p", "no_proxy": ".a.example"}, "http://a.example/", ""),
        ({"all_proxy": "p", "NO_PROXY": "x, *.example"}, "http://a.example/", ""),
        ({"all_proxy": "p", "no_proxy": "ample"}, "http://a.example/", "p"),
        ({"all_proxy": "p", "no_proxy": "a.example:81"}, "http://a.example/", "p"),
        ({"all_proxy": "p", "no_proxy": "a.example:81"}, "http://a.example:81/", ""),
        ({"all_proxy": "p", "no_proxy": "10.0.0.0/8"}, "http://10.1.2.3/", ""),
        ({"all_proxy": "p", "no_proxy": "10.0.0.0/8"}, "http://a.example/", "p"),
        ({"all_proxy": "p", "no_proxy": "::1"}, "http://[::1]/", ""),
        ({"all_proxy": "p", "no_proxy": "[::1]:80"}, "http://[::1]/", ""),
        ({"all_proxy": "p", "no_proxy": "127.0.0.1"}, "http://[::1]/", "p"),
    ],
)
def test_the_usual_variables(environ, url, proxy):
    address = parse(url)
    assert address is not None
    assert proxy_for(address, environ) == proxy

"""Which proxy an address goes through, by the usual environment variables.

libcurl would read the environment itself; it is passed in instead, so that a test or a
setting can decide, and so that the guard knows whom it lets us talk to.
"""

import ipaddress
from collections.abc import Mapping

from tui.net.addresses import Address

__all__ = ["proxy_for"]


def proxy_for(address: Address, environ: Mapping[str, str]) -> str:
    """The proxy's address, "" for none.

    Upper-case ``HTTP_PROXY`` is left alone as in curl: a web server may set it from a header.
    """
    names = [f"{address.scheme}_proxy", "all_proxy", "ALL_PROXY"]
    if address.scheme == "https":
        names.insert(1, "HTTPS_PROXY")
    proxy = next((environ[name].strip() for name in names if environ.get(name, "").strip()), "")
    exceptions = environ.get("no_proxy") or environ.get("NO_PROXY") or ""
    return "" if proxy and _excepted(address, exceptions) else proxy


def _excepted(address: Address, exceptions: str) -> bool:
    return any(_matches(address, entry) for entry in exceptions.replace(",", " ").split())


def _matches(address: Address, entry: str) -> bool:
    """``*``, a name (with all below it), an address or a network; a port may follow."""
    entry = entry.lower()
    if entry == "*":
        return True
    name, colon, port = entry.rpartition(":")
    if colon and port.isdecimal() and (":" not in name or name.endswith("]")):
        if int(port) != address.port:
            return False
        entry = name
    entry = entry.strip("[]")
    try:
        return ipaddress.ip_address(address.host) in ipaddress.ip_network(entry, strict=False)
    except ValueError:  # one of them is a name
        name = entry.lstrip("*").lstrip(".").removesuffix(".")
        return bool(name) and (address.host == name or address.host.endswith(f".{name}"))

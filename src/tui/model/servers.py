"""Which server an address names, and whether what is for one may go to another."""

from urllib.parse import urlsplit

__all__ = ["is_for", "server_of"]

_PORTS = {"http": 80, "https": 443}


def server_of(url: str) -> str:
    """``https://news.example``, with the port where it is an unusual one; "" if the address names none."""
    try:
        parts = urlsplit(url)
        host, port = (parts.hostname or "").rstrip("."), parts.port
    except ValueError:
        return ""
    if not host or parts.scheme not in _PORTS or not host.isprintable():
        return ""
    place = f"[{host}]" if ":" in host else host
    return f"{parts.scheme}://{place}" + (f":{port}" if port not in (None, _PORTS[parts.scheme]) else "")


def is_for(server: str, url: str) -> bool:
    """Whether what is kept for a server may be sent to an address: there, or up to the https of its host."""
    there = server_of(url)
    if not server or not there:
        return False
    return there in (server, server.replace("http://", "https://", 1) if _is_plain(server) else server)


def _is_plain(server: str) -> bool:
    parts = urlsplit(server)
    return parts.scheme == "http" and parts.port is None

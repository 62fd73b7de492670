"""Which server an address names, and whether what is for one may go to another."""

from urllib.parse import unquote, urlsplit

__all__ = ["is_for", "masked", "parted", "server_of", "without_password"]

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


def masked(url: str) -> str:
    """An address as it may be shown: a password in it is not."""
    return _with_password(url, ":••••")


def without_password(url: str) -> str:
    """An address as it may go to others."""
    return _with_password(url, "")


def parted(url: str) -> tuple[str, str, str]:
    """An address without its name and password, and these; it stays whole if there is no password."""
    try:
        parts = urlsplit(url)
        login, _, host = parts.netloc.rpartition("@")
    except ValueError:
        return url, "", ""
    name, _, password = login.partition(":")
    if not password or parts.scheme not in _PORTS:
        return url, "", ""
    return parts._replace(netloc=host).geturl(), unquote(name), unquote(password)


def _with_password(url: str, instead: str) -> str:
    try:
        parts = urlsplit(url)
        login, at, host = parts.netloc.rpartition("@")
    except ValueError:
        return url
    name, colon, _ = login.partition(":")
    return parts._replace(netloc=f"{name}{instead}{at}{host}").geturl() if colon else url


def is_for(server: str, url: str) -> bool:
    """Whether what is kept for a server may be sent to an address: there, or up to the https of its host."""
    there = server_of(url)
    if not server or not there:
        return False
    return there in (server, server.replace("http://", "https://", 1) if _is_plain(server) else server)


def _is_plain(server: str) -> bool:
    parts = urlsplit(server)
    return parts.scheme == "http" and parts.port is None

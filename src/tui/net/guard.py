"""No feed may reach into the reader's own network.

The check is made on the numeric address, after DNS and right before the connection, so
neither a name that points inside nor one that changes its mind gets through.
"""

import ipaddress
import socket

import pycurl

__all__ = ["Guard", "is_public"]

_IPv4Or6 = ipaddress.IPv4Address | ipaddress.IPv6Address

#: Set aside for measuring, and used by proxy programs that give every name an address of
#: their own: refusing it would cut their users off from every feed.
_STAND_INS = ipaddress.ip_network("198.18.0.0/15")
#: Translators between the two families carry the old address in the new one.
_NAT64 = ipaddress.ip_network("64:ff9b::/96")


def is_public(text: str) -> bool:
    """True for a numeric address out on the internet."""
    try:
        address = ipaddress.ip_address(text.partition("%")[0])
    except ValueError:
        return False
    return all(_outside(each) for each in (address, *_embedded(address)))


def _outside(address: _IPv4Or6) -> bool:
    if address in _NAT64 or address in _STAND_INS:
        return True
    if isinstance(address, ipaddress.IPv6Address) and address.ipv4_mapped:
        return True  # what counts is the address inside
    return address.is_global and not address.is_multicast and not address.is_reserved


def _embedded(address: _IPv4Or6) -> tuple[ipaddress.IPv4Address, ...]:
    """The IPv4 addresses an IPv6 address leads to: mapped, 6to4, NAT64."""
    if isinstance(address, ipaddress.IPv4Address):
        return ()
    found = [each for each in (address.ipv4_mapped, address.sixtofour) if each]
    if address in _NAT64:
        found.append(ipaddress.IPv4Address(int(address) & 0xFFFF_FFFF))
    return tuple(found)


class Guard:
    """Opens the sockets of one request, or refuses to."""

    def __init__(self, *, allow_private: bool) -> None:
        self.allow_private = allow_private
        #: The address that was refused, "" if none was.
        self.refused = ""
        self._sockets: list[socket.socket] = []

    def open_socket(
        self, _purpose: int, wanted: tuple[int, int, int, tuple[str, int]]
    ) -> socket.socket | int:
        """For ``OPENSOCKETFUNCTION``: libcurl duplicates the socket, so we still own ours."""
        family, kind, protocol, place = wanted
        address = place[0] if family in (socket.AF_INET, socket.AF_INET6) else ""
        if not self.allow_private and not is_public(address):
            self.refused = address
            return int(pycurl.SOCKET_BAD)
        try:
            opened = socket.socket(family, kind, protocol)
        except OSError:  # too many open files, or a family this system has not
            return int(pycurl.SOCKET_BAD)
        self._sockets.append(opened)
        return opened

    def close(self) -> None:
        """Let go of our copies of the sockets."""
        for opened in self._sockets:
            opened.close()
        self._sockets.clear()

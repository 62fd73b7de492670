"""Addresses that entries name, made absolute; anything but the web becomes ""."""

import re
from urllib.parse import urljoin, urlsplit

__all__ = ["LONGEST", "SCHEME", "absolute", "web_address"]

#: Longer addresses open in no browser.
LONGEST = 8_000
#: Browsers drop these anywhere in an address (WHATWG URL); so they cannot hide a scheme.
DROPPED = re.compile(r"[\t\n\r]")
SCHEME = re.compile(r"([A-Za-z][A-Za-z0-9+.-]*):")

#: What joining leaves as it is: nothing in it to normalize.
FLAWLESS = re.compile(r"https?://[A-Za-z0-9.-]+(?::[0-9]{1,4})?(?:/[A-Za-z0-9/._~+=,:@!$&'()*%-]*)?")


def absolute(base: str, address: str) -> str:
    """``address`` as seen from ``base``, whatever its scheme; "" if it cannot be one."""
    address = DROPPED.sub("", address).strip(" \x00\x0b\x0c\x1c\x1d\x1e\x1f\xa0")
    if not address or len(address) > LONGEST:
        return ""
    try:
        return urljoin(base, address) if base else address
    except ValueError:
        return ""


def web_address(base: str, address: str) -> str:
    """``address`` as seen from ``base`` if that is an http or https address, else ""."""
    if FLAWLESS.fullmatch(address) and len(address) <= LONGEST:
        return address
    url = absolute(base, address)
    scheme = SCHEME.match(url)
    if scheme is None or scheme[1].lower() not in ("http", "https"):
        return ""
    try:
        return url if urlsplit(url).netloc else ""
    except ValueError:
        return ""

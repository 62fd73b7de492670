"""Secrets out of what is written down: passwords in addresses, tokens in queries and headers.

Rather too much than too little: a log is read by more people than its owner thinks, and a
``***`` too many costs nothing. Doing it twice changes nothing. Every pattern begins with what tells
a secret and reaches a bounded way from there, so that no text of a publisher's takes long.
"""

import re

__all__ = ["MASK", "mask"]

#: What stands in the place of a secret.
MASK = "***"

#: A part of a name that says "what follows is a secret".
_NAMES = "key|token|secret|passw|passphrase|pwd|auth|signature|sig|session|credential|cookie"
#: ``user:password@`` in an address, up to the last at-sign of its server's name.
_USER = re.compile(r"(?i)([a-z][a-z0-9+.-]{0,20}(?::|%3a)(?://|%2f%2f))[^\s/?#\"'<>]{0,4000}(@|%40)")
#: ``token=…`` in an address or a form, also when the address stands in another one.
_PARAMETER = re.compile(
    rf"(?i)((?:{_NAMES})[\w.-]{{0,100}}(?:\[\w{{0,100}}\])?\s?(?:=|%3d)\s?)[^\s&;#\"'<>,)\]}}]+"
)
#: ``"token": "…"`` as JSON and Python write it.
_FIELD = re.compile(rf"(?i)((?:{_NAMES})[\w.-]{{0,100}}[\"']\s*:\s*)(?:\"[^\"\n]*\"|'[^'\n]*'|[^\s,}}]+)")
#: A header as it goes over the wire: all of its line.
_HEADER = re.compile(
    r"(?i)((?:-(?:key|token|secret|auth)|\b(?:proxy-)?authorization|(?:set-)?cookie|password):[ \t]*)"
    r"[^\s\"'][^\n\"']*"
)
#: ``Bearer …`` and ``Basic …``, wherever they stand.
_SCHEME = re.compile(r"\b((?i:bearer|basic|digest)\s+)(?=\S*[A-Z0-9=])[\w.~+/=-]{6,}")


def mask(text: str) -> str:
    """*text* without passwords, tokens and keys."""
    text = _USER.sub(rf"\1{MASK}\2", text)
    text = _PARAMETER.sub(rf"\1{MASK}", text)
    text = _FIELD.sub(rf"\1{MASK}", text)
    text = _SCHEME.sub(rf"\1{MASK}", text)
    return _HEADER.sub(rf"\1{MASK}", text)

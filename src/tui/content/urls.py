"""Addresses: made absolute, made safe to hand to a browser, made fit to be shown."""

import re
import unicodedata
from urllib.parse import SplitResult, unquote, urljoin, urlsplit

from tui.content.trackers import without_tracking
from tui.model.clean import clean

__all__ = ["absolute", "shown", "shown_host", "web_url"]

#: Longer addresses are no addresses.
LONGEST = 8_000

_SPACE_AROUND = "".join(map(chr, range(0x21)))
_BREAKS = re.compile("[\t\r\n]")
_CONTROL = re.compile("[\x00-\x1f\x7f-\x9f\ud800-\udfff]")
#: What may not stand in an address as it is, and a "%" that starts no escape.
_UNSAFE = re.compile(r"[^!#-;=?-\[\]_a-z~]|%(?![0-9A-Fa-f]{2})")
_HOST = re.compile(r"[a-z0-9_](?:[a-z0-9_.-]*[a-z0-9_.])?|\[[0-9a-f:.]+\]")
#: The common case: nothing to escape, no port, no query, no fragment.
_FLAWLESS = re.compile(r"https?://[a-z0-9](?:[a-z0-9.-]*[a-z0-9])?(?:/[A-Za-z0-9/._~+=,:;@!$&'()*-]*)?")
_SCHEME = re.compile(r"\s*([A-Za-z][A-Za-z0-9+.-]*):")

#: Letters of other scripts that pass for Latin ones; a name made only of them is a trap.
_LOOKALIKES = frozenset("аеорсухіјѕһԁԛԝӏьгпԍмтвкнɑαορυνικτεհոսցօյզԛ")
_JAPANESE_KOREAN_CHINESE = frozenset(
    {"CJK", "HIRAGANA", "KATAKANA", "KATAKANA-HIRAGANA", "HANGUL", "BOPOMOFO"}
)


def absolute(address: str, base: str) -> str:
    """Resolve *address* as a browser would; what cannot be resolved comes back as it is."""
    address = _BREAKS.sub("", address.strip(_SPACE_AROUND))
    if not base or address.startswith(("http://", "https://", "mailto:")):
        return address
    try:
        return urljoin(base, address)
    except ValueError:
        return address


def web_url(text: str) -> str:
    """A harmless http, https or mailto address without its trackers, else ""."""
    if _FLAWLESS.fullmatch(text) and len(text) <= LONGEST:
        return text
    text = text.strip(_SPACE_AROUND)
    scheme = _SCHEME.match(text)
    if scheme is None or len(text) > LONGEST or _CONTROL.search(text):
        return ""
    match scheme[1].lower():
        case "http" | "https":
            return _web(text)
        case "mailto":
            rest = text[scheme.end() :].strip()
            return "mailto:" + _escaped(rest) if rest and not rest.startswith("/") else ""
        case _:
            return ""


def shown_host(url: str) -> str:
    """The host that a link really leads to; punycode where letters could deceive."""
    if url.lower().startswith("mailto:"):
        return clean(unquote(url[7:].partition("?")[0]), 200)
    host = _split(url).hostname or ""
    if ":" in host:
        return f"[{host}]"
    return ".".join(_shown_label(label) for label in host.split("."))


def shown(url: str) -> str:
    """An address for people: no scheme, no "www.", escapes decoded where that is harmless."""
    if url.lower().startswith("mailto:"):
        return shown_host(url)
    parts = _split(url)
    rest = parts.path.rstrip("/") if not parts.query and not parts.fragment else parts.path
    rest += f"?{parts.query}" if parts.query else ""
    rest += f"#{parts.fragment}" if parts.fragment else ""
    port = f":{parts.port}" if parts.port else ""
    return shown_host(url).removeprefix("www.") + port + _readable(rest)


# --------------------------------------------------------------------------- web


def _web(text: str) -> str:
    before, mark, after = text.partition("?")
    # Browsers read a backslash as a slash; so must whoever looks for the host.
    parts = _split(before.replace("\\", "/") + mark + after)
    try:
        host, port = _ascii_host(parts.hostname or ""), parts.port
    except ValueError:
        return ""
    if not host:
        return ""
    user, at, _ = parts.netloc.rpartition("@")
    query, fragment = without_tracking(parts.query, parts.fragment)
    return (
        f"{parts.scheme}://{_escaped(user.replace('@', '%40'))}{at}{host}{f':{port}' if port else ''}"
        f"{_escaped(parts.path)}{'?' + _escaped(query) if query else ''}"
        f"{'#' + _escaped(fragment) if fragment else ''}"
    )


def _split(url: str) -> SplitResult:
    try:
        parts = urlsplit(url)
        # Both are read lazily and raise for nonsense like "http://[" or ":99999".
        _ = parts.hostname, parts.port
    except ValueError:
        return SplitResult("", "", "", "", "")
    return parts


def _ascii_host(host: str) -> str:
    if not host.isascii():
        try:
            host = host.encode("idna").decode("ascii")
        except UnicodeError:
            return ""
    host = f"[{host}]" if ":" in host else host
    return host if _HOST.fullmatch(host) else ""


def _escaped(text: str) -> str:
    return _UNSAFE.sub(lambda found: "".join(f"%{byte:02X}" for byte in found[0].encode()), text)


# ------------------------------------------------------------------------- shown


def _shown_label(label: str) -> str:
    if not label.startswith("xn--"):
        return label if label.isascii() and not _CONTROL.search(label) else _punycode(label)
    try:
        name = label.encode("ascii").decode("idna")
    except UnicodeError:
        return label
    return name if _is_honest(name) else label


def _punycode(label: str) -> str:
    try:
        return _shown_label(label.encode("idna").decode("ascii"))
    except UnicodeError:
        return clean(label, 80)


def _is_honest(name: str) -> bool:
    """True if a name is written in one script and is not a play on Latin letters."""
    scripts = {
        unicodedata.name(letter, "UNKNOWN").split()[0]
        for letter in name
        if not letter.isdecimal() and letter != "-"
    }
    if scripts <= _JAPANESE_KOREAN_CHINESE:
        return True
    return len(scripts) == 1 and not all(letter in _LOOKALIKES for letter in name if letter.isalpha())


def _readable(rest: str) -> str:
    if "%" not in rest:
        return rest
    decoded = unquote(rest, errors="strict") if _is_utf8(rest) else rest
    harmless = not re.search(r"[\s%#?]", decoded.replace("#", "", 1).replace("?", "", 1))
    return decoded if harmless and clean(decoded, LONGEST) == decoded else rest


def _is_utf8(text: str) -> bool:
    try:
        unquote(text, errors="strict")
    except UnicodeDecodeError:
        return False
    return True

"""Small faults that make XML ill-formed and whose repair cannot change what was meant."""

import re

__all__ = ["repaired"]

#: Characters that XML 1.0 forbids, as UTF-8.
FORBIDDEN = re.compile(rb"[\x00-\x08\x0b\x0c\x0e-\x1f]|\xef\xbf[\xbe\xbf]")
REFERENCES = re.compile(rb"(?:&#(?:[xX][0-9a-fA-F]{1,20}|[0-9]{1,20});)+")
REFERENCE = re.compile(rb"&#(?:[xX]([0-9a-fA-F]+)|([0-9]+));")
LAST_CHARACTER = 0x10FFFF


def repaired(data: bytes) -> bytes:
    """``data`` without forbidden characters and references to them; itself if it has none.

    Two references to the halves of a surrogate pair, as some programs write emoji, become the
    character that they mean.
    """
    found = FORBIDDEN.sub(b"", data) if FORBIDDEN.search(data) else data
    made = REFERENCES.sub(rewritten, found)
    return data if made == data else made


def rewritten(run: re.Match[bytes]) -> bytes:
    """A run of character references, with the impossible ones resolved or dropped."""
    numbers = [int(digits, 16) if digits else int(decimal) for digits, decimal in REFERENCE.findall(run[0])]
    if all(map(is_allowed, numbers)):
        return run[0]
    units = "".join(chr(number) for number in numbers if is_allowed(number) or is_surrogate(number))
    text = units.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return b"".join(b"&#%d;" % ord(character) for character in text)


def is_surrogate(number: int) -> bool:
    """Half of a character beyond the first 65,536."""
    return 0xD800 <= number <= 0xDFFF


def is_allowed(number: int) -> bool:
    """True for what an XML document may refer to."""
    if number < 0x20:
        return number in (9, 10, 13)
    return number <= LAST_CHARACTER and not is_surrogate(number) and number not in (0xFFFE, 0xFFFF)

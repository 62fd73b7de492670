"""Numbers of lists, as the publisher writes them."""

__all__ = ["numeral"]

_ROMAN = (
    (1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl"),
    (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"),
)  # fmt: skip
#: Beyond these, letters and Roman numbers are riddles.
_MOST = {"a": 26 * 27, "i": 3999}


def numeral(number: int, kind: str) -> str:
    """*number* in letters (a, A) or Roman numbers (i, I); in figures if it cannot be."""
    if not 0 < number <= _MOST.get(kind.lower(), 0):
        return str(number)
    made = ""
    if kind.lower() == "a":
        while number:
            number, letter = divmod(number - 1, 26)
            made = chr(ord("a") + letter) + made
    else:
        for value, sign in _ROMAN:
            made += sign * (number // value)
            number %= value
    return made.upper() if kind.isupper() else made

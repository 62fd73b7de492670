"""Kitty's graphics protocol: a PNG sent once, and characters that stand for its cells.

The characters scroll, wrap and vanish like any text. Nothing of a publisher's is among the bytes:
the PNG is our own encoding, and base64 besides.
"""

from base64 import standard_b64encode

__all__ = ["MOST_ROWS", "deletion", "placeholders", "transmission"]

_PLACE = "\U0010eeee"
_CHUNK = 4_096
#: The protocol numbers rows and columns by combining marks, in this order.
_MARKS = "".join(
    chr(int(code, 16))
    for code in str.split(
        "305 30d 30e 310 312 33d 33e 33f 346 34a 34b 34c 350 351 352 357 35b 363 364 365 366 367 368 369 "
        "36a 36b 36c 36d 36e 36f 483 484 485 486 487 592 593 594 595 597 598 599 59c 59d 59e 59f 5a0 5a1 "
        "5a8 5a9 5ab 5ac 5af 5c4 610 611 612 613 614 615 616 617 657 658 659 65a 65b 65d 65e 6d6 6d7 6d8 "
        "6d9 6da 6db 6dc 6df 6e0 6e1 6e2 6e4 6e7 6e8 6eb 6ec 730 732 733 735 736 73a 73d 73f 740 741 743 "
        "745 747 749 74a 7eb 7ec 7ed 7ee 7ef 7f0 7f1 7f3 816 817 818 819 81b 81c 81d 81e 81f 820 821 822 "
        "823 825 826 827 829 82a 82b 82c 82d 951 953 954"
    )
)
#: A picture that has more lines cannot be told this way.
MOST_ROWS = len(_MARKS)


def transmission(number: int, png: bytes, columns: int, rows: int) -> str:
    """Send a PNG, to stand wherever its placeholders do; the terminal answers nothing."""
    data = standard_b64encode(png).decode("ascii")
    chunks = [data[at : at + _CHUNK] for at in range(0, len(data), _CHUNK)] or [""]
    made = []
    for at, chunk in enumerate(chunks):
        more = int(at + 1 < len(chunks))
        head = f"a=T,U=1,f=100,i={number},c={columns},r={rows},q=2,m={more}" if not at else f"q=2,m={more}"
        made.append(f"\x1b_G{head};{chunk}\x1b\\")
    return "".join(made)


def deletion(number: int) -> str:
    """Have the terminal forget a picture and its pixels."""
    return f"\x1b_Ga=d,d=I,i={number},q=2\x1b\\"


def placeholders(columns: int, rows: int) -> tuple[str, ...]:
    """The lines that stand for a picture of so many cells; their color says which it is."""
    # A cell without marks goes on where the one before it was.
    return tuple(
        "".join(_PLACE + (_MARKS[row] + _MARKS[at] if at < MOST_ROWS else "") for at in range(columns))
        for row in range(min(rows, MOST_ROWS))
    )

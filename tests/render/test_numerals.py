import pytest

from tui.render.numerals import numeral


@pytest.mark.parametrize(
    ("number", "kind", "written"),
    [
        (1, "", "1"), (1, "a", "a"), (26, "A", "Z"), (27, "a", "aa"), (702, "a", "zz"), (703, "a", "703"),
        (4, "i", "iv"), (1994, "I", "MCMXCIV"), (4000, "i", "4000"), (0, "a", "0"), (-3, "i", "-3"),
    ],
)  # fmt: skip
def test_numbers_are_written_as_asked(number: int, kind: str, written: str) -> None:
    assert numeral(number, kind) == written

"""Amounts of bytes, written and read."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tui.model.amounts import amount_words, read_amount


@pytest.mark.parametrize(
    ("text", "amount"),
    [
        ("200MB", 200_000_000),
        ("1.5 GB", 1_500_000_000),
        ("1,5g", 1_500_000_000),
        (" 900k ", 900_000),
        ("12", 12),
        ("7 b", 7),
    ],
)
def test_what_people_write(text, amount):
    assert read_amount(text) == amount


@pytest.mark.parametrize("text", ["", "MB", "0", "0.0001k", "-3MB", "3 TBs", "1e9", "200 MB extra", "١٢x"])
def test_what_is_no_amount(text):
    with pytest.raises(ValueError, match="amount"):
        read_amount(text)


@pytest.mark.parametrize(
    ("amount", "words"),
    [
        (0, "0 bytes"),
        (1, "1 byte"),
        (999, "999 bytes"),
        (3_400_000, "3.4 MB"),
        (9_960_000, "10 MB"),
        (31_000_000, "31 MB"),
        (2_000_000_000, "2.0 GB"),
    ],
)
def test_what_people_read(amount, words):
    assert amount_words(amount) == words


@given(st.integers(1, 10**15))
def test_words_are_read_again_to_a_tenth(amount):
    words = amount_words(amount).replace(",", "").replace("bytes", "b").replace("byte", "b")
    # Tenths of an MB or GB up to ten of them, whole ones beyond, and whole kB.
    assert abs(read_amount(words) - amount) <= max(0.06 * amount, 501)

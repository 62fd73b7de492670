"""Which pictures go, and which are asked for."""

from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from tests.factories import NOW
from tui.model.picture import LoosePicture, Picture
from tui.service.picture_care import is_at_home, missing, to_let_go

LOOSE = st.lists(st.tuples(st.integers(0, 100), st.integers(0, 100)), max_size=20).map(
    lambda some: [
        LoosePicture(at, size, NOW - timedelta(days=100 - days))
        for at, (size, days) in enumerate(sorted(some, key=lambda one: one[1]))
    ]
)


@given(LOOSE, st.integers(0, 500), st.integers(0, 1000), st.none() | st.integers(0, 100))
def test_no_more_goes_than_has_to_and_the_least_used_first(loose, kept, most, days):
    oldest = None if days is None else NOW - timedelta(days=days)
    total = kept + sum(one.size for one in loose)
    gone = to_let_go(loose, total, most, oldest)
    assert list(gone) == [one.id for one in loose[: len(gone)]]
    rest = loose[len(gone) :]
    left = kept + sum(one.size for one in rest)
    assert left <= most or not rest
    assert oldest is None or all(one.used_at >= oldest for one in rest)
    if gone:
        last = loose[len(gone) - 1]
        assert left + last.size > most or (oldest is not None and last.used_at < oldest)


def test_what_is_missing():
    def known(trouble="", days=0):
        return Picture("u", "", 1, 1, 1, NOW - timedelta(days=days), trouble)

    assert missing(["u", "u"], {}, NOW) == ("u",)
    assert missing(["u"], {"u": known()}, NOW, again=True) == ()
    assert missing(["u"], {"u": known("No.")}, NOW) == ()
    assert missing(["u"], {"u": known("No.", 2)}, NOW) == ("u",)
    assert missing(["u"], {"u": known("No.")}, NOW, again=True) == ("u",)


def test_who_is_at_home():
    assert is_at_home("http://192.168.1.5/a.png", "http://192.168.1.5/feed")
    assert not is_at_home("http://192.168.1.5:631/a.png", "http://192.168.1.5/feed")
    assert not is_at_home("http://192.168.1.6/a.png", "http://192.168.1.5/feed")
    assert not is_at_home("http://192.168.1.5/a.png", "https://example.org/feed")
    assert not is_at_home("http://[", "http://[")

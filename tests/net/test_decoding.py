import gzip
import random
import tracemalloc
import zlib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tui.net.decoding import Damaged, TooLarge, Unreadable, decoder

MOST = 10_000_000


def raw_deflate(body):
    packer = zlib.compressobj(wbits=-15)
    return packer.compress(body) + packer.flush()


PACKERS = {
    "gzip": gzip.compress,
    "x-gzip": gzip.compress,
    "deflate": zlib.compress,
    " Deflate": raw_deflate,
    "": bytes,
    "identity": bytes,
    "utf-8": bytes,
    "identity, GZIP": gzip.compress,
}


def unpack(coding, data, sizes=(7,), most=MOST):
    stream, out, at, turn = decoder(coding, most), b"", 0, 0
    while at < len(data):
        size = sizes[turn % len(sizes)]
        out += stream.feed(data[at : at + size])
        at, turn = at + size, turn + 1
    return out, stream.whole()


@settings(max_examples=60)
@given(st.binary(max_size=500), st.sampled_from(sorted(PACKERS)), st.lists(st.integers(1, 300), min_size=1))
def test_every_coding_in_any_pieces(body, coding, sizes):
    assert unpack(coding, PACKERS[coding](body), sizes) == (body, True)


@settings(max_examples=60)
@given(
    st.binary(min_size=1, max_size=300), st.sampled_from(["gzip", "deflate", " Deflate"]), st.integers(1, 999)
)
def test_a_stream_without_its_end_is_never_whole(body, coding, cut):
    packed = PACKERS[coding](body)
    _, whole = unpack(coding, packed[: max(1, len(packed) - cut)])
    assert not whole


def test_streams_in_a_row_and_padding():
    assert unpack("gzip", gzip.compress(b"one ") + gzip.compress(b"two")) == (b"one two", True)
    assert unpack("gzip", gzip.compress(b"one") + b"\0\0\0") == (b"one", True)
    assert unpack("gzip", gzip.compress(b"one") + gzip.compress(b"two")[:-3]) == (b"onetwo", False)
    assert unpack("gzip", b"") == (b"", True)


@pytest.mark.parametrize("coding", ["gzip", "deflate"])
def test_what_is_not_packed_is_damaged(coding):
    with pytest.raises(Damaged):
        unpack(coding, b"<rss version='2.0'/>" * 50)


def test_a_flipped_bit_is_noticed():
    packed = bytearray(gzip.compress(random.Random(1).randbytes(5_000)))
    packed[2_500] ^= 1
    with pytest.raises(Damaged):
        unpack("gzip", bytes(packed), (100_000,))


@pytest.mark.parametrize("coding", ["br", "zstd", "gzip, br", "gzip, gzip", "compress"])
def test_codings_that_nobody_asked_for(coding):
    with pytest.raises(Unreadable):
        decoder(coding, MOST)


@pytest.mark.parametrize("coding", ["gzip", "deflate", ""])
def test_the_bound_is_exact(coding):
    body = random.Random(2).randbytes(5_000)
    packed = PACKERS[coding](body)
    assert unpack(coding, packed, (4_096,), most=5_000) == (body, True)
    with pytest.raises(TooLarge):
        unpack(coding, packed, (4_096,), most=4_999)


def test_a_bomb_is_given_up_early():
    bomb = gzip.compress(bytes(9_000_000))
    stream, given_out = decoder("gzip", MOST), 0
    with pytest.raises(TooLarge):
        for at in range(0, len(bomb), 500):
            given_out += len(stream.feed(bomb[at : at + 500]))
    assert given_out < 2_000_000


def test_one_piece_cannot_fill_the_memory():
    bomb, stream = gzip.compress(bytes(50_000_000)), decoder("gzip", 1_000)
    tracemalloc.start()
    try:
        with pytest.raises(TooLarge):
            stream.feed(bomb)
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert peak < 500_000

import gzip
import random
import tracemalloc
import zlib

import brotli
import pytest
import zstandard
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
    "br": brotli.compress,
    "zstd": zstandard.compress,
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
    st.binary(min_size=1, max_size=300),
    st.sampled_from(["gzip", "deflate", " Deflate", "br", "zstd"]),
    st.integers(1, 999),
)
def test_a_stream_without_its_end_is_never_whole(body, coding, cut):
    packed = PACKERS[coding](body)
    _, whole = unpack(coding, packed[: max(1, len(packed) - cut)])
    assert not whole


def test_streams_in_a_row_and_padding():
    assert unpack("gzip", gzip.compress(b"one ") + gzip.compress(b"two")) == (b"one two", True)
    assert unpack("gzip", gzip.compress(b"one") + b"\0\0\0") == (b"one", True)
    assert unpack("gzip", gzip.compress(b"one") + gzip.compress(b"two")[:-3]) == (b"onetwo", False)
    both = zstandard.compress(b"one ") + zstandard.compress(b"two")
    assert unpack("zstd", both) == unpack("zstd", both, (999,)) == (b"one two", True)
    assert unpack("zstd", both[:-3])[1] is False
    assert unpack("zstd", zstandard.compress(b"one") + b"\0\0\0", (999,)) == (b"one", True)
    packed = brotli.compress(b"one")
    assert unpack("br", packed + b"\0\0\0", (len(packed), 99)) == (b"one", True)
    for coding in PACKERS:
        assert unpack(coding, b"") == (b"", True)


@pytest.mark.parametrize("coding", ["gzip", "deflate", "br", "zstd"])
def test_what_is_not_packed_is_damaged(coding):
    with pytest.raises(Damaged):
        unpack(coding, b"<rss version='2.0'/>" * 50)


def test_a_flipped_bit_is_noticed():
    packed = bytearray(gzip.compress(random.Random(1).randbytes(5_000)))
    packed[2_500] ^= 1
    with pytest.raises(Damaged):
        unpack("gzip", bytes(packed), (100_000,))


@pytest.mark.parametrize("coding", ["dcb", "gzip, br", "zstd, br", "gzip, gzip", "compress"])
def test_codings_that_nobody_asked_for(coding):
    with pytest.raises(Unreadable):
        decoder(coding, MOST)


@pytest.mark.parametrize("coding", ["gzip", "deflate", "br", "zstd", ""])
def test_the_bound_is_exact(coding):
    body = random.Random(2).randbytes(5_000)
    packed = PACKERS[coding](body)
    assert unpack(coding, packed, (4_096,), most=5_000) == (body, True)
    with pytest.raises(TooLarge):
        unpack(coding, packed, (4_096,), most=4_999)


@pytest.mark.parametrize("coding", ["gzip", "br", "zstd"])
def test_a_bomb_is_given_up_early(coding):
    bomb = PACKERS[coding](bytes(9_000_000))
    stream, given_out = decoder(coding, MOST), 0
    with pytest.raises(TooLarge):
        for at in range(0, len(bomb), 500):
            given_out += len(stream.feed(bomb[at : at + 500]))
    assert given_out < 2_000_000


@pytest.mark.parametrize("coding", ["gzip", "br", "zstd"])
def test_one_piece_cannot_fill_the_memory(coding):
    bomb, stream = PACKERS[coding](bytes(50_000_000)), decoder(coding, 1_000)
    tracemalloc.start()
    try:
        with pytest.raises(TooLarge):
            stream.feed(bomb)
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert peak < 5_000_000


def test_a_window_larger_than_the_web_allows_is_refused():
    parameters = zstandard.ZstdCompressionParameters(window_log=25, enable_ldm=True)
    packer = zstandard.ZstdCompressor(compression_params=parameters).compressobj()
    packed = packer.compress(random.Random(3).randbytes(40_000)) + packer.flush()
    with pytest.raises(Damaged):
        unpack("zstd", packed, (4_096,))

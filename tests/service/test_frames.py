import os
import pickle
from datetime import UTC, datetime

import pytest

from tests.factories import make_prepared, make_prepared_feed
from tui.model.entry import Enclosure
from tui.model.ingest import PreparedFeed
from tui.service import frames


def through(value):
    frame = frames.dump(value)
    assert frames.size_of(frame[: frames.HEADER]) == len(frame) - frames.HEADER
    return frames.load(frame[frames.HEADER :])


def test_a_feed_comes_back_equal():
    feed = make_prepared_feed(
        make_prepared(
            1, terms=("a", "b"), enclosures=(Enclosure("https://example.org/a.mp3", "audio/mpeg", 5),)
        ),
        make_prepared(2, published_at=None, updated_at=datetime(1, 1, 2, tzinfo=UTC)),
        make_prepared(3, published_at=datetime(9999, 12, 30, 23, 59, 59, 999_999, tzinfo=UTC)),
        ttl=60,
        problem="Salvaged.",
    )
    feed = PreparedFeed(feed.facts, feed.entries, known=7)
    assert frames.unpack_feed(through(frames.pack_feed(feed))) == feed


@pytest.mark.parametrize("hostile", [os.system, datetime(2026, 1, 1, tzinfo=UTC), ValueError("x")])
def test_a_frame_holds_plain_values_only(hostile):
    with pytest.raises(pickle.UnpicklingError, match="plain values only"):
        frames.load(pickle.dumps(("ok", hostile)))

from datetime import UTC, datetime

import pytest
from hypothesis import given

from tests.query.strategies import NOW, articles, exprs, feeds
from tui.model.article import Article
from tui.model.entry import Enclosure
from tui.model.ids import ArticleId, FeedId, SafeHtml
from tui.query import Subject, matches, negation, parse, subject_of

NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)
SUBJECT = Subject(
    id=7, title="North African rail link", author="José Doe", body="Rabat: what the new port means", new=True,
    url="https://EXAMPLE.org/Rail", source="Example Wire", language="en-GB", feed_title="Café Notes",
    feed_url="https://example.org/feed", category="News/Africa", tags=("Morocco/Rabat", "C#"), starred=True,
    sorted_at=int(NOON.timestamp()), first_seen_at=int(NOON.timestamp()), words=450, minutes=2,
    enclosures=("Audio/mpeg",),
)  # fmt: skip

YES = """
rail | african | "north african" | "rail LINK" | nor* | title:rail | body:port | jose | text:(zebra,rabat)
author:do | author:JOSE | author:jos* | author:="José Doe" | url:example.ORG | inurl:/rail | source:wire
lang:en | lang:en-gb | lang:(de,en) | feed:cafe | feed:="Café Notes" | feed-url:org/feed | category:news
category:news/africa | category:=NEWS/africa | #morocco | #MOROCCO/rabat | #"c#" | tag:(x,morocco) | tag:* | has:tag
is:unread | is:starred | is:new | is:(later,new) | has:audio | has:enclosure | has:(video,audio)
date:2026-11-20 | date:2026-11-20T12:00 | date:1w | date:<=2026-11-20 | date:..2026-11-20 | newer:1w | older:2d
date:(2025,2026) | received:2026-11 | words:450 | words:>=450 | words:400..500 | words:500..400 | words:..450
minutes:<3 | enclosures:1 | id:7 | id:(6,7) | id:>6 | -zebra | newer:(1d,1w) | older:(2w,1d)
"""
NO = """
rai | "african north" | title:rabat | body:rail | "link jose" | author:jane | author:="josé doe" | author:oe*
url:="https://example.org/rail" | source:wires | lang:e | lang:de | feed:="café notes" | category:new
category:=news | category:africa | #rabat | #moro | #c | is:read | is:later | has:video | has:image
date:2026-11-21 | date:2d | date:>2026-11-20 | date:<2026-11-20 | newer:2d | older:1w | words:451
words:<450 | words:451.. | minutes:>2 | enclosures:0 | id:6 | received:today | -rail
"""


def cells(table):
    return [cell.strip() for line in table.strip().splitlines() for cell in line.split(" | ")]


@pytest.mark.parametrize("text", cells(YES))
def test_what_matches(text):
    assert matches(parse(text).expr, SUBJECT, NOW)


@pytest.mark.parametrize("text", cells(NO))
def test_what_does_not(text):
    assert not matches(parse(text).expr, SUBJECT, NOW)


@given(articles(4), exprs())
def test_the_opposite_is_the_opposite(found, expr):
    for _, subject in found:
        assert matches(expr, subject, NOW) != matches(negation(expr), subject, NOW)


def test_an_article_as_a_subject():
    article = Article(
        id=ArticleId(7), feed_id=FeedId(2), feed_title="Café", title="T", url="https://x", author="A",
        published_at=None, first_seen_at=NOON, updated_at=None, sorted_at=NOON, terms=("x",), tags=("t",),
        read=True, starred=False, later=True, words=3, minutes=1, language="en", source="S", comments_url="",
        enclosures=(Enclosure("https://x/a.mp3", "audio/mpeg"),), html=SafeHtml("<p>B</p>"), text="B",
    )  # fmt: skip
    subject = subject_of(article, feeds()[1], new=True)
    text = 'id:7 title:t body:b url:x author:a source:s lang:en feed:="Café" category:news/africa #t is:read is:later'
    assert matches(parse(f"{text} is:new words:3 minutes:1 has:audio date:2026-11-20").expr, subject, NOW)

"""A small newsstand of invented feeds, the same on every machine: for snapshots and screenshots."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from html import escape

from tests.demo_picture import CHART_URL, PHOTO_URL

__all__ = ["FEEDS", "NOW", "DemoFeed", "Piece", "atom"]

NOW = datetime(2026, 5, 21, 16, 52, tzinfo=UTC)

LEAD = """
<p>The joint commission met on Tuesday for the second time this year. Both sides spoke of trade,
students and a railway that has been on paper since <em>long before</em> either minister took office.</p>
<h2>Trade</h2>
<ul>
<li>scholarships for two hundred students, from the autumn</li>
<li>a third partner on the continent, to be named in <a href="https://example.org/third-partner">June</a>
<ul><li>talks with two candidates have begun</li></ul></li>
</ul>
<table><thead><tr><th>Year</th><th>Exports</th><th>Imports</th></tr></thead>
<tbody><tr><td>2024</td><td>118</td><td>97</td></tr><tr><td>2025</td><td>143</td><td>102</td></tr></tbody></table>
<blockquote><p>We have more to say to each other than our maps suggest.</p></blockquote>
<p>Nothing was signed. A second paper, on visas, is to follow before the summer, officials said; the
text seen here is a draft, and <a href="https://example.com/draft">its annex</a> is longer than the paper itself.</p>
<p>The delegations travelled on by train. It was, the transport ministry noted, eleven minutes early.</p>
"""

CODE = """
<p>The scheduler used to wake every task that waited on a lock. Now it wakes <strong>one</strong>.</p>
<pre><code class="language-python">def wake(waiting: list[Task]) -> Task | None:
    # Only the first: the others would go back to sleep at once.
    return waiting.pop(0) if waiting else None
</code></pre>
<ol><li>Fewer context switches.</li><li>Less heat.</li><li>A shorter log.</li></ol>
<p>The change is <code>forty</code> lines, most of them comments<sup>1</sup>.</p>
<hr>
<p>A benchmark follows next week.</p>
"""

TIDE = """
<p>The gauge is a float in a well, and a pen on a drum. It was built in 1884 to settle a quarrel between
two pilots<sup><a href="#fn1">1</a></sup>, and it has drawn one line ever since.</p>
<h2>The line</h2>
<p>Every quarter of an hour a boy wrote down what the pen had drawn. The boys grew up, and
<a href="https://example.org/registers">the registers</a> filled a room. In 1931 somebody noticed that the clock on
the quay was set by the tide table, and the tide table by the gauge<sup><a href="#fn2">2</a></sup>: the harbour
kept the time of its own water.</p>
<h3>What the registers say</h3>
<p>The mean has risen by twenty-one centimetres. Of the three winters in which the pen left the drum, two are
remembered in songs and one only in <a href="https://example.com/claims">an insurance claim</a>.</p>
<pre><code class="language-python">def mean(line: list[float]) -> float:
    return sum(line) / len(line)  # no storm is left out
</code></pre>
<h3>What they leave out</h3>
<p>On Sundays nobody wrote. The gaps are as regular as the tides, and they are the reason why the curve had to be
drawn again by a machine that <a href="https://example.net/machine">the museum</a> still owns.</p>
<h2>The clocks</h2>
<p>Today the clocks listen to a radio signal like all others. Only the one on the quay is still wound by hand, and
whoever winds it looks at the water first.</p>
<h2>The pilots</h2>
<p>Both were right, it turned out, by half an hour each.</p>
<table><caption>Mean of the year, in centimetres above the mark of 1884</caption><thead><tr><th>Month</th>
<th>1884</th><th>1901</th><th>1931</th><th>1953</th><th>1976</th><th>1999</th><th>2012</th><th>2025</th></tr></thead><tbody>
<tr><th>January</th><td>0.0</td><td>1.8</td><td>5.1</td><td>7.9</td><td>11.2</td><td>15.0</td><td>18.1</td><td>21.4</td></tr>
<tr><th>April</th><td>−0.6</td><td>1.1</td><td>4.4</td><td>7.0</td><td>10.3</td><td>14.2</td><td>17.5</td><td>20.6</td></tr>
<tr><th>July</th><td>−1.2</td><td>0.4</td><td>3.8</td><td>6.6</td><td>9.7</td><td>13.5</td><td>16.9</td><td>20.0</td></tr>
<tr><th>October</th><td>0.9</td><td>2.7</td><td>6.0</td><td>8.8</td><td>12.1</td><td>15.9</td><td>19.0</td><td>22.3</td></tr></tbody></table>
<p>A tide is a sum, h(t) = <math><munderover><mo>∑</mo><mrow><mi>i</mi><mo>=</mo><mn>1</mn></mrow><mi>n</mi></munderover>
<msub><mi>a</mi><mi>i</mi></msub><mo>cos</mo><mo>(</mo><msub><mi>ω</mi><mi>i</mi></msub><mi>t</mi><mo>+</mo><msub><mi>φ</mi>
<mi>i</mi></msub><mo>)</mo></math>, and the pen has drawn every term of it.</p>
<blockquote><p>Water keeps no appointments; it only looks that way from the quay.</p>
<footer>— <cite>Report on the gauge</cite>, 1931</footer></blockquote>
<section class="footnotes"><ol>
<li id="fn1"><p>They had run aground on the same bank, on the same evening, one on the way in and one on the way
out. See <a href="https://example.org/court">the minutes of the court</a>.</p></li>
<li id="fn2"><p>It was never written down who had begun.</p></li>
</ol></section>
"""

TRAIN = f"""
<p>For an hour the line keeps to the water, so close that the driver slows down for the gulls. Nobody in the
carriage looks at a telephone; the windows are better.</p>
<figure><img src="{PHOTO_URL}" alt="The harbour at dusk, seen from the train" width="1200" height="760">
<figcaption>The mole at dusk, eleven minutes early. Photo: R. Ekman</figcaption></figure>
<p>The conductor has drawn the timetable against the tides. Where the lines cross, the train waits for the ferry.</p>
<p><img src="{CHART_URL}" alt="Two days of tides" title="The conductor calls the second hump the coffee wave."></p>
<p>What is left is the paper. It will stay, they say, as long as somebody comes to read it.</p>
"""

PLAIN = """
<p>{opening} The rest of the piece takes its time, as the subject does, and comes back at the end to
where it began: a small room, a long table and a window that nobody had opened for years.</p>
<p>People who know the place say that the change came slowly. First the lamps, then the benches, and
in the last winter the clock, which now agrees with all the others in the street.</p>
<p>What is left is the paper. It will stay, they say, as long as somebody comes to read it.</p>
"""


@dataclass(frozen=True)
class Piece:
    """One article of the demo."""

    title: str
    minutes_ago: int
    tags: tuple[str, ...] = ()
    body: str = ""
    author: str = ""
    source: str = ""

    @property
    def html(self) -> str:
        """The body, or a plain one that begins with the title."""
        return self.body or PLAIN.format(opening=escape(self.title) + ".")


@dataclass(frozen=True)
class DemoFeed:
    """One feed of the demo."""

    name: str
    title: str
    category: str
    pieces: tuple[Piece, ...]
    tags: tuple[str, ...] = ()


FEEDS: tuple[DemoFeed, ...] = (
    DemoFeed("digest", "Example Digest", "News", (
        Piece("Two ministers open a third round of talks in Rabat", 12, ("africa", "economy"), LEAD, "Jane Doe", "Example Wire"),
        Piece("Grain prices fall for a third week, and nobody is quite sure why", 130, ("economy", "weather")),
        Piece("Letters", 1500, ("culture",)),
        Piece("The market in the rain", 2900, ("culture", "weather")),
    )),
    DemoFeed("rabat", "Rabat Courier", "News/Africa", (
        Piece("North African rail link moves a step closer after years of surveys, delays and two changes of gauge", 40, ("africa", "railways", "morocco")),
        Piece("Scholarships: who goes where", 1450, ("morocco", "africa")),
        Piece("A market in the rain", 8600, ("morocco", "culture")),
        Piece("الرباط: ميناء جديد على الساحل", 260, ("morocco",)),
    ), ("africa",)),
    DemoFeed("desk", "World Desk", "News", (
        Piece("What the new port means for the coast, and for the people who fish there", 65, ("africa", "trade")),
        Piece("How the tide gauge of 1884 still sets the clocks of a harbour", 370, ("culture",), TIDE),
        Piece("Notes from a slow train", 7100, ("railways", "culture"), TRAIN),
        Piece("Cup final goes to a seventh replay", 410, ("sports",)),
    )),
    DemoFeed("kernel", "Kernel Notes", "Technology", (
        Piece("Waking one task instead of all", 95, ("kernel",), CODE, "R. Ekman"),
        Piece("Desert solar plant doubles its output", 190, ("africa", "economy")),
        Piece("The cable that keeps an island online", 5700, ("network",)),
    )),
    DemoFeed("mado", "日本語の窓", "Technology", (
        Piece("砂漠の太陽光発電所が出力を倍増", 195, ("economy",)),
        Piece("駅前の小さな図書館 📚", 1490, ("culture",)),
    )),
    DemoFeed("quiet", "Quiet Engineering", "Technology", (
        Piece("A library that lends seeds", 300, ("culture",)),
        Piece("Corrections for the week", 6000, ()),
    )),
)  # fmt: skip


def atom(feed: DemoFeed) -> bytes:
    """The feed as an Atom document."""
    entries = "".join(_entry(feed, piece) for piece in feed.pieces)
    return (
        '<?xml version="1.0" encoding="utf-8"?><feed xmlns="http://www.w3.org/2005/Atom">'
        f"<id>urn:demo:{feed.name}</id><title>{escape(feed.title)}</title>"
        f'<link href="https://{feed.name}.example.org/"/><updated>{_stamp(0)}</updated>{entries}</feed>'
    ).encode()


def _entry(feed: DemoFeed, piece: Piece) -> str:
    number = feed.pieces.index(piece)
    terms = "".join(f'<category term="{escape(tag)}"/>' for tag in piece.tags)
    author = f"<author><name>{escape(piece.author)}</name></author>" if piece.author else ""
    source = f"<source><title>{escape(piece.source)}</title></source>" if piece.source else ""
    return (
        f"<entry><id>urn:demo:{feed.name}:{number}</id><title>{escape(piece.title)}</title>{author}{terms}{source}"
        f'<link href="https://{feed.name}.example.org/{number}"/><published>{_stamp(piece.minutes_ago)}</published>'
        f'<updated>{_stamp(piece.minutes_ago)}</updated><content type="html">{escape(piece.html)}</content></entry>'
    )


def _stamp(minutes_ago: int) -> str:
    return (NOW - timedelta(minutes=minutes_ago)).isoformat()

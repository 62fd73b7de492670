"""The command as others see it: a process with arguments, streams and an exit code."""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from tests.server import Server, feed

COMMAND = (sys.executable, "-m", "tui")
SECONDS = 60

NEWS = """\
<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0"><channel><title>Harbor News</title><link>http://127.0.0.1/</link>
<item><guid>n1</guid><title>Rabat opens its port</title><link>http://127.0.0.1/n1</link>
 <author>jane@example.org (Jane Doe)</author><category>trade</category>
 <pubDate>Mon, 02 Nov 2026 08:00:00 GMT</pubDate>
 <description>&lt;p&gt;Ships &lt;b&gt;enter&lt;/b&gt; the harbor.
 See &lt;a href="http://127.0.0.1/map"&gt;the map&lt;/a&gt;.&lt;/p&gt;
 &lt;h2&gt;Cargo&lt;/h2&gt;&lt;ul&gt;&lt;li&gt;grain&lt;/li&gt;&lt;li&gt;cork&lt;/li&gt;&lt;/ul&gt;</description>
 <enclosure url="http://127.0.0.1/n1.mp3" type="audio/mpeg" length="1234"/></item>
<item><guid>n2</guid><title>Grain prices fall</title><link>http://127.0.0.1/n2</link>
 <pubDate>Tue, 03 Nov 2026 08:00:00 GMT</pubDate><description>A third year of plenty.</description></item>
<item><guid>n3</guid><title>Football: a draw</title><link>http://127.0.0.1/n3</link>
 <pubDate>Wed, 04 Nov 2026 08:00:00 GMT</pubDate><description>Nobody won.</description></item>
</channel></rss>
"""

HOSTILE = """\
<?xml version="1.0" encoding="UTF-8"?>
<feed xmlns="http://www.w3.org/2005/Atom"><title>Evil &#x9d;52;c;eA==&#x9c; Daily</title><id>evil</id>
<updated>2026-11-05T08:00:00Z</updated>
<entry><id>e1</id><title type="html">Look &amp;#27;]52;c;ZXZpbA==&amp;#7; &amp;#x202e;here [/] %s</title>
<updated>2026-11-05T08:00:00Z</updated>
<content type="html">&lt;p&gt;a&amp;#27;[2Jb&lt;/p&gt;</content></entry></feed>
"""


@dataclass(frozen=True)
class Ran:
    """What a finished process left behind."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> list[dict[str, Any]]:
        parsed = json.loads(self.out)
        assert isinstance(parsed, list)
        return parsed

    @property
    def lines(self) -> list[str]:
        return self.out.splitlines()


@dataclass(frozen=True)
class Broadsheet:
    """Runs ``broadsheet`` with a home of its own."""

    home: Path
    extra: dict[str, str] = field(default_factory=dict)

    @property
    def environment(self) -> dict[str, str]:
        kept = {name: value for name, value in os.environ.items() if name in ("PATH", "LANG", "TMPDIR")}
        source = Path(__file__).parents[2] / "src"
        own = {
            "BROADSHEET_HOME": str(self.home),
            "PYTHONPATH": str(source),
            "HOME": str(self.home),
            "TZ": "UTC",
            "PYTHON_KEYRING_BACKEND": "keyring.backends.null.Keyring",
        }
        # Like everybody's tests: a warning is an error, in the process too.
        return {**kept, **own, "PYTHONWARNINGS": "error", **self.extra}

    def __call__(self, *words: str, given: str = "") -> Ran:
        done = subprocess.run(
            [*COMMAND, *words],
            env=self.environment,
            input=given,
            capture_output=True,
            encoding="utf-8",
            timeout=SECONDS,
        )
        assert "Traceback" not in done.stderr, done.stderr
        return Ran(done.returncode, done.stdout, done.stderr)


@pytest.fixture
def broadsheet(tmp_path: Path) -> Broadsheet:
    """The command with an empty home."""
    return Broadsheet(tmp_path / "home")


@pytest.fixture
def server() -> Iterator[Server]:
    """A server on loopback with two well-behaved feeds."""
    with Server() as running:
        running.on("/news", feed(NEWS.encode(), etag='"1"'))
        running.on("/evil", feed(HOSTILE.encode(), headers={"Content-Type": "application/atom+xml"}))
        yield running


@pytest.fixture(scope="session")
def stock(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home with two feeds and their articles; never used itself, only copied."""
    home = tmp_path_factory.mktemp("stock") / "home"
    with Server() as running:
        news = running.on("/news", feed(NEWS.encode()))
        evil = running.on("/evil", feed(HOSTILE.encode(), headers={"Content-Type": "application/atom+xml"}))
        command = Broadsheet(home)
        assert command("add", news, "--category", "news/local", "--tag", "harbor").code == 0
        assert command("add", evil, "--category", "other").code == 0
    return home


@pytest.fixture
def stocked(stock: Path, tmp_path: Path) -> Broadsheet:
    """The command with a home that holds two feeds and four articles, beside the manual."""
    home = tmp_path / "home"
    shutil.copytree(stock, home)
    return Broadsheet(home)


@pytest.fixture
def article_id(stocked: Broadsheet) -> Callable[[str], str]:
    """Finds the id of an article by a query that fits only it."""

    def find(query: str) -> str:
        (row,) = stocked("list", query, "--json").json
        return str(row["id"])

    return find

"""SQLAlchemy is there for what the user changes in a row; what most commands do never imports it."""

import json
import os
import subprocess
import sys

import pytest

from tests.factories import rss
from tests.routes import feed
from tests.server import Server

COMMAND = """
import sys
from tui.cli.main import main
code = main(sys.argv[1:])
print(*sys.modules, file=sys.stderr)
sys.exit(code)
"""


def broadsheet(home, *words):
    """What a command printed, and which modules it left."""
    environment = {**os.environ, "BROADSHEET_HOME": str(home)}
    done = subprocess.run(
        [sys.executable, "-c", COMMAND, *words], env=environment, capture_output=True, text=True, timeout=60
    )
    assert done.returncode == 0, done.stderr
    return done.stdout, set(done.stderr.split())


@pytest.fixture(scope="module")
def stocked(tmp_path_factory):
    """One feed and its article; the server answers 304 from then on."""
    home = tmp_path_factory.mktemp("home")
    with Server() as server:
        server.on("/feed", feed(rss(("1", "Rabat opens its port")), etag='"1"'))
        _said, modules = broadsheet(home, "add", server.url("/feed"), "--tag", "harbor")
        # The probe sees it where it is: new rows are written through it.
        assert "sqlalchemy" in modules
        yield home, server


@pytest.fixture
def home(stocked):
    return stocked[0]


def test_a_refresh_that_brings_nothing(stocked):
    home, server = stocked
    _said, modules = broadsheet(home, "refresh", "--force")
    assert "if-none-match" in server.seen[-1].headers
    assert "sqlalchemy" not in modules


def test_a_refresh_that_brings_something(stocked):
    home, server = stocked
    items = ("1", "Rabat opens its port"), ("2", "Fes opens nothing")
    server.on("/feed", feed(rss(*items, title="Another name"), etag='"2"'))
    said, modules = broadsheet(home, "refresh", "--force")
    server.on("/feed", feed(rss(*items), etag='"2"'))
    assert "1 new article" in said
    assert "sqlalchemy" not in modules


@pytest.mark.parametrize("words", [("list", "--json"), ("count", "is:unread"), ("feeds",), ("show", "ID")])
def test_looking(home, words):
    article, *_ = json.loads(broadsheet(home, "list", "#harbor", "--json")[0])
    said, modules = broadsheet(home, *(str(article["id"]) if word == "ID" else word for word in words))
    assert said and "sqlalchemy" not in modules


def test_marking_and_taking_it_back(home):
    for words in (("mark", "read", "#harbor"), ("undo",)):
        assert "sqlalchemy" not in broadsheet(home, *words)[1]

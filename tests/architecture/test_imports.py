"""Run-time proof of what import-linter cannot see: what is loaded when."""

import asyncio
import json
import subprocess
import sys
import textwrap
from datetime import UTC, datetime

import pytest

from tests.factories import rss
from tests.routes import feed
from tests.server import Server
from tui.config.paths import from_environment
from tui.config.settings import Settings
from tui.model.feed import Subscription
from tui.service.library import Library

HEAVY = {
    "sqlalchemy",
    "feedparser",
    "pycurl",
    "textual",
    "numpy",
    "pyroaring",
    "nh3",
    "selectolax",
    "dateutil",
    "lxml",
    "trafilatura",
    "charset_normalizer",
    "PIL",
    "keyring",
}


def loaded(code, *arguments):
    """The top-level packages in ``sys.modules`` after ``code`` ran in a fresh interpreter."""
    ending = "\nimport json, sys; print('\\n' + json.dumps([name.partition('.')[0] for name in sys.modules]))"
    script = textwrap.dedent(code) + ending
    done = subprocess.run(
        [sys.executable, "-c", script, *arguments], capture_output=True, text=True, timeout=60, check=False
    )
    assert done.returncode == 0, done.stderr
    return set(json.loads(done.stdout.splitlines()[-1]))


@pytest.mark.parametrize("option", ["--version", "--help"])
def test_a_word_on_the_command_line_loads_nothing_heavy(option):
    code = """
        import sys
        from tui.cli.main import main
        try:
            main([sys.argv[1]])
        except SystemExit as end:
            assert not end.code
    """
    assert not loaded(code, option) & (HEAVY | {"asyncio", "sqlite3", "zstandard", "certifi", "platformdirs"})


def test_the_first_screen_needs_sqlite_and_the_standard_library():
    modules = loaded("import tui.service.start, tui.config.session, tui.config.loader")
    assert "sqlite3" in modules
    assert not modules & (HEAVY | {"asyncio", "zstandard"})


def test_the_cellar_is_standard_library_only():
    code = """
        import importlib, pkgutil, tui.model, tui.query
        for package in (tui.model, tui.query):
            for module in pkgutil.iter_modules(package.__path__, package.__name__ + "."):
                importlib.import_module(module.name)
    """
    modules = loaded(code)
    assert modules - {"tui"} <= set(sys.stdlib_module_names) | {"__main__"} | startup_modules()


def startup_modules():
    """What the interpreter of this environment loads by itself (site hooks)."""
    return loaded("pass")


def test_a_worker_knows_feeds_and_content_only():
    modules = loaded(
        """
        import sys, tui.service.inspecting, tui.service.preparing, tui.service.worker
        rooms = {name.split(".")[1] for name in sys.modules if name.startswith("tui.")}
        assert rooms <= {"model", "query", "feeds", "content", "service"}, rooms
        """
    )
    assert not modules & {
        "sqlalchemy",
        "sqlite3",
        "pycurl",
        "textual",
        "asyncio",
        "numpy",
        "pyroaring",
        "PIL",
    }


def test_a_refresh_without_news_parses_and_counts_nothing(tmp_path):
    """The second visit, from the command line: no feedparser, no numpy, no bitmaps, no worker."""
    refresh = """
        import asyncio, contextlib, resource, sys
        from tui.config.paths import from_environment
        from tui.config.settings import Settings
        from tui.model.progress import RefreshFinished
        from tui.service.library import Library

        async def work():
            paths = from_environment({"BROADSHEET_HOME": sys.argv[1]})
            library = await Library.open(Settings(), paths)
            async with contextlib.aclosing(library.refresh(force=True)) as events:
                async for event in events:
                    if isinstance(event, RefreshFinished):
                        assert (event.summary.total, event.summary.unchanged) == (2, 2), event
            await library.close()
            # Not one worker process was started.
            assert resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss == 0

        asyncio.run(work())
    """
    with Server() as server:
        server.on("/304", feed(rss(("1", "x")), etag='"1"'))
        server.on("/same", feed(rss(("1", "x"))))
        asyncio.run(subscribe_and_refresh(tmp_path, server.url("/304"), server.url("/same")))
        modules = loaded(refresh, str(tmp_path))
        assert len(server.requests("/304")) == len(server.requests("/same")) == 2
    assert not modules & {"feedparser", "numpy", "pyroaring", "textual", "nh3", "selectolax", "PIL"}


async def subscribe_and_refresh(home, *urls):
    paths = from_environment({"BROADSHEET_HOME": str(home)})
    library = await Library.open(Settings(), paths, clock=lambda: datetime.now(UTC))
    await library.subscribe([Subscription(url) for url in urls])
    async for _ in library.refresh(force=True):
        pass
    await library.close()


def test_a_worker_loads_what_finds_articles_with_the_first_page_only():
    code = """
        import sys
        from tui.service import worker
        tasks = worker._imports()
        tasks["prepare"](sys.argv[1].encode(), "", "https://example.org/feed", frozenset())
        if sys.argv[2] == "page":
            nothing = ("", "", "", "", None), ((), (), (), "", ())
            tasks["extract"](b"<html><p>Hello</p></html>", "text/html", "https://example.org/", *nothing, True)
    """
    document = rss(("1", "Hello")).decode()
    assert not loaded(code, document, "feed") & {"lxml", "trafilatura", "dateparser", "charset_normalizer"}
    assert loaded(code, document, "page") >= {"lxml", "trafilatura"}

"""Shows the HTML on standard input in our reader and as Markdown in Textual's widget; prints CPU seconds of both."""

from __future__ import annotations

import asyncio
import json
import re
import sys
import time

from textual.app import App, ComposeResult
from textual.containers import VerticalScroll
from textual.widgets import Markdown

from tui.content import build, sanitize
from tui.render.lines import Masthead
from tui.ui.reader.widget import Reader
from tui.ui.roles import RoleApp
from tui.ui.stylesheets import style_paths
from tui.ui.themes import OURS, role_defaults


class Ours(RoleApp):
    """Nothing but the reader."""

    def get_theme_variable_defaults(self) -> dict[str, str]:
        return role_defaults(OURS[0])

    def compose(self) -> ComposeResult:
        yield Reader(id="reader")


class Theirs(App[None]):
    """Nothing but the widget."""

    def compose(self) -> ComposeResult:
        with VerticalScroll():
            yield Markdown()


def markdown(html: str) -> str:
    """The same words as Markdown, near enough."""
    html = re.sub(r"<h2>(.*?)</h2>", r"\n\n## \1\n\n", html)
    html = re.sub(r"<li>(.*?)</li>", r"\n* \1", html)
    html = re.sub(
        r'<pre><code class="language-(\w+)">(.*?)</code></pre>',
        r"\n\n```\1\n\2```\n\n",
        html,
        flags=re.DOTALL,
    )
    html = re.sub(r"<tr><td>(.*?)<td>(.*?)<td>([^<]*)", r"\n| \1 | \2 | \3 |", html)
    html = re.sub(r"<tr><th>(.*?)<th>(.*?)<th>([^<]*)", r"\n\n| \1 | \2 | \3 |\n|---|---|---|", html)
    html = re.sub(r"<blockquote><p>(.*?)</p></blockquote>", r"\n\n> \1\n\n", html)
    html = re.sub(r'<a href="(.*?)">(.*?)</a>', r"[\2](\1)", html)
    html = re.sub(r"</?em>", "*", html)
    return re.sub(r"<[^>]+>", "\n\n", html)


async def ours(html: str) -> float:
    """Seconds for our reader, from safe HTML."""
    app = Ours(style_paths())
    safe = sanitize(html, "https://example.org/")
    async with app.run_test(size=(100, 36)) as pilot:
        reader = app.query_one(Reader)
        reader.show(build(sanitize("<p>first <b>x</b></p>", "")), lambda: Masthead("First"))
        await pilot.pause()
        start = time.process_time()
        reader.show(build(safe), lambda: Masthead("Second"))
        await pilot.pause()
        return time.process_time() - start


async def theirs(text: str) -> float:
    """Seconds for the widget."""
    app = Theirs()
    async with app.run_test(size=(100, 36)) as pilot:
        start = time.process_time()
        await app.query_one(Markdown).update(text)
        await pilot.pause()
        return time.process_time() - start


if __name__ == "__main__":
    given = sys.stdin.read()
    print(json.dumps([asyncio.run(ours(given)), asyncio.run(theirs(markdown(given)))]))

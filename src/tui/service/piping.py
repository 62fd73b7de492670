"""Articles of the library to a command, or to a place to share with."""

import asyncio
import json
import os
from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from tui.config.settings import Settings
from tui.model.errors import BroadsheetError
from tui.model.filling import COMMAND_PLACES
from tui.model.ids import ArticleId
from tui.service.commanding import (
    Said,
    command_argv,
    given_of,
    places_of,
    run_command,
    split_command,
    text_file,
    variables,
)
from tui.service.exporting import markdown_of
from tui.service.open_record import opened_fields
from tui.service.opening import open_mail
from tui.service.sharing import mail_address, send, targets

if TYPE_CHECKING:
    from tui.service.library import Library

__all__ = ["pipe_articles", "share_articles"]

#: So many are shared at once: each is a page that opens, or a command that runs.
_MOST_SHARED = 20


async def pipe_articles(
    library: "Library",
    ids: Sequence[ArticleId],
    line: str,
    now: datetime,
    *,
    seconds: float,
    as_json: bool = False,
) -> Said:
    """Run a command line with articles on its standard input.

    Raises:
        BroadsheetError: the line is no command, or wants one article and there are several.
    """
    parts = split_command(line)
    places = places_of(parts)
    if len(ids) > 1 and places & COMMAND_PLACES.keys():
        raise BroadsheetError(f"Placeholders need a single article, and there are {len(ids):,}.")
    article = (await library.open_article(ids[0])).article
    text = await markdown_of(library, ids, now)
    given_text = await _as_json(library, ids) if as_json else text
    with text_file(text, wanted="file" in places) as file:
        given = {**given_of(article), **file} if len(ids) == 1 else {}
        return await run_command(
            command_argv(parts, given), given_text, variables(given, os.environ), seconds
        )


async def share_articles(
    library: "Library", ids: Sequence[ArticleId], name: str | None, settings: Settings, now: datetime
) -> str:
    """Send articles to the target of that name, or write a mail; a sentence on what was done.

    Raises:
        BroadsheetError: there are too many, or one of them could not be sent.
    """
    if len(ids) > _MOST_SHARED:
        raise BroadsheetError(f"That would be {len(ids):,} at once, and {_MOST_SHARED} are the most.")
    target = next((one for one in targets(settings.share) if one.name == name), None)
    said = ""
    for article_id in ids:
        given = given_of((await library.open_article(article_id)).article)
        if target is None:
            await asyncio.to_thread(open_mail, mail_address(given))
            said = "Opened a mail."
        else:
            text = await markdown_of(library, [article_id], now)
            said = await send(target, given, text, settings.browser, settings.command_seconds)
    return said if len(ids) == 1 else f"Shared {len(ids):,} articles."


async def _as_json(library: "Library", ids: Sequence[ArticleId]) -> str:
    rows = [opened_fields(await library.open_article(one)) for one in ids]
    return json.dumps(rows, ensure_ascii=True, indent=1) + "\n"

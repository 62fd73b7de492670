"""Articles into a file: one after the other, all or nothing, and never over another file."""

import asyncio
import contextlib
import os
import secrets
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from tui.model.errors import BroadsheetError, NotFound
from tui.model.ids import ArticleId
from tui.render.writing.forms import Picture
from tui.render.writing.tree import picture_urls
from tui.render.writing.writers import Writer, writer_for

if TYPE_CHECKING:
    from tui.service.library import Library, OpenArticle

__all__ = ["Exported", "export", "export_to", "markdown_of", "titled"]

#: Articles whose rows are asked for at a time.
_PAGE = 256

Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Exported:
    """What was written."""

    path: Path
    count: int
    size: int


def titled(titles: Sequence[str]) -> str:
    """The title of the whole: of one article its own, of several their number."""
    return titles[0] if len(titles) == 1 else f"{len(titles):,} articles"


async def export(
    library: "Library",
    ids: Sequence[ArticleId],
    form: str,
    target: Path,
    now: datetime,
    *,
    title: str = "",
    force: bool = False,
    progress: Progress | None = None,
) -> Exported:
    """Write articles into *target*, in the order given; with *force* over what is there.

    Whoever stops waiting leaves no trace: the file appears when it is whole.

    Raises:
        BroadsheetError: there is such a file, or it could not be written; nothing was changed.
    """
    target = target.expanduser()
    if not force:
        _demand_free(target)
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        name = target.parent / f".{target.name[:40]}.{secrets.token_hex(4)}.part"
        handle = os.open(name, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o666)
    except OSError as error:
        raise _unwritable(target, error) from error
    try:
        with os.fdopen(handle, "wb") as file:
            count = await export_to(library, ids, form, file, now, title=title, progress=progress)
            size = await asyncio.to_thread(_settle, file)
        await asyncio.to_thread(_put, name, target, force)
    except OSError as error:
        raise _unwritable(target, error) from error
    finally:
        name.unlink(missing_ok=True)
    return Exported(target, count, size)


async def export_to(
    library: "Library",
    ids: Sequence[ArticleId],
    form: str,
    file: BinaryIO,
    now: datetime,
    *,
    title: str = "",
    progress: Progress | None = None,
) -> int:
    """Write articles into an open file; returns how many there were."""
    titles: list[str] = []
    for start in range(0, len(ids), _PAGE):
        titles += [row.title for row in await library.rows(ids[start : start + _PAGE])]
    if not titles:
        raise NotFound("There is no article to write.")
    writer: Writer = writer_for(form, file, title or titled(titles), titles, now)
    count = 0
    for number, article_id in enumerate(ids):
        if progress is not None:
            progress(number, len(ids))
        # One that went away meanwhile is left out.
        with contextlib.suppress(NotFound):
            opened = await library.open_article(article_id, whole=True)
            pictures = await _pictures(library, opened) if form != "md" else {}
            await asyncio.to_thread(writer.add, opened.article, opened.document, pictures)
            count += 1
    await asyncio.to_thread(writer.finish)
    if progress is not None:
        progress(len(ids), len(ids))
    return count


async def markdown_of(library: "Library", ids: Sequence[ArticleId], now: datetime) -> str:
    """Articles as one Markdown text."""
    from io import BytesIO

    file = BytesIO()
    await export_to(library, ids, "md", file, now)
    return file.getvalue().decode()


async def _pictures(library: "Library", opened: "OpenArticle") -> Mapping[str, Picture]:
    """Those pictures of an article that are kept here."""
    known = await library.pictures.known(picture_urls(opened.document))
    return {
        url: Picture(one.media_type, await library.pictures.data(url))
        for url, one in known.items()
        if one.ready
    }


def _demand_free(target: Path) -> None:
    if target.is_dir():
        raise BroadsheetError(f"{target} is a folder: add a name.")
    if target.exists() or target.is_symlink():
        raise BroadsheetError(f"{target} exists already and stays as it is: choose another name.")


def _settle(file: BinaryIO) -> int:
    file.flush()
    os.fsync(file.fileno())
    return os.fstat(file.fileno()).st_size


def _put(whole: Path, target: Path, force: bool) -> None:
    """Give the file its name, in one step."""
    if not force:
        try:
            # Nobody can come in between: only one can make the name.
            with target.open("xb"):
                pass
        except FileExistsError:
            _demand_free(target)
    whole.replace(target)


def _unwritable(target: Path, error: OSError) -> BroadsheetError:
    return BroadsheetError(f"{target} could not be written: {error.strerror or error}.")

"""How a file reads: its name, and below what it is and how far. Pure."""

from pathlib import PurePosixPath
from urllib.parse import unquote, urlsplit

from tui.model.attached import label_of, number_words
from tui.model.clean import clean
from tui.model.downloading import Download
from tui.model.entry import Enclosure
from tui.service.downloads import size_words
from tui.ui.marks import Marks
from tui.ui.paint import Mark, row

__all__ = ["Progress", "download_lines", "enclosure_lines", "name_in", "span_words"]

#: Bytes that are here, and in all.
Progress = tuple[int, int]


def name_in(url: str) -> str:
    """The last part of an address, as people read it; the host where there is none."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return clean(url, 200)
    name = unquote(parts.path.rstrip("/").rpartition("/")[2])
    return clean(name, 200) or clean(parts.hostname or "", 200)


def span_words(seconds: int) -> str:
    """``48 min``, ``1 h 12 min``; "" if it is not known."""
    if seconds <= 0:
        return ""
    minutes = max(1, round(seconds / 60))
    return f"{minutes // 60} h {minutes % 60:02} min" if minutes >= 60 else f"{minutes} min"


def enclosure_lines(
    item: Enclosure, download: Download | None, progress: Progress | None, width: int, marks: Marks
) -> list[list[Mark]]:
    """The name; type, size and state. What only belongs to an episode stands below it."""
    size = item.length or (download.size if download is not None else 0)
    what = label_of(item)
    if item.relation:
        name, _, what = what.partition(", ")
        facts = [what, item.title, name_in(item.url), size_words(size)]
    else:
        name = clean(item.title, 200) or name_in(item.url)
        facts = [what, number_words(item), span_words(item.duration), size_words(size)]
    state, role = state_words(download, progress)
    sign = marks.chosen if download is not None and download.state == "done" else " "
    named = Mark(name, "ink" if item.relation else "strong")
    first = row([Mark(f"{sign} ", "mark"), named], [], width, marks.ellipsis)
    said = f" {marks.dot} ".join(fact for fact in facts if fact)
    second = [Mark(f"  {said}", "soft")]
    if state:
        second += [Mark(f" {marks.dot} ", "soft"), Mark(state, role)]
    return [first, row(second, [], width, marks.ellipsis), [Mark("")]]


def download_lines(
    download: Download, progress: Progress | None, width: int, marks: Marks
) -> list[list[Mark]]:
    """The file's name and how far it is; its article, or what went wrong."""
    name = PurePosixPath(download.path).name if download.path else name_in(download.url)
    sign, role = {
        "done": (marks.chosen, "mark"),
        "running": (marks.working, "mark"),
        "failed": (marks.failing, "mark"),
    }.get("running" if progress is not None else download.state, (marks.dot, "soft"))
    state, state_role = state_words(download, progress)
    right = [] if download.state == "failed" and progress is None else [Mark(state, state_role)]
    first = row([Mark(f"{sign} ", role), Mark(name, "strong")], right, width, marks.ellipsis)
    below = Mark(f"  {download.title or name_in(download.url)}", "soft")
    if download.state == "failed" and progress is None:
        below = Mark(f"  {clean(download.trouble, 300)}", "mark")
    return [first, row([below], [], width, marks.ellipsis), [Mark("")]]


def state_words(download: Download | None, progress: Progress | None) -> tuple[str, str]:
    """How far it is, and the role of that."""
    if progress is not None:
        done, size = progress
        if not size:
            return (f"{size_words(done) or 'beginning'} so far", "link")
        return (f"{done * 100 // size} % of {size_words(size)}", "link")
    if download is None:
        return ("", "soft")
    match download.state:
        case "done":
            return (f"here, {size_words(download.size)}".removesuffix(", "), "link")
        case "failed":
            return (clean(download.trouble, 300), "mark")
        case "waiting":
            return ("waits", "soft")
    here = size_words(download.done)
    of = f" of {size_words(download.size)}" if here and download.size else ""
    return (f"stopped at {here}{of}" if here else "stopped", "soft")

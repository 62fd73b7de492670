"""``broadsheet tag``: tags on articles, and the tags themselves."""

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING

from tui.cli.failure import OK, USAGE, Failure
from tui.cli.json_out import JsonArray
from tui.cli.mark import WHICH, add_dry_run, apply_to
from tui.cli.opening import with_library
from tui.cli.printing import on_terminal, plural, say, say_columns
from tui.cli.words import Parser, read_words
from tui.model.changes import TagChange
from tui.model.clean import clean
from tui.model.tagging import TAG_COLORS, TagReach

if TYPE_CHECKING:
    from tui.service.library import Library

__all__ = ["tag"]

_HELP = """\
  tag add TAG WHICH       put a tag on articles; WHICH is ids, or a query
  tag remove TAG WHICH    take it off them
  tag list                all tags, with how many articles have them or one below
  tag rename OLD NEW      give a tag, with all below it, another name; a tag of that name is joined
  tag color TAG COLOR     paint a tag, with all below it: {colors}
  tag delete TAG          take a tag, with all below it, off everything
examples:
  broadsheet tag add energy solar OR "wind power"
  broadsheet tag rename news press --dry-run
All but "list" can be undone, each as a whole."""

_DRY = "only say what it would touch"


def tag(arguments: Sequence[str]) -> int:
    """Change which articles have a tag, or the tags themselves."""
    words = list(arguments)
    act = _ACTS.get(words[0]) if words else None
    if act is not None:
        return act(words[1:])
    parser = Parser(
        "tag", "Tag articles; list, rename, color or delete tags.", _HELP.format(colors=" ".join(TAG_COLORS))
    )
    parser.add_argument("action", choices=tuple(_ACTS), metavar="|".join(_ACTS))
    parser.parse_args(words)
    return OK


def _add(words: Sequence[str]) -> int:
    return _mark(words, adding=True)


def _remove(words: Sequence[str]) -> int:
    return _mark(words, adding=False)


def _mark(words: Sequence[str], *, adding: bool) -> int:
    verb = "add" if adding else "remove"
    parser = Parser(f"tag {verb}", "Put tags on articles." if adding else "Take tags off articles.")
    parser.add_argument("names", metavar="TAG", help='such as "africa", "news/africa" or "africa,economy"')
    parser.add_argument("which", nargs="*", metavar="WHICH", help=WHICH)
    add_dry_run(parser)
    given = read_words(parser, words, ("-n",))
    names = [_name(name) for name in given.names.split(",")]
    shown = " ".join(f"#{name}" for name in names)

    def label(number: int) -> str:
        return f"{'tag' if adding else 'untag'} {number:,} {shown}"

    outcome = f"{'tagged' if adding else 'no longer tagged'} {shown}"
    return apply_to(
        given.which, given.dry_run, [TagChange(name, adding, ()) for name in names], outcome, label
    )


def _list(words: Sequence[str]) -> int:
    parser = Parser(
        "tag list",
        "List all tags, with how many articles have them or one below them.",
        "In a pipe the lines are tab-separated: articles, tag, color.",
    )
    parser.add_argument("--json", action="store_true", help="print an array of objects")
    given = parser.parse_args(words)

    async def work(library: "Library") -> int:
        from tui.query import parse
        from tui.query.words import path_key

        counts = library.facets(await library.select(parse(""))).tags
        looks = {path_key(one.name): str(one.body.get("color", "")) for one in library.definitions("tag")}
        rows = [(name, counts[name], looks.get(path_key(name), "")) for name in sorted(counts, key=path_key)]
        if given.json:
            with JsonArray() as array:
                for name, count, color in rows:
                    array.add({"name": clean(name), "articles": count, "color": color or TAG_COLORS[0]})
            return OK
        for name, count, color in rows:
            if on_terminal():
                say(f"{count:>9,}  #{name}" + (f"  ({color})" if color else ""))
            else:
                say_columns((str(count), name, color))
        return OK

    return with_library(work)


def _rename(words: Sequence[str]) -> int:
    parser = Parser(
        "tag rename", "Give a tag, with all below it, another name; a tag of that name is joined."
    )
    parser.add_argument("old", metavar="OLD")
    parser.add_argument("new", metavar="NEW")
    parser.add_argument("--dry-run", action="store_true", help=_DRY)
    given = parser.parse_args(words)
    old, new = _name(given.old), _name(given.new)

    async def work(library: "Library") -> int:
        reach = await library.tagbook.reach(old, new)
        joins = f", joining {plural(reach.joined_articles, 'article')} there" if reach.joined else ""
        if given.dry_run:
            _require(reach, old)
            say(f"#{old} would become #{new}: {_extent(reach)}{joins}.")
            return OK
        await library.tagbook.edit(old, new)
        say(f"#{old} is now #{new}: {_extent(reach)}{joins}.")
        return OK

    return with_library(work)


def _delete(words: Sequence[str]) -> int:
    parser = Parser("tag delete", "Take a tag, with all below it, off everything that has or gives it.")
    parser.add_argument("name", metavar="TAG")
    parser.add_argument("--dry-run", action="store_true", help=_DRY)
    given = parser.parse_args(words)
    name = _name(given.name)

    async def work(library: "Library") -> int:
        reach = await library.tagbook.reach(name)
        if given.dry_run:
            _require(reach, name)
            say(f"#{name} would be deleted: {_extent(reach)}.")
            return OK
        await library.tagbook.delete(name)
        say(f"#{name} is deleted: {_extent(reach)}.")
        if named := (*reach.searches, *reach.rules):
            say(f"Still named by {', '.join(named)}.")
        return OK

    return with_library(work)


def _color(words: Sequence[str]) -> int:
    parser = Parser("tag color", "Paint a tag, with all below it, in a color of the theme.")
    parser.add_argument("name", metavar="TAG")
    parser.add_argument("color", metavar="COLOR", choices=TAG_COLORS, help=", ".join(TAG_COLORS))
    given = parser.parse_args(words)
    name = _name(given.name)

    async def work(library: "Library") -> int:
        usual = given.color == TAG_COLORS[0]
        await library.tagbook.edit(name, name, "" if usual else given.color)
        say(f"#{name} is painted {'as all tags are' if usual else given.color}.")
        return OK

    return with_library(work)


def _name(word: str) -> str:
    name = clean(word, 1000).removeprefix("#").strip()
    if not name:
        raise Failure("say which tag", USAGE)
    return name


def _require(reach: TagReach, name: str) -> None:
    if not reach:
        raise Failure(f"There is no tag #{name}.")


def _extent(reach: TagReach) -> str:
    """What is touched, in words."""
    parts = [plural(reach.articles, "article")]
    if len(reach.tags) > 1:
        parts.append(plural(len(reach.tags), "tag"))
    for number, noun in ((reach.feeds, "feed"), (len(reach.rules), "rule")):
        if number:
            parts.append(plural(number, noun))
    if reach.searches:
        parts.append(plural(len(reach.searches), "saved search").replace("searchs", "searches"))
    return ", ".join(parts)


_ACTS: Mapping[str, Callable[[Sequence[str]], int]] = {
    "add": _add,
    "remove": _remove,
    "list": _list,
    "rename": _rename,
    "color": _color,
    "delete": _delete,
}

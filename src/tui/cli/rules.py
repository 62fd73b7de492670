"""``broadsheet rules``: what is done to every arriving article that a query finds."""

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING

from tui.cli.failure import OK, USAGE, Failure
from tui.cli.json_out import JsonArray
from tui.cli.opening import with_library
from tui.cli.printing import columns, cut, dim, on_terminal, plural, say, say_columns
from tui.cli.rule_trial import print_trial
from tui.cli.rule_words import add_options, rule_from, say_ending, wrong_query
from tui.cli.words import Parser
from tui.model.clean import clean
from tui.model.errors import NotFound, QuerySyntaxError
from tui.model.rule import Rule

if TYPE_CHECKING:
    from tui.service.library import Library

__all__ = ["rules"]

_ABOUT = """\
Rules: a query, and what is done to every arriving article that it finds.

  rules list                                 all rules, with the hits of the last 30 days
  rules add NAME --query QUERY --tag TAG …   write one; it acts on what arrives from now on
  rules test NAME                            what it would change of what is here
  rules apply NAME                           change it; "broadsheet undo" takes it back
  rules enable NAME, rules disable NAME      switch it on or off
  rules rm NAME                              delete it; what it did stays"""


def rules(arguments: Sequence[str]) -> int:
    """Find the verb and do it; without one, list the rules."""
    words = list(arguments)
    if words and words[0] in _VERBS:
        return _VERBS[words[0]](words[1:])
    if words and not words[0].startswith("-"):
        raise Failure(f'there is no "rules {words[0]}"; there are {", ".join(_VERBS)}', USAGE)
    if words and words[0] in ("-h", "--help"):
        Parser("rules", _ABOUT, '"broadsheet rules VERB --help" explains each.').parse_args(words)
    return _list(words)


def _list(arguments: Sequence[str]) -> int:
    parser = Parser(
        "rules list",
        "List the rules in the order in which they are asked. In a pipe the lines are tab-separated:\n"
        "state, hits in the last 30 days, name, actions, query, why it is paused.",
    )
    parser.add_argument("--json", action="store_true", help="print an array of objects")
    given = parser.parse_args(arguments)

    async def work(library: "Library") -> int:
        hits = await library.rules.recent_hits()
        reasons = {one.rule.id: one.reason for one in library.rules.paused()}
        if given.json:
            with JsonArray() as array:
                for rule in library.rules.all():
                    array.add(_fields(library, rule, hits, reasons))
            return OK
        for rule in library.rules.all():
            _print_rule(library, rule, hits.get(rule.id, 0), reasons.get(rule.id, ""))
        if not library.rules.all() and on_terminal():
            say('There are no rules. "broadsheet rules add --help" shows how to write one.')
        return OK

    return with_library(work)


def _fields(
    library: "Library", rule: Rule, hits: Mapping[int, int], reasons: Mapping[int, str]
) -> Mapping[str, object]:
    return {
        "name": clean(rule.name),
        "query": clean(rule.query, 10_000),
        "feeds": [clean(url) for url in rule.feeds],
        "actions": [{"kind": one.kind, "value": clean(one.value)} for one in rule.actions],
        "enabled": rule.enabled,
        "until": None if rule.until is None else say_ending(rule),
        "keep_newest": rule.keep_newest,
        "state": _state(library, rule, reasons.get(rule.id, "")),
        "paused": clean(reasons.get(rule.id, "")) or None,
        "hits": hits.get(rule.id, 0),
    }


def _state(library: "Library", rule: Rule, reason: str) -> str:
    if reason:
        return "paused"
    if not rule.enabled:
        return "off"
    return "ended" if library.rules.has_ended(rule) else "on"


def _print_rule(library: "Library", rule: Rule, hits: int, reason: str) -> None:
    state, actions = _state(library, rule, reason), ", ".join(one.words for one in rule.actions)
    if not on_terminal():
        say_columns((state, str(hits), rule.name, actions, rule.query, reason))
        return
    width = columns()
    name_width = min(28, max(10, width // 4))
    rest = max(10, width - name_width - 19)
    told = reason or f"{actions}  {rule.query or 'everything'}"
    line = f"{state:<7}{hits:>7,}  {cut(rule.name, name_width)}  {cut(told, rest)}".rstrip()
    print(line if state == "on" else dim(line))


def _add(arguments: Sequence[str]) -> int:
    parser = Parser(
        "rules add",
        'Write a rule. It acts on what arrives from now on; "rules apply" has it act on what is here.',
        "examples:\n"
        "  broadsheet rules add 'No crypto' --query 'title:crypto' --hide --until 1w\n"
        "  broadsheet rules add Sport --query 'football OR tennis' --tag sport --read --feed guardian\n"
        "  broadsheet rules add 'Ten a day' --keep 10 --hide --feed 'News Wire'",
    )
    parser.add_argument("name", metavar="NAME")
    add_options(parser)
    given = parser.parse_args(arguments)

    async def work(library: "Library") -> int:
        rule = rule_from(given, given.name, library)
        try:
            await library.rules.save(rule)
        except QuerySyntaxError as error:
            raise wrong_query(rule, error) from error
        trial = await library.rules.test([library.rules.named(rule.name)])
        say(f"The rule “{rule.name}” acts on what arrives from now on.")
        if len(trial.ids):
            count = plural(len(trial.ids), "article")
            say(f'Of what is here it would change {count}: see "rules test", "rules apply".')
        return OK

    return with_library(work)


def _remove(arguments: Sequence[str]) -> int:
    parser = Parser("rules rm", 'Delete a rule; what it did stays. "broadsheet undo" brings it back.')
    parser.add_argument("name", metavar="NAME")
    name = parser.parse_args(arguments).name

    async def work(library: "Library") -> int:
        rule = _named(library, name)
        await library.rules.remove(rule)
        say(f'Deleted the rule “{rule.name}”. "broadsheet undo" brings it back.')
        return OK

    return with_library(work)


def _switch(arguments: Sequence[str], enabled: bool) -> int:
    word = "enable" if enabled else "disable"
    parser = Parser(f"rules {word}", f"Switch a rule {'on' if enabled else 'off'}.")
    parser.add_argument("name", metavar="NAME")
    name = parser.parse_args(arguments).name

    async def work(library: "Library") -> int:
        rule = _named(library, name)
        await library.rules.enable(rule, enabled)
        say(f"The rule “{rule.name}” is {'on' if enabled else 'off'}.")
        return OK

    return with_library(work)


def _test(arguments: Sequence[str]) -> int:
    parser = Parser(
        "rules test",
        "Say what rules would change of what is here, and change nothing: by name, all of them,\n"
        'or one that is not written yet, by the options of "rules add".',
    )
    parser.add_argument("name", nargs="?", metavar="NAME")
    parser.add_argument("--all", action="store_true", help="every rule that is on, in their order")
    parser.add_argument("--json", action="store_true", help="print an array of articles")
    add_options(parser)
    given = parser.parse_args(arguments)

    async def work(library: "Library") -> int:
        if given.name is None and not given.all:
            chosen = [rule_from(given, "this rule", library)]
        else:
            chosen = _chosen(library, given.name, given.all)
        try:
            trial = await library.rules.test(chosen)
        except QuerySyntaxError as error:
            raise wrong_query(chosen[0], error) from error
        await print_trial(library, trial, as_json=given.json)
        return OK

    return with_library(work)


def _apply(arguments: Sequence[str]) -> int:
    parser = Parser("rules apply", "Have rules act on what is here, as one change that undo takes back.")
    parser.add_argument("name", nargs="?", metavar="NAME")
    parser.add_argument("--all", action="store_true", help="every rule that is on, in their order")
    given = parser.parse_args(arguments)

    async def work(library: "Library") -> int:
        chosen = _chosen(library, given.name, given.all)
        try:
            trial = await library.rules.test(chosen)
        except QuerySyntaxError as error:
            raise wrong_query(chosen[0], error) from error
        if not len(trial.ids):
            say("There is nothing to change.")
            return OK
        await library.rules.apply(trial)
        for action, count in trial.counts:
            say(f"{action.done}: {plural(count, 'article')}")
        say(f'Changed {plural(len(trial.ids), "article")}. "broadsheet undo" takes it back.')
        if waiting := await library.texts.waiting(-1):
            from tui.cli.fulltext import bring_texts

            return await bring_texts(library, waiting)
        return OK

    return with_library(work)


def _chosen(library: "Library", name: str | None, everything: bool) -> list[Rule]:
    """One rule by its name, or all that are on."""
    if (name is None) == (not everything):
        raise Failure("say which rule, or --all", USAGE)
    if name is not None:
        return [_named(library, name)]
    paused = {one.rule.id for one in library.rules.paused()}
    return [
        rule
        for rule in library.rules.all()
        if rule.enabled and rule.id not in paused and not library.rules.has_ended(rule)
    ]


def _named(library: "Library", name: str) -> Rule:
    try:
        return library.rules.named(name)
    except NotFound as error:
        raise Failure(str(error)) from error


_VERBS: Mapping[str, Callable[[Sequence[str]], int]] = {
    "list": _list,
    "add": _add,
    "rm": _remove,
    "enable": lambda words: _switch(words, True),
    "disable": lambda words: _switch(words, False),
    "test": _test,
    "apply": _apply,
}

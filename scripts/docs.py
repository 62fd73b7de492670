"""Write the tables in ``docs/`` that repeat what the code says; ``--check`` only compares."""

import re
import sys
from collections.abc import Callable, Mapping
from dataclasses import fields
from pathlib import Path

from tui.config.settings import LIMITS, Settings
from tui.feeds.site_table import PLACES
from tui.query import FIELDS
from tui.query.verbs import SCOPES, VERBS
from tui.ui.actions import ACTIONS
from tui.ui.actions import SCOPES as PANES

DOCS = Path(__file__).resolve().parent.parent / "docs"


def keys_table() -> str:
    """All actions by pane, with their default keys."""
    parts = []
    for scope, name in PANES.items():
        rows = [entry for entry in ACTIONS if entry.scope == scope]
        lines = [f"| {_keys(entry.keys)} | {_cell(entry.help)} | `{entry.id}` |" for entry in rows]
        parts.append("\n".join((f"## {name}", "", "| keys | does | action |", "| --- | --- | --- |", *lines)))
    return "\n\n".join(parts)


def _keys(keys: tuple[str, ...]) -> str:
    return ", ".join(" ".join(f"`{_shown(part)}`" for part in key.split(" ")) for key in keys) or "none"


def _shown(key: str) -> str:
    """The name of a key as it stands on the keyboard."""
    parts = key.split("+") if len(key) > 1 else [key]
    shown = [part.upper() if len(parts) > 1 and len(part) == 1 else part for part in parts]
    return "+".join(part if len(part) == 1 else part.capitalize() for part in shown).replace("|", "\\|")


def _cell(text: str) -> str:
    return text.replace("|", "\\|")


def options_table() -> str:
    """All options with their defaults and limits."""
    docs = _field_docs(Path(sys.modules[Settings.__module__].__file__ or "").read_text("utf-8"))
    default = Settings()
    lines = ["| option | default | means |", "| --- | --- | --- |"]
    for option in fields(Settings):
        value = getattr(default, option.name)
        limits = LIMITS.get(option.name)
        reach = f" From {limits[0]:g} to {limits[1]:g}." if limits else ""
        lines.append(f"| `{option.name}` | `{_toml(value)}` | {_cell(docs[option.name])}{reach} |")
    return "\n".join(lines)


def _field_docs(source: str) -> Mapping[str, str]:
    """The docstring under each field."""
    return dict(re.findall(r'^    (\w+): [^\n]*\n    """(.*?)"""', source, re.MULTILINE | re.DOTALL))


def _toml(value: object) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, str):
        return f'"{value}"'
    return str(value) if isinstance(value, int | float) else "[]" if isinstance(value, tuple) else "{}"


def fields_table() -> str:
    """All fields of the query language."""
    lines = ["| field | means | also written |", "| --- | --- | --- |"]
    for field in FIELDS.values():
        choices = ": " + ", ".join(f"`{choice}`" for choice in field.choices) if field.choices else ""
        aliases = ", ".join(f"`{alias}:`" for alias in field.aliases)
        lines.append(f"| `{field.name}:` | {_cell(field.help)}{choices} | {aliases} |")
    return "\n".join(lines)


def verbs_table() -> str:
    """All verbs of the command line."""
    lines = ["| verb | does |", "| --- | --- |"]
    for verb in VERBS.values():
        names = ", ".join(f"`{name}`" for name in (verb.name, *verb.aliases))
        lines.append(f"| {names} | {_cell(verb.help)} |")
    return "\n".join(lines)


def scopes_table() -> str:
    """All scopes of the command line."""
    rows = [f"| `{scope}` | {_cell(means)} |" for scope, means in SCOPES.items()]
    return "\n".join(("| scope | means |", "| --- | --- |", *rows))


def sites_table() -> str:
    """All sites whose feeds are known by the address of a page."""
    rows: dict[tuple[str, str, str], list[str]] = {}
    for place in PLACES:
        if not place.what:
            continue
        feeds = (
            ", ".join(dict.fromkeys(name[0].lower() + name[1:] for name, _ in place.feeds))
            or "as the page tells"
        )
        shown = rows.setdefault((place.site or "any host", place.what, feeds), [])
        if place.example:
            shown.append(
                f"`{place.example}`" if "/" in place.example or "." in place.example else place.example
            )
    lines = ["| site | page | for instance | feeds |", "| --- | --- | --- | --- |"]
    for (site, what, feeds), examples in rows.items():
        lines.append(f"| {site} | {what} | {', '.join(examples)} | {feeds} |")
    return "\n".join(lines)


SECTIONS: Mapping[str, tuple[str, Callable[[], str]]] = {
    "keys": ("keys.md", keys_table),
    "options": ("configuration.md", options_table),
    "fields": ("filters.md", fields_table),
    "verbs": ("commands.md", verbs_table),
    "scopes": ("commands.md", scopes_table),
    "sites": ("feeds.md", sites_table),
}


def filled(text: str, name: str, table: str) -> str:
    """*text* with *table* between the marks of *name*."""
    marks = re.compile(rf"(<!-- {name} -->\n).*?(<!-- /{name} -->)", re.DOTALL)
    return marks.sub(lambda found: f"{found[1]}{table}\n{found[2]}", text)


def main(check: bool) -> int:
    """Write or compare all tables; 1 if one of them was out of date."""
    stale = 0
    for name, (file, table) in SECTIONS.items():
        path = DOCS / file
        before = path.read_text("utf-8")
        after = filled(before, name, table())
        if after == before:
            continue
        stale = 1
        print(f"{file}: the table of {name} {'is out of date' if check else 'was written'}")
        if not check:
            path.write_text(after, "utf-8")
    return stale if check else 0


if __name__ == "__main__":
    raise SystemExit(main("--check" in sys.argv[1:]))

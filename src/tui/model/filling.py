"""Placeholders in commands and addresses of the user's, such as ``{url}`` and ``{title}``.

A template is split into arguments first and filled afterwards, in one pass: what a publisher
wrote is never read again, neither for placeholders nor by a shell.
"""

import re
from collections.abc import Callable, Mapping

__all__ = ["ADDRESS_PLACES", "COMMAND_PLACES", "fill", "places_in"]

#: What an address may hold of an article.
ADDRESS_PLACES: Mapping[str, str] = {
    "url": "its address",
    "title": "its title",
    "author": "who wrote it",
    "feed": "the feed's title",
    "date": "the day, as 2026-05-21",
    "tags": "your tags, with commas",
}
#: What a command may be given.
COMMAND_PLACES: Mapping[str, str] = {
    **ADDRESS_PLACES,
    "id": "its number here",
    "file": "a file with its text as Markdown, gone when the command ends",
}

#: Doubled braces are braces: ``{{title}}`` is ``{title}``. Braces around anything else are left alone,
#: for other programs have braces too.
_PLACE = re.compile(r"\{\{([a-z]+)\}\}|\{([a-z]+)\}")


def fill(template: str, values: Mapping[str, str], dress: Callable[[str], str] = str) -> str:
    """*template* with each placeholder replaced by its value, dressed; unknown ones stay as they are."""

    def value(found: re.Match[str]) -> str:
        escaped, name = found[1], found[2]
        if escaped is not None:
            return f"{{{escaped}}}" if escaped in values else found[0]
        return dress(values[name]) if name in values else found[0]

    return _PLACE.sub(value, template)


def places_in(template: str) -> tuple[str, ...]:
    """The names of the placeholders in *template*, known or not, in order."""
    return tuple(dict.fromkeys(found[2] for found in _PLACE.finditer(template) if found[2]))

"""The one sanitizing door: publishers' HTML becomes ``SafeHtml``.

Bytes and depth are capped, tags are tamed (see ``tags``), then nh3 keeps what is on the
list below and nothing else. Sanitizing what was sanitized changes nothing: trees that are
written out and read again may differ, so the result is fed back until it stands still.
Markup so simple that its tree can be told from its tags needs no parser (see ``simple``).
"""

import re

import nh3

from tui.content.allowed import ATTRIBUTES, TAGS
from tui.content.keeping import kept
from tui.content.simple import simple
from tui.content.tags import spell_ampersands, tame
from tui.model.ids import SafeHtml

__all__ = ["MOST_BYTES", "sanitize"]

#: Longer articles are cut, with a note.
MOST_BYTES = 2_000_000
_NOTE = "<p><em>This article is longer than 2 MB; the rest of it was left out.</em></p>"
#: Rounds after which markup that never stands still is shown as plain text.
_MOST_ROUNDS = 5

_DROPPED_WITH_CONTENT = frozenset(
    str.split(
        "script style template noscript iframe embed frameset noframes noembed title textarea select"
        " svg canvas video audio xmp plaintext annotation annotation-xml"
    )
)
#: Bytes that mean something to a parser (the last is a no-break space); without them text is safe as it is.
_MARKUP = re.compile(rb"[<>&\r\0]|\xc2\xa0")


def sanitize(html: str, base_url: str) -> SafeHtml:
    """Keep of *html* what is text, structure, link or image; addresses become absolute."""
    # nh3 refuses lone surrogates, and so does everybody else.
    raw = spell_ampersands(html).encode("utf-8", "replace")
    if not _MARKUP.search(raw) and len(raw) <= MOST_BYTES:
        return SafeHtml(raw.decode("utf-8"))
    cut = _cut(raw, MOST_BYTES)
    quick = _simple(cut, base_url)
    if quick is None:
        # Often the tags that go were all that was not simple.
        cut = tame(cut, base_url)
        quick = _simple(cut, base_url)
    if quick is not None:
        return SafeHtml(quick)
    cleaner = _cleaner(base_url)
    safe = cleaner.clean(cut)
    for _ in range(_MOST_ROUNDS):
        # Escapes make markup longer than it was, so the cap is kept here too.
        raw = safe.encode()
        if _simple(safe, base_url) == safe:
            return SafeHtml(safe)
        again = cleaner.clean(tame(_cut(raw, MOST_BYTES), base_url))
        if again == safe:
            return SafeHtml(safe)
        safe = again
    return SafeHtml(nh3.clean(safe, tags=set()))


def _simple(html: str, base: str) -> str | None:
    made = simple(html, base)
    return made if made is not None and len(made.encode()) <= MOST_BYTES else None


def _cut(raw: bytes, most: int) -> str:
    """At most *most* bytes, cut between tags, with a note; some room is left for end tags."""
    if len(raw) <= most:
        return raw.decode("utf-8")
    cut = raw[: most - 4_000 - len(_NOTE)].decode("utf-8", "ignore")
    for mark, end in (("<", ">"), ("&", ";")):
        start = cut.rfind(mark)
        if start > cut.rfind(end) and start > len(cut) - 10_000:
            cut = cut[:start]
    return cut + _NOTE


def _cleaner(base: str) -> nh3.Cleaner:
    return nh3.Cleaner(
        tags=set(TAGS),
        clean_content_tags=set(_DROPPED_WITH_CONTENT),
        attributes=ATTRIBUTES,
        attribute_filter=lambda tag, attribute, value: kept(tag, attribute, value, base),
        link_rel=None,
        url_schemes={"http", "https", "mailto"},
    )

"""What rules would change, printed."""

from datetime import UTC
from typing import TYPE_CHECKING

from tui.cli.json_out import JsonArray, article_fields
from tui.cli.printing import columns, cut, on_terminal, plural, say, say_columns
from tui.model.clean import clean
from tui.model.rule import RuleHit

if TYPE_CHECKING:
    from tui.service.library import Library, RuleTrial

__all__ = ["print_trial"]

_PAGE = 256


async def print_trial(library: "Library", trial: "RuleTrial", *, as_json: bool) -> None:
    """Every article that would change, with what would be done to it; on a terminal the counts too."""
    hits: dict[int, list[RuleHit]] = {}
    for ids, hit in trial.hits():
        for number in ids:
            hits.setdefault(number, []).append(hit)
    pages = [[int(one) for one in trial.ids[at : at + _PAGE]] for at in range(0, len(trial.ids), _PAGE)]
    if as_json:
        with JsonArray() as array:
            for page in pages:
                for article in await library.articles(page):
                    array.add({**article_fields(article), "would": _would(hits[article.id])})
        return
    width = columns() if on_terminal() else 0
    for page in pages:
        for row in await library.rows(page):
            words = ", ".join(action.words for hit in hits[row.id] for action in hit.did)
            if not width:
                moment = row.sorted_at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
                say_columns((str(row.id), moment, row.feed_title, row.title, words))
                continue
            day = row.sorted_at.astimezone().strftime("%Y-%m-%d")
            action_width = min(26, width // 4)
            title_width = max(10, width - 8 - 11 - action_width - 3)
            say(f"{row.id:>7} {day}  {cut(row.title, title_width)} {cut(words, action_width)}".rstrip())
    if width:
        for action, count in trial.counts:
            say(f"{action.words}: {plural(count, 'article')}")
        say(f"{plural(len(trial.ids), 'article')} would change." if pages else "Nothing would change.")


def _would(hits: list[RuleHit]) -> list[dict[str, object]]:
    return [
        {"action": action.kind, "value": clean(action.value), "why": clean(hit.why)}
        for hit in hits
        for action in hit.did
    ]

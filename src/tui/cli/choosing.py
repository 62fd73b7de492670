"""The articles that the words of a command mean: ids, or a query."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from tui.cli.asking import read_query
from tui.cli.failure import USAGE, Failure
from tui.cli.words import read_ids
from tui.model.ids import ArticleId

if TYPE_CHECKING:
    from tui.service.library import Library

__all__ = ["chosen", "require_words"]


def require_words(words: Sequence[str]) -> None:
    """Refuse to take nothing for everything; called before the library is opened."""
    if not any(word.strip() for word in words):
        raise Failure('say which articles: ids, or a query ("words:0.." is all of them)', USAGE)
    if not read_ids(words):
        read_query(words)


async def chosen(library: "Library", words: Sequence[str]) -> tuple[ArticleId, ...]:
    """The ids that *words* name, in the order of the query or as given."""
    if not (ids := read_ids(words)):
        selection = await library.select(read_query(words))
        return tuple(ArticleId(int(article_id)) for article_id in selection.articles)
    known = {row.id for row in await library.rows(ids)}
    if missing := [str(number) for number in ids if number not in known]:
        raise Failure(f"there is no article {', '.join(missing)}")
    return tuple(dict.fromkeys(ArticleId(number) for number in ids))

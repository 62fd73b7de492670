"""An open article as an object of JSON: the text that is shown, and what its page says of it."""

from tui.model.clean import clean_body
from tui.model.full_text import FullText
from tui.render.writing.record import article_fields, line_of, lines_of, time_of
from tui.service.opened import OpenArticle

__all__ = ["opened_fields"]


def opened_fields(opened: OpenArticle) -> dict[str, object]:
    """An article whole, by its documented names."""
    return {
        **article_fields(opened.article, whole=True),
        "text": clean_body(opened.text),
        "html": clean_body(opened.html),
        "source": line_of(opened.article.source),
        "language": line_of(opened.article.language),
        "step": opened.step,
        "steps": list(opened.steps),
        "full_texts": [_fields(one) for one in opened.article.full if not one.waiting],
    }


def _fields(found: FullText) -> dict[str, object]:
    facts = found.facts
    return {
        "step": found.step,
        "url": line_of(found.url),
        "fetched_at": time_of(found.fetched_at),
        "error": line_of(found.trouble) if found.trouble else None,
        "words": found.words,
        "minutes": found.minutes,
        "title": line_of(facts.title),
        "author": line_of(facts.author),
        "site": line_of(facts.site),
        "source": line_of(facts.source),
        "language": line_of(facts.language),
        "published_at": time_of(facts.published_at),
        "terms": lines_of(facts.terms),
        "canonical_url": line_of(facts.canonical_url),
        "image_url": line_of(facts.image_url),
    }

"""Names for the plain integers and strings that walk between rooms."""

from typing import NewType

__all__ = ["ArticleId", "CategoryId", "FeedId", "SafeHtml"]

FeedId = NewType("FeedId", int)
ArticleId = NewType("ArticleId", int)
CategoryId = NewType("CategoryId", int)
#: HTML that passed ``content.sanitize``; no other room makes one.
SafeHtml = NewType("SafeHtml", str)

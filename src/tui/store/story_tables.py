"""The tables of stories, as SQLAlchemy Core sees them.

SQL indexes and what they serve: ``story_member_by_story``, the articles of a story, and all of
them from end to end (``columns``); the primary key of ``story_clue``, who may be a copy of an
article (``story_writing``).
"""

from sqlalchemy import Column, Index, Integer, Table

from tui.store.table_parts import article_key, metadata, number

__all__ = ["story_clue", "story_member"]

story_member = Table(
    "story_member",
    metadata,
    article_key(),
    # The article that it began with; it may be gone.
    number("story_id"),
    # 1 if a copy names its feed as the source.
    number("named", default=0),
)
Index("story_member_by_story", story_member.c.story_id, story_member.c.article_id, story_member.c.named)

# By what copies are found, for as long as any may come. No reference: what is gone is not found.
story_clue = Table(
    "story_clue",
    metadata,
    Column("clue", Integer, primary_key=True),
    Column("article_id", Integer, primary_key=True),
    sqlite_with_rowid=False,
)

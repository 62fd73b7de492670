"""What the tables are made of, as SQLAlchemy Core sees them."""

from sqlalchemy import Column, ForeignKey, Integer, LargeBinary, MetaData, Text
from sqlalchemy import text as sql

__all__ = ["article_key", "blob_of", "maybe", "metadata", "number", "string"]

metadata = MetaData()


def number(name: str, *, default: int | None = None) -> "Column[int]":
    """A whole number that must be there."""
    preset = None if default is None else sql(str(default))
    return Column(name, Integer, nullable=False, server_default=preset)


def maybe(name: str) -> "Column[int | None]":
    """A whole number, or none."""
    return Column(name, Integer, nullable=True)


def string(name: str, *, default: str | None = None) -> "Column[str]":
    """A text that must be there."""
    preset = None if default is None else sql(f"'{default}'")
    return Column(name, Text, nullable=False, server_default=preset)


def blob_of(name: str, *, empty: bool = False) -> "Column[bytes]":
    """Bytes that must be there."""
    return Column(name, LargeBinary, nullable=False, server_default=sql("x''") if empty else None)


def article_key() -> "Column[int]":
    """The article that a row belongs to and goes with."""
    owner = ForeignKey("article.id", ondelete="CASCADE")
    return Column("article_id", Integer, owner, primary_key=True, nullable=False)

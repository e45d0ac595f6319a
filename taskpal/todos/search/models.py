"""The table of the words that searching looks for, kept by triggers alone."""

from typing import Final

from sqlalchemy import (
    BigInteger,
    Index,
    Integer,
    Text,
    UniqueConstraint,
)
from sqlalchemy.dialects.postgresql import TSVECTOR
from sqlmodel import Field, SQLModel

TITLE: Final = "t"
NOTES: Final = "n"
COMMENT: Final = "c"
"""What each word begins with behind its owner's id: where it stands."""


class SearchEntry(SQLModel, table=True):
    """The words of a todo and its comments; a higher id is a todo written down later.

    SQLite's words are a text, a space around each, of which FTS5 keeps its own index,
    the table `search_text`. See alembic/versions/0008_search.py.
    """

    __tablename__ = "search_entry"
    __table_args__ = (
        UniqueConstraint("owner_id", "todo_id"),
        Index("ix_search_entry_owner_id_id", "owner_id", "id"),
        Index("ix_search_entry_words", "words", postgresql_using="gin"),
    )

    id: int = Field(
        primary_key=True, sa_type=BigInteger().with_variant(Integer, "sqlite")
    )
    owner_id: str = Field(max_length=12)
    todo_id: str = Field(max_length=12)
    words: str = Field(sa_type=Text().with_variant(TSVECTOR, "postgresql"))

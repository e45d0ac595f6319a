"""The tables of todos, and of answers kept for callers who repeat a request."""

from datetime import date, datetime
from typing import NewType

from sqlalchemy import BigInteger, Index, SmallInteger, String, Text, text
from sqlmodel import Field, SQLModel

from taskpal.columns import UtcDateTime, now
from taskpal.security import new_id

TodoId = NewType("TodoId", str)

TITLE_KEY_LENGTH = 120
_OPEN = text("completed_at IS NULL AND deleted_at IS NULL")
# Sorted by code point, so that SQLite and PostgreSQL give the same order.
_CODE_POINTS = String(TITLE_KEY_LENGTH).with_variant(
    String(TITLE_KEY_LENGTH, collation="C"), "postgresql"
)


class Todo(SQLModel, table=True):
    """One thing to do.

    `revision` is the owner's revision at the todo's last change (see `live`): rows with
    a higher one than a dashboard has seen are exactly those it must re-read. A todo in
    the trash keeps its row with `deleted_at` set. `title_key` and `search_key` are what
    sorting and searching compare, made by `queries.fold`: neither database can fold
    case beyond ASCII the way the other does.
    """

    __table_args__ = (
        Index("ix_todo_owner_id_revision", "owner_id", "revision"),
        Index("ix_todo_owner_id_created_at_id", "owner_id", "created_at", "id"),
        Index(
            "ix_todo_open",
            "owner_id",
            "created_at",
            "id",
            postgresql_where=_OPEN,
            sqlite_where=_OPEN,
        ),
        Index("ix_todo_deleted_at", "deleted_at"),
    )

    owner_id: str = Field(
        foreign_key="account.id", ondelete="CASCADE", primary_key=True, max_length=12
    )
    id: str = Field(default_factory=new_id, primary_key=True, max_length=12)
    title: str = Field(max_length=500)
    title_key: str = Field(default="", sa_type=_CODE_POINTS)
    description: str = Field(default="", sa_type=Text)
    search_key: str = Field(default="", sa_type=Text)
    priority: int = Field(default=4, sa_type=SmallInteger)
    due_on: date | None = None
    completed_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    created_at: datetime = Field(default_factory=now, sa_type=UtcDateTime)
    updated_at: datetime = Field(default_factory=now, sa_type=UtcDateTime)
    deleted_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    revision: int = Field(default=0, sa_type=BigInteger)

    @property
    def completed(self) -> bool:
        return self.completed_at is not None


class KeptAnswer(SQLModel, table=True):
    """What an `Idempotency-Key` was answered the first time, kept for a day."""

    __tablename__ = "kept_answer"

    owner_id: str = Field(
        foreign_key="account.id", ondelete="CASCADE", primary_key=True, max_length=12
    )
    key: str = Field(primary_key=True, max_length=255)
    fingerprint: str = Field(max_length=64)
    answer: str = Field(default="", sa_type=Text)
    revision: int = Field(default=0, sa_type=BigInteger)
    created_at: datetime = Field(default_factory=now, sa_type=UtcDateTime, index=True)

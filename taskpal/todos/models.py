"""The tables of todos, and of answers kept for callers who repeat a request."""

from datetime import date, datetime, time
from typing import NewType

from sqlalchemy import BigInteger, DateTime, Index, SmallInteger, String, Text, text
from sqlmodel import Field, SQLModel

from taskpal.columns import ByCodePoint, UtcDateTime, now
from taskpal.security import new_id

TodoId = NewType("TodoId", str)

TITLE_KEY_LENGTH = 120
_OPEN = text("completed_at IS NULL AND deleted_at IS NULL")
_DONE = text("completed_at IS NOT NULL AND deleted_at IS NULL")


def _only(name: str, condition: str, *columns: str) -> Index:
    """An index of the rows that fulfil the condition: others do not weigh on it."""
    where = text(condition)
    return Index(name, "owner_id", *columns, postgresql_where=where, sqlite_where=where)


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

    `list_id` is None in the Inbox. `label_ids` are separated by spaces; the database
    keeps the table of `TodoLabel` by them. A time without a `due_zone` is floating;
    `due_at` is the moment of one that has a zone. A todo that repeats has a
    `repeat_rule` and the date and time its series began at, `repeat_from`, in local
    time. When this round was put off, `repeat_due` is the date and time the rule gave,
    `repeat_time` and `repeat_zone` are those of the other rounds. `repeat_past` counts
    the rounds that are over.
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
        Index(
            "ix_todo_list",
            "owner_id",
            "list_id",
            "position",
            "id",
            postgresql_where=_OPEN,
            sqlite_where=_OPEN,
        ),
        Index(
            "ix_todo_done",
            "owner_id",
            "completed_at",
            postgresql_where=_DONE,
            sqlite_where=_DONE,
        ),
        _only("ix_todo_section_id", "section_id IS NOT NULL", "section_id"),
        _only("ix_todo_parent_id", "parent_id IS NOT NULL", "parent_id"),
        _only("ix_todo_due_on", "due_on IS NOT NULL", "due_on"),
        _only("ix_todo_due_at", "due_at IS NOT NULL", "due_at"),
        _only("ix_todo_start_on", "start_on IS NOT NULL", "start_on"),
        _only("ix_todo_deadline_on", "deadline_on IS NOT NULL", "deadline_on"),
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
    list_id: str | None = Field(default=None, max_length=12)
    section_id: str | None = Field(default=None, max_length=12)
    parent_id: str | None = Field(default=None, max_length=12)
    position: str = Field(default="", sa_type=ByCodePoint)
    label_ids: str = Field(default="", sa_type=Text)
    start_on: date | None = None
    due_on: date | None = None
    due_time: time | None = None
    due_zone: str | None = Field(default=None, max_length=64)
    due_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    deadline_on: date | None = None
    duration_minutes: int | None = None
    repeat_rule: str | None = Field(default=None, sa_type=Text)
    repeat_anchor: str | None = Field(default=None, max_length=10)
    repeat_text: str | None = Field(default=None, sa_type=Text)
    repeat_from: datetime | None = Field(default=None, sa_type=DateTime)
    repeat_due: datetime | None = Field(default=None, sa_type=DateTime)
    repeat_time: time | None = None
    repeat_zone: str | None = Field(default=None, max_length=64)
    repeat_past: int = 0
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

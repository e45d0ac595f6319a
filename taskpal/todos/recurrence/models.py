"""The table of what came of each round of a todo that repeats."""

from datetime import date, datetime, time

from sqlalchemy import BigInteger, ForeignKeyConstraint, Index
from sqlmodel import Field, SQLModel

from taskpal.columns import UtcDateTime, now
from taskpal.security import new_id


class Occurrence(SQLModel, table=True):
    """One round of a todo that repeats: when it was due, and done or skipped.

    `deleted_at` is set on one that was taken back.
    """

    __table_args__ = (
        ForeignKeyConstraint(
            ["owner_id", "todo_id"],
            ["todo.owner_id", "todo.id"],
            name="fk_occurrence_todo_id",
            ondelete="CASCADE",
        ),
        Index("ix_occurrence_todo_id", "owner_id", "todo_id", "at"),
    )

    owner_id: str = Field(primary_key=True, max_length=12)
    id: str = Field(default_factory=new_id, primary_key=True, max_length=12)
    todo_id: str = Field(max_length=12)
    due_on: date
    due_time: time | None = None
    skipped: bool = False
    at: datetime = Field(default_factory=now, sa_type=UtcDateTime)
    deleted_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    revision: int = Field(default=0, sa_type=BigInteger)

"""The table of todos."""

from datetime import date, datetime
from typing import NewType

from sqlalchemy import BigInteger, Index, SmallInteger, Text
from sqlmodel import Field, SQLModel

from taskpal.columns import UtcDateTime, now
from taskpal.security import new_id

TodoId = NewType("TodoId", str)


class Todo(SQLModel, table=True):
    """One thing to do.

    `revision` is the owner's revision at the todo's last change (see `live`): rows with
    a higher one than a dashboard has seen are exactly those it must re-read. A todo in
    the trash keeps its row with `deleted_at` set.
    """

    __table_args__ = (
        Index("ix_todo_owner_id_revision", "owner_id", "revision"),
        Index("ix_todo_owner_id_created_at_id", "owner_id", "created_at", "id"),
    )

    owner_id: str = Field(
        foreign_key="account.id", ondelete="CASCADE", primary_key=True, max_length=12
    )
    id: str = Field(default_factory=new_id, primary_key=True, max_length=12)
    title: str = Field(max_length=500)
    description: str = Field(default="", sa_type=Text)
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

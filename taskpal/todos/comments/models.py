"""The table of comments."""

from datetime import datetime

from sqlalchemy import BigInteger, Index, Text
from sqlmodel import Field, SQLModel

from taskpal.columns import UtcDateTime, now
from taskpal.security import new_id


class Comment(SQLModel, table=True):
    """Something said about a todo, in Markdown, and who said it."""

    __table_args__ = (
        Index("ix_comment_todo_id", "owner_id", "todo_id", "created_at"),
        Index("ix_comment_deleted_at", "deleted_at"),
    )

    owner_id: str = Field(
        foreign_key="account.id", ondelete="CASCADE", primary_key=True, max_length=12
    )
    id: str = Field(default_factory=new_id, primary_key=True, max_length=12)
    todo_id: str = Field(max_length=12)
    text: str = Field(sa_type=Text)
    search_key: str = Field(default="", sa_type=Text)
    actor_kind: str = Field(default="taskpal", max_length=10)
    actor_name: str = Field(default="", max_length=100)
    created_at: datetime = Field(default_factory=now, sa_type=UtcDateTime)
    updated_at: datetime = Field(default_factory=now, sa_type=UtcDateTime)
    deleted_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    revision: int = Field(default=0, sa_type=BigInteger)

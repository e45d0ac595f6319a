"""The tables of lists and of their sections."""

from datetime import datetime
from typing import Final, NewType

from sqlalchemy import BigInteger, Index
from sqlmodel import Field, SQLModel

from taskpal.columns import ByCodePoint, UtcDateTime, now
from taskpal.security import new_id

ListId = NewType("ListId", str)

INBOX: Final = ListId("inbox")
"""What the Inbox is called outside. It has no row: its todos have no `list_id`."""


class TodoList(SQLModel, table=True):
    """A list of todos. `parent_id` is the list it is nested in.

    `name_key` is what names are compared by. An archived list keeps what is in it, out
    of sight; a deleted one is in the trash together with what it took along.
    """

    __tablename__ = "list"
    __table_args__ = (
        Index("ix_list_owner_id_position", "owner_id", "position"),
        Index("ix_list_owner_id_name_key", "owner_id", "name_key"),
        Index("ix_list_deleted_at", "deleted_at"),
    )

    owner_id: str = Field(
        foreign_key="account.id", ondelete="CASCADE", primary_key=True, max_length=12
    )
    id: str = Field(default_factory=new_id, primary_key=True, max_length=12)
    name: str = Field(max_length=120)
    name_key: str = Field(default="", sa_type=ByCodePoint)
    colour: str = Field(default="grey", max_length=20)
    parent_id: str | None = Field(default=None, max_length=12)
    position: str = Field(default="", sa_type=ByCodePoint)
    archived_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    created_at: datetime = Field(default_factory=now, sa_type=UtcDateTime)
    updated_at: datetime = Field(default_factory=now, sa_type=UtcDateTime)
    deleted_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    revision: int = Field(default=0, sa_type=BigInteger)


class Section(SQLModel, table=True):
    """A part of a list with a heading. `list_id` is None in the Inbox."""

    __table_args__ = (
        Index("ix_section_owner_id_list_id", "owner_id", "list_id", "position"),
        Index("ix_section_deleted_at", "deleted_at"),
    )

    owner_id: str = Field(
        foreign_key="account.id", ondelete="CASCADE", primary_key=True, max_length=12
    )
    id: str = Field(default_factory=new_id, primary_key=True, max_length=12)
    list_id: str | None = Field(default=None, max_length=12)
    name: str = Field(max_length=120)
    name_key: str = Field(default="", sa_type=ByCodePoint)
    position: str = Field(default="", sa_type=ByCodePoint)
    created_at: datetime = Field(default_factory=now, sa_type=UtcDateTime)
    updated_at: datetime = Field(default_factory=now, sa_type=UtcDateTime)
    deleted_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    revision: int = Field(default=0, sa_type=BigInteger)

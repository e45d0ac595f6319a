"""The tables of labels, and of which todos carry them."""

from datetime import datetime

from sqlalchemy import BigInteger, ForeignKeyConstraint, Index
from sqlmodel import Field, SQLModel

from taskpal.columns import ByCodePoint, UtcDateTime, now
from taskpal.security import new_id


class Label(SQLModel, table=True):
    """A word that todos of any list can carry; `name_key` is what it is compared by."""

    __table_args__ = (
        Index("ix_label_owner_id_name_key", "owner_id", "name_key"),
        Index("ix_label_deleted_at", "deleted_at"),
    )

    owner_id: str = Field(
        foreign_key="account.id", ondelete="CASCADE", primary_key=True, max_length=12
    )
    id: str = Field(default_factory=new_id, primary_key=True, max_length=12)
    name: str = Field(max_length=60)
    name_key: str = Field(default="", sa_type=ByCodePoint)
    colour: str = Field(default="grey", max_length=20)
    position: str = Field(default="", sa_type=ByCodePoint)
    created_at: datetime = Field(default_factory=now, sa_type=UtcDateTime)
    updated_at: datetime = Field(default_factory=now, sa_type=UtcDateTime)
    deleted_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    revision: int = Field(default=0, sa_type=BigInteger)


class TodoLabel(SQLModel, table=True):
    """That a todo carries a label. Kept by a trigger from `Todo.label_ids`: only read.

    So it is right whichever way the todo was written: one, many, or taken back.
    """

    __tablename__ = "todo_label"
    __table_args__ = (
        ForeignKeyConstraint(
            ["owner_id", "todo_id"],
            ["todo.owner_id", "todo.id"],
            name="fk_todo_label_todo_id",
            ondelete="CASCADE",
        ),
        Index("ix_todo_label_todo_id", "owner_id", "todo_id"),
    )

    owner_id: str = Field(primary_key=True, max_length=12)
    label_id: str = Field(primary_key=True, max_length=12)
    todo_id: str = Field(primary_key=True, max_length=12)

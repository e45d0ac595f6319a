"""The table of filters that people keep."""

from datetime import datetime

from sqlalchemy import BigInteger, Index, Text
from sqlmodel import Field, SQLModel

from taskpal.columns import ByCodePoint, UtcDateTime, now
from taskpal.security import new_id


class SavedFilter(SQLModel, table=True):
    """A question about todos under a name; `query` is in the words of `language`."""

    __tablename__ = "filter"
    __table_args__ = (
        Index("ix_filter_owner_id_position", "owner_id", "position"),
        Index("ix_filter_deleted_at", "deleted_at"),
    )

    owner_id: str = Field(
        foreign_key="account.id", ondelete="CASCADE", primary_key=True, max_length=12
    )
    id: str = Field(default_factory=new_id, primary_key=True, max_length=12)
    name: str = Field(max_length=120)
    name_key: str = Field(default="", sa_type=ByCodePoint)
    query: str = Field(sa_type=Text)
    colour: str = Field(default="grey", max_length=20)
    position: str = Field(default="", sa_type=ByCodePoint)
    created_at: datetime = Field(default_factory=now, sa_type=UtcDateTime)
    updated_at: datetime = Field(default_factory=now, sa_type=UtcDateTime)
    deleted_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    revision: int = Field(default=0, sa_type=BigInteger)

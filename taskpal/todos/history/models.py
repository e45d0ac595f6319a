"""The table of changes."""

from datetime import datetime

from sqlalchemy import BigInteger, Index, Text
from sqlmodel import Field, SQLModel

from taskpal.columns import UtcDateTime, now


class Change(SQLModel, table=True):
    """What became of one thing in one change, and how it was before.

    `revision` is the owner's at that change; `number` tells the things apart that
    changed with it. `batch` is the first revision of the transaction: what was done in
    one go is taken back in one go. `before` and `after` hold the columns that changed,
    as JSON; `before` is None for what was added. `name` is what the thing was called.
    `undone_by` is the revision of the change that took this one back, `undoes` the
    batch that this one took back.
    """

    __table_args__ = (
        Index("ix_change_thing_id", "owner_id", "thing_id", "revision"),
        Index("ix_change_at", "at", postgresql_using="brin"),
    )

    owner_id: str = Field(
        foreign_key="account.id", ondelete="CASCADE", primary_key=True, max_length=12
    )
    revision: int = Field(primary_key=True, sa_type=BigInteger)
    number: int = Field(default=0, primary_key=True)
    batch: int = Field(sa_type=BigInteger)
    at: datetime = Field(default_factory=now, sa_type=UtcDateTime)
    actor_kind: str = Field(max_length=10)
    actor_id: str = Field(default="", max_length=64)
    actor_name: str = Field(default="", max_length=100)
    action: str = Field(max_length=20)
    kind: str = Field(max_length=10)
    thing_id: str = Field(max_length=12)
    name: str = Field(default="", max_length=120)
    before: str | None = Field(default=None, sa_type=Text)
    after: str | None = Field(default=None, sa_type=Text)
    undone_by: int | None = Field(default=None, sa_type=BigInteger)
    undoes: int | None = Field(default=None, sa_type=BigInteger)

"""The table of calendar feeds."""

from datetime import datetime

from sqlmodel import Field, SQLModel

from taskpal.columns import UtcDateTime, now
from taskpal.security import new_id


class Feed(SQLModel, table=True):
    """An address at which a calendar program reads todos, without signing in.

    Whoever knows the token reads it; only its hash is kept. `filter_id` names the saved
    filter whose todos it shows; None for all that have a date. `shows` is how:
    `events` or `todos`.
    """

    owner_id: str = Field(
        foreign_key="account.id", ondelete="CASCADE", primary_key=True, max_length=12
    )
    id: str = Field(default_factory=new_id, primary_key=True, max_length=12)
    token_hash: str = Field(max_length=64, unique=True, index=True)
    name: str = Field(default="", max_length=120)
    filter_id: str | None = Field(default=None, max_length=12)
    shows: str = Field(default="events", max_length=10)
    created_at: datetime = Field(default_factory=now, sa_type=UtcDateTime)
    used_at: datetime | None = Field(default=None, sa_type=UtcDateTime)

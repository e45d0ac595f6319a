"""The table of preferences."""

from datetime import time

from sqlalchemy import BigInteger, SmallInteger
from sqlmodel import Field, SQLModel


class AccountPreferences(SQLModel, table=True):
    """How an account reads dates and times; an account without a row has the defaults.

    `zone` is None until it is known: from the browser, or because somebody chose it.
    The parts of the day are None where they begin as they do for everyone. With
    `fixed_times` a time typed without a zone is meant in the account's own.
    """

    __tablename__ = "preferences"

    account_id: str = Field(
        foreign_key="account.id", ondelete="CASCADE", primary_key=True, max_length=12
    )
    zone: str | None = Field(default=None, max_length=64)
    week_start: int = Field(default=0, sa_type=SmallInteger)
    day_first: bool = True
    country: str = Field(default="", max_length=2)
    language: str = Field(default="en", max_length=8)
    morning: time | None = None
    afternoon: time | None = None
    evening: time | None = None
    night: time | None = None
    fixed_times: bool = False
    revision: int = Field(default=0, sa_type=BigInteger)

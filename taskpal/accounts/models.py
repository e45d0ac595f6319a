"""Accounts, what they are signed in with, and what happened to them."""

from datetime import datetime
from typing import NewType

from sqlalchemy import BigInteger, Index
from sqlmodel import Field, SQLModel

from taskpal.columns import UtcDateTime, now
from taskpal.security import new_id

OwnerId = NewType("OwnerId", str)


class Account(SQLModel, table=True):
    """A person. `email_key` is the address as compared: one account for each."""

    id: str = Field(default_factory=new_id, primary_key=True, max_length=12)
    email: str = Field(max_length=254)
    email_key: str = Field(max_length=254, unique=True)
    name: str = Field(default="", max_length=100)
    password_hash: str = Field(max_length=100)
    created_at: datetime = Field(default_factory=now, sa_type=UtcDateTime)
    revision: int = Field(default=0)


class BrowserSession(SQLModel, table=True):
    """A signed-in browser. `id` is the HMAC of the cookie, never the cookie."""

    __tablename__ = "browser_session"

    id: str = Field(primary_key=True, max_length=64)
    account_id: str = Field(foreign_key="account.id", ondelete="CASCADE", index=True)
    user_agent: str = Field(default="", max_length=300)
    created_at: datetime = Field(default_factory=now, sa_type=UtcDateTime)
    expires_at: datetime = Field(sa_type=UtcDateTime, index=True)
    address: str = Field(default="", max_length=45)


class TwoStep(SQLModel, table=True):
    """The secret an authenticator app shares with an account (RFC 6238).

    It counts once `confirmed_at` is set. `last_step` is the time step of the latest
    code that was accepted: none is accepted twice (§5.2). The secret has to be read
    again, so it is sealed, not hashed.
    """

    __tablename__ = "two_step"

    account_id: str = Field(
        primary_key=True, foreign_key="account.id", ondelete="CASCADE", max_length=12
    )
    secret_sealed: str = Field(max_length=300)
    last_step: int = Field(default=0, sa_type=BigInteger)
    made_at: datetime = Field(default_factory=now, sa_type=UtcDateTime)
    confirmed_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


class RecoveryCode(SQLModel, table=True):
    """A code that replaces the authenticator once; kept as its HMAC."""

    __tablename__ = "recovery_code"

    id: str = Field(primary_key=True, max_length=64)
    account_id: str = Field(
        foreign_key="account.id", ondelete="CASCADE", index=True, max_length=12
    )
    used_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


class Invitation(SQLModel, table=True):
    """A link that lets one person sign up where sign-up is closed; kept as its HMAC.

    With an `email_key` it is only good for that address.
    """

    id: str = Field(primary_key=True, max_length=64)
    email_key: str | None = Field(default=None, max_length=254)
    made_at: datetime = Field(default_factory=now, sa_type=UtcDateTime)
    expires_at: datetime = Field(sa_type=UtcDateTime, index=True)


class AccountEvent(SQLModel, table=True):
    """One line of an account's log: written once, never changed (by a trigger)."""

    __tablename__ = "account_event"
    __table_args__ = (Index("ix_account_event_owner_id_at", "owner_id", "at"),)

    id: str = Field(default_factory=new_id, primary_key=True, max_length=12)
    owner_id: str = Field(foreign_key="account.id", ondelete="CASCADE", max_length=12)
    at: datetime = Field(default_factory=now, sa_type=UtcDateTime)
    kind: str = Field(max_length=30)
    detail: str = Field(default="", max_length=200)
    address: str = Field(default="", max_length=45)
    user_agent: str = Field(default="", max_length=300)

"""Accounts and the browser sessions they are signed in with."""

from datetime import datetime
from typing import NewType

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

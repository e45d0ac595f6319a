"""Apps that may ask for access, what users granted them, and the tokens they hold.

Every code, token and client secret is kept only as its HMAC (`security.hash_token`),
which is also how it is found again.
"""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, Index, Text, UniqueConstraint, text
from sqlmodel import Field, SQLModel

from taskpal.columns import UtcDateTime, now
from taskpal.security import new_id

ACCESS, REFRESH, PERSONAL = "access", "refresh", "personal"
"""The kinds of tokens."""


class Client(SQLModel, table=True):
    """An app that can ask users for access.

    Either the person who set it up keeps it (`owner_id`), or it registered itself and
    holds a token to change that (`registration_hash`, RFC 7592), or it is described by
    a document at `document_url`, read again after `fresh_until`. `about` is what it
    said of itself there; when its name or redirect URIs last changed is `changed_at`.
    `used_at` is when a user last connected or disconnected it.
    """

    __table_args__ = (
        Index(
            "ix_client_never_used",
            "created_at",
            postgresql_where=text("owner_id IS NULL AND used_at IS NULL"),
            sqlite_where=text("owner_id IS NULL AND used_at IS NULL"),
        ),
    )

    id: str = Field(default_factory=new_id, primary_key=True, max_length=64)
    owner_id: str | None = Field(
        default=None,
        foreign_key="account.id",
        ondelete="CASCADE",
        index=True,
        max_length=12,
    )
    kind: str = Field(max_length=10)
    name: str = Field(max_length=100)
    secret_hash: str | None = Field(default=None, max_length=64)
    redirect_uris: list[str] = Field(default_factory=list, sa_type=JSON)
    registration_hash: str | None = Field(default=None, max_length=64)
    document_url: str | None = Field(default=None, max_length=500, unique=True)
    about: dict[str, Any] = Field(default_factory=dict, sa_type=JSON)
    created_at: datetime = Field(default_factory=now, sa_type=UtcDateTime)
    used_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    fresh_until: datetime | None = Field(default=None, sa_type=UtcDateTime)
    changed_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


class PendingCallback(SQLModel, table=True):
    """A ChatGPT callback a gpt client does not know yet; its owner may approve it."""

    __tablename__ = "pending_callback"
    __table_args__ = (UniqueConstraint("client_id", "path"),)

    id: str = Field(default_factory=new_id, primary_key=True, max_length=12)
    client_id: str = Field(foreign_key="client.id", ondelete="CASCADE", max_length=64)
    path: str = Field(max_length=200)
    asked_at: datetime = Field(default_factory=now, sa_type=UtcDateTime)


class Connection(SQLModel, table=True):
    """What a user granted to a client. `scope` is all they ever allowed it."""

    __table_args__ = (UniqueConstraint("owner_id", "client_id"),)

    id: str = Field(default_factory=new_id, primary_key=True, max_length=12)
    owner_id: str = Field(foreign_key="account.id", ondelete="CASCADE", max_length=12)
    client_id: str = Field(
        foreign_key="client.id", ondelete="CASCADE", index=True, max_length=64
    )
    scope: str = Field(max_length=200)
    granted_at: datetime = Field(default_factory=now, sa_type=UtcDateTime)
    last_used_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


class AuthorizationRequest(SQLModel, table=True):
    """A request waiting on the consent page of one signed-in browser.

    `query` is what the app sent, unchanged; it is checked again when answered.
    """

    __tablename__ = "authorization_request"

    id: str = Field(default_factory=new_id, primary_key=True, max_length=12)
    session_id: str = Field(
        foreign_key="browser_session.id", ondelete="CASCADE", index=True, max_length=64
    )
    query: str = Field(sa_type=Text)
    expires_at: datetime = Field(sa_type=UtcDateTime)


class AuthorizationCode(SQLModel, table=True):
    """A code an app can redeem once, and everything it is bound to.

    A redeemed code is kept for a while, so that redeeming it again is noticed and ends
    the tokens of `family_id`.
    """

    __tablename__ = "authorization_code"

    id: str = Field(primary_key=True, max_length=64)
    connection_id: str = Field(
        foreign_key="connection.id", ondelete="CASCADE", index=True, max_length=12
    )
    owner_id: str = Field(max_length=12)
    client_id: str = Field(max_length=64)
    family_id: str = Field(default_factory=new_id, max_length=12)
    redirect_uri: str = Field(sa_type=Text)
    redirect_uri_sent: bool = True
    scope: str = Field(max_length=200)
    audience: str = Field(max_length=10)
    code_challenge: str | None = Field(default=None, max_length=128)
    expires_at: datetime = Field(sa_type=UtcDateTime)
    redeemed_at: datetime | None = Field(default=None, sa_type=UtcDateTime)

    def get_redirect_uri(self) -> str | None:
        """What the token request must repeat (asked by Authlib; RFC 6749 §4.1.3)."""
        return self.redirect_uri if self.redirect_uri_sent else None

    def get_scope(self) -> str:
        """What the user agreed to (asked by Authlib)."""
        return self.scope


class DeviceAuthorization(SQLModel, table=True):
    """A device that waits for its user to say yes elsewhere (RFC 8628).

    `id` is the HMAC of the device code, `user_code_hash` that of the code people type.
    Allowing it sets `connection_id`, denying it `denied_at`; tokens are given once.
    """

    __tablename__ = "device_authorization"

    id: str = Field(primary_key=True, max_length=64)
    user_code_hash: str = Field(max_length=64, unique=True)
    client_id: str = Field(
        foreign_key="client.id", ondelete="CASCADE", index=True, max_length=64
    )
    family_id: str = Field(default_factory=new_id, max_length=12)
    scope: str = Field(max_length=200)
    audience: str = Field(max_length=10)
    address: str = Field(default="", max_length=45)
    interval: int = Field(default=5)
    created_at: datetime = Field(default_factory=now, sa_type=UtcDateTime)
    expires_at: datetime = Field(sa_type=UtcDateTime, index=True)
    polled_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    connection_id: str | None = Field(
        default=None,
        foreign_key="connection.id",
        ondelete="CASCADE",
        index=True,
        max_length=12,
    )
    denied_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    redeemed_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


class TokenFamily(SQLModel, table=True):
    """All tokens that came from one redeemed code; they can be ended together."""

    __tablename__ = "token_family"

    id: str = Field(primary_key=True, max_length=12)
    connection_id: str = Field(
        foreign_key="connection.id", ondelete="CASCADE", index=True, max_length=12
    )
    started_at: datetime = Field(default_factory=now, sa_type=UtcDateTime)
    expires_at: datetime = Field(sa_type=UtcDateTime)


class Token(SQLModel, table=True):
    """An access, refresh or personal access token; the last has no client.

    A refresh token that was exchanged stays, marked `replaced_at`: seeing it again much
    later means that somebody copied it. An app's tokens go with their family, so
    `client_id` needs no foreign key, and issuing a token need not lock the client.
    """

    id: str = Field(primary_key=True, max_length=64)
    kind: str = Field(max_length=10)
    owner_id: str = Field(
        foreign_key="account.id", ondelete="CASCADE", index=True, max_length=12
    )
    client_id: str | None = Field(default=None, max_length=64)
    family_id: str | None = Field(
        default=None,
        foreign_key="token_family.id",
        ondelete="CASCADE",
        index=True,
        max_length=12,
    )
    name: str = Field(default="", max_length=100)
    scope: str = Field(max_length=200)
    audience: str = Field(max_length=10)
    created_at: datetime = Field(default_factory=now, sa_type=UtcDateTime)
    expires_at: datetime = Field(sa_type=UtcDateTime)
    replaced_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    last_used_at: datetime | None = Field(default=None, sa_type=UtcDateTime)

    def get_scope(self) -> str:
        """What it allows (asked by Authlib)."""
        return self.scope

    def check_client(self, client: Any) -> bool:
        """Whether it was given to this client (asked by Authlib)."""
        return self.client_id is not None and self.client_id == client.get_client_id()

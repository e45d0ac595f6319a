"""How clients, connections and tokens are found. A user's own ones take the owner."""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

import sqlalchemy as sa
from sqlmodel import Session, col, select
from sqlmodel.sql.expression import SelectOfScalar

from taskpal import statements
from taskpal.accounts.models import OwnerId
from taskpal.columns import now
from taskpal.oauth import redirects, scopes
from taskpal.oauth.errors import (
    CallbackNotFound,
    ClientNotFound,
    ConnectionNotFound,
    TokenNotFound,
)
from taskpal.oauth.models import (
    PERSONAL,
    Client,
    Connection,
    PendingCallback,
    Token,
)
from taskpal.oauth.schemas import (
    DOCUMENT,
    OWN,
    REGISTERED,
    SOMEONES,
    ConnectionView,
    PendingView,
    PersonalTokenView,
)

LISTED = 100  # more than anyone has; no list is without an end


class Bearer(NamedTuple):
    """What one indexed query knows about a presented token."""

    kind: str
    owner_id: str
    client_id: str | None
    client_name: str | None
    token_name: str
    scope: str
    audience: str
    expires_at: datetime
    last_used_at: datetime | None


BEARER = (
    sa.select(
        col(Token.kind),
        col(Token.owner_id),
        col(Token.client_id),
        col(Client.name),
        col(Token.name),
        col(Token.scope),
        col(Token.audience),
        col(Token.expires_at),
        col(Token.last_used_at),
    )
    .select_from(Token)
    .outerjoin(Client, col(Client.id) == col(Token.client_id))
    .where(col(Token.id) == sa.bindparam("token_hash"))
)


def bearer(session: Session, token_hash: str) -> Bearer | None:
    """The token with this hash, of whatever kind and age, and its client's name."""
    found = statements.rows(session, BEARER, {"token_hash": token_hash})
    return Bearer(*found[0]) if found else None


def client(session: Session, client_id: str | None) -> Client | None:
    """The client with this id (or document's address), whoever set it up."""
    if client_id is None or not _could_be_id(client_id):
        return None
    if client_id.startswith("https://"):
        described = select(Client).where(Client.document_url == client_id)
        return session.exec(described).first()
    return session.get(Client, client_id)


def keep_client(session: Session, client_id: str) -> None:
    """See to it that nobody removes the client before this transaction ends.

    Raises:
        ClientNotFound: somebody already did.
    """
    there = select(Client.id).where(Client.id == client_id)
    if session.exec(there.with_for_update(read=True, key_share=True)).first() is None:
        raise ClientNotFound


def clients_of(session: Session, owner_id: OwnerId) -> Sequence[Client]:
    """The apps this user set up, newest first."""
    mine = select(Client).where(Client.owner_id == owner_id)
    newest = col(Client.created_at).desc()
    return session.exec(mine.order_by(newest, col(Client.id)).limit(LISTED)).all()


def client_of(session: Session, owner_id: OwnerId, client_id: str) -> Client:
    """An app this user set up.

    Raises:
        ClientNotFound: there is none, or it is someone else's.
    """
    found = client(session, client_id)
    if found is None or found.owner_id != owner_id:
        raise ClientNotFound
    return found


def pending_callbacks(session: Session, owner_id: OwnerId) -> list[PendingView]:
    """The ChatGPT callbacks waiting for this user's approval, newest first."""
    rows = session.exec(
        select(PendingCallback, Client)
        .join(Client, col(Client.id) == col(PendingCallback.client_id))
        .where(Client.owner_id == owner_id)
        .order_by(col(PendingCallback.asked_at).desc(), col(PendingCallback.id))
        .limit(LISTED)
    )
    return [
        PendingView(
            id=pending.id,
            client_id=app.id,
            client_name=app.name,
            callback=redirects.chatgpt_uris(pending.path)[0],
            asked_at=pending.asked_at,
        )
        for pending, app in rows
    ]


def pending_callback(
    session: Session, owner_id: OwnerId, pending_id: str
) -> tuple[PendingCallback, Client]:
    """A callback waiting for this user's approval, and the client it is for.

    Raises:
        CallbackNotFound: there is none, or its client is someone else's.
    """
    known = _could_be_id(pending_id)
    pending = session.get(PendingCallback, pending_id) if known else None
    asking = session.get_one(Client, pending.client_id) if pending else None
    if pending is None or asking is None or asking.owner_id != owner_id:
        raise CallbackNotFound
    return pending, asking


def connections_of(session: Session, owner_id: OwnerId) -> list[ConnectionView]:
    """The apps this user let in, newest first."""
    rows = session.exec(
        select(Connection, Client)
        .join(Client, col(Client.id) == col(Connection.client_id))
        .where(Connection.owner_id == owner_id)
        .order_by(col(Connection.granted_at).desc(), col(Connection.id))
        .limit(LISTED)
    )
    return [
        ConnectionView(
            id=connection.id,
            client_id=app.id,
            client_name=app.name,
            kind=app.kind,
            origin=origin(app, owner_id),
            client_uri=website(app),
            leads_to=leads_to(app),
            scopes=scopes.in_words(connection.scope),
            granted_at=connection.granted_at,
            last_used_at=connection.last_used_at,
        )
        for connection, app in rows
    ]


def origin(client: Client, owner_id: OwnerId) -> str:
    """Who vouches for an app, as seen by this user."""
    if client.owner_id is not None:
        return OWN if client.owner_id == owner_id else SOMEONES
    return DOCUMENT if client.document_url else REGISTERED


def website(client: Client) -> str:
    """The address an app gives as its own, if that can be a link; else nothing."""
    given = client.about.get("client_uri")
    return given if isinstance(given, str) and given.startswith("https://") else ""


def leads_to(client: Client) -> list[str]:
    """Where an app may send people back to: its hosts, or those that describe it."""
    known = [client.document_url] if client.document_url else client.redirect_uris
    return list(dict.fromkeys(redirects.shown(uri) for uri in known))


def people_by_client(session: Session, owner_id: OwnerId) -> dict[str, int]:
    """How many people let in each of the apps this user set up, if anyone did."""
    counted = session.exec(
        select(Connection.client_id, sa.func.count())
        .join(Client, col(Client.id) == col(Connection.client_id))
        .where(Client.owner_id == owner_id)
        .group_by(col(Connection.client_id))
    )
    return dict(counted.all())


def connection_of(
    session: Session, owner_id: OwnerId, connection_id: str
) -> Connection:
    """An app this user let in.

    Raises:
        ConnectionNotFound: there is none, or it is someone else's.
    """
    known = _could_be_id(connection_id)
    connection = session.get(Connection, connection_id) if known else None
    if connection is None or connection.owner_id != owner_id:
        raise ConnectionNotFound
    return connection


def connection_to(
    session: Session, owner_id: OwnerId, client_id: str
) -> Connection | None:
    """What this user granted to this client, if anything."""
    return session.exec(
        select(Connection).where(
            Connection.owner_id == owner_id, Connection.client_id == client_id
        )
    ).first()


def personal_tokens(session: Session, owner_id: OwnerId) -> list[PersonalTokenView]:
    """The tokens this user made for scripts that still work, newest first."""
    found = session.exec(
        _personal(owner_id)
        .order_by(col(Token.created_at).desc(), col(Token.id))
        .limit(LISTED)
    )
    return [
        PersonalTokenView(
            id=token.id,
            name=token.name,
            scopes=scopes.in_words(token.scope),
            made_at=token.created_at,
            expires_at=token.expires_at,
            last_used_at=token.last_used_at,
        )
        for token in found
    ]


def personal_token(session: Session, owner_id: OwnerId, token_id: str) -> Token:
    """A token this user made for scripts.

    Raises:
        TokenNotFound: there is none, or it is someone else's.
    """
    if _could_be_id(token_id):
        wanted = _personal(owner_id).where(Token.id == token_id)
        if found := session.exec(wanted).first():
            return found
    raise TokenNotFound


def _personal(owner_id: OwnerId) -> SelectOfScalar[Token]:
    return select(Token).where(
        Token.owner_id == owner_id,
        Token.kind == PERSONAL,
        col(Token.expires_at) > now(),
    )


def _could_be_id(text: str | None) -> bool:
    """Whether asking the database makes sense: it fails on some characters."""
    return text is not None and text.isascii() and text.isprintable()

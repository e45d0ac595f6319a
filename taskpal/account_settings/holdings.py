"""Where each list of the export comes from, and how its rows are written."""

from typing import Any

import sqlalchemy as sa
from sqlmodel import col

from taskpal.account_settings.archive import (
    ExportedClient,
    ExportedConnection,
    ExportedEvent,
    ExportedSession,
    ExportedToken,
)
from taskpal.accounts import browsers, log, sessions
from taskpal.accounts.models import AccountEvent, BrowserSession
from taskpal.oauth.models import PERSONAL, Client, Connection, Token
from taskpal.todos.exchange.writing import holdings
from taskpal.todos.exchange.writing.parts import Part, each


def _session(row: Any) -> ExportedSession:
    one: BrowserSession = row[0]
    return ExportedSession(
        device=browsers.in_words(one.user_agent),
        user_agent=one.user_agent,
        address=one.address,
        signed_in_at=one.created_at,
        last_used_at=one.expires_at - sessions.STAYS,
        ends_at=one.expires_at,
    )


def _client(row: Any) -> ExportedClient:
    return ExportedClient.model_validate(row[0], from_attributes=True)


def _connection(row: Any) -> ExportedConnection:
    one: Connection = row[0]
    return ExportedConnection(
        client_id=one.client_id,
        client_name=row[1],
        scopes=one.scope.split(),
        granted_at=one.granted_at,
        last_used_at=one.last_used_at,
    )


def _token(row: Any) -> ExportedToken:
    one: Token = row[0]
    return ExportedToken(
        name=one.name,
        scopes=one.scope.split(),
        created_at=one.created_at,
        expires_at=one.expires_at,
        last_used_at=one.last_used_at,
    )


def _event(row: Any) -> ExportedEvent:
    one: AccountEvent = row[0]
    return ExportedEvent(
        at=one.at,
        kind=one.kind,
        detail=one.detail,
        said=log.in_words(one.kind, one.detail),
        address=one.address,
        user_agent=one.user_agent,
    )


PARTS = (
    Part(
        "sessions",
        sa.select(BrowserSession),
        col(BrowserSession.account_id),
        (col(BrowserSession.created_at), col(BrowserSession.id)),
        each(_session),
    ),
    Part(
        "clients",
        sa.select(Client),
        col(Client.owner_id),
        (col(Client.created_at), col(Client.id)),
        each(_client),
    ),
    Part(
        "connections",
        sa.select(Connection, col(Client.name)).join(
            Client, col(Client.id) == col(Connection.client_id)
        ),
        col(Connection.owner_id),
        (col(Connection.granted_at), col(Connection.id)),
        each(_connection),
    ),
    Part(
        "tokens",
        sa.select(Token).where(col(Token.kind) == PERSONAL),
        col(Token.owner_id),
        (col(Token.created_at), col(Token.id)),
        each(_token),
    ),
    *holdings.PARTS,
    Part(
        "log",
        sa.select(AccountEvent),
        col(AccountEvent.owner_id),
        (col(AccountEvent.at), col(AccountEvent.id)),
        each(_event),
    ),
)

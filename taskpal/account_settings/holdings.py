"""Where each list of the export comes from, and how its rows are written."""

from collections.abc import Callable
from typing import Any, NamedTuple

import sqlalchemy as sa
from pydantic import BaseModel
from sqlmodel import col

from taskpal.account_settings.archive import (
    ExportedClient,
    ExportedConnection,
    ExportedEvent,
    ExportedSession,
    ExportedTodo,
    ExportedToken,
)
from taskpal.accounts import browsers, log, sessions
from taskpal.accounts.models import AccountEvent, BrowserSession
from taskpal.oauth.models import PERSONAL, Client, Connection, Token
from taskpal.todos.models import Todo
from taskpal.todos.schemas import PRIORITIES


class Part(NamedTuple):
    """A list of the file: its rows, in the order of `keys`, and how each is written."""

    name: str
    rows: Any
    owner: Any
    keys: tuple[Any, ...]
    write: Callable[[Any], BaseModel]


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


def _todo(row: Any) -> ExportedTodo:
    one: Todo = row[0]
    return ExportedTodo(
        id=one.id,
        title=one.title,
        description=one.description,
        completed=one.completed,
        priority=PRIORITIES[one.priority - 1],
        due=one.due_on,
        completed_at=one.completed_at,
        created_at=one.created_at,
        updated_at=one.updated_at,
        deleted_at=one.deleted_at,
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
        _session,
    ),
    Part(
        "clients",
        sa.select(Client),
        col(Client.owner_id),
        (col(Client.created_at), col(Client.id)),
        _client,
    ),
    Part(
        "connections",
        sa.select(Connection, col(Client.name)).join(
            Client, col(Client.id) == col(Connection.client_id)
        ),
        col(Connection.owner_id),
        (col(Connection.granted_at), col(Connection.id)),
        _connection,
    ),
    Part(
        "tokens",
        sa.select(Token).where(col(Token.kind) == PERSONAL),
        col(Token.owner_id),
        (col(Token.created_at), col(Token.id)),
        _token,
    ),
    Part(
        "todos",
        sa.select(Todo),
        col(Todo.owner_id),
        (col(Todo.created_at), col(Todo.id)),
        _todo,
    ),
    Part(
        "log",
        sa.select(AccountEvent),
        col(AccountEvent.owner_id),
        (col(AccountEvent.at), col(AccountEvent.id)),
        _event,
    ),
)

"""Everything TaskPal holds of a person, as they get it: the shape of the export.

A field is only ever added. If one has to change or go, the version counts up. What is
about todos is described in `todos.exchange.file`, so that it can be imported again.
"""

from datetime import datetime
from typing import Literal

from pydantic import BaseModel

from taskpal.todos.exchange.file import (
    ExportedComment,
    ExportedFilter,
    ExportedLabel,
    ExportedList,
    ExportedOccurrence,
    ExportedPreferences,
    ExportedSection,
    ExportedTodo,
)


class ExportedProfile(BaseModel):
    """The account."""

    id: str
    email: str
    name: str
    created_at: datetime
    two_step: bool


class ExportedSession(BaseModel):
    """A browser that is signed in."""

    device: str
    user_agent: str
    address: str
    signed_in_at: datetime
    last_used_at: datetime
    ends_at: datetime


class ExportedClient(BaseModel):
    """An app the person set up, without its secret."""

    id: str
    kind: str
    name: str
    redirect_uris: list[str]
    created_at: datetime
    used_at: datetime | None


class ExportedConnection(BaseModel):
    """An app the person let in."""

    client_id: str
    client_name: str
    scopes: list[str]
    granted_at: datetime
    last_used_at: datetime | None


class ExportedToken(BaseModel):
    """A personal access token, without the token."""

    name: str
    scopes: list[str]
    created_at: datetime
    expires_at: datetime
    last_used_at: datetime | None


class ExportedEvent(BaseModel):
    """A line of the account's log; `said` is the same in words."""

    at: datetime
    kind: str
    detail: str
    said: str
    address: str
    user_agent: str


class Export(BaseModel):
    """The whole file."""

    format: Literal["taskpal-export"]
    version: Literal[1]
    exported_at: datetime
    profile: ExportedProfile
    sessions: list[ExportedSession]
    clients: list[ExportedClient]
    connections: list[ExportedConnection]
    tokens: list[ExportedToken]
    preferences: ExportedPreferences
    lists: list[ExportedList]
    sections: list[ExportedSection]
    labels: list[ExportedLabel]
    filters: list[ExportedFilter]
    todos: list[ExportedTodo]
    comments: list[ExportedComment]
    occurrences: list[ExportedOccurrence]
    log: list[ExportedEvent]

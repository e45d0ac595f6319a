"""What a user sees of their apps: those they set up, and those they let in."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session

from taskpal import live
from taskpal.accounts.models import OwnerId
from taskpal.assistant import words
from taskpal.columns import now
from taskpal.oauth import clients, queries, redirects
from taskpal.oauth.models import Client
from taskpal.oauth.schemas import GPT, ConnectionView, NewClient, PendingView


@dataclass(frozen=True, slots=True)
class GptClient:
    """A client for a Custom GPT.

    `callbacks` are the addresses it may send people back to; `stage` says how far it
    is: new, asked (its callback waits), approved, connected.
    """

    id: str
    name: str
    made: str
    callbacks: list[str]
    stage: str


@dataclass(frozen=True, slots=True)
class Waiting:
    """A GPT's callback to approve, on each of the hosts ChatGPT uses."""

    id: str
    client_name: str
    callbacks: list[str]


@dataclass(frozen=True, slots=True)
class ConnectedApp:
    """An app the user let in, and what it may do in their words."""

    id: str
    name: str
    scopes: list[str]
    since: str
    used: str


@dataclass(frozen=True, slots=True)
class Everything:
    """All of it, read at once."""

    clients: list[GptClient]
    waiting: list[Waiting]
    apps: list[ConnectedApp]


def everything(session: Session, owner_id: OwnerId) -> Everything:
    """The owner's clients, the callbacks that wait for them, and their connections."""
    waiting = queries.pending_callbacks(session, owner_id)
    let_in = queries.connections_of(session, owner_id)
    asked = {pending.client_id for pending in waiting}
    connected = {connection.client_id for connection in let_in}
    return Everything(
        clients=[
            _client(client, asked, connected)
            for client in queries.clients_of(session, owner_id)
            if client.kind == GPT
        ],
        waiting=[_waiting(pending) for pending in waiting],
        apps=[_app(connection) for connection in let_in],
    )


def make(session: Session, owner_id: OwnerId, name: str) -> tuple[str, str]:
    """A new client for a Custom GPT: its id, and its secret, which is not kept.

    Raises:
        BadValues: the name cannot be one.
    """
    client, secret = clients.make_client(session, owner_id, NewClient(GPT, name))
    return client.id, secret or ""


def add_callback(
    session: Session, owner_id: OwnerId, client_id: str, callback: str
) -> None:
    """Let the client send people back to one more address.

    Raises:
        BadValues: it is not one that can be allowed.
        ClientNotFound: the owner has no such client.
    """
    live.changed(session, owner_id)  # so that two added at once are both kept
    known = queries.client_of(session, owner_id, client_id).redirect_uris
    clients.set_redirect_uris(session, owner_id, client_id, [*known, callback.strip()])


def remove_callback(
    session: Session, owner_id: OwnerId, client_id: str, callback: str
) -> None:
    """Take one away; a GPT's callback goes from both of ChatGPT's hosts.

    Raises:
        ClientNotFound: the owner has no such client.
    """
    live.changed(session, owner_id)
    known = queries.client_of(session, owner_id, client_id).redirect_uris
    kept = _without(known, _both(callback))
    clients.set_redirect_uris(session, owner_id, client_id, kept)


def _client(client: Client, asked: set[str], connected: set[str]) -> GptClient:
    return GptClient(
        id=client.id,
        name=client.name,
        made=_day(client.created_at),
        callbacks=list(client.redirect_uris),
        stage=_stage(client, asked, connected),
    )


def _stage(client: Client, asked: set[str], connected: set[str]) -> str:
    if client.id in asked:
        return "asked"
    if client.id in connected:
        return "connected"
    return "approved" if client.redirect_uris else "new"


def _waiting(pending: PendingView) -> Waiting:
    return Waiting(
        id=pending.id,
        client_name=pending.client_name,
        callbacks=_both(pending.callback),
    )


def _app(connection: ConnectionView) -> ConnectedApp:
    used = connection.last_used_at
    return ConnectedApp(
        id=connection.id,
        name=connection.client_name,
        scopes=connection.scopes,
        since=_day(connection.granted_at),
        used=_day(used) if used else "",
    )


def _day(at: datetime) -> str:
    return words.day(at.date(), now().date())


def _both(callback: str) -> list[str]:
    path = redirects.chatgpt_path(callback)
    return redirects.chatgpt_uris(path) if path else [callback]


def _without(known: Sequence[str], removed: Sequence[str]) -> list[str]:
    return [callback for callback in known if callback not in removed]

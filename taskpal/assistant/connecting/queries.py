"""What a user sees of the apps they set up and let in, and of their tokens."""

from collections.abc import Mapping

from sqlmodel import Session

from taskpal.accounts.models import OwnerId
from taskpal.assistant.connecting.schemas import (
    ConnectedApp,
    Everything,
    OwnApp,
    PersonalToken,
    Waiting,
)
from taskpal.columns import written
from taskpal.oauth import queries, redirects
from taskpal.oauth.models import Client
from taskpal.oauth.schemas import (
    GPT,
    ConnectionView,
    PendingView,
    PersonalTokenView,
)

_PLACES_NAMED = 2  # of the hosts an app leads to; more would not be read


def everything(session: Session, owner_id: OwnerId) -> Everything:
    """The owner's apps, what waits for them, what they let in, and their tokens."""
    waiting = queries.pending_callbacks(session, owner_id)
    connections = queries.connections_of(session, owner_id)
    stages = {connection.client_id: "connected" for connection in connections}
    stages |= {pending.client_id: "asked" for pending in waiting}
    own = _own_apps(session, owner_id, stages)
    return Everything(
        gpts=[app for app in own if app.kind == GPT],
        waiting=[_waiting(pending) for pending in waiting],
        apps=[app for app in own if app.kind != GPT],
        connected=[_connected(connection) for connection in connections],
        tokens=[_token(one) for one in queries.personal_tokens(session, owner_id)],
    )


def both_hosts(callback: str) -> list[str]:
    """A GPT's callback on both hosts ChatGPT uses; any other is alone."""
    path = redirects.chatgpt_path(callback)
    return redirects.chatgpt_uris(path) if path else [callback]


def _own_apps(
    session: Session, owner_id: OwnerId, stages: Mapping[str, str]
) -> list[OwnApp]:
    people = queries.people_by_client(session, owner_id)
    return [
        OwnApp(
            id=client.id,
            kind=client.kind,
            name=client.name,
            made=written(client.created_at),
            callbacks=list(client.redirect_uris),
            people=people.get(client.id, 0),
            stage=stages.get(client.id) or _stage(client),
        )
        for client in queries.clients_of(session, owner_id)
    ]


def _stage(client: Client) -> str:
    return "approved" if client.redirect_uris else "new"


def _waiting(pending: PendingView) -> Waiting:
    return Waiting(
        id=pending.id,
        client_name=pending.client_name,
        callbacks=both_hosts(pending.callback),
    )


def _connected(connection: ConnectionView) -> ConnectedApp:
    return ConnectedApp(
        id=connection.id,
        name=connection.client_name,
        origin=connection.origin,
        place=", ".join(connection.leads_to[:_PLACES_NAMED]),
        scopes=connection.scopes,
        since=written(connection.granted_at),
        used=written(connection.last_used_at),
    )


def _token(token: PersonalTokenView) -> PersonalToken:
    return PersonalToken(
        id=token.id,
        name=token.name,
        scopes=token.scopes,
        made=written(token.made_at),
        expires=written(token.expires_at),
        used=written(token.last_used_at),
    )

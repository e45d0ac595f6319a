"""A Custom GPT's callbacks: noticed when ChatGPT sends one, approved by its owner.

ChatGPT makes up a new one whenever the GPT's action is edited.
"""

from collections.abc import Sequence

from sqlmodel import Session, col, select

from taskpal import live
from taskpal.accounts import log
from taskpal.accounts.log import NOWHERE, Happened, Where
from taskpal.accounts.models import OwnerId
from taskpal.oauth import clients, queries, redirects
from taskpal.oauth.models import Client, PendingCallback

MAX_PENDING = 5


def waits(session: Session, client_id: str, path: str) -> bool:
    """Whether this callback is waiting for its owner's approval already."""
    return path in {one.path for one in _waiting(session, client_id)}


def remember_callback(session: Session, client_id: str, path: str) -> None:
    """Note a callback that its owner may approve; only the latest few are kept.

    Anybody can send one, and the owner's dashboards are told: throttle it.
    """
    client = queries.client(session, client_id)
    if client is None or client.owner_id is None:
        return
    live.changed(session, client.owner_id)
    queries.keep_client(session, client_id)
    waiting = _waiting(session, client_id)
    if path in {one.path for one in waiting}:
        return
    for oldest in waiting[MAX_PENDING - 1 :]:
        session.delete(oldest)
    session.add(PendingCallback(client_id=client_id, path=path))


def approve_callback(
    session: Session, owner_id: OwnerId, pending_id: str, *, where: Where = NOWHERE
) -> Client:
    """Let a Custom GPT's callback in, on both hosts ChatGPT uses."""
    live.changed(session, owner_id)
    pending, client = queries.pending_callback(session, owner_id, pending_id)
    approved = [*client.redirect_uris, *redirects.chatgpt_uris(pending.path)]
    client.redirect_uris = clients.redirect_uris(client.kind, approved)
    session.add(client)
    session.delete(pending)
    session.flush()
    log.note(session, owner_id, Happened.CALLBACK_APPROVED, client.name, where=where)
    return client


def refuse_callback(
    session: Session, owner_id: OwnerId, pending_id: str, *, where: Where = NOWHERE
) -> None:
    """Forget a callback that was waiting."""
    live.changed(session, owner_id)
    pending, client = queries.pending_callback(session, owner_id, pending_id)
    session.delete(pending)
    session.flush()
    log.note(session, owner_id, Happened.CALLBACK_REFUSED, client.name, where=where)


def _waiting(session: Session, client_id: str) -> Sequence[PendingCallback]:
    return session.exec(
        select(PendingCallback)
        .where(PendingCallback.client_id == client_id)
        .order_by(col(PendingCallback.asked_at).desc(), col(PendingCallback.id))
    ).all()

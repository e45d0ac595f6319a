"""What a user does to their apps and tokens on the page /connections."""

from collections.abc import Collection

from sqlmodel import Session

from taskpal import live, security
from taskpal.accounts.log import NOWHERE, Where
from taskpal.accounts.models import OwnerId
from taskpal.assistant.connecting.queries import both_hosts
from taskpal.assistant.connecting.schemas import KINDS, LIFETIMES
from taskpal.errors import BadValues
from taskpal.oauth import queries, scopes
from taskpal.oauth import service as oauth
from taskpal.oauth.schemas import DEVICE, GPT, NewClient


def make_gpt(
    session: Session, owner_id: OwnerId, name: str, *, where: Where = NOWHERE
) -> tuple[str, str]:
    """A new client for a Custom GPT: its id, and its secret, which is not kept.

    Raises:
        BadValues: the name cannot be one.
    """
    new = NewClient(GPT, name)
    client, secret = oauth.make_client(session, owner_id, new, where=where)
    return client.id, secret or ""


def make_app(  # noqa: PLR0913
    session: Session,
    owner_id: OwnerId,
    kind: str,
    name: str,
    callbacks: str,
    *,
    where: Where = NOWHERE,
) -> tuple[str, str]:
    """A new client for an app of the user's: its id, and its secret, if it has one.

    `callbacks` are its redirect URIs with space between; a device has none.

    Raises:
        BadValues: naming each field that is wrong.
    """
    if kind not in KINDS:
        raise BadValues({"kind": "Choose what kind of app it is."})
    uris = [] if kind == DEVICE else callbacks.split()
    new = NewClient(kind, name, uris)
    client, secret = oauth.make_client(session, owner_id, new, where=where)
    return client.id, secret or ""


def add_callback(
    session: Session,
    owner_id: OwnerId,
    client_id: str,
    callback: str,
    *,
    where: Where = NOWHERE,
) -> None:
    """Let the client send people back to one more address.

    Raises:
        BadValues: it is not one that can be allowed.
        ClientNotFound: the owner has no such client.
    """
    live.changed(session, owner_id)  # so that two added at once are both kept
    known = queries.client_of(session, owner_id, client_id).redirect_uris
    wanted = [*known, callback.strip()]
    oauth.set_redirect_uris(session, owner_id, client_id, wanted, where=where)


def remove_callback(
    session: Session,
    owner_id: OwnerId,
    client_id: str,
    callback: str,
    *,
    where: Where = NOWHERE,
) -> None:
    """Take one away; a GPT's callback goes from both of ChatGPT's hosts.

    Raises:
        BadValues: the app cannot be without it.
        ClientNotFound: the owner has no such client.
    """
    live.changed(session, owner_id)
    known = queries.client_of(session, owner_id, client_id).redirect_uris
    removed = both_hosts(callback)
    kept = [one for one in known if one not in removed]
    oauth.set_redirect_uris(session, owner_id, client_id, kept, where=where)


def make_token(  # noqa: PLR0913
    session: Session,
    owner_id: OwnerId,
    name: str,
    scope: Collection[str],
    days: int,
    *,
    where: Where = NOWHERE,
) -> tuple[str, str]:
    """A new token for the user's scripts: its id, and itself, which is not kept.

    Raises:
        BadValues: naming each field that is wrong.
    """
    if not name.strip():
        raise BadValues({"name": "Give it a name, to know it by later."})
    if not scope:
        raise BadValues({"scope": "Tick at least one thing it may do."})
    if days not in LIFETIMES:
        raise BadValues({"days": "Choose when it expires."})
    granted = scopes.write(scope)
    token = oauth.make_personal_token(
        session, owner_id, granted, days, name, where=where
    )
    return security.hash_token(token), token

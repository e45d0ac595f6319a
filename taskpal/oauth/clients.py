"""Setting up apps, changing and removing them.

Each change begins with `live.changed`, which locks the account. With account, client,
connection always locked in this order, changes at the same moment wait for each other.
"""

from collections.abc import Sequence

from sqlmodel import Session, col, delete, select

from taskpal import live, security
from taskpal.accounts import log
from taskpal.accounts.log import NOWHERE, Happened, Where
from taskpal.accounts.models import OwnerId
from taskpal.columns import now
from taskpal.errors import BadValues
from taskpal.oauth import kinds, queries, redirects
from taskpal.oauth.errors import NoSecret
from taskpal.oauth.models import Client, Connection
from taskpal.oauth.schemas import GPT, KINDS, NewClient

MAX_CLIENTS = 50
MAX_REDIRECT_URIS = 50
MAX_TOLD = 200  # dashboards that hear at once of an app that was removed
_NAME_LENGTH = 100


def make_client(
    session: Session, owner_id: OwnerId, new: NewClient, *, where: Where = NOWHERE
) -> tuple[Client, str | None]:
    """A new client and its secret, which cannot be shown again (some have none).

    Raises:
        BadValues: naming each field that is wrong.
    """
    if new.kind not in KINDS:
        raise BadValues({"kind": f"Choose one of {', '.join(KINDS)}."})
    live.changed(session, owner_id)
    if len(queries.clients_of(session, owner_id)) >= MAX_CLIENTS:
        raise BadValues({"name": "You have 50 apps. Remove one first."})
    client = Client(
        owner_id=owner_id,
        kind=new.kind,
        name=named(new.name),
        redirect_uris=redirect_uris(new.kind, new.redirect_uris),
    )
    session.add(client)
    secret = _new_secret(client) if kinds.of(new.kind).secret else None
    session.flush()
    log.note(session, owner_id, Happened.CLIENT_MADE, client.name, where=where)
    return client, secret


def rename_client(
    session: Session,
    owner_id: OwnerId,
    client_id: str,
    name: str,
    *,
    where: Where = NOWHERE,
) -> Client:
    """Give a client another name; people see it when they are asked."""
    live.changed(session, owner_id)
    client = queries.client_of(session, owner_id, client_id)
    before, client.name = client.name, named(name)
    if client.name != before:
        client.changed_at = now()
    session.add(client)
    detail = f"{before}, now called {client.name}"
    log.note(session, owner_id, Happened.CLIENT_CHANGED, detail, where=where)
    return client


def rotate_secret(
    session: Session, owner_id: OwnerId, client_id: str, *, where: Where = NOWHERE
) -> str:
    """A new secret; the old one stops working at once, tokens stay.

    Raises:
        NoSecret: the client is of a kind without one.
    """
    live.changed(session, owner_id)
    client = queries.client_of(session, owner_id, client_id)
    if not kinds.of(client.kind).secret:
        raise NoSecret
    session.add(client)
    log.note(session, owner_id, Happened.SECRET_MADE, client.name, where=where)
    return _new_secret(client)


def set_redirect_uris(
    session: Session,
    owner_id: OwnerId,
    client_id: str,
    uris: Sequence[str],
    *,
    where: Where = NOWHERE,
) -> Client:
    """Replace where a client may send people back to.

    Raises:
        BadValues: one of the addresses is not allowed, and why.
    """
    live.changed(session, owner_id)
    client = queries.client_of(session, owner_id, client_id)
    before, client.redirect_uris = (
        client.redirect_uris,
        redirect_uris(client.kind, uris),
    )
    if not set(client.redirect_uris) <= set(before):
        client.changed_at = now()
    session.add(client)
    log.note(session, owner_id, Happened.CLIENT_CHANGED, client.name, where=where)
    return client


def remove_client(
    session: Session, owner_id: OwnerId, client_id: str, *, where: Where = NOWHERE
) -> None:
    """Remove the owner's client with every connection to it.

    Raises:
        ClientNotFound: there is none, or it is someone else's.
    """
    client = queries.client_of(session, owner_id, client_id)
    remove_anyones(session, client, where=where)


def remove_anyones(session: Session, client: Client, *, where: Where = NOWHERE) -> None:
    """Remove a client, whoever set it up, or nobody; its tokens end at once.

    Whoever let it in reads so in their log and on their open dashboards: the first 200
    of them, as each account stays locked until the commit.
    """
    let_in = select(Connection.owner_id).where(Connection.client_id == client.id)
    told = session.exec(let_in.order_by(Connection.owner_id).limit(MAX_TOLD)).all()
    # All in one order, so that two removals at once take turns.
    for owner_id in sorted({*told, *filter(None, [client.owner_id])}):
        try:
            live.changed(session, owner_id)
        except live.AccountGone:
            if owner_id == client.owner_id:
                raise
        else:
            if owner_id in told:
                _ended(session, OwnerId(owner_id), client)
    if client.owner_id is not None:
        owner = OwnerId(client.owner_id)
        log.note(session, owner, Happened.CLIENT_REMOVED, client.name, where=where)
    session.execute(delete(Client).where(col(Client.id) == client.id))


def named(name: str) -> str:
    """The name as it is kept and shown to people.

    Raises:
        BadValues: it cannot be one.
    """
    name = name.strip()
    # `isprintable` also refuses the invisible characters that turn text around.
    if not name or len(name) > _NAME_LENGTH or not name.isprintable():
        raise BadValues({"name": "Give it a name of up to 100 plain characters."})
    return name


def redirect_uris(kind: str, uris: Sequence[str]) -> list[str]:
    """The addresses as a client of this kind may have them.

    Raises:
        BadValues: one of them is not allowed, and why.
    """
    rules = kinds.of(kind)
    if uris and not rules.redirects:
        raise BadValues({"redirect_uris": "A device sends nobody anywhere: name none."})
    wanted: list[str] = []
    for uri in uris:
        if why := redirects.problem(uri, rules):
            raise BadValues({"redirect_uris": f"{uri[:100]!r} {why}."})
        path = redirects.chatgpt_path(uri) if kind == GPT else None
        wanted += redirects.chatgpt_uris(path) if path else [uri]
    unique = list(dict.fromkeys(wanted))
    if not unique and rules.redirects and kind != GPT:  # a GPT's is known only later
        raise BadValues({"redirect_uris": "Name at least one redirect URI."})
    if len(unique) > MAX_REDIRECT_URIS:
        raise BadValues({"redirect_uris": "At most 50 redirect URIs fit."})
    return unique


def _ended(session: Session, owner_id: OwnerId, client: Client) -> None:
    detail = f"{client.name}, as it was removed"
    log.note(session, owner_id, Happened.APP_DISCONNECTED, detail)


def _new_secret(client: Client) -> str:
    secret = security.new_token("tp_cs_")
    client.secret_hash = security.hash_token(secret)
    return secret

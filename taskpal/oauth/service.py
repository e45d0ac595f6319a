"""Who may act for a user: checking tokens, apps and the connections to them."""

import contextlib
from dataclasses import dataclass, field
from datetime import timedelta

from sqlmodel import Session, col, delete

from taskpal import live, security, throttle
from taskpal.accounts import log
from taskpal.accounts.log import NOWHERE, Happened, Where
from taskpal.accounts.models import OwnerId
from taskpal.columns import now
from taskpal.errors import BadValues
from taskpal.oauth import queries, scopes, uses
from taskpal.oauth.callbacks import approve_callback, refuse_callback
from taskpal.oauth.clients import (
    make_client,
    named,
    remove_client,
    rename_client,
    rotate_secret,
    set_redirect_uris,
)
from taskpal.oauth.errors import (
    ScopeMissing,
    TokenMissing,
    TokenRefused,
    TokenUnknown,
)
from taskpal.oauth.models import PERSONAL, REFRESH, Client, Connection, Token
from taskpal.oauth.tokens import end_everything
from taskpal.settings import settings
from taskpal.throttle import Limit

__all__ = [  # everything a user's own pages and the command line call
    "Caller",
    "approve_callback",
    "authenticate",
    "bearer",
    "connect",
    "disconnect",
    "end_everything",
    "make_client",
    "make_personal_token",
    "refuse_callback",
    "remove_client",
    "rename_client",
    "revoke_personal_token",
    "rotate_secret",
    "set_redirect_uris",
]

PERSONAL_DAYS = range(7, 366)
MAX_PERSONAL = 50


@dataclass(frozen=True, slots=True)
class Caller:
    """For whom a request acts, and through which app (none with a personal token).

    `unnoted` is the token's id if its use was not noted lately (see `uses`);
    `token_name` is what the user called a personal one, and `token_id` tells it from
    others of that name.
    """

    owner_id: OwnerId
    client_id: str | None
    client_name: str | None
    scopes: frozenset[str]
    unnoted: str | None = field(default=None, compare=False)
    token_name: str = ""
    token_id: str = field(default="", compare=False)


def bearer(header: str | None, scope: str, audience: str = scopes.API) -> str:
    """The token in an Authorization header, still unchecked.

    Raises:
        TokenMissing: there is none; only this header is looked at (RFC 6750 §2.1).
    """
    kind, _, token = (header or "").partition(" ")
    if kind.lower() != "bearer" or not token.strip():
        raise TokenMissing(scope, audience)
    return token.strip()


def authenticate(
    session: Session, token: str, scope: str, audience: str = scopes.API
) -> Caller:
    """Whoever the token acts for, found by one indexed query.

    Raises:
        TokenUnknown: there is no such token, or it has ended.
        TokenRefused: it has expired, or is for another audience.
        TooManyAttempts: it was used too often in the last minute.
        ScopeMissing: it does not allow all of `scope`; any token allows none.
    """
    token_id, moment = security.hash_token(token), now()
    found = queries.bearer(session, token_id)
    if found is None:
        raise TokenUnknown(scope, audience)
    if found.kind == REFRESH or found.expires_at <= moment:
        raise TokenRefused(scope, audience)
    if found.audience not in {audience, scopes.ANY_AUDIENCE}:
        raise TokenRefused(scope, audience)
    throttle.spend(Limit("api", settings().api_per_minute, 60), token_id)
    granted = frozenset(found.scope.split())
    if not (scopes.allows(granted, scope) or scopes.covers(found.scope, scope)):
        raise ScopeMissing(scope, granted, audience)
    noted = found.last_used_at
    return Caller(
        OwnerId(found.owner_id),
        found.client_id,
        found.client_name,
        granted,
        token_id if noted is None or noted < moment - uses.NOTED else None,
        found.token_name,
        token_id,
    )


def make_personal_token(  # noqa: PLR0913
    session: Session,
    owner_id: OwnerId,
    scope: str,
    days: int = 30,
    name: str = "",
    *,
    where: Where = NOWHERE,
) -> str:
    """A new token for the owner's own scripts; it cannot be shown again.

    Raises:
        BadValues: naming each field that is wrong.
    """
    granted = _scopes(scope)
    if days not in PERSONAL_DAYS:
        raise BadValues({"days": "Choose between 7 and 365 days."})
    live.changed(session, owner_id)
    if len(queries.personal_tokens(session, owner_id)) >= MAX_PERSONAL:
        raise BadValues({"name": "You have 50 tokens. Revoke one first."})
    token = security.new_token("tp_pat_")
    made = Token(
        id=security.hash_token(token),
        kind=PERSONAL,
        owner_id=owner_id,
        name=named(name) if name.strip() else "",
        scope=scopes.write(granted),
        audience=scopes.ANY_AUDIENCE,
        expires_at=now() + timedelta(days=days),
    )
    session.add(made)
    session.flush()
    log.note(session, owner_id, Happened.TOKEN_MADE, made.name, where=where)
    return token


def revoke_personal_token(
    session: Session, owner_id: OwnerId, token_id: str, *, where: Where = NOWHERE
) -> None:
    """End one of the owner's own tokens; it is refused at once.

    Raises:
        TokenNotFound: there is none, or it is someone else's.
    """
    live.changed(session, owner_id)
    token = queries.personal_token(session, owner_id, token_id)
    session.execute(delete(Token).where(col(Token.id) == token.id))
    log.note(session, owner_id, Happened.TOKEN_REVOKED, token.name, where=where)


def connect(
    session: Session, owner_id: OwnerId, client_id: str, scope: str
) -> Connection:
    """Note that the owner lets a client in, with this scope and what it had before.

    Raises:
        ClientNotFound: it was removed a moment ago.
    """
    live.changed(session, owner_id)  # also locks the account: one connection, not two
    queries.keep_client(session, client_id)
    connection = queries.connection_to(session, owner_id, client_id)
    if connection is None:
        connection = Connection(owner_id=owner_id, client_id=client_id, scope=scope)
    else:
        connection.scope = scopes.write({*connection.scope.split(), *scope.split()})
        connection.granted_at = now()
    session.add(connection)
    session.flush()
    uses.note_client(session, client_id)
    return connection


def disconnect(
    session: Session, owner_id: OwnerId, connection_id: str, *, where: Where = NOWHERE
) -> None:
    """End what a client was granted; its codes and tokens are refused at once.

    Raises:
        ConnectionNotFound: there is none, or it is someone else's.
    """
    live.changed(session, owner_id)
    connection = queries.connection_of(session, owner_id, connection_id)
    client = session.get_one(Client, connection.client_id)
    session.execute(delete(Connection).where(col(Connection.id) == connection.id))
    log.note(session, owner_id, Happened.APP_DISCONNECTED, client.name, where=where)


def _scopes(scope: str) -> frozenset[str]:
    with contextlib.suppress(ValueError):
        if named := scopes.parse(scope):
            return named
    raise BadValues({"scope": f"Choose from {scopes.DEFAULT}."})

"""How tokens are given, renewed and ended.

Whoever changes tokens first locks the connection they hang on, so that redeeming,
renewing and disconnecting at the same moment take turns.
"""

import logging
from datetime import datetime, timedelta

from sqlmodel import Session, col, delete, select

from taskpal import live, security, throttle
from taskpal.accounts import log
from taskpal.accounts.log import Happened
from taskpal.accounts.models import Account, OwnerId
from taskpal.columns import now
from taskpal.oauth import uses
from taskpal.oauth.models import (
    ACCESS,
    PERSONAL,
    REFRESH,
    AuthorizationCode,
    AuthorizationRequest,
    Client,
    Connection,
    DeviceAuthorization,
    Token,
    TokenFamily,
)

ACCESS_LIFE = timedelta(hours=1)
REFRESH_IDLE = timedelta(days=30)
FAMILY_LIFE = timedelta(days=180)
OVERLAP = timedelta(seconds=30)  # in which parallel refreshes all succeed
KEPT = timedelta(days=1)  # in which using something again is noticed
# Of one connection: tokens fill the database, and each may ask the API so often.
ISSUED = throttle.Limit("tokens-issued", 60, 600)

audit = logging.getLogger("taskpal.audit")


def new_access_token() -> str:
    """An access token, still to be kept."""
    return security.new_token("tp_at_")


def new_refresh_token() -> str:
    """A refresh token, still to be kept."""
    return security.new_token("tp_rt_")


def find_token(session: Session, token: str) -> Token | None:
    """An app's access or refresh token. Personal tokens are none of OAuth's."""
    found = session.get(Token, security.hash_token(token))
    return None if found is None or found.kind == PERSONAL else found


def renewable(session: Session, token: str, client_id: str) -> Token | None:
    """The client's refresh token, if it may be exchanged; locked until the commit.

    RFC 9700 §4.14.2: one that was exchanged before is let through for 30 seconds, as
    parallel refreshes cannot know of each other. Later it was copied: all its family
    ends.
    """
    found = find_token(session, token)
    if found is None or found.kind != REFRESH or found.client_id != client_id:
        return None
    connection = lock_family(session, found.family_id or "")
    found = session.get(Token, found.id, populate_existing=True)  # as it is by now
    if connection is None or found is None or found.expires_at <= now():
        return None
    if replaced_long_ago(found):
        what = Happened.REFRESH_TOKEN_REUSED
        end_copied(session, connection, found.family_id or "", what)
        return None
    return found


def works(token: Token) -> bool:
    """Whether an app's token would be taken now."""
    return token.expires_at > now() and not replaced_long_ago(token)


def replaced_long_ago(token: Token) -> bool:
    """Whether a refresh token was exchanged so long ago that nobody should have it."""
    return token.replaced_at is not None and token.replaced_at + OVERLAP < now()


def replace(session: Session, token: Token) -> None:
    """Mark a refresh token as exchanged, from its first exchange on."""
    token.replaced_at = token.replaced_at or now()
    session.add(token)


def issue(  # noqa: PLR0913
    session: Session,
    family_id: str,
    *,
    access: str,
    refresh: str,
    scope: str,
    refresh_scope: str,
    audience: str,
) -> None:
    """Store a new pair of tokens and note that the connection was used.

    RFC 6749 §6: a refresh token keeps its scope when an access token with less is made.

    Raises:
        TooManyAttempts: the connection was given many lately.
    """
    family = session.get_one(TokenFamily, family_id)
    throttle.hit(ISSUED, family.connection_id)
    connection = session.get_one(Connection, family.connection_id)
    connection.last_used_at = now()
    family.expires_at = min(now() + REFRESH_IDLE, family.started_at + FAMILY_LIFE)
    session.add_all([connection, family])
    uses.note_client(session, connection.client_id)

    def keep(token: str, kind: str, scope: str, expires_at: datetime) -> None:
        session.add(
            Token(
                id=security.hash_token(token),
                kind=kind,
                owner_id=connection.owner_id,
                client_id=connection.client_id,
                family_id=family.id,
                scope=scope,
                audience=audience,
                expires_at=expires_at,
            )
        )

    keep(access, ACCESS, scope, now() + ACCESS_LIFE)
    keep(refresh, REFRESH, refresh_scope, family.expires_at)
    _forget_expired(session, family)
    session.flush()


def lock(session: Session, connection_id: str) -> Connection | None:
    """The connection as it is by now, locked until the commit; None if it ended.

    Its account is kept from being deleted first: what is written next belongs to it.
    """
    wanted = Connection.id == connection_id
    owner = select(Account.id).join(Connection).where(wanted)
    session.exec(owner.with_for_update(of=Account, read=True, key_share=True)).first()
    return session.exec(
        select(Connection)
        .where(wanted)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).first()


def lock_family(session: Session, family_id: str) -> Connection | None:
    family = session.get(TokenFamily, family_id)
    return lock(session, family.connection_id) if family else None


def end(session: Session, token: Token) -> None:
    """End a token; a refresh token takes its whole family along (RFC 7009 §2.1)."""
    if token.kind == REFRESH and token.family_id is not None:
        lock_family(session, token.family_id)
        end_family(session, token.family_id)
    else:
        session.execute(delete(Token).where(col(Token.id) == token.id))


def end_family(session: Session, family_id: str) -> bool:
    """End every token that came from one code; whether there was any."""
    ended = delete(TokenFamily).where(col(TokenFamily.id) == family_id)
    return bool(session.execute(ended.returning(col(TokenFamily.id))).all())


def end_copied(
    session: Session, connection: Connection, family_id: str, what: Happened
) -> None:
    """End what came of something copied, and raise the alarm once."""
    if not end_family(session, family_id):
        return
    client = session.get_one(Client, connection.client_id)
    log.note(session, OwnerId(connection.owner_id), what, client.name)
    audit.warning("%s: ended token family %s of client %s", what, family_id, client.id)


def end_everything(session: Session, owner_id: OwnerId) -> None:
    """End every code and token that acts for this owner, scripts' own tokens too.

    What they allowed their apps stays: an app asks for tokens anew.
    """
    live.changed(session, owner_id)
    mine = select(Connection.id).where(Connection.owner_id == owner_id)
    session.exec(mine.order_by(col(Connection.id)).with_for_update()).all()
    for table in (AuthorizationCode, DeviceAuthorization, TokenFamily):
        session.execute(delete(table).where(col(table.connection_id).in_(mine)))
    session.execute(delete(Token).where(col(Token.owner_id) == owner_id))


def forget_expired(session: Session) -> None:
    """Delete, for every owner, what ended by itself: nobody may come back for it."""
    begun = now() - KEPT  # a day late: no transaction still works with it
    for table in (
        Token,
        TokenFamily,
        AuthorizationRequest,
        AuthorizationCode,
        DeviceAuthorization,
    ):
        session.execute(delete(table).where(col(table.expires_at) < begun))


def _forget_expired(session: Session, family: TokenFamily) -> None:
    session.execute(
        delete(Token).where(
            col(Token.family_id) == family.id, col(Token.expires_at) < now()
        )
    )

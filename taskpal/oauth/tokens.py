"""How codes become tokens, tokens are renewed, and all of them end.

Whoever changes tokens first locks the connection they hang on, so that redeeming,
renewing and disconnecting at the same moment take turns.
"""

import logging
from datetime import datetime, timedelta

from sqlmodel import Session, col, delete, select, update

from taskpal import live, security
from taskpal.accounts import log
from taskpal.accounts.log import Happened
from taskpal.accounts.models import Account, OwnerId
from taskpal.columns import now
from taskpal.oauth.errors import ConnectionNotFound
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

CODE_LIFE = timedelta(seconds=60)
ACCESS_LIFE = timedelta(hours=1)
REFRESH_IDLE = timedelta(days=30)
FAMILY_LIFE = timedelta(days=180)
OVERLAP = timedelta(seconds=30)  # in which parallel refreshes all succeed
USE_NOTED = timedelta(minutes=10)  # how true "last used" is
CLIENT_NOTED = timedelta(hours=1)  # the same for clients
CODE_KEPT = timedelta(days=1)  # in which redeeming a code again is noticed

Redeemable = AuthorizationCode | DeviceAuthorization
REDEEMABLE = (AuthorizationCode, DeviceAuthorization)
"""What an app exchanges for its first tokens, once."""

audit = logging.getLogger("taskpal.audit")


def new_code() -> str:
    """An authorization code, still to be kept."""
    return security.new_token("tp_ac_")


def new_access_token() -> str:
    """An access token, still to be kept."""
    return security.new_token("tp_at_")


def new_refresh_token() -> str:
    """A refresh token, still to be kept."""
    return security.new_token("tp_rt_")


def keep_code(  # noqa: PLR0913
    session: Session,
    code: str,
    connection: Connection,
    *,
    redirect_uri: str,
    redirect_uri_sent: bool,
    scope: str,
    audience: str,
    code_challenge: str | None,
) -> None:
    """Store a code, good for 60 seconds, with everything it is bound to.

    Raises:
        ConnectionNotFound: it was ended a moment ago.
    """
    if _lock(session, connection.id) is None:
        raise ConnectionNotFound
    _forget_old_codes(session, connection)
    session.add(
        AuthorizationCode(
            id=security.hash_token(code),
            connection_id=connection.id,
            owner_id=connection.owner_id,
            client_id=connection.client_id,
            redirect_uri=redirect_uri,
            redirect_uri_sent=redirect_uri_sent,
            scope=scope,
            audience=audience,
            code_challenge=code_challenge,
            expires_at=now() + CODE_LIFE,
        )
    )
    session.flush()


def find_code(session: Session, code: str) -> AuthorizationCode | None:
    """The code, whether or not it can still be redeemed."""
    return session.get(AuthorizationCode, security.hash_token(code))


def redeem(session: Session, code: Redeemable) -> TokenFamily | None:
    """Begin the code's family of tokens; None if it is too late, or was done before.

    RFC 6749 §4.1.2, RFC 9700 §4.5: a code seen twice was copied, so the tokens it gave
    end. Among parallel requests the UPDATE lets exactly one through.
    """
    if _lock(session, code.connection_id or "") is None:
        return None
    table = type(code)
    claimed = session.execute(
        update(table)
        .where(col(table.id) == code.id, col(table.redeemed_at).is_(None))
        .values(redeemed_at=now())
        .returning(col(table.id))
        .execution_options(synchronize_session=False)
    ).first()
    if claimed is None:
        connection = session.get_one(Connection, code.connection_id)
        _end_copied(session, connection, code.family_id, Happened.CODE_REUSED)
        return None
    return _begin_family(session, code) if code.expires_at > now() else None


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
    connection = _lock_family(session, found.family_id or "")
    found = session.get(Token, found.id, populate_existing=True)  # as it is by now
    if connection is None or found is None or found.expires_at <= now():
        return None
    if replaced_long_ago(found):
        what = Happened.REFRESH_TOKEN_REUSED
        _end_copied(session, connection, found.family_id or "", what)
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
    """
    family = session.get_one(TokenFamily, family_id)
    connection = session.get_one(Connection, family.connection_id)
    connection.last_used_at = now()
    family.expires_at = min(now() + REFRESH_IDLE, family.started_at + FAMILY_LIFE)
    session.add_all([connection, family])
    note_use_of_client(session, connection.client_id)

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


def note_use(session: Session, token_id: str) -> None:
    """Note that a token, and the connection it hangs on, were used just now.

    It waits for nobody: whoever holds one of the rows notes a use of it, or ends it.
    """
    through = (
        select(Connection.id)
        .join(TokenFamily, col(TokenFamily.connection_id) == col(Connection.id))
        .join(Token, col(Token.family_id) == col(TokenFamily.id))
        .where(Token.id == token_id)
    )
    itself = select(Token.id).where(Token.id == token_id)
    for table, wanted in ((Connection, through), (Token, itself)):
        free = wanted.with_for_update(of=table, skip_locked=True)
        noted = update(table).where(col(table.id).in_(free)).values(last_used_at=now())
        session.execute(noted.execution_options(synchronize_session=False))


def note_use_of_client(session: Session, client_id: str) -> None:
    """Note that a client was used, hourly at most: its many users share its row.

    It waits for nobody, so whoever holds a connection may call it.
    """
    stale = col(Client.used_at).is_(None) | (col(Client.used_at) < now() - CLIENT_NOTED)
    free = (
        select(Client.id)
        .where(Client.id == client_id, stale)
        .with_for_update(key_share=True, skip_locked=True)
    )
    noted = update(Client).where(col(Client.id).in_(free)).values(used_at=now())
    session.execute(noted.execution_options(synchronize_session=False))


def end(session: Session, token: Token) -> None:
    """End a token; a refresh token takes its whole family along (RFC 7009 §2.1)."""
    if token.kind == REFRESH and token.family_id is not None:
        _lock_family(session, token.family_id)
        end_family(session, token.family_id)
    else:
        session.execute(delete(Token).where(col(Token.id) == token.id))


def end_family(session: Session, family_id: str) -> bool:
    """End every token that came from one code; whether there was any."""
    ended = delete(TokenFamily).where(col(TokenFamily.id) == family_id)
    return bool(session.execute(ended.returning(col(TokenFamily.id))).all())


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
    begun = now() - CODE_KEPT  # a day late: no transaction still works with it
    for table in (Token, TokenFamily, AuthorizationRequest, *REDEEMABLE):
        session.execute(delete(table).where(col(table.expires_at) < begun))


def _forget_old_codes(session: Session, connection: Connection) -> None:
    session.execute(
        delete(AuthorizationCode).where(
            col(AuthorizationCode.connection_id) == connection.id,
            col(AuthorizationCode.expires_at) < now() - CODE_KEPT,
        )
    )


def _lock(session: Session, connection_id: str) -> Connection | None:
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


def _lock_family(session: Session, family_id: str) -> Connection | None:
    family = session.get(TokenFamily, family_id)
    return _lock(session, family.connection_id) if family else None


def _begin_family(session: Session, code: Redeemable) -> TokenFamily:
    session.execute(
        delete(TokenFamily).where(
            col(TokenFamily.connection_id) == code.connection_id,
            col(TokenFamily.expires_at) < now(),
        )
    )
    family = TokenFamily(
        id=code.family_id,
        connection_id=code.connection_id or "",
        expires_at=now() + REFRESH_IDLE,
    )
    session.add(family)
    session.flush()
    return family


def _end_copied(
    session: Session, connection: Connection, family_id: str, what: Happened
) -> None:
    """End what came of something copied, and raise the alarm once."""
    if not end_family(session, family_id):
        return
    client = session.get_one(Client, connection.client_id)
    log.note(session, OwnerId(connection.owner_id), what, client.name)
    audit.warning("%s: ended token family %s of client %s", what, family_id, client.id)


def _forget_expired(session: Session, family: TokenFamily) -> None:
    session.execute(
        delete(Token).where(
            col(Token.family_id) == family.id, col(Token.expires_at) < now()
        )
    )

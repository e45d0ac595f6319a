"""How codes become tokens, tokens are renewed, and all of them end.

Whoever changes tokens first locks the connection they hang on, so that redeeming,
renewing and disconnecting at the same moment take turns.
"""

import logging
from datetime import datetime, timedelta

from sqlmodel import Session, col, delete, select, update

from taskpal import live, security
from taskpal.accounts.models import OwnerId
from taskpal.columns import now
from taskpal.oauth.errors import ConnectionNotFound
from taskpal.oauth.models import (
    ACCESS,
    PERSONAL,
    REFRESH,
    AuthorizationCode,
    AuthorizationRequest,
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
CODE_KEPT = timedelta(days=1)  # in which redeeming a code again is noticed

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


def redeem(session: Session, code: AuthorizationCode) -> TokenFamily | None:
    """Begin the code's family of tokens; None if it is too late, or was done before.

    RFC 6749 §4.1.2, RFC 9700 §4.5: a code seen twice was copied, so the tokens it gave
    end. Among parallel requests the UPDATE lets exactly one through.
    """
    if _lock(session, code.connection_id) is None:
        return None
    claimed = session.execute(
        update(AuthorizationCode)
        .where(
            col(AuthorizationCode.id) == code.id,
            col(AuthorizationCode.redeemed_at).is_(None),
        )
        .values(redeemed_at=now())
        .returning(col(AuthorizationCode.id))
        .execution_options(synchronize_session=False)
    ).first()
    if claimed is None:
        _end_copied(session, code.family_id, code.client_id, "code redeemed again")
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
    family_id = found.family_id or ""
    _lock_family(session, family_id)
    found = session.get(Token, found.id, populate_existing=True)  # as it is by now
    if found is None or found.expires_at <= now():
        return None
    if found.replaced_at and found.replaced_at + OVERLAP < now():
        _end_copied(session, family_id, client_id, "refresh token used again")
        return None
    return found


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


def end(session: Session, token: Token) -> None:
    """End a token; a refresh token takes its whole family along (RFC 7009 §2.1)."""
    if token.kind == REFRESH and token.family_id is not None:
        _lock_family(session, token.family_id)
        end_family(session, token.family_id)
    else:
        session.execute(delete(Token).where(col(Token.id) == token.id))


def end_family(session: Session, family_id: str) -> None:
    """End every token that came from one code."""
    session.execute(delete(TokenFamily).where(col(TokenFamily.id) == family_id))


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
    for table in (Token, TokenFamily, AuthorizationCode, AuthorizationRequest):
        session.execute(delete(table).where(col(table.expires_at) < begun))


def _forget_old_codes(session: Session, connection: Connection) -> None:
    session.execute(
        delete(AuthorizationCode).where(
            col(AuthorizationCode.connection_id) == connection.id,
            col(AuthorizationCode.expires_at) < now() - CODE_KEPT,
        )
    )


def _lock(session: Session, connection_id: str) -> Connection | None:
    return session.exec(
        select(Connection)
        .where(Connection.id == connection_id)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).first()


def _lock_family(session: Session, family_id: str) -> None:
    family = session.get(TokenFamily, family_id)
    if family is not None:
        _lock(session, family.connection_id)


def _begin_family(session: Session, code: AuthorizationCode) -> TokenFamily:
    session.execute(
        delete(TokenFamily).where(
            col(TokenFamily.connection_id) == code.connection_id,
            col(TokenFamily.expires_at) < now(),
        )
    )
    family = TokenFamily(
        id=code.family_id,
        connection_id=code.connection_id,
        expires_at=now() + REFRESH_IDLE,
    )
    session.add(family)
    session.flush()
    return family


def _end_copied(session: Session, family_id: str, client_id: str, what: str) -> None:
    end_family(session, family_id)
    audit.warning("%s: ended token family %s of client %s", what, family_id, client_id)


def _forget_expired(session: Session, family: TokenFamily) -> None:
    session.execute(
        delete(Token).where(
            col(Token.family_id) == family.id, col(Token.expires_at) < now()
        )
    )

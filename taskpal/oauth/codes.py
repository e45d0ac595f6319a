"""How codes are given, and exchanged for the first tokens, once."""

from datetime import timedelta

from sqlmodel import Session, col, delete, update

from taskpal import security
from taskpal.accounts.log import Happened
from taskpal.columns import now
from taskpal.oauth import tokens
from taskpal.oauth.errors import ConnectionNotFound
from taskpal.oauth.models import (
    AuthorizationCode,
    Connection,
    DeviceAuthorization,
    TokenFamily,
)

CODE_LIFE = timedelta(seconds=60)

Redeemable = AuthorizationCode | DeviceAuthorization
"""What an app exchanges for its first tokens."""


def new_code() -> str:
    """An authorization code, still to be kept."""
    return security.new_token("tp_ac_")


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
    if tokens.lock(session, connection.id) is None:
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
    if tokens.lock(session, code.connection_id or "") is None:
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
        tokens.end_copied(session, connection, code.family_id, Happened.CODE_REUSED)
        return None
    return _begin_family(session, code) if code.expires_at > now() else None


def _forget_old_codes(session: Session, connection: Connection) -> None:
    session.execute(
        delete(AuthorizationCode).where(
            col(AuthorizationCode.connection_id) == connection.id,
            col(AuthorizationCode.expires_at) < now() - tokens.KEPT,
        )
    )


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
        expires_at=now() + tokens.REFRESH_IDLE,
    )
    session.add(family)
    session.flush()
    return family

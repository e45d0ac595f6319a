"""When tokens, connections and clients were last used.

Whoever notes it waits for nobody: a row that somebody else holds is left alone, as that
is noting a use too, or ending it.
"""

from datetime import timedelta

from sqlmodel import Session, col, select, update

from taskpal.columns import now
from taskpal.oauth.models import Client, Connection, Token, TokenFamily

NOTED = timedelta(minutes=10)  # how true "last used" is
CLIENT_NOTED = timedelta(hours=1)  # the same for clients


def note(session: Session, token_id: str) -> None:
    """Note that a token, and the connection it hangs on, were used just now."""
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


def note_client(session: Session, client_id: str) -> None:
    """Note that a client was used, hourly at most: its many users share its row."""
    stale = col(Client.used_at).is_(None) | (col(Client.used_at) < now() - CLIENT_NOTED)
    free = (
        select(Client.id)
        .where(Client.id == client_id, stale)
        .with_for_update(key_share=True, skip_locked=True)
    )
    noted = update(Client).where(col(Client.id).in_(free)).values(used_at=now())
    session.execute(noted.execution_options(synchronize_session=False))

"""People who are signed in, without the form."""

from taskpal import database, security
from taskpal.accounts import sessions
from taskpal.accounts.models import BrowserSession, OwnerId
from taskpal.columns import now


def sign_in(owner_id: OwnerId) -> str:
    """A session of theirs: the token in its cookie."""
    token = security.new_token()
    with database.transaction() as session:
        session.add(
            BrowserSession(
                id=security.hash_token(token),
                account_id=owner_id,
                expires_at=now() + sessions.STAYS,
            )
        )
    return token


def sign_out(token: str) -> None:
    """End the session of this cookie."""
    with database.transaction() as session:
        session.delete(session.get_one(BrowserSession, security.hash_token(token)))

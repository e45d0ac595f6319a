"""What changes an account as a whole, in all the domains it reaches into."""

from sqlmodel import Session

from taskpal import live
from taskpal.accounts import queries, sessions
from taskpal.accounts import service as accounts
from taskpal.accounts.errors import WrongCredentials
from taskpal.accounts.log import NOWHERE, Where
from taskpal.accounts.schemas import Credentials
from taskpal.oauth import service as oauth


def change_password(
    session: Session, checked: Credentials, new_hash: str, where: Where = NOWHERE
) -> str:
    """Another password; all sessions and tokens end. The token of a new session.

    The browser that asks gets a new one too: a copy of its cookie ends like the rest.

    Raises:
        WrongCredentials: the account or its password changed since the check.
    """
    accounts.change_password(session, checked, new_hash, None, where)
    oauth.end_everything(session, checked.owner_id)
    return sessions.start(session, checked.owner_id, where)


def delete_account(session: Session, checked: Credentials) -> None:
    """The account goes, with everything that hangs on it; open tabs move to /sign-in.

    Raises:
        WrongCredentials: the account or its password changed since the check.
    """
    live.changed(session, checked.owner_id)
    if queries.credentials_of(session, checked.owner_id) != checked:
        raise WrongCredentials
    accounts.remove(session, checked.owner_id)

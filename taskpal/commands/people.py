"""Finding the account that a command names by its address."""

from sqlmodel import Session

from taskpal.accounts import queries
from taskpal.accounts.models import Account, OwnerId
from taskpal.errors import TaskPalError


class NoSuchAccount(TaskPalError):
    """Nobody signed up with this address."""

    def __init__(self, email: str) -> None:
        super().__init__(f"There is no account with the address {email}.")


def account(session: Session, email: str) -> Account:
    """The account of this address.

    Raises:
        NoSuchAccount: there is none.
    """
    found = queries.account_of(session, email)
    if found is None:
        raise NoSuchAccount(email)
    return found


def owner(session: Session, email: str) -> OwnerId:
    """Who owns what the command is about."""
    return OwnerId(account(session, email).id)

"""How a person gets in: counted, then checked, then given a session.

Each step has its own thread, and the slow one holds no connection to the database.
"""

import asyncio
from dataclasses import dataclass

from sqlmodel import Session

from taskpal import security, throttle
from taskpal.accounts import passwords, queries, service
from taskpal.accounts.errors import SignUpClosed, WrongCredentials
from taskpal.accounts.log import Where
from taskpal.accounts.models import OwnerId
from taskpal.accounts.schemas import Credentials, NewAccount
from taskpal.accounts.words import email_key
from taskpal.database import in_reading, in_transaction
from taskpal.errors import BadValues
from taskpal.settings import settings
from taskpal.throttle import Limit

# Guesses are counted three ways: tightly for one account from one place, widely for one
# place, and widely for one account from everywhere. A browser that has signed in to the
# account before only counts its own, so strangers who guess cannot keep it out.
FROM_HERE = Limit("sign-in-from-here", 10, 300)
BY_ADDRESS = Limit("sign-in-by-address", 100, 300)
TO_ACCOUNT = Limit("sign-in-to-account", 50, 300)
NEW_ACCOUNTS = Limit("sign-up-by-address", 60, 3600)


@dataclass(frozen=True, slots=True)
class Visitor:
    """The browser at the door."""

    address: str
    user_agent: str = ""
    session_token: str | None = None
    known_as: str | None = None

    @property
    def where(self) -> Where:
        return Where(self.address, self.user_agent)


async def sign_up(visitor: Visitor, new: NewAccount) -> str:
    """Make the account and sign it in: the token of its session.

    Raises:
        SignUpClosed, TooManyAttempts, EmailTaken.
    """
    if settings().sign_up == "closed":
        raise SignUpClosed
    await asyncio.to_thread(throttle.hit, NEW_ACCOUNTS, visitor.address)
    password_hash = await passwords.hashed(new.password)
    token = await in_transaction(_join, visitor, new, password_hash)
    await _leave_before(visitor)
    return token


async def sign_in(visitor: Visitor, email: str, password: str) -> str:
    """Check who it is and sign them in: the token of their session.

    Raises:
        BadValues, TooManyAttempts, WrongCredentials.
    """
    _refuse_blanks(email=email, password=password)
    await asyncio.to_thread(_count, visitor, email_key(email))
    found = await in_reading(queries.credentials, email)
    fits = await passwords.fits(password, found.password_hash if found else None)
    if found is None or not fits:
        raise WrongCredentials
    token = await in_transaction(service.sign_in, found, visitor.where)
    await _leave_before(visitor)
    await asyncio.to_thread(_welcome, visitor, email_key(email))
    return token


def known_as(email: str) -> str:
    """What a browser keeps to show that it has signed in to this account before."""
    return security.sign("known browser", email_key(email))


def _join(
    session: Session, visitor: Visitor, new: NewAccount, password_hash: str
) -> str:
    account = service.sign_up(session, new, password_hash, visitor.where)
    checked = Credentials(OwnerId(account.id), account.password_hash)
    return service.sign_in(session, checked, visitor.where)


async def _leave_before(visitor: Visitor) -> None:
    """In a transaction of its own: no two may each wait for the other's account."""
    if visitor.session_token:
        await in_transaction(_leave, visitor)


def _leave(session: Session, visitor: Visitor) -> None:
    """End the session that this browser had before, whoever's that was."""
    if before := queries.signed_in(session, visitor.session_token):
        service.sign_out(session, before.owner_id, before.session_id, visitor.where)


def _refuse_blanks(email: str, password: str) -> None:
    problems = {}
    if not email.strip():
        problems["email"] = "Enter your email address."
    if not password:
        problems["password"] = "Enter your password."  # noqa: S105
    if problems:
        raise BadValues(problems)


def _count(visitor: Visitor, account: str) -> None:
    throttle.hit(FROM_HERE, account, _place(visitor, account))
    if not _known(visitor, account):
        throttle.hit(BY_ADDRESS, visitor.address)
        throttle.hit(TO_ACCOUNT, account)


def _welcome(visitor: Visitor, account: str) -> None:
    """Forget the slips of the fingers before the right password."""
    throttle.clear(FROM_HERE, account, _place(visitor, account))


def _place(visitor: Visitor, account: str) -> str:
    known = _known(visitor, account)
    return "a browser it knows" if known else visitor.address


def _known(visitor: Visitor, account: str) -> bool:
    return security.same(visitor.known_as or "", known_as(account))

"""How a person gets in: counted, then checked, then given a session.

Each step has its own thread, and the slow one holds no connection to the database.
"""

import asyncio

from sqlmodel import Session

from taskpal import throttle
from taskpal.accounts import invitations, passwords, queries, second_step, service
from taskpal.accounts.doorstep import Visitor, leave_before
from taskpal.accounts.errors import SignUpClosed, WrongCredentials
from taskpal.accounts.models import OwnerId
from taskpal.accounts.preferences import service as preferences
from taskpal.accounts.schemas import Credentials, Entered, HalfWay, NewAccount
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


async def sign_up(visitor: Visitor, new: NewAccount, invitation: str = "") -> Entered:
    """Make the account and sign it in; where sign-up is closed, for the invited only.

    Raises:
        SignUpClosed, InvitationOver, InvitedSomeoneElse, TooManyAttempts, EmailTaken.
    """
    await in_reading(invited, invitation, new.email)
    await asyncio.to_thread(throttle.hit, NEW_ACCOUNTS, visitor.address)
    password_hash = await passwords.hashed(new.password)
    token = await in_transaction(_join, visitor, new, password_hash, invitation)
    await leave_before(visitor)
    return Entered(token, new.email)


async def sign_in(visitor: Visitor, email: str, password: str) -> Entered | HalfWay:
    """Check who it is and sign them in, or ask for a code where the account wants one.

    Raises:
        BadValues, TooManyAttempts, WrongCredentials.
    """
    _refuse_blanks(email=email, password=password)
    await asyncio.to_thread(_count, visitor, email_key(email))
    found = await in_reading(queries.credentials, email)
    fits = await passwords.fits(password, found.password_hash if found else None)
    if found is None or not fits:
        raise WrongCredentials
    await asyncio.to_thread(_forget_slips, visitor, email_key(email))
    if found.two_step:
        return second_step.half_way(found)
    token = await in_transaction(service.sign_in, found, visitor.where)
    await leave_before(visitor)
    return Entered(token, found.email)


def invited(session: Session, invitation: str, email: str = "") -> str:
    """The address an invitation is for; "" for any, and where nobody needs one.

    Raises:
        SignUpClosed, InvitationOver, InvitedSomeoneElse.
    """
    if settings().sign_up == "open":
        return ""
    if not invitation:
        raise SignUpClosed
    return invitations.check(session, invitation, email)


def _join(
    session: Session,
    visitor: Visitor,
    new: NewAccount,
    password_hash: str,
    invitation: str,
) -> str:
    if settings().sign_up == "closed":
        invitations.use(session, invitation, new.email)
    else:
        invitations.use_up(session, invitation, new.email)
    account = service.sign_up(session, new, password_hash, visitor.where)
    preferences.take_zone(session, OwnerId(account.id), new.zone)
    checked = Credentials(OwnerId(account.id), account.password_hash)
    return service.sign_in(session, checked, visitor.where)


def _refuse_blanks(email: str, password: str) -> None:
    problems = {}
    if not email.strip():
        problems["email"] = "Enter your email address."
    if not password:
        problems["password"] = "Enter your password."  # noqa: S105
    if problems:
        raise BadValues(problems)


def _count(visitor: Visitor, account: str) -> None:
    """The address first: made-up accounts must not fill the counters without end."""
    known = visitor.is_known(account)
    if not known:
        throttle.hit(BY_ADDRESS, visitor.address)
    throttle.hit(FROM_HERE, account, visitor.place(account))
    if not known:
        throttle.hit(TO_ACCOUNT, account)


def _forget_slips(visitor: Visitor, account: str) -> None:
    """Forget the slips of the fingers before the right password."""
    throttle.clear(FROM_HERE, account, visitor.place(account))

"""Proof that the owner is asking: their password, and a code where that is on.

It is asked for before what cannot be undone, of somebody who is signed in already.
Guesses are counted by session. So whoever took over an open browser is slowed down, and
the owner at another one is not.
"""

import asyncio

from sqlmodel import Session

from taskpal import throttle
from taskpal.accounts import passwords, queries, two_step
from taskpal.accounts.errors import WrongCode, WrongPassword
from taskpal.accounts.log import NOWHERE, Where
from taskpal.accounts.models import OwnerId
from taskpal.accounts.schemas import Credentials, SignedIn
from taskpal.database import in_reading, in_transaction
from taskpal.throttle import Limit

PASSWORDS = Limit("proof-password", 10, 900)
PASSWORDS_A_DAY = Limit("proof-password-daily", 50, 86_400)
CODES = Limit("proof-code", 10, 900)
CODES_A_DAY = Limit("proof-code-daily", 30, 86_400)


async def password(person: SignedIn, typed: str) -> Credentials:
    """The account, its password just checked: what `service` wants to see.

    Raises:
        WrongPassword, TooManyAttempts.
    """
    if not typed:
        raise WrongPassword
    await asyncio.to_thread(_count, person, PASSWORDS, PASSWORDS_A_DAY)
    found = await in_reading(queries.credentials, person.email)
    fits = await passwords.fits(typed, found.password_hash if found else None)
    if found is None or found.owner_id != person.owner_id or not fits:
        raise WrongPassword
    await asyncio.to_thread(throttle.clear, PASSWORDS, person.session_id)
    return found


async def code(person: SignedIn, typed: str, where: Where = NOWHERE) -> None:
    """Accept a code of the owner's app or a recovery code, which is used up by it.

    Raises:
        WrongCode, TooManyAttempts.
    """
    await asyncio.to_thread(_count, person, CODES, CODES_A_DAY)
    await in_transaction(_accept, person.owner_id, typed, where)
    await asyncio.to_thread(throttle.clear, CODES, person.session_id)


def _count(person: SignedIn, *limits: Limit) -> None:
    for limit in limits:
        throttle.hit(limit, person.session_id)


def _accept(session: Session, owner_id: OwnerId, typed: str, where: Where) -> None:
    if not two_step.check(session, owner_id, typed, where):
        raise WrongCode

"""Between the right password and being signed in: the browser is asked for a code.

Until then there is no session. The browser keeps proof, for ten minutes, that it gave
the right password of this account; another password ends that too.

Codes of an app have six digits, so guesses are counted closely: a few for each time the
password was given, some in a quarter of an hour for each place, and few enough in a day
that three years of guessing by somebody who knows the password find a code once in ten
times. Browsers that the account knows are counted apart, and recovery codes, which
nobody can guess, not by the day: so the owner gets in while others guess.
"""

import asyncio
import re
import secrets

from sqlmodel import Session

from taskpal import security, throttle
from taskpal.accounts import log, queries, service, two_step
from taskpal.accounts.doorstep import Visitor, leave_before
from taskpal.accounts.errors import SignInAgain, TooManyWrongCodes, WrongCode
from taskpal.accounts.log import Happened
from taskpal.accounts.models import OwnerId
from taskpal.accounts.schemas import Credentials, Entered, HalfWay
from taskpal.columns import now
from taskpal.database import in_reading, in_transaction
from taskpal.errors import TooManyAttempts
from taskpal.throttle import Limit

WITHIN = 600
EACH_TIME = Limit("second-step", 5, WITHIN)
FROM_HERE = Limit("second-step-from-here", 10, 900)
A_DAY = Limit("second-step-daily", 30, 86_400)
NOTED = Limit("second-step-noted", 3, 86_400)

# Whose password was given, until when that counts, and which time it was given.
_CLAIM = re.compile(r"([2-9a-z]{12})-([0-9a-f]{8})-([0-9a-f]{16})-[0-9a-f]{64}")


def half_way(checked: Credentials) -> HalfWay:
    """What to give a browser that is to be asked for a code."""
    until = int(now().timestamp()) + WITHIN
    claim = f"{checked.owner_id}-{until:08x}-{secrets.token_hex(8)}"
    return HalfWay(_signed(claim, checked))


async def of(token: str | None) -> Credentials:
    """Whose password a browser has given.

    Raises:
        SignInAgain: too long ago, or it has changed since, or this never was.
    """
    claim = _CLAIM.fullmatch(token or "")
    if claim is None or int(claim[2], 16) < now().timestamp():
        raise SignInAgain
    found = await in_reading(queries.credentials_of, OwnerId(claim[1]))
    if found is None or not found.two_step:
        raise SignInAgain
    if not security.same(claim[0], _signed(claim[0].rpartition("-")[0], found)):
        raise SignInAgain
    return found


async def finish(visitor: Visitor, token: str | None, code: str) -> Entered:
    """Sign in whoever gave the password, and now the code.

    Raises:
        SignInAgain, WrongCode, TooManyAttempts.
    """
    checked = await of(token)
    try:
        await asyncio.to_thread(_count, visitor, checked, token or "", code)
    except (TooManyAttempts, TooManyWrongCodes):
        await _note(visitor, checked)
        raise
    session_token = await in_transaction(_enter, visitor, checked, code)
    await leave_before(visitor)
    await asyncio.to_thread(_forget_slips, visitor, checked)
    return Entered(session_token, checked.email)


def _signed(claim: str, checked: Credentials) -> str:
    bound = f"{claim}\x1f{checked.password_hash}"
    return f"{claim}-{security.sign('half way', bound)}"


def _count(visitor: Visitor, checked: Credentials, token: str, code: str) -> None:
    owner_id, email = checked.owner_id, checked.email
    throttle.hit(FROM_HERE, owner_id, visitor.place(email))
    if two_step.is_from_app(code):
        throttle.hit(A_DAY, owner_id, _kind(visitor, email))
    try:
        throttle.hit(EACH_TIME, token)
    except TooManyAttempts:
        raise TooManyWrongCodes from None


def _forget_slips(visitor: Visitor, checked: Credentials) -> None:
    owner_id, email = checked.owner_id, checked.email
    throttle.clear(FROM_HERE, owner_id, visitor.place(email))
    throttle.clear(A_DAY, owner_id, _kind(visitor, email))


def _kind(visitor: Visitor, email: str) -> str:
    return "known" if visitor.is_known(email) else "unknown"


def _enter(session: Session, visitor: Visitor, checked: Credentials, code: str) -> str:
    session_token = service.sign_in(session, checked, visitor.where)
    if not two_step.check(session, checked.owner_id, code, visitor.where):
        raise WrongCode
    return session_token


async def _note(visitor: Visitor, checked: Credentials) -> None:
    """Tell the owner that somebody knows their password; a few times a day."""
    try:
        await asyncio.to_thread(throttle.hit, NOTED, checked.owner_id)
    except TooManyAttempts:
        return
    await in_transaction(
        log.note, checked.owner_id, Happened.CODE_WRONG, where=visitor.where
    )

"""The second step of signing in: an authenticator app's codes, and recovery codes.

A code stands for a time step of 30 seconds (RFC 6238). The step before and the one
after are accepted too, for clocks that go wrong and fingers that are slow (§5.2). No
step is accepted twice, also when two requests come at once: all that is done here
holds the account's row.
"""

import unicodedata
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from time import time as seconds

import pyotp
from cryptography.fernet import InvalidToken
from pyotp.exceptions import OTPVerificationError
from sqlalchemy import delete
from sqlmodel import Session, col

from taskpal import live, security
from taskpal.accounts import log, recovery
from taskpal.accounts.errors import SetUpIsOver, TwoStepIsOff, TwoStepIsOn, WrongCode
from taskpal.accounts.log import NOWHERE, Happened, Where
from taskpal.accounts.models import OwnerId, TwoStep
from taskpal.columns import now

ISSUER = "TaskPal"
STEPS_ASIDE = 1
SET_UP_WITHIN = timedelta(hours=1)

_DIGITS = 6


@dataclass(frozen=True, slots=True)
class TwoStepState:
    """Whether signing in takes a code, since when, and how many codes are left."""

    on: bool
    codes_left: int
    since: datetime | None


@dataclass(frozen=True, slots=True)
class NewSecret:
    """What an authenticator app is given: the address in the QR code, or the secret."""

    secret: str = field(repr=False)
    uri: str = field(repr=False)


def state_of(session: Session, owner_id: OwnerId) -> TwoStepState:
    """How the account stands."""
    row = _row(session, owner_id)
    since = row.confirmed_at if row else None
    left = recovery.left(session, owner_id) if since else 0
    return TwoStepState(since is not None, left, since)


def begin(session: Session, owner_id: OwnerId, email: str) -> NewSecret:
    """A secret for an authenticator app; it counts once a code of it was seen.

    A new one each time: whoever has seen an earlier one cannot make its codes.

    Raises:
        TwoStepIsOn: it is turned off first.
    """
    live.changed(session, owner_id)
    row = _row(session, owner_id)
    if row and row.confirmed_at:
        raise TwoStepIsOn
    secret = pyotp.random_base32()
    session.merge(TwoStep(account_id=owner_id, secret_sealed=security.seal(secret)))
    return _for_the_app(secret, email)


def pending(session: Session, owner_id: OwnerId, email: str) -> NewSecret | None:
    """The secret that waits for its first code, to show it again; None without one."""
    row = _row(session, owner_id)
    if row is None or row.confirmed_at or row.made_at < now() - SET_UP_WITHIN:
        return None
    secret = _unsealed(row)
    return _for_the_app(secret, email) if secret else None


def confirm(
    session: Session, owner_id: OwnerId, code: str, where: Where = NOWHERE
) -> list[str]:
    """Turn it on with the app's first code: the recovery codes, shown this once.

    Raises:
        TwoStepIsOn, SetUpIsOver, WrongCode.
    """
    live.changed(session, owner_id)
    row = _row(session, owner_id)
    if row and row.confirmed_at:
        raise TwoStepIsOn
    if row is None or row.made_at < now() - SET_UP_WITHIN:
        raise SetUpIsOver
    if not _take_step(row, _typed(code)):
        raise WrongCode
    row.confirmed_at = now()
    log.note(session, owner_id, Happened.TWO_STEP_ON, where=where)
    return recovery.make(session, owner_id)


def check(
    session: Session, owner_id: OwnerId, code: str, where: Where = NOWHERE
) -> bool:
    """Whether this is the app's code or a recovery code; it will not be again."""
    live.changed(session, owner_id)
    row = _row(session, owner_id)
    if row is None or row.confirmed_at is None:
        return False
    typed = _typed(code)
    return _take_step(row, typed) or recovery.take(session, owner_id, typed, where)


def turn_off(
    session: Session, owner_id: OwnerId, where: Where = NOWHERE, by: str = ""
) -> None:
    """Ask for the password alone from now on; who it is was checked before.

    Raises:
        TwoStepIsOff.
    """
    _hold_when_on(session, owner_id)
    session.execute(delete(TwoStep).where(col(TwoStep.account_id) == owner_id))
    recovery.forget(session, owner_id)
    log.note(session, owner_id, Happened.TWO_STEP_OFF, by, where=where)


def new_recovery_codes(
    session: Session, owner_id: OwnerId, where: Where = NOWHERE
) -> list[str]:
    """Ten other recovery codes, shown this once; those before stop working.

    Raises:
        TwoStepIsOff.
    """
    _hold_when_on(session, owner_id)
    log.note(session, owner_id, Happened.RECOVERY_CODES_MADE, where=where)
    return recovery.make(session, owner_id)


def is_from_app(code: str) -> bool:
    """Whether it looks like an app's code: short enough to be guessed, so counted."""
    typed = _typed(code)
    return len(typed) == _DIGITS and typed.isdecimal()


def _row(session: Session, owner_id: OwnerId) -> TwoStep | None:
    return session.get(TwoStep, owner_id, populate_existing=True)


def _hold_when_on(session: Session, owner_id: OwnerId) -> None:
    live.changed(session, owner_id)
    row = _row(session, owner_id)
    if row is None or row.confirmed_at is None:
        raise TwoStepIsOff


def _for_the_app(secret: str, email: str) -> NewSecret:
    uri = pyotp.TOTP(secret).provisioning_uri(name=email, issuer_name=ISSUER)
    return NewSecret(secret, uri)


def _take_step(row: TwoStep, typed: str) -> bool:
    """Accept a code of a later time step than any before it."""
    secret = _unsealed(row)
    if not secret or not is_from_app(typed):
        return False
    try:
        step = pyotp.TOTP(secret).verify_and_get_timecode(
            typed, for_time=seconds(), valid_window=STEPS_ASIDE
        )
    except OTPVerificationError:
        return False
    if step <= row.last_step:
        return False
    row.last_step = step
    return True


def _unsealed(row: TwoStep) -> str | None:
    """The secret; None when the secret key changed since: only the host can help."""
    try:
        return security.unseal(row.secret_sealed)
    except InvalidToken:
        return None


def _typed(code: str) -> str:
    """A code as compared, however it was spaced or its letters written."""
    plain = unicodedata.normalize("NFKC", code[:100]).casefold()
    return "".join(sign for sign in plain if sign.isalnum())

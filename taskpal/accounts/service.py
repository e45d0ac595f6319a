"""Signing up, in and out, and leaving for good."""

from sqlalchemy import delete, select, update
from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, col

from taskpal import live
from taskpal.accounts import log, sessions, words
from taskpal.accounts.errors import EmailTaken, WrongCredentials
from taskpal.accounts.log import NOWHERE, Happened, Where
from taskpal.accounts.models import Account, OwnerId
from taskpal.accounts.schemas import Credentials, NewAccount
from taskpal.accounts.words import email_key
from taskpal.errors import BadValues


def sign_up(
    session: Session,
    new: NewAccount,
    password_hash: str,
    where: Where = NOWHERE,
) -> Account:
    """A new account; hash the password before the transaction, hashing is slow.

    Raises:
        EmailTaken: the address has an account, perhaps since a moment ago.
    """
    account = Account(
        email=new.email,
        email_key=email_key(new.email),
        name=new.name,
        password_hash=password_hash,
    )
    session.add(account)
    try:
        session.flush()
    except IntegrityError:
        raise EmailTaken from None
    log.note(session, OwnerId(account.id), Happened.SIGNED_UP, where=where)
    return account


def sign_in(session: Session, checked: Credentials, where: Where = NOWHERE) -> str:
    """A new session of an account whose password was just checked: its cookie's token.

    Raises:
        WrongCredentials: the account or its password changed since the check.
    """
    _lock_unchanged(session, checked)
    log.note(session, checked.owner_id, Happened.SIGNED_IN, where=where)
    return sessions.start(session, checked.owner_id, where)


def change_password(
    session: Session,
    checked: Credentials,
    new_hash: str,
    keep_session_id: str | None,
    where: Where = NOWHERE,
) -> None:
    """Another password in place of the one just checked; other browsers are signed out.

    Raises:
        WrongCredentials: the account or its password changed since the check.
    """
    _lock_unchanged(session, checked)
    _replace_password(session, checked.owner_id, new_hash, keep_session_id)
    log.note(session, checked.owner_id, Happened.PASSWORD_CHANGED, where=where)


def set_password(session: Session, owner_id: OwnerId, new_hash: str) -> None:
    """Another password for somebody who forgot theirs; every browser is signed out."""
    live.changed(session, owner_id)
    _replace_password(session, owner_id, new_hash)
    log.note(session, owner_id, Happened.PASSWORD_CHANGED, log.BY_HOST)


def rename(session: Session, owner_id: OwnerId, name: str) -> str:
    """What to call the owner from now on, as it is kept.

    Raises:
        BadValues: the name cannot be one.
    """
    try:
        name = words.name(name)
    except ValueError as error:
        raise BadValues({"name": str(error)}) from None
    live.changed(session, owner_id)
    session.execute(
        update(Account).where(col(Account.id) == owner_id).values(name=name)
    )
    return name


def sign_out(
    session: Session, owner_id: OwnerId, session_id: str, where: Where = NOWHERE
) -> None:
    """End the session of the browser that asks; its open tabs move to /sign-in."""
    live.changed(session, owner_id)
    if sessions.close(session, owner_id, session_id):
        log.note(session, owner_id, Happened.SIGNED_OUT, where=where)


def remove(session: Session, owner_id: OwnerId) -> None:
    """Delete the account and everything of it; every session and token ends."""
    session.execute(delete(Account).where(col(Account.id) == owner_id))
    live.signed_out(session, owner_id)


def _lock_unchanged(session: Session, checked: Credentials) -> None:
    """Let nobody change the password until this is done, or see that somebody has."""
    try:
        live.changed(session, checked.owner_id)
    except live.AccountGone:
        raise WrongCredentials from None
    held = select(col(Account.password_hash)).where(col(Account.id) == checked.owner_id)
    if session.scalars(held).one() != checked.password_hash:
        raise WrongCredentials


def _replace_password(
    session: Session, owner_id: OwnerId, new_hash: str, keep: str | None = None
) -> None:
    session.execute(
        update(Account)
        .where(col(Account.id) == owner_id)
        .values(password_hash=new_hash)
    )
    sessions.close_all(session, owner_id, but=keep)

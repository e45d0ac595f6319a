"""Signing up, in and out, and leaving for good."""

from datetime import timedelta

from sqlalchemy import delete, select, update
from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, col

from taskpal import live
from taskpal.accounts.errors import EmailTaken, WrongCredentials
from taskpal.accounts.models import Account, BrowserSession, OwnerId
from taskpal.accounts.schemas import Credentials, NewAccount, SignedIn
from taskpal.accounts.words import email_key
from taskpal.columns import now
from taskpal.security import hash_token, new_token

# A browser stays signed in for this long after it was last used (to a day).
STAYS = timedelta(days=30)
RENEWED = timedelta(days=1)


def sign_up(session: Session, new: NewAccount, password_hash: str) -> Account:
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
    return account


def sign_in(session: Session, checked: Credentials, user_agent: str = "") -> str:
    """A new session of an account whose password was just checked: its cookie's token.

    Raises:
        WrongCredentials: the account or its password changed since the check.
    """
    unchanged = session.scalars(
        select(col(Account.id))
        .where(col(Account.id) == checked.owner_id)
        .where(col(Account.password_hash) == checked.password_hash)
        .with_for_update(read=True, key_share=True)
    ).one_or_none()
    if unchanged is None:
        raise WrongCredentials
    forget_expired(session)
    token = new_token()
    session.add(
        BrowserSession(
            id=hash_token(token),
            account_id=checked.owner_id,
            user_agent=user_agent[:300],
            expires_at=now() + STAYS,
        )
    )
    return token


def stay_signed_in(session: Session, person: SignedIn) -> None:
    """Put off the end of a session in use; writes at most once a day."""
    if due_for_renewal(person):
        session.execute(
            update(BrowserSession)
            .where(col(BrowserSession.id) == person.session_id)
            .where(col(BrowserSession.account_id) == person.owner_id)
            .values(expires_at=now() + STAYS)
        )


def due_for_renewal(person: SignedIn) -> bool:
    """Whether a day has passed since the session's end was last put off."""
    return now() + STAYS - person.expires_at >= RENEWED


def sign_out(session: Session, owner_id: OwnerId, session_id: str) -> None:
    """End one session of the owner; its open tabs move to /sign-in."""
    session.execute(
        delete(BrowserSession)
        .where(col(BrowserSession.id) == session_id)
        .where(col(BrowserSession.account_id) == owner_id)
    )
    live.signed_out(session, owner_id, session_id)


def remove(session: Session, owner_id: OwnerId) -> None:
    """Delete the account and everything of it; every session and token ends."""
    session.execute(delete(Account).where(col(Account.id) == owner_id))
    live.signed_out(session, owner_id)


def forget_expired(session: Session) -> None:
    """Delete the sessions that have ended by themselves."""
    session.execute(
        delete(BrowserSession).where(col(BrowserSession.expires_at) <= now())
    )

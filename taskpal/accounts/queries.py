"""How accounts and sessions are found."""

from sqlalchemy import ColumnElement, select
from sqlmodel import Session, col

from taskpal.accounts.errors import SignInAgain
from taskpal.accounts.models import Account, BrowserSession, OwnerId, TwoStep
from taskpal.accounts.schemas import Credentials, Profile, SignedIn
from taskpal.accounts.words import email_key
from taskpal.columns import now
from taskpal.security import hash_token


def signed_in(session: Session, cookie_token: str | None) -> SignedIn | None:
    """Who is signed in with this cookie, by one indexed query; None when nobody."""
    return None if cookie_token is None else under(session, hash_token(cookie_token))


def under(session: Session, session_id: str | None) -> SignedIn | None:
    """Who is signed in under this session, by one indexed query; None when nobody."""
    if session_id is None:
        return None
    found = session.execute(
        select(
            col(Account.id),
            col(BrowserSession.id),
            col(Account.email),
            col(Account.name),
            col(BrowserSession.expires_at),
        )
        .join(Account, col(Account.id) == col(BrowserSession.account_id))
        .where(col(BrowserSession.id) == session_id)
    ).one_or_none()
    if found is None:
        return None
    owner_id, found_id, email, name, expires_at = found
    if expires_at <= now():
        return None
    return SignedIn(OwnerId(owner_id), found_id, email, name, expires_at)


def require(session: Session, person: SignedIn) -> None:
    """See to it that the person is signed in still, last of all in a transaction.

    What gives others access waits for the account, perhaps for a new password: that
    has ended the session, and would not have ended what is given only now.

    Raises:
        SignInAgain: so that all of it is undone.
    """
    if under(session, person.session_id) is None:
        raise SignInAgain


def profile(session: Session, owner_id: OwnerId) -> Profile:
    """Who this is, as apps are told. The caller has just been checked to exist."""
    columns = col(Account.id), col(Account.email), col(Account.name)
    found = session.execute(select(*columns).where(col(Account.id) == owner_id))
    return Profile(*found.one())


def credentials(session: Session, email: str) -> Credentials | None:
    """The account of this address, with what its password is checked against."""
    return _credentials(session, col(Account.email_key) == email_key(email))


def credentials_of(session: Session, owner_id: OwnerId) -> Credentials | None:
    """As `credentials`, of an account that is known already."""
    return _credentials(session, col(Account.id) == owner_id)


def account_of(session: Session, email: str) -> Account | None:
    """The account of this address, however it is written."""
    return session.scalars(
        select(Account).where(col(Account.email_key) == email_key(email))
    ).one_or_none()


def accounts(session: Session, after: str = "", most: int = 100) -> list[Account]:
    """Accounts by address, `most` at a time, those that follow `after`."""
    found = session.scalars(
        select(Account)
        .where(col(Account.email_key) > after)
        .order_by(col(Account.email_key))
        .limit(most)
    )
    return list(found)


def _credentials(session: Session, which: ColumnElement[bool]) -> Credentials | None:
    """By one query, so that unknown addresses take no less time."""
    found = session.execute(
        select(
            col(Account.id),
            col(Account.password_hash),
            col(Account.email),
            col(TwoStep.confirmed_at),
        )
        .outerjoin(TwoStep, col(TwoStep.account_id) == col(Account.id))
        .where(which)
    ).one_or_none()
    if found is None:
        return None
    owner_id, password_hash, email, confirmed_at = found
    return Credentials(
        OwnerId(owner_id), password_hash, email, two_step=confirmed_at is not None
    )

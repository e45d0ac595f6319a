"""Links by which people join a TaskPal where sign-up is closed: each is good once."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, delete, or_, select
from sqlmodel import Session, col

from taskpal.accounts.errors import InvitationOver, InvitedSomeoneElse
from taskpal.accounts.models import Invitation
from taskpal.accounts.words import email_key
from taskpal.columns import now
from taskpal.security import hash_token, new_token

PREFIX = "tp_in_"
SHORT_ID = 12  # of the 64 characters of an id: enough to name one


@dataclass(frozen=True, slots=True)
class InvitationView:
    """An invitation that can still be used, as its host sees it."""

    id: str
    email: str
    made_at: datetime
    expires_at: datetime


def make(session: Session, email: str | None, lasts: timedelta) -> str:
    """A new invitation, good for one address or for any: its token, seen this once."""
    forget_expired(session)
    token = new_token(PREFIX)
    session.add(
        Invitation(
            id=hash_token(token),
            email_key=email_key(email) if email else None,
            expires_at=now() + lasts,
        )
    )
    return token


def check(session: Session, token: str, email: str = "") -> str:
    """The address it is good for, or "" when that is any; without using it.

    Raises:
        InvitationOver, InvitedSomeoneElse.
    """
    found = session.scalars(select(Invitation).where(_good(token))).one_or_none()
    if found is None:
        raise InvitationOver
    if email and found.email_key not in {None, email_key(email)}:
        raise InvitedSomeoneElse
    return found.email_key or ""


def use(session: Session, token: str, email: str) -> None:
    """Use it up: of two who try at once, one does.

    Raises:
        InvitationOver, InvitedSomeoneElse.
    """
    check(session, token, email)
    if not use_up(session, token, email):
        raise InvitationOver


def use_up(session: Session, token: str, email: str) -> bool:
    """As `use`, where nobody needs one: whether it was good."""
    for_them = or_(
        col(Invitation.email_key).is_(None),
        col(Invitation.email_key) == email_key(email),
    )
    used = delete(Invitation).where(_good(token), for_them)
    return session.execute(used.returning(col(Invitation.id))).first() is not None


def all_of_them(session: Session) -> list[InvitationView]:
    """Those that can still be used, in the order they end."""
    found = session.scalars(
        select(Invitation)
        .where(col(Invitation.expires_at) > now())
        .order_by(col(Invitation.expires_at), col(Invitation.id))
    )
    return [
        InvitationView(
            one.id[:SHORT_ID], one.email_key or "", one.made_at, one.expires_at
        )
        for one in found
    ]


def remove(session: Session, short_id: str) -> bool:
    """Take an invitation back; False when there is none of this id."""
    found = delete(Invitation).where(
        col(Invitation.id).startswith(short_id, autoescape=True)
    )
    if len(short_id) < SHORT_ID:
        return False
    return session.execute(found.returning(col(Invitation.id))).first() is not None


def forget_expired(session: Session) -> None:
    """Delete those that nobody used in time."""
    session.execute(delete(Invitation).where(col(Invitation.expires_at) <= now()))


def _good(token: str) -> ColumnElement[bool]:
    fits = col(Invitation.id) == hash_token(token)
    return fits & (col(Invitation.expires_at) > now())

"""The browsers someone is signed in with: listed, kept alive, and signed out."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import delete, select, update
from sqlmodel import Session, col

from taskpal import live
from taskpal.accounts import browsers, log
from taskpal.accounts.errors import SessionNotFound
from taskpal.accounts.log import NOWHERE, Happened, Where
from taskpal.accounts.models import BrowserSession, OwnerId
from taskpal.accounts.schemas import SignedIn
from taskpal.columns import now
from taskpal.security import hash_token, new_token

# A browser stays signed in for this long after it was last used.
STAYS = timedelta(days=30)
# How exactly it is known when that was; more often would make reading into writing.
RENEWED = timedelta(minutes=10)
# With one more, the one that was not used for longest is signed out.
MOST = 100


@dataclass(frozen=True, slots=True)
class SessionView:
    """A signed-in browser, as its owner sees it. The id lets nobody in."""

    id: str
    device: str
    address: str
    since: datetime
    last_used: datetime
    current: bool


def of(
    session: Session, owner_id: OwnerId, current_id: str | None = None
) -> list[SessionView]:
    """Where the owner is signed in: this browser first, then the latest used."""
    views = [_view(row, current_id) for row in _latest(session, owner_id)]
    return sorted(views, key=lambda view: not view.current)


def start(session: Session, owner_id: OwnerId, where: Where = NOWHERE) -> str:
    """A new session: the token for its cookie. Who it is was checked before."""
    _make_room(session, owner_id)
    token = new_token()
    session.add(
        BrowserSession(
            id=hash_token(token),
            account_id=owner_id,
            user_agent=where.user_agent[:300],
            address=where.address[:45],
            expires_at=now() + STAYS,
        )
    )
    return token


def keep(session: Session, person: SignedIn) -> None:
    """Note that a session is in use, which puts off its end; writes only when due."""
    if due(person):
        session.execute(
            update(BrowserSession)
            .where(col(BrowserSession.id) == person.session_id)
            .where(col(BrowserSession.account_id) == person.owner_id)
            .where(col(BrowserSession.expires_at) == person.expires_at)
            .values(expires_at=now() + STAYS)
        )


def due(person: SignedIn) -> bool:
    """Whether it is a while since the session was last noted to be in use."""
    return now() + STAYS - person.expires_at >= RENEWED


def end(
    session: Session, owner_id: OwnerId, session_id: str, where: Where = NOWHERE
) -> None:
    """Sign one browser of the owner out; its open tabs move to /sign-in.

    Raises:
        SessionNotFound: it has ended already, or is somebody else's.
    """
    live.changed(session, owner_id)
    row = session.get(BrowserSession, session_id)
    if row is None or row.account_id != owner_id:
        raise SessionNotFound
    close(session, owner_id, session_id)
    device = browsers.in_words(row.user_agent)
    log.note(session, owner_id, Happened.SESSION_ENDED, device, where=where)


def end_all(
    session: Session,
    owner_id: OwnerId,
    but: str | None = None,
    where: Where = NOWHERE,
) -> None:
    """Sign the owner out everywhere, or everywhere but here."""
    live.changed(session, owner_id)
    close_all(session, owner_id, but)
    scope = "everywhere else" if but else "everywhere"
    log.note(session, owner_id, Happened.SIGNED_OUT_EVERYWHERE, scope, where=where)


def close(session: Session, owner_id: OwnerId, session_id: str) -> bool:
    """As `end`, as a part of something else; False when there was no such session.

    Whatever an app asked this browser goes with it (ON DELETE CASCADE).
    """
    ended = session.execute(
        delete(BrowserSession)
        .where(col(BrowserSession.id) == session_id)
        .where(col(BrowserSession.account_id) == owner_id)
        .returning(col(BrowserSession.id))
    )
    live.signed_out(session, owner_id, session_id)
    return ended.first() is not None


def close_all(session: Session, owner_id: OwnerId, but: str | None = None) -> None:
    """As `end_all`, as a part of something that is logged as a whole."""
    others = select(col(BrowserSession.id)).where(
        col(BrowserSession.account_id) == owner_id,
        col(BrowserSession.id) != (but or ""),
    )
    for session_id in session.scalars(others).all():
        close(session, owner_id, session_id)


def forget_expired(session: Session) -> None:
    """Delete the sessions, of every owner, that have ended by themselves."""
    session.execute(
        delete(BrowserSession).where(col(BrowserSession.expires_at) <= now())
    )


def _latest(session: Session, owner_id: OwnerId) -> list[BrowserSession]:
    found = session.scalars(
        select(BrowserSession)
        .where(col(BrowserSession.account_id) == owner_id)
        .where(col(BrowserSession.expires_at) > now())
        .order_by(col(BrowserSession.expires_at).desc(), col(BrowserSession.id))
        .limit(MOST)
    )
    return list(found)


def _view(row: BrowserSession, current_id: str | None) -> SessionView:
    return SessionView(
        id=row.id,
        device=browsers.in_words(row.user_agent),
        address=row.address,
        since=row.created_at,
        last_used=row.expires_at - STAYS,
        current=row.id == current_id,
    )


def _make_room(session: Session, owner_id: OwnerId) -> None:
    """End what scripts that never sign out leave behind."""
    for one in _latest(session, owner_id)[MOST - 1 :]:
        close(session, owner_id, one.id)

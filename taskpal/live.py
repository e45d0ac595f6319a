"""Tells open dashboards, after a commit, whose data changed.

A service notes what happened inside its transaction; `database` announces it once
the transaction has committed, so nobody hears of something that was rolled back.
How an announcement reaches a browser is `taskpal.push`'s business.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from http import HTTPStatus

from sqlalchemy import bindparam
from sqlmodel import Session, col, select, update

from taskpal import statements
from taskpal.accounts.models import Account
from taskpal.errors import TaskPalError

_NOTED = "live.noted"
_NEXT_REVISION = (
    update(Account)
    .where(col(Account.id) == bindparam("owner_id"))
    .values(revision=Account.revision + 1)
    .returning(col(Account.revision))
)

# Not the key: whoever only points at the account need not wait.
_HELD = (
    select(col(Account.revision))
    .where(col(Account.id) == bindparam("owner_id"))
    .with_for_update(key_share=True)
)


class AccountGone(TaskPalError):
    """The account was deleted a moment ago."""

    status = HTTPStatus.GONE

    def __init__(self) -> None:
        super().__init__("This account was deleted.")


@dataclass(frozen=True, slots=True)
class Changed:
    """An owner's todos changed; this is the revision they now stand at."""

    owner_id: str
    revision: int


@dataclass(frozen=True, slots=True)
class SignedOut:
    """Sessions of an account ended: one, or all of them when `session_id` is None."""

    owner_id: str
    session_id: str | None


Announcement = Changed | SignedOut
Listener = Callable[[Announcement], object]

_listeners: list[Listener] = []


def changed(session: Session, owner_id: str) -> int:
    """Note the change and return the owner's new revision, for the changed row.

    Revisions of one owner are handed out in commit order: the account's row stays
    locked until the transaction ends. Watchers hear of it only if it commits.

    Raises:
        AccountGone: it was deleted after the caller was let in.
    """
    found = statements.rows(session, _NEXT_REVISION, {"owner_id": owner_id})
    if not found:
        raise AccountGone
    ((revision,),) = found
    _noted(session)[owner_id] = Changed(owner_id, revision)
    return int(revision)


def latest(session: Session, owner_id: str) -> int | None:
    """The last revision that `changed` gave in this transaction; None if it did not."""
    found = session.info.get(_NOTED, {}).get(owner_id)
    return found.revision if isinstance(found, Changed) else None


def way_back(session: Session) -> Callable[[], None]:
    """What to call when all that is done from now on is rolled back, but no more."""
    noted = dict(_noted(session))

    def go_back() -> None:
        session.info[_NOTED] = noted

    return go_back


def hold(session: Session, owner_id: str) -> None:
    """Let nobody else change what is this owner's until the transaction ends.

    Whoever changes something takes the account before any other row, so that no two
    wait for each other.

    Raises:
        AccountGone: it was deleted after the caller was let in.
    """
    if not statements.rows(session, _HELD, {"owner_id": owner_id}):
        raise AccountGone


def signed_out(session: Session, owner_id: str, session_id: str | None = None) -> None:
    """Note that sessions ended: their open tabs move to /sign-in after the commit."""
    key = f"{owner_id} {session_id}"
    _noted(session)[key] = SignedOut(owner_id, session_id)


def listen(listener: Listener) -> Callable[[], None]:
    """Call `listener` after each commit, from whichever thread; returns how to stop."""
    _listeners.append(listener)
    return lambda: _listeners.remove(listener)


def take_noted(session: Session) -> Iterable[Announcement]:
    """What was noted in this session, once: for `database`, around the commit."""
    noted: dict[str, Announcement] = session.info.pop(_NOTED, {})
    return noted.values()


def announce(announcements: Iterable[Announcement]) -> None:
    """Hand each announcement to every listener; a listener must not block."""
    for announcement in announcements:
        for listener in tuple(_listeners):
            listener(announcement)


def _noted(session: Session) -> dict[str, Announcement]:
    noted: dict[str, Announcement] = session.info.setdefault(_NOTED, {})
    return noted

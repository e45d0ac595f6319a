"""What has been in the trash too long goes for good, and so does an old history.

Both go in pieces, each of one owner and made in a transaction of its own: nobody waits
long for what a piece holds. Like all who change what is an owner's, it takes the
account first (`live.hold`).
"""

from collections.abc import Iterator, Sequence
from datetime import timedelta
from typing import Any, Final

import sqlalchemy as sa
from sqlmodel import Session

from taskpal import live
from taskpal.columns import now
from taskpal.todos import queries as todos
from taskpal.todos.history.models import Change
from taskpal.todos.history.things import TABLES, Kind

HISTORY_KEEPS: Final = timedelta(days=365)
AT_ONCE: Final = 1000
"""So many things, or entries, are a piece."""

_change = Change.__table__  # type: ignore[attr-defined]
_c = _change.c
_todo = TABLES["todo"]


def empty(session: Session) -> int:
    """Remove some of what an owner deleted more than 30 days ago; how many.

    The history still knows that something was there, when, and who did what to it, but
    nothing of what it said.
    """
    for kind, old in _old():
        owner_id = _owner(session, sa.select(TABLES[kind].c.owner_id).where(old))
        if owner_id is not None:
            return _remove(session, owner_id, kind, old)
    return 0


def forget_old(session: Session) -> int:
    """Remove some entries about changes of an owner more than a year ago; how many."""
    old = _c.at < now() - HISTORY_KEEPS
    owner_id = _owner(session, sa.select(_c.owner_id).where(old))
    if owner_id is None:
        return 0
    place = sa.tuple_(_c.revision, _c.number)
    some = (
        sa.select(_c.revision, _c.number)
        .where(_c.owner_id == owner_id, old)
        .order_by(_c.revision, _c.number)
        .limit(AT_ONCE)
    )
    connection = session.connection()
    if not (found := connection.execute(some).all()):
        return 0
    until = sa.tuple_(*map(sa.literal, found[-1]))
    gone = sa.delete(_change).where(_c.owner_id == owner_id, old, place <= until)
    return connection.execute(gone).rowcount


def _old() -> Iterator[tuple[Kind, sa.ColumnElement[bool]]]:
    """What is old, kind by kind; what is about a todo goes before it."""
    begins = todos.trash_begins()
    for kind in _ABOUT_TODOS:
        about = TABLES[kind].c
        yield kind, _is_about(about, _todo.c.deleted_at < begins)
    for kind in (*_ABOUT_TODOS, *_OTHERS):
        yield kind, TABLES[kind].c.deleted_at < begins


_ABOUT_TODOS: Final[tuple[Kind, ...]] = ("comment", "occurrence")
_OTHERS: Final[tuple[Kind, ...]] = ("list", "section", "label", "filter", "todo")


def _is_about(of: Any, old: sa.ColumnElement[bool]) -> sa.ColumnElement[bool]:
    of_todo = sa.tuple_(of.owner_id, of.todo_id)
    return of_todo.in_(sa.select(_todo.c.owner_id, _todo.c.id).where(old))


def _owner(session: Session, wanted: sa.Select[tuple[str]]) -> str | None:
    """An owner of what is wanted, whose things nobody else changes from now on."""
    owner_id: str | None = session.execute(wanted.limit(1)).scalar_one_or_none()
    if owner_id is None:
        return None
    try:
        live.hold(session, owner_id)
    except live.AccountGone:  # a moment ago, with all that was in it
        return None
    return owner_id


def _remove(
    session: Session, owner_id: str, kind: Kind, old: sa.ColumnElement[bool]
) -> int:
    connection, table = session.connection(), TABLES[kind]
    mine = table.c.owner_id == owner_id
    some = sa.select(table.c.id).where(mine, old).limit(AT_ONCE)
    ids = connection.execute(some).scalars().all()
    _silence(session, owner_id, ids)
    connection.execute(sa.delete(table).where(mine, table.c.id.in_(ids)))
    return len(ids)


def _silence(session: Session, owner_id: str, thing_ids: Sequence[str]) -> None:
    """Take from the history what it says of these things."""
    said = sa.or_(_c.name != "", _c.after.is_not(None))
    about = sa.and_(_c.owner_id == owner_id, _c.thing_id.in_(thing_ids), said)
    nothing = {"name": "", "before": None, "after": None}
    session.connection().execute(sa.update(_change).where(about).values(nothing))

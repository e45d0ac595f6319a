"""What has been in the trash too long goes for good, and so does an old history."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Final

import sqlalchemy as sa
from sqlmodel import Session

from taskpal.columns import now
from taskpal.todos import queries as todos
from taskpal.todos.history.models import Change
from taskpal.todos.history.things import TABLES, Kind

HISTORY_KEEPS: Final = timedelta(days=365)

_change = Change.__table__  # type: ignore[attr-defined]
_todo = TABLES["todo"]


def empty(session: Session) -> int:
    """Remove, for every owner, what was deleted more than 30 days ago; how many.

    The history still knows that something was there, when, and who did what to it, but
    nothing of what it said.
    """
    connection, gone = session.connection(), dict(_gone())
    for kind, which in gone.items():
        table = TABLES[kind]
        things = sa.select(table.c.owner_id, table.c.id).where(which)
        mentioned = sa.tuple_(_change.c.owner_id, _change.c.thing_id).in_(things)
        said = sa.or_(_change.c.name != "", _change.c.after.is_not(None))
        nothing = {"name": "", "before": None, "after": None}
        connection.execute(sa.update(_change).where(mentioned, said).values(nothing))
    removed = (
        connection.execute(sa.delete(TABLES[kind]).where(which)).rowcount
        for kind, which in gone.items()
    )
    return sum(removed)


def forget_old(session: Session) -> int:
    """Remove what the history says of changes more than a year ago; how many."""
    old = sa.delete(_change).where(_change.c.at < now() - HISTORY_KEEPS)
    return session.connection().execute(old).rowcount


def _gone() -> Iterator[tuple[Kind, sa.ColumnElement[bool]]]:
    """What goes of each kind; todos come last, for what is said about them goes too."""
    begins = todos.trash_begins()
    old = sa.select(_todo.c.owner_id, _todo.c.id).where(_todo.c.deleted_at < begins)
    for kind in _ABOUT_TODOS:
        table = TABLES[kind]
        about = sa.tuple_(table.c.owner_id, table.c.todo_id).in_(old)
        yield kind, sa.or_(table.c.deleted_at < begins, about)
    for kind in _OTHERS:
        yield kind, TABLES[kind].c.deleted_at < begins


_ABOUT_TODOS: Final[tuple[Kind, ...]] = ("comment", "occurrence")
_OTHERS: Final[tuple[Kind, ...]] = ("list", "section", "label", "filter", "todo")

"""One todo, found by its owner and its id; and what is asked of all an owner has."""

from datetime import datetime, timedelta

import sqlalchemy as sa
from sqlmodel import Session

from taskpal.accounts.models import OwnerId
from taskpal.columns import now
from taskpal.security import is_id
from taskpal.todos.errors import TodoNotFound
from taskpal.todos.models import Todo, TodoId

TRASH_KEEPS = timedelta(days=30)

_c = Todo.__table__.c  # type: ignore[attr-defined]


def todo(session: Session, owner_id: OwnerId, todo_id: TodoId) -> Todo:
    """The owner's todo.

    Raises:
        TodoNotFound: there is none, it is in the trash, or it is someone else's.
    """
    found = _one(session, owner_id, todo_id, _ONE)
    if found.deleted_at:
        raise TodoNotFound
    return found


def todo_to_change(session: Session, owner_id: OwnerId, todo_id: TodoId) -> Todo:
    """The owner's todo as it is now, for a caller that holds the owner (`live.hold`).

    Raises:
        TodoNotFound: there is none, it is in the trash, or it is someone else's.
    """
    found = todo_to_restore(session, owner_id, todo_id)
    if found.deleted_at:
        raise TodoNotFound
    return found


def todo_to_restore(session: Session, owner_id: OwnerId, todo_id: TodoId) -> Todo:
    """As `todo_to_change`, be it in the trash.

    Raises:
        TodoNotFound: there is none, or it is someone else's.
    """
    return _one(session, owner_id, todo_id, _ONE_AS_IT_IS)


def are_there(session: Session, owner_id: OwnerId, many: int) -> bool:
    """Whether the owner has as many todos, wherever they are."""
    last = sa.select(_c.id).where(_c.owner_id == owner_id).offset(many - 1).limit(1)
    return session.execute(last).first() is not None


def trash_begins() -> datetime:
    """Todos deleted before this moment are gone."""
    return now() - TRASH_KEEPS


_ONE = sa.select(Todo).where(
    _c.owner_id == sa.bindparam("owner_id"), _c.id == sa.bindparam("id")
)
_ONE_AS_IT_IS = _ONE.execution_options(populate_existing=True)


def _one(
    session: Session, owner_id: OwnerId, todo_id: TodoId, wanted: sa.Select[Todo]
) -> Todo:
    if not is_id(todo_id):
        raise TodoNotFound
    named = {"owner_id": owner_id, "id": todo_id}
    found: Todo | None = session.execute(wanted, named).scalar_one_or_none()
    if found is None:
        raise TodoNotFound
    return found

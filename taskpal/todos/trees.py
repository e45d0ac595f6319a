"""A todo with its subtasks: what is done with it, deleted with it, and comes back.

The callers hold the owner, have given the todo its new revision, and have written down
what becomes of the todo itself. What went at the same moment is known by that again.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session

from taskpal.accounts.models import OwnerId
from taskpal.todos.history import recording
from taskpal.todos.history.recording import Noted
from taskpal.todos.lists import queries as lists
from taskpal.todos.lists.models import Section
from taskpal.todos.models import Todo
from taskpal.todos.moving import ids_below

_todo = Todo.__table__  # type: ignore[attr-defined]


def complete(session: Session, todo: Todo, moment: datetime) -> None:
    """Mark the open subtasks done too; those done keep their first time."""
    is_open = _todo.c.completed_at.is_(None) & _todo.c.deleted_at.is_(None)
    _set(session, todo, is_open, {"completed_at": (None, moment)}, "completed")


def delete(session: Session, todo: Todo, moment: datetime) -> None:
    """Move the subtasks to the trash too, but for those that are there already."""
    here = _todo.c.deleted_at.is_(None)
    _set(session, todo, here, {"deleted_at": (None, moment)}, "deleted")


def restore(session: Session, todo: Todo, deleted_at: datetime) -> None:
    """Take the subtasks out of the trash that went there with the todo."""
    with_it = _todo.c.deleted_at == deleted_at
    _set(session, todo, with_it, {"deleted_at": (deleted_at, None)}, "restored")


def follow(session: Session, todo: Todo) -> None:
    """Move the subtasks that are elsewhere to where the todo is now."""
    session.flush()
    place = {"list_id": todo.list_id, "section_id": todo.section_id}
    elsewhere = sa.or_(
        *(_todo.c[name].is_distinct_from(value) for name, value in place.items())
    )
    below = _todo.c.id.in_(ids_below(todo)) & _todo.c.deleted_at.is_(None)
    mine = (_todo.c.owner_id == todo.owner_id) & below & elsewhere
    wanted = (_todo.c.id, _todo.c.title, _todo.c.list_id, _todo.c.section_id)
    found = session.connection().execute(sa.select(*wanted).where(mine)).all()
    if not found:
        return
    touched = {"revision": todo.revision, "updated_at": todo.updated_at}
    session.connection().execute(sa.update(_todo).where(mine).values(place | touched))
    noted = (Noted(row.id, todo.revision, row.title, _was(row), place) for row in found)
    recording.note_many(session, todo.owner_id, "todo", noted, "moved")
    session.expire_all()


def _was(row: sa.Row[Any]) -> dict[str, str | None]:
    return {"list_id": row.list_id, "section_id": row.section_id}


def ground(session: Session, todo: Todo) -> None:
    """Let a todo that comes back stand where it was, as far as that is still there.

    It is no subtask of a todo that is gone, and in the Inbox when its list is.
    """
    parent = todo.parent_id and session.get(Todo, (todo.owner_id, todo.parent_id))
    if parent and not parent.deleted_at:
        place = parent.list_id, parent.section_id
    else:
        parent, place = None, _place(session, todo)
    todo.parent_id = parent.id if parent else None
    todo.list_id, todo.section_id = place


def _place(session: Session, todo: Todo) -> tuple[str | None, str | None]:
    owner_id, list_id = OwnerId(todo.owner_id), todo.list_id
    if list_id and lists.find(session, owner_id, list_id) is None:
        return None, None
    if todo.section_id is None:
        return list_id, None
    section = session.get(Section, (owner_id, todo.section_id))
    there = section and not section.deleted_at and section.list_id == list_id
    return list_id, todo.section_id if there else None


def _set(
    session: Session,
    todo: Todo,
    which: sa.ColumnElement[bool],
    changes: Mapping[str, tuple[Any, Any]],
    action: recording.Action,
) -> None:
    """Change these columns, from one value to another, of some of what is below."""
    session.flush()
    after = {name: value for name, (_, value) in changes.items()}
    statement = (
        sa.update(_todo)
        .where(_todo.c.owner_id == todo.owner_id, which)
        .where(_todo.c.id.in_(ids_below(todo)), _todo.c.id != todo.id)
        .values(**after, revision=todo.revision, updated_at=todo.updated_at)
        .returning(_todo.c.id, _todo.c.title)
    )
    changed = session.connection().execute(statement).all()
    if not changed:
        return
    before = {name: value for name, (value, _) in changes.items()}
    noted = (Noted(one, todo.revision, title, before, after) for one, title in changed)
    recording.note_many(session, todo.owner_id, "todo", noted, action)
    session.expire_all()

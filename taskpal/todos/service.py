"""What can be done to todos. The caller owns the transaction; nothing commits here."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import bindparam, insert
from sqlalchemy.orm import make_transient_to_detached
from sqlmodel import Session

from taskpal import live, statements
from taskpal.accounts.models import OwnerId
from taskpal.columns import now
from taskpal.todos import positions, queries
from taskpal.todos.errors import MOST, TodoChangedMeanwhile, TodoGone, TooManyTodos
from taskpal.todos.history import recording
from taskpal.todos.models import Todo, TodoId
from taskpal.todos.moving import take_along
from taskpal.todos.recurrence import rounds
from taskpal.todos.schemas import NewTodo, TodoChanges, TodoReplacement
from taskpal.todos.writing import PLACES, write

Revisions = Collection[int] | None
"""The revisions a caller accepts the todo to be at; None accepts any."""

_columns = tuple(Todo.__table__.columns)  # type: ignore[attr-defined]


def add(session: Session, owner_id: OwnerId, new: NewTodo) -> Todo:
    """Write a todo down.

    Raises:
        TooManyTodos: the owner has as many as there can be.
    """
    moment = now()
    todo = Todo(owner_id=owner_id, title=new.title, created_at=moment)
    todo.position = positions.last(moment)
    touch(session, todo, moment)
    _check_room(session, todo)
    write(session, todo, _given(new), moment)
    recording.note(session, owner_id, todo, "added")
    _insert(session, todo)
    return todo


def add_many(session: Session, owner_id: OwnerId, new: Sequence[NewTodo]) -> list[Todo]:
    """Write many todos down as one change, in a few statements."""
    revision = live.changed(session, owner_id)
    todos = [Todo(owner_id=owner_id, title=one.title, revision=revision) for one in new]
    for number, todo in enumerate(todos):
        moment = todo.created_at + timedelta(microseconds=number)
        todo.position = positions.last(moment)
    for todo, one in zip(todos, new, strict=True):
        write(session, todo, _given(one), todo.created_at)
    session.add_all(todos)
    recording.note_many(session, owner_id, "todo", map(_noted, todos), "added")
    session.flush()
    return todos


def change(
    session: Session,
    owner_id: OwnerId,
    todo_id: TodoId,
    changes: TodoChanges,
    *,
    only_at: Revisions = None,
) -> Todo:
    """Change the fields that were given.

    Raises:
        TodoNotFound: the owner has no such todo.
        TodoChangedMeanwhile: it is at none of the revisions `only_at` names.
    """
    todo = to_change(session, owner_id, todo_id, only_at)
    return _changed(session, todo, changes.given(), "changed")


def replace(
    session: Session,
    owner_id: OwnerId,
    todo_id: TodoId,
    whole: TodoReplacement,
    *,
    only_at: Revisions = None,
) -> Todo:
    """Make the todo what was sent; fields left out go back to their defaults.

    Raises:
        TodoNotFound: the owner has no such todo.
        TodoChangedMeanwhile: it is at none of the revisions `only_at` names.
    """
    todo = to_change(session, owner_id, todo_id, only_at)
    return _changed(session, todo, whole.model_dump(), "changed")


def complete(
    session: Session,
    owner_id: OwnerId,
    todo_id: TodoId,
    *,
    due: date | None = None,
    only_at: Revisions = None,
) -> Todo:
    """Mark a todo done; a todo already done keeps its first completion time.

    One that repeats moves on to its next date. Nothing happens when it is another
    round by now than the one due on `due`.

    Raises:
        TodoNotFound: the owner has no such todo.
        TodoChangedMeanwhile: it is at none of the revisions `only_at` names.
    """
    todo = to_change(session, owner_id, todo_id, only_at)
    if due is not None and todo.repeat_rule and todo.due_on != due:
        return todo
    return _changed(session, todo, {"completed": True}, "completed")


def reopen(
    session: Session, owner_id: OwnerId, todo_id: TodoId, *, only_at: Revisions = None
) -> Todo:
    """Mark a todo open again.

    Raises:
        TodoNotFound: the owner has no such todo.
        TodoChangedMeanwhile: it is at none of the revisions `only_at` names.
    """
    todo = to_change(session, owner_id, todo_id, only_at)
    return _changed(session, todo, {"completed": False}, "reopened")


def delete(
    session: Session, owner_id: OwnerId, todo_id: TodoId, *, only_at: Revisions = None
) -> None:
    """Move a todo to the trash, from where it can be restored for 30 days.

    Raises:
        TodoNotFound: the owner has no such todo, or it is in the trash already.
        TodoChangedMeanwhile: it is at none of the revisions `only_at` names.
    """
    todo = to_change(session, owner_id, todo_id, only_at)
    todo.deleted_at = now()
    touch(session, todo, todo.deleted_at)
    recording.note(session, owner_id, todo, "deleted")
    session.flush()


def restore(
    session: Session, owner_id: OwnerId, todo_id: TodoId, *, only_at: Revisions = None
) -> Todo:
    """Take a todo out of the trash; one that is not in it stays as it is.

    Raises:
        TodoNotFound: the owner has no such todo.
        TodoGone: it was deleted more than 30 days ago.
        TodoChangedMeanwhile: it is at none of the revisions `only_at` names.
    """
    live.hold(session, owner_id)
    todo = queries.todo_to_restore(session, owner_id, todo_id)
    _check(todo, only_at)
    if todo.deleted_at is None:
        return todo
    if todo.deleted_at < queries.trash_begins():
        raise TodoGone
    todo.deleted_at = None
    touch(session, todo, now())
    recording.note(session, owner_id, todo, "restored")
    session.flush()
    return todo


# What the ORM would do, at a third of its cost: everyone adds todos.
_INSERT = insert(Todo).values({c.name: bindparam(c.name) for c in _columns})


def _check_room(session: Session, todo: Todo) -> None:
    """Every todo took a change: only after so many changes it is worth counting."""
    if todo.revision > MOST and queries.are_there(
        session, OwnerId(todo.owner_id), MOST
    ):
        raise TooManyTodos


def _insert(session: Session, todo: Todo) -> None:
    named = {column.name: getattr(todo, column.name) for column in _columns}
    statements.run(session, _INSERT, named)
    make_transient_to_detached(todo)
    session.add(todo)


def to_change(
    session: Session, owner_id: OwnerId, todo_id: TodoId, only_at: Revisions
) -> Todo:
    """The owner's todo, which nobody else changes until the transaction ends.

    Raises:
        TodoNotFound: the owner has no such todo.
        TodoChangedMeanwhile: it is at none of the revisions `only_at` names.
    """
    live.hold(session, owner_id)
    todo = queries.todo_to_change(session, owner_id, todo_id)
    _check(todo, only_at)
    return todo


def _check(todo: Todo, only_at: Revisions) -> None:
    if only_at is not None and todo.revision not in only_at:
        raise TodoChangedMeanwhile


def _given(new: NewTodo) -> dict[str, Any]:
    """What was said of a new todo; the rest is as columns begin."""
    return {name: getattr(new, name) for name in new.model_fields_set | {"title"}}


def _changed(
    session: Session, todo: Todo, fields: Mapping[str, Any], action: recording.Action
) -> Todo:
    """The todo with these fields; when none of them is news, nobody is disturbed."""
    moment = now()
    done = fields.get("completed")
    over = done and not todo.completed and fields.get("repeat", todo.repeat_rule)
    again = done is False and todo.completed and todo.repeat_rule is not None
    write(session, todo, {**fields, "completed": False} if over else fields, moment)
    if not over and not session.is_modified(todo):
        return todo
    touch(session, todo, moment)
    if over:
        rounds.finish(session, todo, moment)
    if again:
        rounds.reopened(session, todo)
    moved = take_along(session, todo, moment) if fields.keys() & PLACES else []
    for one in (todo, *moved):
        recording.note(session, todo.owner_id, one, action)
    session.flush()
    return todo


def _noted(todo: Todo) -> recording.Noted:
    return recording.Noted(todo.id, todo.revision, todo.title)


def touch(session: Session, todo: Todo, moment: datetime) -> None:
    """Tell the watchers; the todo is at the revision that they hear of."""
    todo.revision = live.changed(session, todo.owner_id)
    todo.updated_at = moment

"""What can be done to todos. The caller owns the transaction; nothing commits here."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, time, timedelta
from typing import Any, Final

from sqlalchemy import bindparam, insert
from sqlalchemy.orm import make_transient_to_detached
from sqlalchemy.orm.attributes import manager_of_class
from sqlmodel import Session

from taskpal import live, revisions, statements
from taskpal.accounts.models import OwnerId
from taskpal.columns import now
from taskpal.revisions import Revisions
from taskpal.security import new_id
from taskpal.todos import queries, trees
from taskpal.todos.by_hand import positions
from taskpal.todos.by_hand.putting import put
from taskpal.todos.errors import MOST, TodoChangedMeanwhile, TodoGone, TooManyTodos
from taskpal.todos.history import recording
from taskpal.todos.models import Todo, TodoId
from taskpal.todos.recurrence import rounds
from taskpal.todos.schemas import NewTodo, TodoChanges, TodoMove, TodoReplacement
from taskpal.todos.writing import PLACES, write

_columns = tuple(Todo.__table__.columns)  # type: ignore[attr-defined]


def add(session: Session, owner_id: OwnerId, new: NewTodo) -> Todo:
    """Write a todo down; of one that repeats and is done already, the first round is.

    Raises:
        TooManyTodos: the owner has as many as there can be.
    """
    moment = now()
    todo = _begun(owner_id, new.title, moment)
    touch(session, todo, moment)
    _check_room(session, todo)
    given = _given(new)
    round_done = new.completed and new.repeat
    write(session, todo, given | {"completed": False} if round_done else given, moment)
    _insert(session, todo, recording.of_new(session, owner_id, todo))
    if round_done:
        return _changed(session, todo, {"completed": True}, "completed")
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
    fields = {name: getattr(whole, name) for name in TodoReplacement.model_fields}
    return _changed(session, todo, fields, "changed")


def complete(  # noqa: PLR0913
    session: Session,
    owner_id: OwnerId,
    todo_id: TodoId,
    *,
    due: date | None = None,
    due_time: time | None = None,
    only_at: Revisions = None,
) -> Todo:
    """Mark a todo done; a todo already done keeps its first completion time.

    Its open subtasks are done with it. One that repeats moves on to its next date.
    Nothing happens when the round that was due on `due` is over.

    Raises:
        TodoNotFound: the owner has no such todo.
        OtherRound: the round was given another date than `due`.
        TodoChangedMeanwhile: it is at none of the revisions `only_at` names.
    """
    todo = to_change(session, owner_id, todo_id, only_at)
    if not rounds.is_current(session, todo, due, due_time):
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


def move(
    session: Session,
    owner_id: OwnerId,
    todo_id: TodoId,
    to: TodoMove,
    *,
    only_at: Revisions = None,
) -> Todo:
    """Put a todo right beside another one, or last where it shall be.

    Its subtasks go along.

    Raises:
        TodoNotFound: the owner has no such todo.
        TodoChangedMeanwhile: it is at none of the revisions `only_at` names.
        BadValues: there is no such place, or it cannot be put there.
    """
    todo = to_change(session, owner_id, todo_id, only_at)
    put(session, todo, to)
    moment = now()
    touch(session, todo, moment)
    recording.note(session, owner_id, todo, "moved")
    trees.follow(session, todo)
    return todo


def delete(
    session: Session, owner_id: OwnerId, todo_id: TodoId, *, only_at: Revisions = None
) -> None:
    """Move a todo and its subtasks to the trash: it can be restored for 30 days.

    Raises:
        TodoNotFound: the owner has no such todo, or it is in the trash already.
        TodoChangedMeanwhile: it is at none of the revisions `only_at` names.
    """
    todo, moment = to_change(session, owner_id, todo_id, only_at), now()
    todo.deleted_at = moment
    touch(session, todo, moment)
    recording.note(session, owner_id, todo, "deleted")
    trees.delete(session, todo, moment)


def restore(
    session: Session, owner_id: OwnerId, todo_id: TodoId, *, only_at: Revisions = None
) -> Todo:
    """Take a todo out of the trash, with the subtasks that went with it.

    What it belonged to may be gone: then it is in the Inbox, and no subtask. One that
    is not in the trash stays as it is.

    Raises:
        TodoNotFound: the owner has no such todo.
        TodoGone: it was deleted more than 30 days ago.
        TodoChangedMeanwhile: it is at none of the revisions `only_at` names.
    """
    live.hold(session, owner_id)
    todo = queries.todo_to_restore(session, owner_id, todo_id)
    revisions.check(todo, only_at, TodoChangedMeanwhile)
    if todo.deleted_at is None:
        return todo
    if (deleted_at := todo.deleted_at) < queries.trash_begins():
        raise TodoGone
    trees.ground(session, todo)
    todo.deleted_at, moment = None, now()
    touch(session, todo, moment)
    recording.note(session, owner_id, todo, "restored")
    trees.restore(session, todo, deleted_at)
    trees.follow(session, todo)
    return todo


# What the ORM would do, at a third of its cost: everyone adds todos.
_BEGINNING: Final = {
    name: field.default
    for name, field in Todo.model_fields.items()
    if not (field.is_required() or field.default_factory)
}
_OPTIONAL: Final = frozenset(name for name in _BEGINNING if _BEGINNING[name] is None)
_PLAIN_COLUMNS = tuple(c.name for c in _columns if c.name not in _OPTIONAL)
_INSERT = insert(Todo).values({c.name: bindparam(c.name) for c in _columns})
_PLAIN_INSERT = insert(Todo).values({name: bindparam(name) for name in _PLAIN_COLUMNS})


def _begun(owner_id: OwnerId, title: str, moment: datetime) -> Todo:
    todo: Todo = manager_of_class(Todo).new_instance()
    vars(todo).update(
        _BEGINNING,
        owner_id=owner_id,
        id=new_id(),
        title=title,
        position=positions.last(moment),
        created_at=moment,
        updated_at=moment,
    )
    return todo


def _check_room(session: Session, todo: Todo) -> None:
    """Every todo took a change: only after so many changes it is worth counting."""
    if todo.revision > MOST and queries.are_there(
        session, OwnerId(todo.owner_id), MOST
    ):
        raise TooManyTodos


def _insert(session: Session, todo: Todo, noted: statements.Filled) -> None:
    """Send the row and its note together; most todos have none of what is optional."""
    row = vars(todo)
    if any(row[name] is not None for name in _OPTIONAL):
        filled = _INSERT, {column.name: row[column.name] for column in _columns}
    else:
        filled = _PLAIN_INSERT, {name: row[name] for name in _PLAIN_COLUMNS}
    statements.run_together(session, [noted, filled])
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
    revisions.check(todo, only_at, TodoChangedMeanwhile)
    return todo


def _given(new: NewTodo) -> dict[str, Any]:
    """What was said of a new todo; the rest is as columns begin."""
    return {name: getattr(new, name) for name in new.model_fields_set | {"title"}}


def _changed(
    session: Session, todo: Todo, fields: Mapping[str, Any], action: recording.Action
) -> Todo:
    """The todo with these fields; when none of them is news, nobody is disturbed."""
    moment, was_open = now(), not todo.completed
    done = fields.get("completed")
    over = done and was_open and fields.get("repeat", todo.repeat_rule)
    done_at = todo.completed_at if done is False and todo.repeat_rule else None
    write(session, todo, {**fields, "completed": False} if over else fields, moment)
    if not over and not session.is_modified(todo):
        return todo
    touch(session, todo, moment)
    if over:
        rounds.finish(session, todo, moment)
    if done_at:
        rounds.reopened(session, todo, done_at)
    recording.note(session, todo.owner_id, todo, action)
    session.flush()
    if fields.keys() & PLACES:
        trees.follow(session, todo)
    if was_open and todo.completed:
        trees.complete(session, todo, moment)
    return todo


def _noted(todo: Todo) -> recording.Noted:
    return recording.Noted(todo.id, todo.revision, todo.title)


def touch(session: Session, todo: Todo, moment: datetime) -> None:
    """Tell the watchers; the todo is at the revision that they hear of."""
    todo.revision = live.changed(session, todo.owner_id)
    todo.updated_at = moment

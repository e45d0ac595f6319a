"""What can be done to series. The caller owns the transaction; nothing commits here."""

from collections.abc import Mapping
from datetime import date, datetime, time
from typing import Any

from sqlmodel import Session

from taskpal.accounts.models import OwnerId
from taskpal.columns import now
from taskpal.revisions import Revisions
from taskpal.todos import queries, service, trees
from taskpal.todos.history import recording
from taskpal.todos.models import Todo, TodoId
from taskpal.todos.recurrence import rounds, standing
from taskpal.todos.recurrence.errors import DoesNotRepeat
from taskpal.todos.recurrence.schemas import WhichRounds
from taskpal.todos.schemas import NewTodo, TodoChanges, TodoView

_PLACES = {"list": {"section", "parent"}, "section": {"list", "parent"}}
"""What is not kept of a place when another is given."""
_TIMES = {"due": {"due_time", "due_zone"}, "due_time": {"due_zone"}}
"""What a date, or a time, takes with it when it goes."""


def skip(  # noqa: PLR0913
    session: Session,
    owner_id: OwnerId,
    todo_id: TodoId,
    *,
    due: date | None = None,
    due_time: time | None = None,
    only_at: Revisions = None,
) -> Todo:
    """Leave out the current round; the todo moves on, or is done after its last.

    Nothing happens when the round that was due on `due` is over.

    Raises:
        TodoNotFound: the owner has no such todo.
        DoesNotRepeat: there is no series, or it is over.
        OtherRound: the round was given another date than `due`.
        TodoChangedMeanwhile: it is at none of the revisions `only_at` names.
    """
    todo = service.to_change(session, owner_id, todo_id, only_at)
    if not rounds.is_current(session, todo, due, due_time):
        return todo
    _check_repeats(todo)
    _skip(session, todo, now())
    return todo


def _skip(session: Session, todo: Todo, moment: datetime) -> None:
    service.touch(session, todo, moment)
    rounds.skip(session, todo, moment)
    recording.note(session, todo.owner_id, todo, "skipped")
    session.flush()
    if todo.completed:
        trees.complete(session, todo, moment)


def end(
    session: Session, owner_id: OwnerId, todo_id: TodoId, *, only_at: Revisions = None
) -> Todo:
    """End the series: the todo stays as it is due now, and repeats no longer.

    Raises:
        TodoNotFound: the owner has no such todo.
        DoesNotRepeat: there is no series.
        TodoChangedMeanwhile: it is at none of the revisions `only_at` names.
    """
    todo = _repeating(session, owner_id, todo_id, only_at)
    service.touch(session, todo, now())
    standing.end(todo)
    recording.note(session, owner_id, todo, "changed")
    session.flush()
    return todo


def change(  # noqa: PLR0913
    session: Session,
    owner_id: OwnerId,
    todo_id: TodoId,
    changes: TodoChanges,
    *,
    which: WhichRounds,
    only_at: Revisions = None,
) -> Todo:
    """Change a todo; of one that repeats all rounds, or this one alone (`split`).

    Raises:
        TodoNotFound: the owner has no such todo.
        DoesNotRepeat: this round alone is meant, and there is no series.
        TodoChangedMeanwhile: it is at none of the revisions `only_at` names.
    """
    work = split if which.occurrence == "one" else service.change
    return work(session, owner_id, todo_id, changes, only_at=only_at)


def split(
    session: Session,
    owner_id: OwnerId,
    todo_id: TodoId,
    changes: TodoChanges,
    *,
    only_at: Revisions = None,
) -> Todo:
    """Make the current round a todo of its own, with these changes.

    The series moves on without it, and keeps its subtasks.

    Raises:
        TodoNotFound: the owner has no such todo.
        DoesNotRepeat: there is no series.
        TodoChangedMeanwhile: it is at none of the revisions `only_at` names.
    """
    todo = _repeating(session, owner_id, todo_id, only_at)
    alone = _alone(queries.view(session, todo), changes.given())
    _skip(session, todo, now())
    return service.add(session, owner_id, alone)


def _alone(todo: TodoView, given: Mapping[str, Any]) -> NewTodo:
    """The round as a todo of its own: what was given, and the rest as it was."""
    dropped = {"completed", "repeat"}
    for name, value in given.items():
        dropped |= _PLACES.get(name, set())
        dropped |= _TIMES.get(name, set()) if value is None else set()
    names = NewTodo.model_fields.keys() - dropped
    kept = {name: getattr(todo, name) for name in names if getattr(todo, name)}
    return NewTodo(**{**kept, **given, "repeat": None})


def _repeating(
    session: Session, owner_id: OwnerId, todo_id: TodoId, only_at: Revisions
) -> Todo:
    todo = service.to_change(session, owner_id, todo_id, only_at)
    _check_repeats(todo)
    return todo


def _check_repeats(todo: Todo) -> None:
    if todo.repeat_rule is None or todo.completed:
        raise DoesNotRepeat

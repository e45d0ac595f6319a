"""What can be done to series. The caller owns the transaction; nothing commits here."""

from datetime import date

from sqlmodel import Session

from taskpal.accounts.models import OwnerId
from taskpal.columns import now
from taskpal.todos import queries, service
from taskpal.todos.history import recording
from taskpal.todos.models import Todo, TodoId
from taskpal.todos.recurrence import rounds
from taskpal.todos.recurrence.errors import DoesNotRepeat
from taskpal.todos.recurrence.schemas import WhichRounds
from taskpal.todos.schemas import NewTodo, TodoChanges
from taskpal.todos.service import Revisions

_KEPT = NewTodo.model_fields.keys() - {"completed", "repeat"}


def skip(
    session: Session,
    owner_id: OwnerId,
    todo_id: TodoId,
    *,
    due: date | None = None,
    only_at: Revisions = None,
) -> Todo:
    """Leave out the current round; the todo moves on to the next.

    Nothing happens when it is another round by now than the one due on `due`.

    Raises:
        TodoNotFound: the owner has no such todo.
        DoesNotRepeat: there is no next round.
        TodoChangedMeanwhile: it is at none of the revisions `only_at` names.
    """
    todo = _repeating(session, owner_id, todo_id, only_at)
    if due is not None and due != todo.due_on:
        return todo
    moment = now()
    service.touch(session, todo, moment)
    rounds.skip(session, todo, moment)
    recording.note(session, owner_id, todo, "skipped")
    session.flush()
    return todo


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
    rounds.end(todo)
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
    view = queries.view(session, todo)
    kept = {name: getattr(view, name) for name in _KEPT if getattr(view, name)}
    alone = NewTodo(**kept | changes.given() | {"repeat": None})
    skip(session, owner_id, todo_id)
    return service.add(session, owner_id, alone)


def _repeating(
    session: Session, owner_id: OwnerId, todo_id: TodoId, only_at: Revisions
) -> Todo:
    todo = service.to_change(session, owner_id, todo_id, only_at)
    if todo.repeat_rule is None or todo.completed:
        raise DoesNotRepeat
    return todo

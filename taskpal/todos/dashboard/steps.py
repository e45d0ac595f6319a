"""What a person does to a todo on the dashboard, told in a sentence.

Each step is the service's work. The history has noted it as a batch, by which it is
taken back: here as through every other door.
"""

from dataclasses import dataclass
from datetime import date

from sqlmodel import Session

from taskpal.accounts.models import OwnerId
from taskpal.accounts.preferences import queries as preferences
from taskpal.columns import now
from taskpal.language import saying
from taskpal.todos import days, queries, service
from taskpal.todos.history import batches
from taskpal.todos.history import queries as history
from taskpal.todos.history import service as undoing
from taskpal.todos.history.recording import Action
from taskpal.todos.history.schemas import Undo
from taskpal.todos.models import Todo, TodoId
from taskpal.todos.schemas import NewTodo, TodoChanges

LONGEST_NAME = 40


@dataclass(frozen=True, slots=True)
class Step:
    """What was done: a sentence, and the batch that undo takes; None if it cannot."""

    said: str
    batch: int | None = None


def add(session: Session, owner_id: OwnerId, new: NewTodo) -> Step:
    """Write a todo down."""
    todo = service.add(session, owner_id, new)
    return _step(session, todo, f"Added {_name(todo)}")


def complete(
    session: Session, owner_id: OwnerId, todo_id: TodoId, due: date | None = None
) -> Step:
    """Mark a todo done; of one that repeats, the round due on `due`, if it is said."""
    todo = service.complete(session, owner_id, todo_id, due=due)
    if not todo.completed:
        said = f"Completed {_name(todo)}, next due {_due(session, todo)}"
        return _step(session, todo, said)
    subtasks = _with_it(session, todo, "completed")
    return _step(session, todo, f"Completed {_name(todo)}{subtasks}")


def reopen(session: Session, owner_id: OwnerId, todo_id: TodoId) -> Step:
    """Mark a todo open again."""
    todo = service.reopen(session, owner_id, todo_id)
    return _step(session, todo, f"Reopened {_name(todo)}")


def delete(session: Session, owner_id: OwnerId, todo_id: TodoId) -> Step:
    """Move a todo to the trash."""
    todo = queries.todo(session, owner_id, todo_id)
    service.delete(session, owner_id, todo_id)
    subtasks = _with_it(session, todo, "deleted")
    return _step(session, todo, f"Moved {_name(todo)}{subtasks} to the trash")


def restore(session: Session, owner_id: OwnerId, todo_id: TodoId) -> Step:
    """Take a todo out of the trash."""
    todo = service.restore(session, owner_id, todo_id)
    subtasks = _with_it(session, todo, "restored")
    return _step(session, todo, f"Restored {_name(todo)}{subtasks}")


def change(
    session: Session, owner_id: OwnerId, todo_id: TodoId, changes: TodoChanges
) -> Step:
    """Change some fields of a todo."""
    todo = service.change(session, owner_id, todo_id, changes)
    return _step(session, todo, f"Changed {_name(todo)}")


def take_back(session: Session, owner_id: OwnerId, batch: int) -> Step:
    """Undo a step.

    Raises:
        CannotUndo: something newer stands on it.
    """
    undone = undoing.undo(session, owner_id, Undo(batch=batch))
    return Step(undone.message.removesuffix("."))


def _step(session: Session, todo: Todo, said: str) -> Step:
    """What was said, if anything was done."""
    batch = batches.batch_of(session, todo.owner_id)
    if batch is None:
        return Step(f"{_name(todo)} was like that already")
    return Step(said, batch)


def _with_it(session: Session, todo: Todo, action: Action) -> str:
    """How many subtasks the same was done to."""
    batch = batches.batch_of(session, todo.owner_id)
    if batch is None:
        return ""
    owner_id = OwnerId(todo.owner_id)
    many = history.how_many_todos(session, owner_id, batch, action) - 1
    return f" and {many} subtask{'' if many == 1 else 's'}" if many > 0 else ""


def _due(session: Session, todo: Todo) -> str:
    """When it is due, as it shows where the user lives."""
    prefs = preferences.preferences(session, OwnerId(todo.owner_id))
    today = days.today(now(), prefs)
    local = days.due_local(todo.due_on, todo.due_time, todo.due_at, prefs)
    return saying.day(local.day, today, local.clock) if local else "on no day"


def _name(todo: Todo) -> str:
    """The title in quotes, and not so long that the sentence is lost."""
    title = todo.title
    if len(title) > LONGEST_NAME:
        title = f"{title[:LONGEST_NAME].rstrip()}…"
    return f"“{title}”"

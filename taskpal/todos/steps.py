"""What a person does to a todo on the dashboard: what is said of it, and the way back.

Each step is the service's work told in a sentence. A step that can be undone carries
the step that undoes it.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from sqlmodel import Session

from taskpal.accounts.models import OwnerId
from taskpal.todos import queries, service
from taskpal.todos.models import Todo, TodoId
from taskpal.todos.schemas import PRIORITIES, NewTodo, TodoChanges

LONGEST_NAME = 40


@dataclass(frozen=True, slots=True)
class Back:
    """How to undo a step: the step, the todo, and the values it had."""

    step: str
    todo_id: TodoId
    values: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Step:
    """What was done: a sentence, and how to undo it."""

    said: str
    back: Back | None = None


def add(session: Session, owner_id: OwnerId, new: NewTodo) -> Step:
    """Write a todo down."""
    todo = service.add(session, owner_id, new)
    return Step(f"Added {_name(todo)}", Back("delete", TodoId(todo.id)))


def complete(session: Session, owner_id: OwnerId, todo_id: TodoId) -> Step:
    """Mark a todo done."""
    todo = service.complete(session, owner_id, todo_id)
    return Step(f"Completed {_name(todo)}", Back("reopen", todo_id))


def reopen(session: Session, owner_id: OwnerId, todo_id: TodoId) -> Step:
    """Mark a todo open again."""
    todo = service.reopen(session, owner_id, todo_id)
    return Step(f"Reopened {_name(todo)}", Back("complete", todo_id))


def delete(session: Session, owner_id: OwnerId, todo_id: TodoId) -> Step:
    """Move a todo to the trash."""
    todo = queries.todo(session, owner_id, todo_id)
    service.delete(session, owner_id, todo_id)
    return Step(f"Moved {_name(todo)} to the trash", Back("restore", todo_id))


def restore(session: Session, owner_id: OwnerId, todo_id: TodoId) -> Step:
    """Take a todo out of the trash."""
    todo = service.restore(session, owner_id, todo_id)
    return Step(f"Restored {_name(todo)}", Back("delete", todo_id))


def change(
    session: Session, owner_id: OwnerId, todo_id: TodoId, changes: TodoChanges
) -> Step:
    """Change some fields of a todo."""
    todo = queries.todo(session, owner_id, todo_id)
    before = {name: _value(todo, name) for name in changes.given()}
    service.change(session, owner_id, todo_id, changes)
    return Step(f"Changed {_name(todo)}", Back("change", todo_id, before))


def take_back(session: Session, owner_id: OwnerId, back: Back) -> Step:
    """Undo a step, whatever happened since."""
    if back.step == "change":
        change(session, owner_id, back.todo_id, TodoChanges(**back.values))
    else:
        _UNDOING[back.step](session, owner_id, back.todo_id)
    return Step("Undone")


_UNDOING: dict[str, Callable[[Session, OwnerId, TodoId], Step]] = {
    "complete": complete,
    "delete": delete,
    "reopen": reopen,
    "restore": restore,
}


def _name(todo: Todo) -> str:
    """The title in quotes, and not so long that the sentence is lost."""
    title = todo.title
    if len(title) > LONGEST_NAME:
        title = f"{title[:LONGEST_NAME].rstrip()}…"
    return f"“{title}”"


def _value(todo: Todo, name: str) -> Any:
    match name:
        case "priority":
            return PRIORITIES[todo.priority - 1]
        case "due":
            return todo.due_on
        case _:
            return getattr(todo, name)

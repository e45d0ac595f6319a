"""What a tab gets to see: what changed in its list, and the todo open beside it.

Both are read in the same breath as the step that changed them is taken.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from sqlmodel import Session

from taskpal.accounts.models import OwnerId
from taskpal.todos import queries
from taskpal.todos.dashboard import rows
from taskpal.todos.dashboard.rows import Patch, View
from taskpal.todos.dashboard.steps import Step
from taskpal.todos.errors import TodoNotFound
from taskpal.todos.lists import queries as lists
from taskpal.todos.models import TodoId
from taskpal.todos.schemas import TodoView


@dataclass(frozen=True, slots=True)
class Place:
    """Where a tab stands: its list, how far it has read, and the todo that is open."""

    view: View
    revision: int
    opened: str


@dataclass(frozen=True, slots=True)
class Sight:
    """What a tab gets to see from there."""

    patch: Patch
    opened: dict[str, Any]


def after(
    session: Session,
    owner_id: OwnerId,
    work: Callable[..., Step],
    args: tuple[Any, ...],
    place: Place,
) -> tuple[Step, Sight]:
    """Take a step, and see what it changed."""
    step = work(session, owner_id, *args)
    return step, look(session, owner_id, place)


def look(session: Session, owner_id: OwnerId, place: Place) -> Sight:
    """See what changed."""
    patch = rows.since(session, owner_id, place.view, place.revision)
    return Sight(patch, _details(session, owner_id, place.opened))


def _details(session: Session, owner_id: OwnerId, todo_id: str) -> dict[str, Any]:
    """The opened todo; nothing when it is not, or no longer, there."""
    if not todo_id:
        return {}
    try:
        todo = queries.view(session, queries.todo(session, owner_id, TodoId(todo_id)))
    except TodoNotFound:
        return {}
    return {
        "id": todo.id,
        "title": todo.title,
        "description": todo.description,
        "completed": todo.completed,
        "priority": todo.priority,
        "due": todo.due.isoformat() if todo.due else "",
        "time": f"{todo.due_time or ''} {todo.due_zone or ''}".strip(),
        "facts": list(_facts(session, owner_id, todo)),
    }


def _facts(
    session: Session, owner_id: OwnerId, todo: TodoView
) -> Iterator[tuple[str, str]]:
    """What else there is to know of it, in words; it is changed elsewhere."""
    if todo.repeat:
        yield "Repeats", todo.repeat.text or todo.repeat.rule
    if found := lists.find(session, owner_id, todo.list):
        yield "List", f"{found.name} (archived)" if found.archived_at else found.name
    if todo.parent:
        yield "Subtask of", queries.todo(session, owner_id, TodoId(todo.parent)).title
    if todo.labels:
        yield "Labels", ", ".join(todo.labels)

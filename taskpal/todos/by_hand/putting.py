"""Where people put a todo by hand: right beside another one, or last in a place.

The caller holds the owner, so that nothing looked up here moves or goes meanwhile.
"""

from typing import Any

from sqlmodel import Session, col

from taskpal import live
from taskpal.accounts.models import OwnerId
from taskpal.columns import now
from taskpal.errors import BadValues
from taskpal.todos import queries
from taskpal.todos.by_hand import ordering, positions
from taskpal.todos.errors import TodoNotFound
from taskpal.todos.history import recording
from taskpal.todos.lists.models import INBOX
from taskpal.todos.models import Todo, TodoId
from taskpal.todos.moving import place
from taskpal.todos.schemas import TodoMove

_PLACES = ("list", "section", "parent")


def put(session: Session, todo: Todo, to: TodoMove) -> None:
    """Put the todo there.

    Raises:
        BadValues: there is no such place, or it cannot be put there.
    """
    said = {name: getattr(to, name) for name in _PLACES if name in to.model_fields_set}
    field, named = ordering.beside(to.before, to.after)
    if named is None:
        if not said:
            sentence = "is required, or after, or list, section or parent"
            raise BadValues({"before": sentence})
        place(session, todo, said)
        todo.position = positions.last(now())
        return
    other = _other(session, todo, field, named)
    there = _there(other)
    if any(there[name] != value for name, value in said.items()):
        raise BadValues({field: f"is not in that {' and '.join(said)}"})
    # Before anything is changed: asking the database writes what was changed so far.
    position = _position(session, todo, other, field)
    try:
        place(session, todo, there)
    except BadValues as error:
        raise BadValues({field: next(iter(error.problems.values()))}) from None
    todo.position = position


def _other(session: Session, todo: Todo, field: str, named: str) -> Todo:
    """The todo it is put beside."""
    if named == todo.id:
        raise BadValues({field: "is the todo itself"})
    try:
        return queries.todo(session, OwnerId(todo.owner_id), TodoId(named))
    except TodoNotFound as error:
        raise BadValues({field: error.message}) from None


def _there(other: Todo) -> dict[str, Any]:
    return {
        "list": other.list_id or INBOX,
        "section": other.section_id,
        "parent": other.parent_id,
    }


def _position(session: Session, todo: Todo, other: Todo, field: str) -> str:
    def touched(one: Todo) -> None:
        one.revision, one.updated_at = live.changed(session, one.owner_id), now()
        recording.note(session, one.owner_id, one, "moved")
        session.flush()

    # Among the open ones, which an index has in order; nobody orders what is done.
    beside = (
        col(Todo.owner_id) == todo.owner_id,
        _is(Todo.list_id, other.list_id),
        _is(Todo.section_id, other.section_id),
        _is(Todo.parent_id, other.parent_id),
        col(Todo.completed_at).is_(None),
        col(Todo.deleted_at).is_(None),
        col(Todo.id) != todo.id,
    )
    return ordering.position(
        session, ordering.Among(Todo, beside, touched), field, other
    )


def _is(column: Any, value: str | None) -> Any:
    return col(column).is_(None) if value is None else col(column) == value

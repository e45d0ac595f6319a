"""What each operation does. The caller owns the transaction; nothing commits here."""

from collections.abc import Collection
from datetime import timedelta
from typing import Any

from sqlmodel import Session

from taskpal.accounts.models import OwnerId
from taskpal.assistant import queries, words
from taskpal.assistant.errors import OtherTitle
from taskpal.assistant.schemas import (
    AddTodo,
    Before,
    ChangedTodo,
    ChosenTodo,
    FindTodos,
    FoundTodos,
    ListedTodo,
    NamedTodo,
    ShownTodo,
    UpdateTodo,
    WholeTodo,
)
from taskpal.columns import now
from taskpal.errors import BadValues
from taskpal.todos import queries as todo_queries
from taskpal.todos import service as todos
from taskpal.todos.folding import fold
from taskpal.todos.models import Todo, TodoId
from taskpal.todos.schemas import NewTodo, TodoChanges, TodoPage, TodoQuery, TodoView

SAME_CALL = timedelta(seconds=60)
"""An equal addTodo within this time is the same call, repeated."""

_LONGEST_TOLD = 80
_EMPTY: dict[str, Any] = {"due": None, "description": "", "priority": "p4"}


def list_todos(session: Session, owner_id: OwnerId, find: FindTodos) -> FoundTodos:
    """One page of the user's todos, on one line each.

    Raises:
        BadValues: the cursor does not fit the rest of the question.
    """
    page = todo_queries.page(session, owner_id, TodoQuery(**find.model_dump()))
    today = now().date()
    return FoundTodos(
        now=words.moment(now()),
        total=page.total,
        shown=len(page.items),
        note=_note(page),
        next_cursor=page.next_cursor,
        todos=[ListedTodo.of(todo, today) for todo in page.items],
    )


def get_todo(session: Session, owner_id: OwnerId, wanted: NamedTodo) -> ShownTodo:
    """One todo with its description.

    Raises:
        Unclear: it is not certain which todo is meant.
    """
    todo_id = queries.named(session, owner_id, wanted.ref)
    todo = TodoView.of(todo_queries.todo(session, owner_id, todo_id))
    shown = WholeTodo.of(todo, now().date())
    return ShownTodo(now=words.moment(now()), todo=shown)


def add_todo(session: Session, owner_id: OwnerId, add: AddTodo) -> ChangedTodo:
    """A new todo; the same call repeated gets the first one back."""
    given = add.model_dump(exclude={"request_id"}, exclude_none=True)
    new = NewTodo(**given)
    earlier = queries.added_lately(session, owner_id, new, now() - SAME_CALL)
    if earlier is not None:
        return _done(f"{_called(earlier)} was added already, not twice.", earlier)
    todo = todos.add(session, owner_id, new)
    return _done(f"Added {_called(todo)}{_due(todo)}.", todo)


def update_todo(session: Session, owner_id: OwnerId, update: UpdateTodo) -> ChangedTodo:
    """The todo with what was given changed, and nothing else.

    Raises:
        BadValues: nothing is to be changed, or a field is both set and cleared.
        Unclear: it is not certain which todo is meant.
    """
    changes = _changes(update)
    todo = _chosen(session, owner_id, update)
    was = TodoView.of(todo)
    todo = todos.change(session, owner_id, TodoId(todo.id), TodoChanges(**changes))
    became = TodoView.of(todo)
    before = {
        field: getattr(was, field)
        for field in changes
        if getattr(was, field) != getattr(became, field)
    }
    if not before:
        return _done(f"{_called(todo)} is like that already.", todo)
    return _done(_told(todo, before), todo, before=Before(**before))


def complete_todo(
    session: Session, owner_id: OwnerId, chosen: ChosenTodo
) -> ChangedTodo:
    """The todo, done; one that was done already stays as it is.

    Raises:
        Unclear: it is not certain which todo is meant.
    """
    todo = _chosen(session, owner_id, chosen)
    if todo.completed:
        return _done(f"{_called(todo)} was done already.", todo)
    todo = todos.complete(session, owner_id, TodoId(todo.id))
    return _done(f"Completed {_called(todo)}.", todo)


def delete_todo(session: Session, owner_id: OwnerId, chosen: ChosenTodo) -> ChangedTodo:
    """The todo, moved to the trash.

    Raises:
        Unclear: it is not certain which todo is meant.
    """
    todo = _chosen(session, owner_id, chosen)
    todos.delete(session, owner_id, TodoId(todo.id))
    summary = f"Moved {_called(todo)} to the trash. It can be restored for 30 days."
    return _done(summary, todo)


def _chosen(session: Session, owner_id: OwnerId, chosen: ChosenTodo) -> Todo:
    """The one todo that is meant, locked until the transaction ends."""
    todo_id = queries.named(session, owner_id, chosen.ref)
    todo = todo_queries.todo_to_change(session, owner_id, todo_id)
    guard = chosen.title_guard
    if guard is not None and fold(guard) != fold(todo.title):
        listed = ListedTodo.of(TodoView.of(todo), now().date())
        raise OtherTitle(listed, _short(guard))
    return todo


def _changes(update: UpdateTodo) -> dict[str, Any]:
    """The fields to change and their new values; cleared ones get their empty value."""
    given = update.model_dump(
        exclude={"ref", "title_guard", "clear"}, exclude_none=True
    )
    cleared = set(update.clear or ())
    if both := sorted(cleared & given.keys()):
        raise BadValues(dict.fromkeys(both, "Set it or clear it, not both."))
    if not cleared and not given:
        raise BadValues({"title": "Name at least one field to change."})
    return given | {field: _EMPTY[field] for field in cleared}


def _done(summary: str, todo: Todo, before: Before | None = None) -> ChangedTodo:
    whole = WholeTodo.of(TodoView.of(todo), now().date())
    return ChangedTodo(
        now=words.moment(now()), summary=summary, todo=whole, before=before
    )


def _told(todo: Todo, before: Collection[str]) -> str:
    """What was changed, as one sentence; the new values are in the answer's todo."""
    if set(before) == {"completed"}:
        done = "Completed" if todo.completed else "Reopened"
        return f"{done} {_called(todo)}."
    due = _due(todo) or ", due on no day" if "due" in before else ""
    return f"Changed the {' and '.join(before)} of {_called(todo)}{due}."


def _called(todo: Todo) -> str:
    return f"“{_short(todo.title)}”"


def _short(title: str) -> str:
    return words.line(title, _LONGEST_TOLD)


def _due(todo: Todo) -> str:
    return f", due {words.day(todo.due_on, now().date())}" if todo.due_on else ""


def _note(page: TodoPage) -> str | None:
    """Why a list is short, so that no one has to guess."""
    shown = len(page.items)
    if shown == page.total:
        return None
    if page.next_cursor:
        return (
            f"{shown} of {page.total} todos are shown. Pass next_cursor as cursor "
            "for the next ones."
        )
    return f"These are the last {shown} of {page.total} todos."

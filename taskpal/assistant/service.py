"""What each operation does. The caller owns the transaction; nothing commits here."""

from collections.abc import Collection
from datetime import timedelta
from typing import Any

from sqlmodel import Session

from taskpal import live
from taskpal.accounts.models import OwnerId
from taskpal.assistant import queries, words
from taskpal.assistant.errors import OtherTitle, RequestIdUsedBefore
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
from taskpal.todos import repeats
from taskpal.todos import service as todos
from taskpal.todos.errors import KeyUsedBefore
from taskpal.todos.folding import fold
from taskpal.todos.models import TodoId
from taskpal.todos.schemas import NewTodo, TodoChanges, TodoPage, TodoQuery, TodoView

SAME_CALL = timedelta(seconds=60)
"""An equal addTodo within this time is the same call, repeated."""

_LONGEST_TOLD = 80
_KEY = "assistant {}"  # apart from the keys that scripts make up
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
    todo = todo_queries.view(session, todo_queries.todo(session, owner_id, todo_id))
    shown = WholeTodo.of(todo, now().date())
    return ShownTodo(now=words.moment(now()), todo=shown)


def add_todo(session: Session, owner_id: OwnerId, add: AddTodo) -> ChangedTodo:
    """A new todo; the same call repeated gets the first one back.

    Raises:
        RequestIdUsedBefore: the request's id was used for another todo.
    """
    new = NewTodo(**add.model_dump(exclude={"request_id"}, exclude_none=True))
    began = now()
    todo = _added(session, owner_id, new, add.request_id)
    if todo.created_at < began:
        return _done(f"{_called(todo)} was added already, and only once.", todo)
    return _done(f"Added {_called(todo)}{_due(todo)}.", todo)


def update_todo(session: Session, owner_id: OwnerId, update: UpdateTodo) -> ChangedTodo:
    """The todo with what was given changed, and nothing else.

    Raises:
        BadValues: nothing is to be changed, or a field is both set and cleared.
        Unclear: it is not certain which todo is meant.
    """
    changes = _changes(update)
    was = _chosen(session, owner_id, update)
    todo = todo_queries.view(
        session, todos.change(session, owner_id, TodoId(was.id), TodoChanges(**changes))
    )
    before = {
        field: getattr(was, field)
        for field in changes
        if getattr(was, field) != getattr(todo, field)
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
    todo = todo_queries.view(
        session, todos.complete(session, owner_id, TodoId(todo.id))
    )
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


def _added(
    session: Session, owner_id: OwnerId, new: NewTodo, request_id: str | None
) -> TodoView:
    """The new todo, or the one that the same call added before."""
    if request_id is None:
        earlier = queries.added_lately(session, owner_id, new, now() - SAME_CALL)
        return todo_queries.view(session, earlier or todos.add(session, owner_id, new))
    try:
        return repeats.add(session, owner_id, new, _KEY.format(request_id)).todo
    except KeyUsedBefore:
        raise RequestIdUsedBefore from None


def _chosen(session: Session, owner_id: OwnerId, chosen: ChosenTodo) -> TodoView:
    """The one todo that is meant, which nobody else changes meanwhile."""
    todo_id = queries.named(session, owner_id, chosen.ref)
    live.hold(session, owner_id)
    todo = todo_queries.view(
        session, todo_queries.todo_to_change(session, owner_id, todo_id)
    )
    listed = ListedTodo.of(todo, now().date())
    guard = chosen.title_guard
    if guard and fold(guard) not in {fold(todo.title), fold(listed.title)}:
        raise OtherTitle(listed, listed.title, guard)
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


def _done(summary: str, todo: TodoView, before: Before | None = None) -> ChangedTodo:
    whole = WholeTodo.of(todo, now().date())
    return ChangedTodo(
        now=words.moment(now()), summary=summary, todo=whole, before=before
    )


def _told(todo: TodoView, before: Collection[str]) -> str:
    """What was changed, as one sentence; the new values are in the answer's todo."""
    if set(before) == {"completed"}:
        done = "Completed" if todo.completed else "Reopened"
        return f"{done} {_called(todo)}."
    due = _due(todo) or ", due on no day" if "due" in before else ""
    return f"Changed the {' and '.join(before)} of {_called(todo)}{due}."


def _called(todo: TodoView) -> str:
    return f"“{_short(todo.title)}”"


def _short(title: str) -> str:
    return words.line(title, _LONGEST_TOLD)


def _due(todo: TodoView) -> str:
    return f", due {words.day(todo.due, now().date())}" if todo.due else ""


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

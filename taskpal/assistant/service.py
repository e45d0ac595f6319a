"""What each operation does. The caller owns the transaction; nothing commits here."""

from collections.abc import Collection, Mapping
from datetime import timedelta
from typing import Any

from sqlmodel import Session

from taskpal import live
from taskpal.accounts.models import OwnerId
from taskpal.assistant import queries, words
from taskpal.assistant.errors import OtherTitle, RequestIdUsedBefore
from taskpal.assistant.here import Here, here
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
from taskpal.todos.fields import MOST_COUNTED
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
    at = here(session, owner_id)
    return FoundTodos(
        now=at.now,
        total=page.total,
        shown=len(page.items),
        note=_note(page),
        next_cursor=page.next_cursor,
        todos=[ListedTodo.of(todo, at) for todo in page.items],
    )


def get_todo(session: Session, owner_id: OwnerId, wanted: NamedTodo) -> ShownTodo:
    """One todo with its description.

    Raises:
        Unclear: it is not certain which todo is meant.
    """
    todo_id = queries.named(session, owner_id, wanted.ref)
    todo = todo_queries.view(session, todo_queries.todo(session, owner_id, todo_id))
    at = here(session, owner_id)
    return ShownTodo(now=at.now, todo=WholeTodo.of(todo, at))


def add_todo(session: Session, owner_id: OwnerId, add: AddTodo) -> ChangedTodo:
    """A new todo; the same call repeated gets the first one back.

    Raises:
        RequestIdUsedBefore: the request's id was used for another todo.
    """
    new = NewTodo(**add.model_dump(exclude={"request_id"}, exclude_none=True))
    at = here(session, owner_id)
    todo = _added(session, owner_id, new, add.request_id)
    if todo.created_at < at.moment:
        return _done(at, f"{_called(todo)} was added already, and only once.", todo)
    return _done(at, f"Added {_called(todo)}{_due(at, todo)}.", todo)


def update_todo(session: Session, owner_id: OwnerId, update: UpdateTodo) -> ChangedTodo:
    """The todo with what was given changed, and nothing else.

    Raises:
        BadValues: nothing is to be changed, or a field is both set and cleared.
        Unclear: it is not certain which todo is meant.
    """
    changes = _changes(update)
    at, was = here(session, owner_id), _chosen(session, owner_id, update)
    if _done_lately(session, owner_id, was, changes):
        return _done(at, _once(at, was), was)
    todo = todo_queries.view(
        session, todos.change(session, owner_id, TodoId(was.id), TodoChanges(**changes))
    )
    before = {
        field: getattr(was, field)
        for field in changes
        if getattr(was, field) != getattr(todo, field)
    }
    if changes.get("completed") and todo.repeat and not was.completed:
        before["due"] = was.due
        return _done(at, _completed(at, todo), todo, before=Before(**before))
    if not before:
        return _done(at, f"{_called(todo)} is like that already.", todo)
    return _done(at, _told(at, todo, before), todo, before=Before(**before))


def complete_todo(
    session: Session, owner_id: OwnerId, chosen: ChosenTodo
) -> ChangedTodo:
    """The todo, done; one that was done already stays as it is.

    One that repeats moves on: once, though the same call may come again.

    Raises:
        Unclear: it is not certain which todo is meant.
    """
    at, was = here(session, owner_id), _chosen(session, owner_id, chosen)
    if was.completed:
        return _done(at, f"{_called(was)} was done already.", was)
    if _done_lately(session, owner_id, was, {"completed": True}):
        return _done(at, _once(at, was), was)
    todo = todo_queries.view(session, todos.complete(session, owner_id, TodoId(was.id)))
    return _done(at, _completed(at, todo), todo)


def delete_todo(session: Session, owner_id: OwnerId, chosen: ChosenTodo) -> ChangedTodo:
    """The todo, moved to the trash.

    Raises:
        Unclear: it is not certain which todo is meant.
    """
    at, todo = here(session, owner_id), _chosen(session, owner_id, chosen)
    todos.delete(session, owner_id, TodoId(todo.id))
    summary = f"Moved {_called(todo)} to the trash. It can be restored for 30 days."
    return _done(at, summary, todo)


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
    at, guard = here(session, owner_id), chosen.title_guard
    listed = ListedTodo.of(todo, at)
    if guard and fold(guard) not in {fold(todo.title), fold(listed.title)}:
        raise OtherTitle(listed, listed.title, guard, at.now)
    return todo


def _done_lately(
    session: Session, owner_id: OwnerId, todo: TodoView, changes: Mapping[str, Any]
) -> bool:
    """Whether this is the call that moved a todo on to its next date, repeated."""
    if not todo.repeat or dict(changes) != {"completed": True}:
        return False
    return queries.completed_lately(session, owner_id, todo.id, now() - SAME_CALL)


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


def _done(
    at: Here, summary: str, todo: TodoView, before: Before | None = None
) -> ChangedTodo:
    whole = WholeTodo.of(todo, at)
    return ChangedTodo(now=at.now, summary=summary, todo=whole, before=before)


def _completed(at: Here, todo: TodoView) -> str:
    """That it is done or, of one that repeats, when it comes again."""
    if todo.completed:
        return f"Completed {_called(todo)}."
    return f"Completed {_called(todo)}. It repeats, and is next{_due(at, todo)[1:]}."


def _once(at: Here, todo: TodoView) -> str:
    return (
        f"{_called(todo)} was completed a moment ago, and only once. It repeats, and "
        f"is next{_due(at, todo)[1:]}."
    )


def _told(at: Here, todo: TodoView, before: Collection[str]) -> str:
    """What was changed, as one sentence; the new values are in the answer's todo."""
    if set(before) == {"completed"}:
        done = "Completed" if todo.completed else "Reopened"
        return f"{done} {_called(todo)}."
    due = _due(at, todo) or ", due on no day" if "due" in before else ""
    if due and todo.repeat:
        due += ", this time only"
    return f"Changed the {' and '.join(before)} of {_called(todo)}{due}."


def _called(todo: TodoView) -> str:
    return f"“{_short(todo.title)}”"


def _short(title: str) -> str:
    return words.line(title, _LONGEST_TOLD)


def _due(at: Here, todo: TodoView) -> str:
    return f", due {at.due(todo)}" if todo.due else ""


def _note(page: TodoPage) -> str | None:
    """Why a list is short, so that no one has to guess."""
    shown, total = len(page.items), page.total
    if shown == total:
        return None
    every = f"more than {MOST_COUNTED:,}" if total is None else str(total)
    if page.next_cursor:
        return (
            f"{shown} of {every} todos are shown. Pass next_cursor as cursor "
            "for the next ones."
        )
    return f"These are the last {shown} of {every} todos."

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from sqlmodel import Session

from taskpal import live
from taskpal.accounts.models import OwnerId
from taskpal.columns import now
from taskpal.todos import queries, repeats, service
from taskpal.todos.errors import (
    TodoChangedMeanwhile,
    TodoGone,
    TodoNotFound,
    TooManyTodos,
)
from taskpal.todos.models import Todo, TodoId
from taskpal.todos.schemas import NewTodo, TodoChanges, TodoReplacement

Action = Callable[[Session, OwnerId, TodoId], object]

ACTIONS: dict[str, Action] = {
    "change": lambda s, o, t: service.change(s, o, t, TodoChanges(title="x")),
    "replace": lambda s, o, t: service.replace(s, o, t, TodoReplacement(title="x")),
    "complete": service.complete,
    "reopen": service.reopen,
    "delete": service.delete,
    "restore": service.restore,
    "todo": queries.todo,
}


@pytest.fixture
def milk(session: Session, ana: OwnerId) -> Todo:
    return service.add(session, ana, NewTodo(title="Buy milk"))


@pytest.mark.parametrize("action", ACTIONS.values(), ids=ACTIONS)
def test_nobody_reaches_another_persons_todo(
    session: Session, ben: OwnerId, milk: Todo, action: Action
) -> None:
    with pytest.raises(TodoNotFound):
        action(session, ben, TodoId(milk.id))

    assert milk.title == "Buy milk"


@pytest.mark.parametrize(
    "action",
    [action for name, action in ACTIONS.items() if name != "restore"],
)
def test_a_todo_in_the_trash_is_only_restored(
    session: Session, ana: OwnerId, milk: Todo, action: Action
) -> None:
    service.delete(session, ana, TodoId(milk.id))

    with pytest.raises(TodoNotFound):
        action(session, ana, TodoId(milk.id))


def test_each_change_takes_the_next_revision(
    session: Session, ana: OwnerId, milk: Todo
) -> None:
    first = milk.revision

    service.complete(session, ana, TodoId(milk.id))
    service.delete(session, ana, TodoId(milk.id))
    service.restore(session, ana, TodoId(milk.id))

    assert (first, milk.revision) == (1, 4)


@pytest.mark.parametrize(
    "changes",
    [
        TodoChanges(),
        TodoChanges(title="Buy milk", priority="p4", due=None, completed=False),
    ],
)
def test_a_change_that_changes_nothing_is_not_announced(
    session: Session, ana: OwnerId, milk: Todo, changes: TodoChanges
) -> None:
    session.flush()
    live.take_noted(session)
    updated = milk.updated_at

    service.change(session, ana, TodoId(milk.id), changes)

    assert list(live.take_noted(session)) == []
    assert (milk.revision, milk.updated_at) == (1, updated)


def test_completing_twice_keeps_the_first_time(
    session: Session, ana: OwnerId, milk: Todo
) -> None:
    first = service.complete(session, ana, TodoId(milk.id)).completed_at
    live.take_noted(session)

    second = service.complete(session, ana, TodoId(milk.id)).completed_at

    assert first is not None
    assert second == first
    assert list(live.take_noted(session)) == []


def test_a_change_of_an_old_version_is_refused(
    session: Session, ana: OwnerId, milk: Todo
) -> None:
    with pytest.raises(TodoChangedMeanwhile):
        service.complete(session, ana, TodoId(milk.id), only_at={milk.revision - 1})

    assert not milk.completed


def test_the_trash_keeps_todos_for_30_days(
    session: Session, ana: OwnerId, milk: Todo
) -> None:
    kept = service.add(session, ana, NewTodo(title="Kept"))
    milk.deleted_at = now() - timedelta(days=30, seconds=1)
    kept.deleted_at = now() - timedelta(days=29, hours=23)
    session.flush()

    assert [todo.id for todo in queries.trash(session, ana)] == [kept.id]
    assert service.restore(session, ana, TodoId(kept.id)).deleted_at is None
    with pytest.raises(TodoGone):
        service.restore(session, ana, TodoId(milk.id))


def test_a_new_title_changes_what_search_and_sorting_see(
    session: Session, ana: OwnerId, milk: Todo
) -> None:
    service.change(session, ana, TodoId(milk.id), TodoChanges(title="ÄPFEL"))

    found = queries.rows(session, ana, "all", "äpf")

    assert [row.title for row in found] == ["ÄPFEL"]
    assert queries.rows(session, ana, "all", "milk") == []


def test_priority_and_day_are_kept(session: Session, ana: OwnerId) -> None:
    new = NewTodo(title="x", priority="p1", due=date(2026, 12, 24))

    todo = service.add(session, ana, new)

    assert (todo.priority, todo.due_on) == (1, date(2026, 12, 24))


def test_a_repeated_key_gives_the_first_answer(session: Session, ana: OwnerId) -> None:
    first = repeats.add(session, ana, NewTodo(title="x"), "k")
    service.complete(session, ana, TodoId(first.todo.id))

    assert repeats.add(session, ana, NewTodo(title="x"), "k") == first


def test_old_keys_are_forgotten(session: Session, ana: OwnerId) -> None:
    first = repeats.add(session, ana, NewTodo(title="x"), "k")

    repeats.purge(session)

    assert repeats.add(session, ana, NewTodo(title="x"), "k") == first


def test_an_account_has_so_many_todos_and_no_more(
    session: Session, ana: OwnerId, ben: OwnerId, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(service, "MOST", 2)
    milk = service.add(session, ana, NewTodo(title="Buy milk"))
    service.add(session, ana, NewTodo(title="Feed the cat"))
    service.delete(session, ana, TodoId(milk.id))

    with pytest.raises(TooManyTodos, match=r"100,000 todos"):
        service.add(session, ana, NewTodo(title="Call the dentist"))

    service.add(session, ben, NewTodo(title="Call the dentist"))


def test_changing_the_same_todos_over_and_over_uses_up_no_room(
    session: Session, ana: OwnerId, milk: Todo, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(service, "MOST", 2)
    for number in range(5):
        changes = TodoChanges(title=f"Buy {number} bottles of milk")
        service.change(session, ana, TodoId(milk.id), changes)

    service.add(session, ana, NewTodo(title="Feed the cat"))

    with pytest.raises(TooManyTodos):
        service.add(session, ana, NewTodo(title="One too many"))

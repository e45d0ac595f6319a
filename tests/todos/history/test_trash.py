from datetime import datetime, timedelta

import pytest
import sqlalchemy as sa
from sqlmodel import Session, SQLModel, select

from taskpal import database
from taskpal.columns import now
from taskpal.todos import service
from taskpal.todos.comments.models import Comment
from taskpal.todos.finding.models import SavedFilter
from taskpal.todos.history import trash
from taskpal.todos.history.errors import CannotUndo
from taskpal.todos.history.models import Change
from taskpal.todos.history.things import KINDS, TABLES
from taskpal.todos.labels.models import Label
from taskpal.todos.lists.models import Section, TodoList
from taskpal.todos.models import Todo, TodoId
from taskpal.todos.recurrence.models import Occurrence
from taskpal.todos.schemas import NewTodo
from tests.todos.history.conftest import Person


def one_of_each(owner_id: str, deleted_at: datetime | None) -> list[SQLModel]:
    todo = Todo(owner_id=owner_id, title="Buy milk", deleted_at=deleted_at)
    named = {"owner_id": owner_id, "name": "a", "deleted_at": deleted_at}
    about = {"owner_id": owner_id, "todo_id": todo.id, "deleted_at": deleted_at}
    return [
        todo,
        TodoList(**named),
        Section(**named),
        Label(**named),
        SavedFilter(**named, query="today"),
        Comment(**about, text="Two"),
        Occurrence(**about, due_on=now().date()),
    ]


def add_all(session: Session, rows: list[SQLModel]) -> None:
    for row in rows:  # a todo before what is about it
        session.add(row)
        session.flush()


def left(session: Session) -> dict[str, int]:
    return {
        kind: session.execute(
            sa.select(sa.func.count()).select_from(table)
        ).scalar_one()
        for kind, table in TABLES.items()
    }


def emptied(session: Session) -> int:
    """All of it, piece by piece; how many things went."""
    removed = 0
    while piece := trash.empty(session):
        removed += piece
    return removed


def test_of_each_kind_what_is_past_its_time_goes_and_nothing_else(
    session: Session, anas: Person
) -> None:
    gone, kept = now() - timedelta(days=31), now() - timedelta(days=29)
    for deleted_at in (gone, kept, None):
        add_all(session, one_of_each(anas.id, deleted_at))

    removed = emptied(session)

    assert removed == len(KINDS)
    assert left(session) == dict.fromkeys(KINDS, 2)


def test_what_is_about_a_todo_goes_with_it(session: Session, anas: Person) -> None:
    todo, *_, comment, occurrence = one_of_each(anas.id, None)
    add_all(session, [todo, comment, occurrence])
    todo.deleted_at = now() - timedelta(days=31)  # type: ignore[attr-defined]
    session.flush()

    emptied(session)

    assert set(left(session).values()) == {0}


def test_the_history_no_longer_tells_what_was_in_it(anas: Person) -> None:
    milk = anas.does(service.add, NewTodo(title="Buy milk", labels=["home"]))
    bread = anas.does(service.add, NewTodo(title="Buy bread"))
    anas.does(service.delete, TodoId(milk.id))
    with database.transaction() as session:
        row = session.get_one(Todo, (anas.id, milk.id))
        row.deleted_at = now() - timedelta(days=31)
        session.flush()
        emptied(session)

    entries = anas.changes(order="oldest").items
    about_milk = [entry for entry in entries if entry.thing == milk.id]

    assert [(e.action, e.name) for e in about_milk] == [("added", ""), ("deleted", "")]
    assert all(e.before is None and e.after is None for e in about_milk)
    assert "Buy bread" in {e.name for e in entries if e.thing == bread.id}
    with pytest.raises(CannotUndo, match="was deleted more than 30 days ago"):
        anas.undo(batch=about_milk[-1].batch)


def entry(owner_id: str, number: int, *, days_ago: int) -> Change:
    return Change(
        owner_id=owner_id,
        revision=number,
        batch=number,
        at=now() - timedelta(days=days_ago),
        actor_kind="dashboard",
        action="added",
        kind="todo",
        thing_id="x",
    )


def test_the_history_is_kept_for_a_year(session: Session, anas: Person) -> None:
    for number, days in enumerate((366, 364, 0)):
        session.add(entry(anas.id, number, days_ago=days))
    session.flush()

    assert trash.forget_old(session) == 1
    assert session.exec(select(Change.revision)).all() == [1, 2]


def test_it_goes_in_pieces_each_of_one_owner(
    session: Session, anas: Person, bens: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(trash, "AT_ONCE", 2)
    long_ago = now() - timedelta(days=31)
    for owner_id in (*[anas.id] * 3, bens.id):
        session.add(Todo(owner_id=owner_id, title="Buy milk", deleted_at=long_ago))
    session.flush()

    pieces = []
    while removed := trash.empty(session):
        pieces.append(removed)

    assert sorted(pieces) == [1, 1, 2]


def test_an_old_history_goes_in_pieces_too(
    session: Session, anas: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(trash, "AT_ONCE", 2)
    for number in range(5):
        session.add(entry(anas.id, number, days_ago=400 if number < 3 else 0))
    session.flush()

    assert [trash.forget_old(session) for _ in range(3)] == [2, 1, 0]
    assert session.exec(select(Change.revision)).all() == [3, 4]

from datetime import UTC, date, datetime, time, timedelta

import pytest
from sqlmodel import Session, col, select

from taskpal import acting, database, live
from taskpal.accounts.models import OwnerId
from taskpal.todos.history import recording
from taskpal.todos.history.models import Change
from taskpal.todos.history.recording import Noted
from taskpal.todos.models import Todo

MOMENT = datetime(2026, 11, 23, 8, 30, 0, 123456, tzinfo=UTC)


@pytest.fixture
def milk(session: Session, ana: OwnerId) -> Todo:
    todo = Todo(owner_id=ana, title="Buy milk", due_on=date(2026, 11, 24))
    session.add(todo)
    session.flush()
    return todo


def noted(session: Session, owner_id: OwnerId) -> list[Change]:
    wanted = select(Change).where(Change.owner_id == owner_id)
    in_order = wanted.order_by(col(Change.revision), col(Change.number))
    return list(session.exec(in_order))


def note(session: Session, todo: Todo, action: recording.Action = "changed") -> None:
    todo.revision = live.changed(session, todo.owner_id)
    recording.note(session, todo.owner_id, todo, action)


def test_a_new_thing_is_noted_by_its_name(session: Session, ana: OwnerId) -> None:
    todo = Todo(owner_id=ana, title="Buy milk")

    note(session, todo, "added")

    (entry,) = noted(session, ana)
    assert (entry.revision, entry.number, entry.batch) == (1, 0, 1)
    assert (entry.action, entry.kind, entry.thing_id) == ("added", "todo", todo.id)
    assert (entry.name, entry.before, entry.after) == ("Buy milk", None, None)


def test_a_change_is_noted_with_what_was_and_what_will_be(
    session: Session, ana: OwnerId, milk: Todo
) -> None:
    milk.title, milk.due_on = "Buy oat milk", None

    note(session, milk)

    (entry,) = noted(session, ana)
    assert recording.unpacked("todo", entry.before or "") == {
        "title": "Buy milk",
        "due_on": date(2026, 11, 24),
    }
    assert recording.unpacked("todo", entry.after or "") == {
        "title": "Buy oat milk",
        "due_on": None,
    }
    assert entry.name == "Buy oat milk"


def test_what_is_made_from_other_columns_is_no_change(
    session: Session, ana: OwnerId, milk: Todo
) -> None:
    milk.title_key, milk.updated_at, milk.due_at = "x", MOMENT, MOMENT
    milk.title = "Buy milk"

    note(session, milk)

    assert noted(session, ana) == []


def test_what_was_set_unread_is_read_from_the_database(
    session: Session, ana: OwnerId, milk: Todo
) -> None:
    session.expire(milk, ["title"])
    milk.title = "Buy oat milk"

    note(session, milk)

    (entry,) = noted(session, ana)
    assert recording.unpacked("todo", entry.before or "") == {"title": "Buy milk"}


def test_what_a_query_flushed_before_is_noted_all_the_same(
    session: Session, ana: OwnerId, milk: Todo
) -> None:
    milk.title = "Buy oat milk"
    session.flush()
    milk.title, milk.priority = "Buy soy milk", 1
    session.flush()
    milk.due_on = None

    note(session, milk)

    (entry,) = noted(session, ana)
    assert recording.unpacked("todo", entry.before or "") == {
        "title": "Buy milk",
        "priority": 4,
        "due_on": date(2026, 11, 24),
    }


def test_what_was_noted_is_not_noted_again(
    session: Session, ana: OwnerId, milk: Todo
) -> None:
    milk.title = "Buy oat milk"
    note(session, milk)
    session.flush()
    milk.priority = 1
    note(session, milk)
    session.flush()
    note(session, milk)

    assert [entry.before for entry in noted(session, ana)] == [
        '{"title":"Buy milk"}',
        '{"priority":4}',
    ]


def test_values_of_every_type_come_back_as_they_were() -> None:
    values = {
        "title": "2026-11-24",
        "priority": 1,
        "due_on": date(2026, 11, 24),
        "due_time": time(7, 5, 0, 3),
        "repeat_from": MOMENT.replace(tzinfo=None),
        "completed_at": MOMENT,
        "parent_id": None,
    }

    assert recording.unpacked("todo", recording.packed(values).decode()) == values


def test_one_transaction_is_one_batch(session: Session, ana: OwnerId) -> None:
    for title in ("Buy milk", "Buy bread"):
        note(session, Todo(owner_id=ana, title=title), "added")

    assert [(e.revision, e.number, e.batch) for e in noted(session, ana)] == [
        (1, 0, 1),
        (2, 1, 1),
    ]


def test_the_next_transaction_of_a_session_is_another_batch(ana: OwnerId) -> None:
    with Session(database.engine()) as session:
        for title in ("Buy milk", "Buy bread"):
            note(session, Todo(owner_id=ana, title=title), "added")
            session.commit()

        assert [(e.batch, e.number) for e in noted(session, ana)] == [(1, 0), (2, 0)]


def test_who_acts_is_noted(session: Session, ana: OwnerId) -> None:
    acting.acts(session, acting.Actor("app", "client-7", "ChatGPT" * 50))

    note(session, Todo(owner_id=ana, title="Buy milk"), "added")

    (entry,) = noted(session, ana)
    assert (entry.actor_kind, entry.actor_id) == ("app", "client-7")
    assert entry.actor_name == ("ChatGPT" * 50)[:100]


def test_many_rows_are_noted_in_a_few_statements(
    session: Session, ana: OwnerId
) -> None:
    revision = live.changed(session, ana)
    rows = (
        Noted(
            f"{number:012}",
            revision,
            f"Todo {number} " * 20,
            {"deleted_at": None, "revision": 0},
            {"deleted_at": MOMENT + timedelta(seconds=number), "revision": revision},
        )
        for number in range(5000)
    )

    recording.note_many(session, ana, "todo", rows, "deleted")

    found = noted(session, ana)
    assert [(e.number, e.batch) for e in found] == [(n, 1) for n in range(5000)]
    assert len(found[7].name) == 120
    assert recording.unpacked("todo", found[7].before or "") == {"deleted_at": None}
    assert recording.unpacked("todo", found[7].after or "") == {
        "deleted_at": MOMENT + timedelta(seconds=7)
    }

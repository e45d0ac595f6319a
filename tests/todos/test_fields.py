"""What a todo can say besides its title: times, dates, labels, and where it is."""

from datetime import UTC, date, datetime, time

import pytest
from sqlmodel import Session, col, select

from taskpal.accounts.models import OwnerId
from taskpal.errors import BadValues
from taskpal.todos import queries, service
from taskpal.todos.labels.models import TodoLabel
from taskpal.todos.models import TodoId
from taskpal.todos.moving import DEEPEST
from taskpal.todos.schemas import NewTodo, TodoChanges, TodoQuery, TodoReplacement
from tests.todos.conftest import Api


async def test_everything_said_of_a_new_todo_is_kept(api: Api, ana: OwnerId) -> None:
    said = {
        "title": "Call mum",
        "due": "2026-12-24",
        "due_time": "18:00",
        "due_zone": "America/New_York",
        "start": "2026-12-20",
        "deadline": "2026-12-31",
        "duration_minutes": 45,
        "labels": ["family", "phone"],
        "priority": "p2",
    }

    added = await api(ana).post("/api/todos", json=said)
    read = await api(ana).get(f"/api/todos/{added.json()['id']}")
    (listed,) = (await api(ana).get("/api/todos")).json()["items"]

    assert added.json().items() >= said.items()
    assert read.json() == added.json() == listed
    assert listed["list"] == "inbox"
    assert listed["section"] is listed["parent"] is None


def test_a_time_with_a_zone_is_a_moment(session: Session, ana: OwnerId) -> None:
    zoned = NewTodo(
        title="Call",
        due=date(2026, 12, 24),
        due_time=time(18),
        due_zone="America/New_York",
    )

    todo = service.add(session, ana, zoned)
    assert todo.due_at == datetime(2026, 12, 24, 23, tzinfo=UTC)

    service.change(session, ana, TodoId(todo.id), TodoChanges(due_zone=None))
    assert todo.due_at is None
    assert todo.due_time == time(18)


def test_without_a_day_there_is_no_time(session: Session, ana: OwnerId) -> None:
    new = NewTodo(title="Call", due=date(2026, 12, 24), due_time=time(18))
    todo = service.add(session, ana, new)

    service.change(session, ana, TodoId(todo.id), TodoChanges(due=None))

    assert todo.due_time is None
    with pytest.raises(BadValues, match="needs a due date"):
        service.add(session, ana, NewTodo(title="Call", due_time=time(18)))
    with pytest.raises(BadValues, match="needs a due_time"):
        service.add(session, ana, NewTodo(title="Call", due_zone="Europe/Berlin"))


@pytest.mark.parametrize(
    ("field", "value", "why"),
    [
        ("due_time", "25:00", "a time of day like 18:00"),
        ("due_time", "18:00:30", "a time of day like 18:00"),
        ("due_time", 18, "a time of day like 18:00"),
        ("due_zone", "Middle/Earth", "the name of a zone"),
        ("due_zone", "../etc/passwd", "the name of a zone"),
        ("start", "2026-02-31", "a date like 2026-12-24"),
        ("deadline", "soon", "a date like 2026-12-24"),
        ("duration_minutes", 0, "must be at least 1"),
        ("duration_minutes", 10**9, "must be at most"),
        ("duration_minutes", "45", "must be a whole number"),
        ("labels", ["x" * 61], "at most 60 characters"),
        ("labels", [""], "must not be empty"),
        ("labels", ["a\x00"], "NUL"),
        ("labels", "home", "list"),
        ("list", "nowhere", "There is no list with this id."),
        ("list", "\x00", "NUL"),
        ("section", "nowhere", "There is no section with this id."),
        ("parent", "nowhere", "There is no todo with this id."),
    ],
)
async def test_what_cannot_be_is_refused_by_name(
    api: Api, ana: OwnerId, field: str, value: object, why: str
) -> None:
    sent = {"title": "Call", "due": "2026-12-24", field: value}

    answer = await api(ana).post("/api/todos", json=sent)

    assert answer.status_code == 422
    problems = answer.json()["errors"]
    assert why in " ".join(problems.values())
    assert next(iter(problems)).startswith(field)
    assert (await api(ana).get("/api/todos")).json()["total"] == 0


async def test_changes_leave_alone_what_they_do_not_name(
    api: Api, ana: OwnerId
) -> None:
    new = {"title": "Call", "due": "2026-12-24", "due_time": "18:00", "labels": ["a"]}
    todo = (await api(ana).post("/api/todos", json=new)).json()

    changed = await api(ana).patch(
        f"/api/todos/{todo['id']}", json={"duration_minutes": 5}
    )

    expected = todo | {"duration_minutes": 5}
    assert changed.json() == expected | {"updated_at": changed.json()["updated_at"]}


def test_replacing_a_todo_takes_away_what_is_not_said(
    session: Session, ana: OwnerId
) -> None:
    new = NewTodo(
        title="Call", due=date(2026, 12, 24), due_time=time(18), labels=["home"]
    )
    todo = service.add(session, ana, new)

    service.replace(session, ana, TodoId(todo.id), TodoReplacement(title="Write"))

    view = queries.view(session, todo)
    assert (view.title, view.due, view.due_time, view.labels) == (
        *("Write", None, None),
        [],
    )


def test_labels_are_found_by_name_whatever_its_case(
    session: Session, ana: OwnerId, ben: OwnerId
) -> None:
    service.add(session, ana, NewTodo(title="Call", labels=["Straße", "home"]))
    service.add(session, ana, NewTodo(title="Write", labels=["HOME"]))
    service.add(session, ben, NewTodo(title="Ben's", labels=["home"]))

    def titles(label: str) -> list[str]:
        page = queries.page(session, ana, TodoQuery(label=label, sort="title"))
        assert page.total == len(page.items)
        return [todo.title for todo in page.items]

    assert titles("@Home") == ["Call", "Write"]
    assert titles("STRASSE") == ["Call"]
    assert titles("office") == []


def test_the_database_knows_who_carries_a_label_after_each_change(
    session: Session, ana: OwnerId
) -> None:
    def carried() -> set[tuple[str, str]]:
        rows = session.exec(select(TodoLabel).where(col(TodoLabel.owner_id) == ana))
        return {(row.todo_id, row.label_id) for row in rows}

    todo = service.add(session, ana, NewTodo(title="Call", labels=["a", "b", "A"]))
    first = todo.label_ids.split()
    assert carried() == {(todo.id, one) for one in first}
    assert len(first) == 2

    service.change(session, ana, TodoId(todo.id), TodoChanges(labels=["b"]))
    session.expire_all()
    assert carried() == {(todo.id, first[1])}

    service.change(session, ana, TodoId(todo.id), TodoChanges(labels=[]))
    session.expire_all()
    assert carried() == set()


def test_new_todos_come_last_in_the_order_made_by_hand(
    session: Session, ana: OwnerId
) -> None:
    for title in ("one", "two"):
        service.add(session, ana, NewTodo(title=title))
    service.add_many(session, ana, [NewTodo(title="three"), NewTodo(title="four")])

    page = queries.page(session, ana, TodoQuery(sort="position"))

    assert [todo.title for todo in page.items] == ["one", "two", "three", "four"]


def test_a_subtask_is_where_its_parent_is_and_never_inside_itself(
    session: Session, ana: OwnerId, ben: OwnerId
) -> None:
    top = service.add(session, ana, NewTodo(title="Move house"))
    box = service.add(session, ana, NewTodo(title="Pack", parent=top.id))
    books = service.add(session, ana, NewTodo(title="Books", parent=box.id))
    bens = service.add(session, ben, NewTodo(title="Ben's"))

    children = queries.page(session, ana, TodoQuery(parent=top.id)).items

    assert [todo.title for todo in children] == ["Pack"]
    for child, parent in ((top, books), (box, box)):
        changes = TodoChanges(parent=parent.id)
        with pytest.raises(BadValues, match="itself, or one of its subtasks"):
            service.change(session, ana, TodoId(child.id), changes)
    with pytest.raises(BadValues, match="no todo with this id"):
        service.change(session, ana, TodoId(top.id), TodoChanges(parent=bens.id))


def test_subtasks_are_not_nested_without_end(session: Session, ana: OwnerId) -> None:
    parent = None
    for number in range(DEEPEST):
        parent = service.add(session, ana, NewTodo(title=f"{number}", parent=parent)).id
    lone = service.add(session, ana, NewTodo(title="Lone"))
    service.add(session, ana, NewTodo(title="Under it", parent=lone.id))

    with pytest.raises(BadValues, match="can be no more"):
        service.add(session, ana, NewTodo(title="Deeper", parent=parent))
    with pytest.raises(BadValues, match="can be no more"):
        service.change(session, ana, TodoId(lone.id), TodoChanges(parent=parent))

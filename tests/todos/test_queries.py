from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date

import pytest
from sqlalchemy import event
from sqlmodel import Session

from taskpal import database
from taskpal.accounts.models import OwnerId
from taskpal.columns import now
from taskpal.errors import BadValues
from taskpal.todos import queries, service
from taskpal.todos.models import TodoId
from taskpal.todos.schemas import NewTodo, Sort, Status, TodoQuery


def _add(session: Session, owner: OwnerId, *titles: str, **more: object) -> list[str]:
    new = [NewTodo.model_validate({"title": title, **more}) for title in titles]
    return [service.add(session, owner, one).id for one in new]


def _titles(session: Session, owner: OwnerId, sort: Sort) -> list[str]:
    page = queries.page(session, owner, TodoQuery(status="all", sort=sort))
    return [todo.title for todo in page.items]


@contextmanager
def counted() -> Iterator[list[str]]:
    """The statements that are sent meanwhile."""
    statements: list[str] = []

    def note(*sent: object) -> None:
        statements.append(str(sent[2]))

    event.listen(database.engine(), "before_cursor_execute", note)
    yield statements
    event.remove(database.engine(), "before_cursor_execute", note)


@pytest.mark.parametrize("many", [1, 100])
def test_a_list_is_one_statement_however_long(
    session: Session, ana: OwnerId, many: int
) -> None:
    _add(session, ana, *(f"todo {number}" for number in range(many)))
    session.flush()

    with counted() as statements:
        page = queries.page(session, ana, TodoQuery(limit=100))
        rows = queries.rows(session, ana)

    assert len(page.items) == len(rows) == many
    assert len(statements) == 2


def test_titles_are_sorted_without_case_in_any_script(
    session: Session, ana: OwnerId
) -> None:
    _add(session, ana, "banana", "Apple", "äpfel", "Zoo", "zoo 2", "Ärger", "ﬁnd")

    assert _titles(session, ana, "title") == [
        "Apple",
        "banana",
        "ﬁnd",
        "Zoo",
        "zoo 2",
        "äpfel",
        "Ärger",
    ]


def test_todos_without_a_day_come_last(session: Session, ana: OwnerId) -> None:
    _add(session, ana, "none")
    _add(session, ana, "last", due=date.max)
    _add(session, ana, "late", due=date(2027, 1, 1))
    _add(session, ana, "soon, urgent", due=date(2026, 1, 1), priority="p1")
    _add(session, ana, "soon", due=date(2026, 1, 1))

    assert _titles(session, ana, "due") == [
        "soon, urgent",
        "soon",
        "late",
        "last",
        "none",
    ]


def test_the_newest_and_the_latest_changed_come_first(
    session: Session, ana: OwnerId
) -> None:
    first, _ = _add(session, ana, "first", "second")
    service.complete(session, ana, TodoId(first))

    assert _titles(session, ana, "created") == ["second", "first"]
    assert _titles(session, ana, "updated") == ["first", "second"]


def test_the_most_urgent_come_first(session: Session, ana: OwnerId) -> None:
    _add(session, ana, "normal")
    _add(session, ana, "urgent", priority="p1")
    _add(session, ana, "urgent and due", priority="p1", due=date(2026, 12, 24))

    assert _titles(session, ana, "priority") == ["urgent and due", "urgent", "normal"]


def test_a_page_in_between_is_not_disturbed_by_a_new_todo(
    session: Session, ana: OwnerId
) -> None:
    _add(session, ana, "c", "b", "a")
    first = queries.page(session, ana, TodoQuery(limit=2))
    _add(session, ana, "new")

    second = queries.page(
        session, ana, TodoQuery(limit=2, cursor=first.next_cursor or "")
    )

    assert [todo.title for todo in second.items] == ["c"]
    assert second.next_cursor is None
    assert second.total == 4


def test_the_page_after_everything_went_is_empty(
    session: Session, ana: OwnerId
) -> None:
    (first, _) = _add(session, ana, "first", "second")
    page = queries.page(session, ana, TodoQuery(limit=1))
    service.delete(session, ana, TodoId(first))

    rest = queries.page(session, ana, TodoQuery(cursor=page.next_cursor or ""))

    assert (rest.items, rest.total, rest.next_cursor) == ([], 1, None)


def test_long_titles_make_cursors_that_still_work(
    session: Session, ana: OwnerId
) -> None:
    _add(session, ana, *("\N{FACE WITH TEARS OF JOY}" * 499 + tail for tail in "abc"))

    seen: list[str] = []
    cursor: str | None = ""
    while cursor is not None:
        query = TodoQuery(sort="title", limit=1, cursor=cursor)
        page = queries.page(session, ana, query)
        seen += [todo.title[-1] for todo in page.items]
        cursor = page.next_cursor

    assert sorted(seen) == ["a", "b", "c"]


@pytest.mark.parametrize("cursor", ["x", "=", "é", "\x00", "a" * 999, "AAAA" * 20])
def test_a_broken_cursor_is_refused(
    session: Session, ana: OwnerId, cursor: str
) -> None:
    with pytest.raises(BadValues, match="cursor"):
        queries.page(session, ana, TodoQuery(cursor=cursor))


@pytest.mark.parametrize(
    ("status", "expected"), [("open", ["b"]), ("done", ["a"]), ("all", ["b", "a"])]
)
def test_rows_are_chosen_by_status(
    session: Session, ana: OwnerId, status: Status, expected: list[str]
) -> None:
    _add(session, ana, "a", completed=True)
    _add(session, ana, "b", description="notes")

    rows = queries.rows(session, ana, status)

    assert [row.title for row in rows] == expected
    assert {row.title: row.has_description for row in rows}.get("b", True) is True


def test_changes_since_a_revision_include_the_trash(
    session: Session, ana: OwnerId
) -> None:
    a, b, c = _add(session, ana, "a", "b", "c")
    service.complete(session, ana, TodoId(b))
    service.delete(session, ana, TodoId(a))

    changes = queries.changes_since(session, ana, 2)

    assert [(row.id, row.gone) for row in changes] == [
        (c, False),
        (b, False),
        (a, True),
    ]
    assert [row.id for row in queries.changes_since(session, ana, 2, limit=1)] == [c]


def test_no_query_shows_another_persons_todos(
    session: Session, ana: OwnerId, ben: OwnerId
) -> None:
    (todo, _) = _add(session, ana, "secret", "trash")
    service.delete(session, ana, TodoId(todo))

    everything = TodoQuery(status="all")

    assert queries.page(session, ben, everything).items == []
    assert queries.page(session, ben, everything).total == 0
    assert queries.rows(session, ben, "all") == []
    assert queries.rows(session, ben, "all", "secret") == []
    assert queries.changes_since(session, ben, 0) == []
    assert queries.trash(session, ben) == []


def test_the_trash_shows_all_of_it_however_much_there_is(
    session: Session, ana: OwnerId
) -> None:
    todos = service.add_many(session, ana, [NewTodo(title="Old")] * 600)
    for todo in todos:
        todo.deleted_at = now()
    session.flush()

    assert len(queries.trash(session, ana)) == 600

"""How many todos there are on all pages: exact, whoever changed them and wherever."""

from datetime import timedelta

import pytest
from sqlmodel import Session

from taskpal import database
from taskpal.accounts.models import OwnerId
from taskpal.columns import now
from taskpal.todos import queries, service
from taskpal.todos.history import service as history
from taskpal.todos.history.schemas import Undo
from taskpal.todos.lists import keeping
from taskpal.todos.lists import service as lists
from taskpal.todos.lists.schemas import NewList
from taskpal.todos.models import TodoId
from taskpal.todos.queries import pages
from taskpal.todos.queries.counting import Counts
from taskpal.todos.schemas import NewTodo, TodoQuery
from taskpal.todos.search import common
from tests.todos.test_queries import counted

MANY = 1001


def _add(owner: OwnerId, many: int, title: str = "Milk", **more: object) -> list[str]:
    new = [NewTodo.model_validate({"title": title, **more})] * many
    with database.transaction() as session:
        return [todo.id for todo in service.add_many(session, owner, new)]


def _total(owner: OwnerId, **asked: object) -> int | None:
    """How many a caller hears of; half of a page has no next one, nor half of them."""
    with database.reading() as session:
        return queries.page(session, owner, TodoQuery(limit=1, **asked)).total


def _list(owner: OwnerId) -> str:
    with database.transaction() as session:
        return lists.add(session, owner, NewList(name="Garden")).id


def test_many_are_counted_to_the_last(ana: OwnerId) -> None:
    _add(ana, MANY)
    counted_at_first = _total(ana)

    _add(ana, 1)

    assert counted_at_first == MANY
    assert _total(ana) == MANY + 1


def test_what_somebody_deletes_and_takes_back_is_counted(ana: OwnerId) -> None:
    first, *_ = _add(ana, MANY)
    totals = [_total(ana)]

    with database.transaction() as session:
        service.delete(session, ana, TodoId(first))
    totals.append(_total(ana))
    with database.transaction() as session:
        history.undo(session, ana, Undo())
    totals.append(_total(ana))

    assert totals == [MANY, MANY - 1, MANY]


def test_what_is_done_is_counted_with_the_done(ana: OwnerId) -> None:
    first, *_ = _add(ana, MANY + 1)
    before = _total(ana), _total(ana, status="done"), _total(ana, status="all")

    with database.transaction() as session:
        service.complete(session, ana, TodoId(first))

    assert before == (MANY + 1, 0, MANY + 1)
    after = _total(ana), _total(ana, status="done"), _total(ana, status="all")
    assert after == (MANY, 1, MANY + 1)


def test_an_archived_list_is_not_counted_until_it_is_back(ana: OwnerId) -> None:
    garden = _list(ana)
    _add(ana, MANY)
    _add(ana, 2, list=garden)
    totals = [_total(ana)]

    for put in (keeping.archive, keeping.unarchive):
        with database.transaction() as session:
            put(session, ana, garden)
        totals.append(_total(ana))

    assert totals == [MANY + 2, MANY, MANY + 2]


@pytest.mark.parametrize(
    "narrowed",
    [
        {"list": "inbox"},
        {"label": "Home"},
        {"filter": "p1"},
        {"filter": "overdue"},
        {"filter": "due before: today"},
        {"filter": "@home & #inbox"},
    ],
    ids=str,
)
def test_what_is_narrowed_down_is_counted_by_itself(
    ana: OwnerId, ben: OwnerId, narrowed: dict[str, str]
) -> None:
    due = (now() - timedelta(days=3)).date()
    alike = {"labels": ["home"], "priority": "p1", "due": due}
    _add(ana, MANY, **alike)
    _add(ana, 3, list=_list(ana))
    _add(ben, 4, **alike)
    first = _total(ana, **narrowed)

    _add(ana, 1, **alike)

    assert first == MANY
    assert _total(ana, **narrowed) == MANY + 1
    assert _total(ana) == MANY + 4
    assert _total(ben, **narrowed) == 4


@pytest.mark.parametrize(
    "words", [{"query": "milk"}, {"filter": "search: milk"}, {"filter": "!search: x"}]
)
def test_hits_of_words_that_very_many_have_are_not_counted(
    ana: OwnerId, words: dict[str, str]
) -> None:
    _add(ana, MANY)
    _add(ana, 3, "Bread")

    assert _total(ana, **words) is None
    assert _total(ana, query="bread") == 3
    assert _total(ana, filter="search: bread & p4") == 3


def test_what_a_transaction_counts_before_it_fails_is_forgotten(ana: OwnerId) -> None:
    _add(ana, MANY)
    with database.engine().connect() as connection, Session(connection) as session:
        service.add_many(session, ana, [NewTodo(title="Never kept")] * 5)
        seen_inside = queries.page(session, ana, TodoQuery(limit=1)).total
        session.rollback()

    with database.transaction() as session:
        service.add(session, ana, NewTodo(title="Has the same revision"))

    assert seen_inside == MANY + 5
    assert _total(ana) == MANY + 1


def test_many_are_counted_once_for_each_revision(ana: OwnerId) -> None:
    _add(ana, MANY)
    _total(ana)

    with counted() as statements:
        _total(ana)

    assert len(statements) == 2  # the page, and the revision
    assert not any("count(*)" in sent for sent in statements[1:])


def test_a_page_behind_the_first_has_the_same_total(ana: OwnerId) -> None:
    _add(ana, MANY)
    with database.reading() as session:
        first = queries.page(session, ana, TodoQuery(limit=100))
        after = TodoQuery(limit=100, cursor=first.next_cursor or "")
        second = queries.page(session, ana, after)

    assert first.total == second.total == MANY
    assert not {one.id for one in first.items} & {one.id for one in second.items}


def test_the_counts_asked_for_last_are_kept() -> None:
    counts = Counts(most=2)
    counts.keep("ana's", 1001)
    counts.keep("ben's", 1002)
    counts.get("ana's")

    counts.keep("cleo's", 1003)

    kept = [counts.get(whose) for whose in ("ana's", "ben's", "cleo's")]
    assert kept == [1001, None, 1003]


ASKED = [
    {"filter": "overdue"},
    {"filter": "due before: tomorrow"},
    {"filter": "due after: yesterday | no date"},
    {"filter": "!today & @home"},
    {"filter": "search: milk & p1"},
    {"filter": "!search: milk"},
    {"query": "milk"},
    {"query": "mi -bread"},
    {"query": "nowhere"},
    {"label": "home", "sort": "due"},
    {"list": "inbox", "sort": "position"},
]


@pytest.mark.parametrize("asked", ASKED, ids=str)
def test_few_and_many_are_found_alike(
    ana: OwnerId, monkeypatch: pytest.MonkeyPatch, asked: dict[str, str]
) -> None:
    today = now().date()
    for number, title in enumerate(["Milk", "Mill", "Bread and milk", "Bread"] * 3):
        due = today + timedelta(days=number - 6) if number % 4 else None
        zoned = {"due_time": "09:00", "due_zone": "Pacific/Kiritimati"}
        more = {"due": due, **(zoned if due and number % 2 else {})}
        _add(ana, 1, title, priority="p1", labels=["home"] * (number % 2), **more)
    sorted_by_us = _walked(ana, **asked)

    monkeypatch.setattr(pages, "_FEW", -1)
    monkeypatch.setattr(common, "_COMMON", 1)

    assert _walked(ana, **asked) == sorted_by_us


def _walked(owner: OwnerId, **asked: object) -> list[tuple[str, int | None]]:
    """The ids on all pages, each with the total that its page says."""
    found, cursor = list[tuple[str, int | None]](), ""
    while True:
        with database.reading() as session:
            query = TodoQuery(limit=2, cursor=cursor, **asked)
            page = queries.page(session, owner, query)
        found += [(todo.id, page.total) for todo in page.items]
        if page.next_cursor is None:
            return found
        cursor = page.next_cursor

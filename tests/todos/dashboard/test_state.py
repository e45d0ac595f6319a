"""What a tab shows and does, without a browser."""

import contextlib
import inspect
from datetime import UTC, datetime
from typing import Any

import pytest

from taskpal import acting, database
from taskpal.accounts.models import OwnerId
from taskpal.accounts.state import SignedOut
from taskpal.acting import Actor
from taskpal.errors import TaskPalError
from taskpal.todos import queries, service
from taskpal.todos.dashboard.state import TodosState
from taskpal.todos.lists import keeping
from taskpal.todos.lists import service as lists
from taskpal.todos.lists.schemas import ListChanges, NewList
from taskpal.todos.models import TodoId
from taskpal.todos.schemas import NewTodo, TodoChanges
from tests.sessions import sign_out
from tests.tabs import Tab

NOBODYS = "zzzzzzzzzzzz"
HOSTILE: list[Any] = [
    *("", "nul\x00", "\ud800", "x" * 30_000, "'; DROP TABLE todo; --", "../../etc"),
    *(None, 7, -1, 10**400, True, 1.5, [], {}, ["a"], {"title": 1}, {"title": ["x"]}),
]
HANDLERS = sorted(TodosState.event_handlers.keys() - {"setvar"})


async def tab_of(owner_id: OwnerId, *titles: str) -> Tab:
    """A tab that shows todos with these titles, the last one on top."""
    for title in titles:
        todo_of(owner_id, title)
    tab = Tab(owner_id)
    await tab.todos.show_inbox()
    tab.receive()
    return tab


def list_of(owner_id: OwnerId, name: str) -> str:
    with database.transaction() as session:
        return lists.add(session, owner_id, NewList(name=name)).id


def todo_of(owner_id: OwnerId, title: str, **more: Any) -> str:
    with database.transaction() as session:
        return service.add(session, owner_id, NewTodo(title=title, **more)).id


# ---- Seeing -------------------------------------------------------------------------


async def test_the_inbox_shows_the_open_todos(ana: OwnerId) -> None:
    todo_of(ana, "Done already", completed=True)

    tab = await tab_of(ana, "Buy milk", "Call mum")

    assert tab.titles == ["Call mum", "Buy milk"]


async def test_a_tab_does_not_show_what_is_somebody_elses(
    ana: OwnerId, ben: OwnerId
) -> None:
    todo_of(ana, "Buy milk")

    tab = await tab_of(ben)

    assert tab.titles == []


@pytest.mark.parametrize(
    ("shown", "titles"),
    [("open", ["Open"]), ("done", ["Done"]), ("all", ["Done", "Open"])],
)
async def test_a_list_can_show_the_open_the_done_or_all(
    ana: OwnerId, shown: str, titles: list[str]
) -> None:
    tab = await tab_of(ana, "Open")
    todo_of(ana, "Done", completed=True)

    await tab.todos.show(shown)

    assert tab.titles == titles


async def test_searching_finds_words_in_titles_and_descriptions(ana: OwnerId) -> None:
    tab = await tab_of(ana, "Buy OAT milk", "Call mum")
    todo_of(ana, "Cook", description="porridge of oats")

    await tab.todos.find(" oat ")

    assert tab.titles == ["Cook", "Buy OAT milk"]


async def test_what_no_longer_matches_a_search_leaves_the_list(ana: OwnerId) -> None:
    tab = await tab_of(ana, "Buy milk", "Drink milk")
    await tab.todos.find("milk")
    assert tab.titles == ["Drink milk", "Buy milk"]

    await tab.todos.rename(tab.id("Drink milk"), "Drink tea")

    assert tab.titles == ["Buy milk"]


async def test_the_trash_shows_what_was_deleted(ana: OwnerId) -> None:
    tab = await tab_of(ana, "Buy milk", "Call mum")
    await tab.todos.delete(tab.id("Buy milk"))

    await tab.todos.show_trash()

    assert tab.titles == ["Buy milk"]


async def test_an_address_opens_its_todo_beside_the_list(ana: OwnerId) -> None:
    todo_id = todo_of(ana, "Buy milk", description="Oat milk", due="2026-12-24")
    tab = Tab(ana, f"/todo/{todo_id}")

    await tab.todos.show_todo()

    assert tab.titles == ["Buy milk"]
    opened = tab.todos.opened
    assert (opened["title"], opened["description"]) == ("Buy milk", "Oat milk")
    assert (opened["due"], opened["priority"]) == ("2026-12-24", "p4")


async def test_the_address_of_somebody_elses_todo_shows_nothing_of_it(
    ana: OwnerId, ben: OwnerId
) -> None:
    todo_id = todo_of(ana, "Buy milk")
    tab = Tab(ben, f"/todo/{todo_id}")

    await tab.todos.show_todo()

    assert tab.todos.missing
    assert tab.todos.opened == {}


async def test_closing_leaves_the_list_alone(ana: OwnerId) -> None:
    tab = await tab_of(ana, "Buy milk")
    await tab.todos.open(tab.id("Buy milk"))

    await tab.todos.close()

    assert tab.todos.opened == {}


async def test_the_opened_todo_follows_its_changes(ana: OwnerId) -> None:
    tab = await tab_of(ana, "Buy milk")
    todo_id = tab.id("Buy milk")
    await tab.todos.open(todo_id)

    await tab.todos.describe(todo_id, "Oat milk")

    assert tab.todos.opened["description"] == "Oat milk"


async def test_the_opened_todo_closes_when_it_is_deleted(ana: OwnerId) -> None:
    tab = await tab_of(ana, "Buy milk")
    await tab.todos.open(tab.id("Buy milk"))

    await tab.todos.delete(tab.id("Buy milk"))

    assert tab.todos.opened == {}


async def test_the_opened_todo_says_what_else_there_is_to_know(ana: OwnerId) -> None:
    home = list_of(ana, "Home")
    party = todo_of(ana, "Plan the party", list=home)
    todo_id = todo_of(
        ana,
        "Invite Ben",
        parent=party,
        labels=["friends"],
        due="2031-01-02",
        due_time="17:00",
        due_zone="Asia/Tokyo",
        repeat="every year",
    )
    tab = await tab_of(ana)

    await tab.todos.open(todo_id)

    assert tab.todos.opened["time"] == "17:00 Asia/Tokyo"
    assert tab.todos.opened["facts"] == [
        ("Repeats", "every year"),
        ("List", "Home"),
        ("Subtask of", "Plan the party"),
        ("Labels", "friends"),
    ]


async def test_a_row_has_its_list_its_time_its_moment_and_whether_it_repeats(
    ana: OwnerId,
) -> None:
    home = list_of(ana, "Home")
    todo_of(ana, "Bare")
    todo_of(ana, "Listed", list=home)
    zoned = {"due": "2031-01-01", "due_time": "09:00", "due_zone": "Asia/Tokyo"}
    todo_of(ana, "Everything", list=home, repeat="every year", **zoned)

    tab = await tab_of(ana)

    tab.receive()
    more = {row[1]: row[8:] for row in tab.rows.values()}
    midnight = int(datetime(2031, 1, 1, tzinfo=UTC).timestamp() * 1000)
    assert more == {
        "Bare": [],
        "Listed": [home],
        "Everything": [home, "09:00", midnight, 1],
    }
    assert tab.todos.patch["lists"] == {home: "Home"}


# ---- Staying up to date -------------------------------------------------------------


async def test_another_tab_hears_only_of_the_row_that_changed(ana: OwnerId) -> None:
    tab = await tab_of(ana, "Buy milk", "Call mum", "Cook")
    other = await tab_of(ana)
    assert other.titles == ["Cook", "Call mum", "Buy milk"]

    await tab.todos.complete(tab.id("Call mum"))
    await other.todos.sync(other.todos._revision + 1)

    assert other.titles == ["Cook", "Buy milk"]
    assert other.todos.patch["live"]
    assert "rows" not in other.todos.patch


async def test_a_tab_does_not_read_again_what_it_knows(ana: OwnerId) -> None:
    tab = await tab_of(ana, "Buy milk")
    before = tab.todos.patch

    await tab.todos.sync(tab.todos._revision)

    assert tab.todos.patch == before


async def test_a_browser_that_missed_a_patch_catches_up(ana: OwnerId) -> None:
    tab = await tab_of(ana, "Buy milk")
    assert tab.titles == ["Buy milk"]
    await tab.todos.add({"title": "Call mum"})
    await tab.todos.add({"title": "Cook"})
    assert not tab.receive()

    await tab.todos.catch_up(tab.applied, "todos")

    assert tab.titles == ["Cook", "Call mum", "Buy milk"]


async def test_a_browser_with_another_list_gets_all_of_this_one(ana: OwnerId) -> None:
    tab = await tab_of(ana, "Buy milk")

    await tab.todos.catch_up(1, "trash")

    assert "rows" in tab.todos.patch


@pytest.mark.parametrize("applied", [-1, 2**40, 10**30])
async def test_a_browser_that_claims_an_odd_revision_gets_all_of_the_list(
    ana: OwnerId, applied: int
) -> None:
    tab = await tab_of(ana, "Buy milk")

    await tab.todos.catch_up(applied, "todos")

    assert "rows" in tab.todos.patch


async def test_a_reconnected_socket_gets_the_whole_list(ana: OwnerId) -> None:
    tab = await tab_of(ana, "Buy milk")
    await tab.todos.received(tab.todos._revision)

    tab.connect()
    await tab.todos.show_inbox()

    assert "rows" in tab.todos.patch


async def test_coming_back_on_the_same_socket_sends_only_what_changed(
    ana: OwnerId,
) -> None:
    tab = await tab_of(ana, "Buy milk")

    await tab.todos.show_inbox()

    assert "rows" not in tab.todos.patch


async def test_the_server_keeps_no_rows_that_the_browser_has(ana: OwnerId) -> None:
    tab = await tab_of(ana, "Buy milk")

    await tab.todos.received(tab.todos._revision)

    assert tab.todos.patch == {}


async def test_too_many_changes_are_sent_as_a_new_list(
    ana: OwnerId, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("taskpal.todos.dashboard.rows.MOST_CHANGES", 2)
    tab = await tab_of(ana, "Buy milk")
    for title in ("Call mum", "Cook"):
        todo_of(ana, title)

    await tab.todos.sync(tab.todos._revision + 2)

    assert "rows" in tab.todos.patch


async def test_a_renamed_list_is_told_with_its_new_name_alone(ana: OwnerId) -> None:
    home = list_of(ana, "Home")
    list_of(ana, "Work")
    todo_of(ana, "Sweep the chimney", list=home)
    tab = await tab_of(ana)

    with database.transaction() as session:
        lists.change(session, ana, home, ListChanges(name="Cottage"))
    await tab.todos.sync(tab.todos._revision + 1)

    assert tab.todos.patch["lists"] == {home: "Cottage"}
    assert tab.todos.patch["put"] == []


async def test_what_is_in_an_archived_list_is_neither_open_nor_in_the_trash(
    ana: OwnerId,
) -> None:
    home = list_of(ana, "Home")
    todo_of(ana, "Sweep the chimney", list=home)
    tab, trash = await tab_of(ana), Tab(ana, "/trash")
    await trash.todos.show_trash()
    assert (tab.titles, trash.titles) == (["Sweep the chimney"], [])

    with database.transaction() as session:
        keeping.archive(session, ana, home)
    for one in (tab, trash):
        await one.todos.sync(one.todos._revision + 1)

    assert (tab.titles, trash.titles) == ([], [])


async def test_the_browsers_zone_is_taken_once(ana: OwnerId) -> None:
    tab = await tab_of(ana)
    assert tab.todos.patch["zone"] is None

    await tab.todos.take_zone("Europe/Berlin")
    await tab.todos.take_zone("Asia/Tokyo")
    await tab.todos.sync(tab.todos._revision + 1)

    assert tab.todos.patch["zone"] == "Europe/Berlin"


@pytest.mark.parametrize("zone", ["", "Mars/Olympus_Mons", None, 7])
async def test_a_zone_nobody_knows_is_not_taken(ana: OwnerId, zone: Any) -> None:
    tab = await tab_of(ana)

    await tab.todos.take_zone(zone)
    await tab.todos.sync(tab.todos._revision + 1)

    assert tab.todos.patch["zone"] is None
    assert tab.message == ""


# ---- Doing --------------------------------------------------------------------------


async def test_a_new_todo_appears_on_top(ana: OwnerId) -> None:
    tab = await tab_of(ana, "Buy milk")

    await tab.todos.add({"title": "  Call mum "})

    assert tab.titles == ["Call mum", "Buy milk"]
    assert tab.message == "Added “Call mum”"


async def test_a_completed_todo_leaves_the_open_ones(ana: OwnerId) -> None:
    tab = await tab_of(ana, "Buy milk", "Call mum")

    await tab.todos.complete(tab.id("Buy milk"))

    assert tab.titles == ["Call mum"]
    assert tab.message == "Completed “Buy milk”"


async def test_a_field_is_changed_and_nothing_else(ana: OwnerId) -> None:
    tab = await tab_of(ana, "Buy milk")
    todo_id = tab.id("Buy milk")

    await tab.todos.rename(todo_id, "Buy oat milk")
    await tab.todos.describe(todo_id, "Two cartons")
    await tab.todos.set_due(todo_id, "2026-12-24")
    await tab.todos.prioritise(todo_id, "p1")

    todo = read(ana, todo_id)
    assert (todo.title, todo.description) == ("Buy oat milk", "Two cartons")
    assert (todo.priority, str(todo.due_on)) == (1, "2026-12-24")
    assert not todo.completed


async def test_an_empty_day_takes_the_due_date_away(ana: OwnerId) -> None:
    todo_id = todo_of(ana, "Buy milk", due="2026-12-24")
    tab = await tab_of(ana)

    await tab.todos.set_due(todo_id, "")

    assert read(ana, todo_id).due_on is None


@pytest.mark.parametrize(
    ("step", "doing"), [("complete", "completing"), ("delete", "deleting")]
)
async def test_a_step_can_be_undone(ana: OwnerId, step: str, doing: str) -> None:
    tab = await tab_of(ana, "Buy milk")
    await getattr(tab.todos, step)(tab.id("Buy milk"))
    assert tab.titles == []

    await tab.todos.undo()

    assert tab.titles == ["Buy milk"]
    assert tab.message == f"Undone: {doing} “Buy milk”"


async def test_reopening_can_be_undone(ana: OwnerId) -> None:
    todo_id = todo_of(ana, "Buy milk", completed=True)
    tab = await tab_of(ana)
    await tab.todos.reopen(todo_id)
    assert tab.titles == ["Buy milk"]

    await tab.todos.undo()

    assert tab.titles == []


async def test_restoring_can_be_undone(ana: OwnerId) -> None:
    tab = await tab_of(ana, "Buy milk")
    todo_id = tab.id("Buy milk")
    await tab.todos.delete(todo_id)
    assert tab.titles == []
    await tab.todos.restore(todo_id)
    assert tab.titles == ["Buy milk"]

    await tab.todos.undo()

    assert tab.titles == []


async def test_an_edit_can_be_undone_field_by_field(ana: OwnerId) -> None:
    tab = await tab_of(ana, "Buy milk")
    todo_id = tab.id("Buy milk")
    await tab.todos.set_due(todo_id, "2026-12-24")
    await tab.todos.rename(todo_id, "Buy tea")

    await tab.todos.undo()

    todo = read(ana, todo_id)
    assert (todo.title, str(todo.due_on)) == ("Buy milk", "2026-12-24")


async def test_a_step_is_undone_once(ana: OwnerId) -> None:
    tab = await tab_of(ana, "Buy milk")
    await tab.todos.complete(tab.id("Buy milk"))
    assert tab.titles == []
    await tab.todos.undo()
    assert tab.titles == ["Buy milk"]

    await tab.todos.undo()

    assert tab.titles == ["Buy milk"]


async def test_a_todo_that_repeats_moves_on_and_undo_takes_it_back(
    ana: OwnerId,
) -> None:
    todo_id = todo_of(ana, "Water", due="2031-01-01", repeat="every 3 days")
    tab = await tab_of(ana)

    await tab.todos.complete(todo_id, "2031-01-01")
    assert tab.titles == ["Water"]
    assert tab.message == "Completed “Water”, next due Sat 4 Jan 2031"
    assert str(read(ana, todo_id).due_on) == "2031-01-04"
    await tab.todos.undo()

    assert str(read(ana, todo_id).due_on) == "2031-01-01"
    assert tab.message == "Undone: completing “Water”"


async def test_a_round_that_is_over_is_not_completed_twice(ana: OwnerId) -> None:
    todo_id = todo_of(ana, "Water", due="2031-01-01", repeat="every 3 days")
    tab = await tab_of(ana)
    await tab.todos.complete(todo_id, "2031-01-01")

    await tab.todos.complete(todo_id, "2031-01-01")

    assert str(read(ana, todo_id).due_on) == "2031-01-04"
    assert tab.message == "“Water” was like that already"


async def test_what_something_newer_stands_on_is_not_undone_and_says_why(
    ana: OwnerId,
) -> None:
    tab = await tab_of(ana, "Buy milk")
    todo_id = tab.id("Buy milk")
    await tab.todos.rename(todo_id, "Buy oat milk")
    with database.transaction() as session:
        acting.acts(session, Actor("app", "k", "ChatGPT"))
        service.change(session, ana, TodoId(todo_id), TodoChanges(title="Buy tea"))

    await tab.todos.undo()

    assert tab.message.startswith("“Buy tea” was changed since, by ChatGPT")
    assert read(ana, todo_id).title == "Buy tea"


@pytest.mark.parametrize(
    ("step", "said"),
    [
        ("complete", "Completed “Plan the party” and 2 subtasks"),
        ("delete", "Moved “Plan the party” and 2 subtasks to the trash"),
    ],
)
async def test_subtasks_go_and_come_back_with_their_todo(
    ana: OwnerId, step: str, said: str
) -> None:
    party = todo_of(ana, "Plan the party")
    todo_of(ana, "Invite Ben", parent=party)
    todo_of(ana, "Buy lemonade", parent=party)
    tab = await tab_of(ana)

    await getattr(tab.todos, step)(party)
    assert tab.message == said
    assert tab.titles == []
    await tab.todos.undo()

    assert tab.titles == ["Buy lemonade", "Invite Ben", "Plan the party"]


# ---- Refusing -----------------------------------------------------------------------


async def test_a_refused_change_is_taken_back_on_the_screen(ana: OwnerId) -> None:
    tab = await tab_of(ana, "Buy milk")
    todo_id = tab.id("Buy milk")

    await tab.todos.rename(todo_id, " " * 3)

    assert tab.todos.patch["put"][0][:2] == [todo_id, "Buy milk"]
    assert tab.message == "Title must not be empty."


async def test_a_change_refused_twice_is_taken_back_twice(ana: OwnerId) -> None:
    tab = await tab_of(ana, "Buy milk")
    await tab.todos.rename(tab.id("Buy milk"), "")
    first = dict(tab.todos.patch)

    await tab.todos.rename(tab.id("Buy milk"), "")

    assert tab.todos.patch != first


async def test_a_row_that_is_gone_leaves_the_screen(ana: OwnerId) -> None:
    tab = await tab_of(ana, "Buy milk")

    await tab.todos.complete(NOBODYS)

    assert tab.todos.patch["gone"] == [NOBODYS]


@pytest.mark.parametrize(
    ("handler", "more"),
    [
        ("complete", ()),
        ("reopen", ()),
        ("tick", (True,)),
        ("tick", (False,)),
        ("delete", ()),
        ("restore", ()),
        ("rename", ("Mine",)),
        ("describe", ("Mine",)),
        ("set_due", ("2026-12-24",)),
        ("prioritise", ("p1",)),
        ("open", ()),
    ],
)
async def test_nobody_reaches_somebody_elses_todo(
    ana: OwnerId, ben: OwnerId, handler: str, more: tuple[Any, ...]
) -> None:
    todo_id = todo_of(ana, "Buy milk", description="Secret")
    before = read(ana, todo_id).model_dump()
    tab = await tab_of(ben)

    await getattr(tab.todos, handler)(todo_id, *more)

    assert read(ana, todo_id).model_dump() == before
    assert "milk" not in str(tab.root.dict())
    assert "Secret" not in str(tab.root.dict())


@pytest.mark.parametrize(
    "handler", sorted(TodosState.event_handlers.keys() - {"setvar"})
)
async def test_whatever_a_browser_sends_is_answered_with_a_sentence_at_most(
    ana: OwnerId, handler: str
) -> None:
    tab = await tab_of(ana, "Buy milk")
    fn = TodosState.event_handlers[handler].fn
    arguments = len(inspect.signature(fn).parameters) - 1

    for value in HOSTILE:
        with contextlib.suppress(TaskPalError):
            await fn(tab.todos, *[value] * arguments)


@pytest.mark.parametrize("field", ["title", "description", "due", "priority"])
async def test_a_field_takes_no_nonsense(ana: OwnerId, field: str) -> None:
    tab = await tab_of(ana, "Buy milk")
    todo_id = tab.id("Buy milk")
    handler = {
        "title": tab.todos.rename,
        "description": tab.todos.describe,
        "due": tab.todos.set_due,
        "priority": tab.todos.prioritise,
    }[field]

    for value in HOSTILE:
        await handler(todo_id, value)

        todo = read(ana, todo_id)
        assert 1 <= len(todo.title) <= 500
        assert len(todo.description) <= 20_000
        assert todo.priority == 4


async def test_a_tab_where_nobody_is_signed_in_learns_nothing(ana: OwnerId) -> None:
    todo_of(ana, "Buy milk")
    tab = Tab(None)

    for handler in (tab.todos.show_inbox, tab.todos.show_trash, tab.todos.show_todo):
        with pytest.raises(SignedOut):
            await handler()

    assert "milk" not in str(tab.root.dict())


async def test_signing_out_ends_what_an_open_tab_can_do(ana: OwnerId) -> None:
    tab = await tab_of(ana, "Buy milk")
    todo_id = tab.id("Buy milk")
    sign_out(tab.cookie)

    with pytest.raises(SignedOut):
        await tab.todos.complete(todo_id)

    assert not read(ana, todo_id).completed


def read(owner_id: OwnerId, todo_id: str) -> Any:
    with database.reading() as session:
        return queries.todo_to_restore(session, owner_id, TodoId(todo_id))

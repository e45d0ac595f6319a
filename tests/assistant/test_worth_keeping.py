"""What an assistant sees and does where todos repeat, have times, lists and a zone."""

from datetime import timedelta
from typing import Any

import pytest
from sqlmodel import update

from taskpal import database
from taskpal.accounts.models import OwnerId
from taskpal.accounts.preferences import service as preferences
from taskpal.accounts.preferences.schemas import PreferenceChanges
from taskpal.columns import now
from taskpal.language.preferences import Preferences
from taskpal.todos import days, service
from taskpal.todos.lists import keeping
from taskpal.todos.lists import service as lists
from taskpal.todos.lists.schemas import NewList
from taskpal.todos.recurrence.models import Occurrence
from taskpal.todos.schemas import NewTodo
from tests.assistant.conftest import Gpt


def add(owner_id: OwnerId, title: str, **fields: Any) -> str:
    with database.transaction() as session:
        return service.add(session, owner_id, NewTodo(title=title, **fields)).id


def live_in(owner_id: OwnerId, zone: str) -> Preferences:
    with database.transaction() as session:
        preferences.change(session, owner_id, PreferenceChanges(zone=zone))
    return Preferences(zone=zone)


def list_of(owner_id: OwnerId, name: str, *, archived: bool = False) -> str:
    with database.transaction() as session:
        made = lists.add(session, owner_id, NewList(name=name))
        if archived:
            keeping.archive(session, owner_id, made.id)
        return made.id


@pytest.mark.parametrize("zone", ["Pacific/Kiritimati", "Pacific/Pago_Pago"])
def test_now_and_overdue_go_by_the_accounts_zone(
    anas_gpt: Gpt, ana: OwnerId, zone: str
) -> None:
    today = days.today(now(), live_in(ana, zone))
    add(ana, "Today", due=today.isoformat())
    add(ana, "Yesterday", due=(today - timedelta(1)).isoformat())

    answer = anas_gpt.ask("listTodos").json()

    assert answer["now"].endswith(f" ({zone})")
    assert f" {today.day} " in answer["now"]
    late = {todo["title"]: todo.get("overdue", False) for todo in answer["todos"]}
    assert late == {"Today": False, "Yesterday": True}


def test_what_is_done_is_not_overdue(anas_gpt: Gpt, ana: OwnerId) -> None:
    add(ana, "Long ago", due="2020-01-01", completed=True)

    (todo,) = anas_gpt.ask("listTodos", status="done").json()["todos"]

    assert "overdue" not in todo


def test_a_time_is_said_by_the_users_clock(anas_gpt: Gpt, ana: OwnerId) -> None:
    live_in(ana, "Europe/Berlin")
    add(ana, "Here", due="2031-01-02", due_time="17:00")
    zoned = {"due": "2031-01-02", "due_time": "09:00", "due_zone": "Asia/Tokyo"}
    add(ana, "There", **zoned)

    todos = anas_gpt.ask("listTodos").json()["todos"]

    words = {todo["title"]: todo["due_words"] for todo in todos}
    assert words == {"Here": "Thu 2 Jan 2031 17:00", "There": "Thu 2 Jan 2031 01:00"}


def test_a_todo_says_its_list_and_how_it_repeats(anas_gpt: Gpt, ana: OwnerId) -> None:
    home = list_of(ana, "Home")
    add(ana, "Sweep", list=home, due="2031-01-02", repeat="every year")
    add(ana, "Plain")

    plain, sweep = anas_gpt.ask("listTodos").json()["todos"]

    assert (sweep["list"], sweep["repeats"]) == ("Home", "every year")
    assert not {"list", "repeats"} & plain.keys()


@pytest.mark.parametrize(
    ("operation", "more"), [("completeTodo", {}), ("updateTodo", {"completed": True})]
)
def test_a_todo_that_repeats_moves_on_once_however_often_the_call_comes(
    anas_gpt: Gpt, ana: OwnerId, operation: str, more: dict[str, Any]
) -> None:
    add(ana, "Water", due="2031-01-01", repeat="every 3 days")

    first = anas_gpt.do(operation, ref="Water", **more).json()
    again = anas_gpt.do(operation, ref="Water", **more).json()

    next_ = "It repeats, and is next due Sat 4 Jan 2031."
    assert first["summary"] == f"Completed “Water”. {next_}"
    assert again["summary"] == (
        f"“Water” was completed a moment ago, and only once. {next_}"
    )
    assert first["todo"]["due"] == again["todo"]["due"] == "2031-01-04"
    assert not first["todo"]["completed"]


def test_after_a_minute_the_next_round_is_completed(
    anas_gpt: Gpt, ana: OwnerId
) -> None:
    add(ana, "Water", due="2031-01-01", repeat="every 3 days")
    anas_gpt.do("completeTodo", ref="Water")
    with database.transaction() as session:
        session.execute(update(Occurrence).values(at=now() - timedelta(minutes=2)))

    again = anas_gpt.do("completeTodo", ref="Water").json()

    assert again["todo"]["due"] == "2031-01-07"


def test_another_date_for_one_that_repeats_is_for_this_time_only(
    anas_gpt: Gpt, ana: OwnerId
) -> None:
    add(ana, "Water", due="2031-01-01", repeat="every 3 days")

    moved = anas_gpt.do("updateTodo", ref="Water", due="2031-01-02").json()

    assert moved["summary"] == (
        "Changed the due of “Water”, due Thu 2 Jan 2031, this time only."
    )
    done = anas_gpt.do("completeTodo", ref="Water").json()
    assert done["todo"]["due"] == "2031-01-04"


def test_what_is_in_an_archived_list_is_not_listed_and_named_last(
    anas_gpt: Gpt, ana: OwnerId
) -> None:
    home = list_of(ana, "Home")
    add(ana, "Sweep", list=home)
    with database.transaction() as session:
        keeping.archive(session, ana, home)
    assert anas_gpt.titles() == []
    assert anas_gpt.ask("getTodo", ref="Sweep").json()["todo"]["list"] == "Home"

    add(ana, "Sweep")

    assert "list" not in anas_gpt.ask("getTodo", ref="Sweep").json()["todo"]

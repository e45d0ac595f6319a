"""Quick add over the API: what is typed becomes todos, and nothing typed is lost."""

import time
from datetime import timedelta
from typing import Any

import httpx
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlmodel import Session

from taskpal.accounts.models import OwnerId
from taskpal.accounts.preferences import service as preferences
from taskpal.accounts.preferences.schemas import PreferenceChanges
from taskpal.columns import now
from taskpal.todos.history import service as history
from taskpal.todos.history.schemas import Undo
from taskpal.todos.quick_add import places, service
from taskpal.todos.quick_add.schemas import QuickAdded, QuickLines
from tests.todos.conftest import Api


async def add(client: httpx.AsyncClient, text: str, **more: object) -> Any:
    answer = await client.post("/api/quick-add", json={"text": text, **more})
    assert answer.status_code == 200, answer.text
    return answer.json()


async def with_a_list(client: httpx.AsyncClient, name: str, section: str = "") -> str:
    made = (await client.post("/api/lists", json={"name": name})).json()["id"]
    if section:
        await client.post("/api/sections", json={"name": section, "list": made})
    return str(made)


async def test_holidays_are_those_of_the_country_that_the_zone_lies_in(
    api: Api, ana: OwnerId
) -> None:
    client = api(ana)
    before = await add(client, "Hike on german unity day", preview=True)

    await client.patch("/api/preferences", json={"zone": "Europe/Berlin"})
    after = await add(client, "Hike on german unity day", preview=True)

    assert before["lines"][0]["due"] is None
    assert after["lines"][0]["due"]["date"].endswith("-10-03")


async def test_a_line_says_everything(api: Api, ana: OwnerId) -> None:
    client = api(ana)
    home = await with_a_list(client, "Home", "Bills")
    line = (
        "Pay rent every 1st at 9am #home /bills @money p1 for 10min"
        " {15th} // transfer from savings"
    )

    added = await add(client, line)

    (todo,), (read,) = added["todos"], added["lines"]
    assert todo["title"] == read["title"] == "Pay rent"
    assert (todo["list"], todo["labels"], todo["priority"]) == (home, ["money"], "p1")
    assert todo["section"]
    assert (todo["due_time"], todo["duration_minutes"]) == ("09:00", 10)
    assert todo["description"] == "transfer from savings"
    assert todo["due"].endswith("-01")
    assert todo["deadline"].endswith("-15")
    assert todo["repeat"]["rule"] == "FREQ=MONTHLY;BYMONTHDAY=1"
    assert {
        token["kind"]: line[token["start"] : token["end"]] for token in read["tokens"]
    } == {
        "repeat": "every 1st at 9am",
        "list": "#home",
        "section": "/bills",
        "label": "@money",
        "priority": "p1",
        "duration": "for 10min",
        "deadline": "{15th}",
        "description": "// transfer from savings",
    }


async def test_a_preview_adds_nothing(api: Api, ana: OwnerId) -> None:
    client = api(ana)

    shown = await add(client, "Call mum tomorrow @family", preview=True)

    assert shown["todos"] == []
    assert shown["lines"][0]["labels"] == ["family"]
    assert (await client.get("/api/todos?status=all")).json()["total"] == 0
    assert (await client.get("/api/labels")).json()["items"] == []


async def test_indented_lines_are_subtasks(api: Api, ana: OwnerId) -> None:
    text = (
        "Move house\n  Pack books p2\n    Kitchen\n  Call movers tomorrow\n\nBuy milk"
    )

    todos = (await add(api(ana), text))["todos"]

    by_title = {todo["title"]: todo for todo in todos}
    assert [todo["title"] for todo in todos] == [
        *("Move house", "Pack books", "Kitchen", "Call movers", "Buy milk"),
    ]
    assert by_title["Pack books"]["parent"] == by_title["Move house"]["id"]
    assert by_title["Kitchen"]["parent"] == by_title["Pack books"]["id"]
    assert by_title["Call movers"]["parent"] == by_title["Move house"]["id"]
    assert by_title["Buy milk"]["parent"] is None


async def test_lists_are_found_as_people_type_them(
    api: Api, ana: OwnerId, ben: OwnerId
) -> None:
    shopping = await with_a_list(api(ana), "Shopping list")
    await with_a_list(api(ben), "Ben's")

    for typed in ("#ShoppingList", "#shopping-list", "#shopping_list"):
        (todo,) = (await add(api(ana), f"Milk {typed}"))["todos"]
        assert (todo["title"], todo["list"]) == ("Milk", shopping)


LONG = "x" * 121


@pytest.mark.parametrize(
    ("line", "title"),
    [
        ("Be #1 fan #42 p1 tomorrow", "Be #1 fan #42"),
        ("Play #4-4-2 p1 tomorrow", "Play #4-4-2"),
        ("Ask /nobody p1 tomorrow", "Ask /nobody"),
        ("Edit /etc/hosts and/or /tmp p1 tomorrow", "Edit /etc/hosts and/or /tmp"),
        (f"Mail #{LONG} p1 tomorrow", f"Mail #{LONG}"),
    ],
)
async def test_what_can_be_no_list_or_section_stays_in_the_title(
    api: Api, ana: OwnerId, line: str, title: str
) -> None:
    added = await add(api(ana), line)

    (todo,), (read,) = added["todos"], added["lines"]
    assert (todo["title"], todo["priority"]) == (title, "p1")
    assert todo["due"] == (now().date() + timedelta(days=1)).isoformat()
    said = [line[token["start"] : token["end"]] for token in read["tokens"]]
    assert said == ["p1", "tomorrow"]
    assert await names(api(ana), "lists") == ["Inbox"]


async def names(client: httpx.AsyncClient, what: str) -> list[str]:
    answer = (await client.get(f"/api/{what}?limit=100")).json()
    return [one["name"] for one in answer["items"]]


async def test_a_list_that_there_is_not_is_made_and_said_to_be_new(
    api: Api, ana: OwnerId, ben: OwnerId
) -> None:
    await with_a_list(api(ben), "Garden", "Beds")

    added = await add(
        api(ana), "Sow #Garden /Beds @spring\nDig #garden\n  Rake #GARDEN"
    )

    sow, dig, rake = added["todos"]
    assert sow["list"] == dig["list"] == rake["list"] != "inbox"
    assert sow["section"]
    assert dig["section"] is None
    assert (await names(api(ana), "lists"))[1:] == ["Garden"]
    assert await names(api(ana), "sections") == ["Beds"]
    assert added["lines"][0]["new"] == [
        {"kind": "list", "name": "Garden"},
        {"kind": "section", "name": "Beds"},
        {"kind": "label", "name": "spring"},
    ]
    assert [line["title"] for line in added["lines"]] == ["Sow", "Dig", "Rake"]


async def test_a_preview_says_what_is_new_and_makes_nothing(
    api: Api, ana: OwnerId
) -> None:
    client = api(ana)
    await with_a_list(client, "Home")

    shown = await add(client, "Sweep #Home /Attic\nSow #Garden", preview=True)

    assert [line["new"] for line in shown["lines"]] == [
        [{"kind": "section", "name": "Attic"}],
        [{"kind": "list", "name": "Garden"}],
    ]
    assert (await names(client, "lists"))[1:] == ["Home"]
    assert await names(client, "sections") == []


async def test_nothing_is_new_about_what_there_is(api: Api, ana: OwnerId) -> None:
    client = api(ana)
    await with_a_list(client, "Home", "Attic")
    await client.post("/api/labels", json={"name": "Dusty"})

    shown = await add(client, "Sweep #home /attic @dusty", preview=True)

    assert shown["lines"][0]["new"] == []


async def test_the_name_of_an_archived_list_is_taken(api: Api, ana: OwnerId) -> None:
    client = api(ana)
    old = await with_a_list(client, "Old")
    await client.post(f"/api/lists/{old}/archive")

    (todo,) = (await add(client, "Sweep #Old"))["todos"]

    assert (todo["title"], todo["list"]) == ("Sweep #Old", "inbox")


async def test_a_subtask_makes_no_list(api: Api, ana: OwnerId) -> None:
    todos = (await add(api(ana), "Trip #Travel\n  Pack #Bags /Blue"))["todos"]

    assert todos[1]["title"] == "Pack #Bags /Blue"
    assert todos[1]["list"] == todos[0]["list"]
    assert (await names(api(ana), "lists"))[1:] == ["Travel"]


async def test_when_a_line_cannot_be_a_todo_no_list_is_made(
    api: Api, ana: OwnerId
) -> None:
    text = "Sow #Garden /Beds\n" + "x" * 501

    answer = await api(ana).post("/api/quick-add", json={"text": text})

    assert answer.status_code == 422
    assert await names(api(ana), "lists") == ["Inbox"]


async def test_lines_that_name_no_list_go_where_they_are_typed(
    api: Api, ana: OwnerId
) -> None:
    client = api(ana)
    home, work = await with_a_list(client, "Home"), await with_a_list(client, "Work")

    todos = (await add(client, "Sweep\nReport #Work\n  Send it", list=home))["todos"]

    assert [todo["list"] for todo in todos] == [home, work, work]


def test_times_are_in_the_accounts_zone_when_it_says_so(
    session: Session, ana: OwnerId
) -> None:
    fixed = PreferenceChanges(zone="Europe/Berlin", fixed_times=True)
    preferences.change(session, ana, fixed)

    made = service.add(session, ana, QuickLines(text="Call at 9am\nMail\nMeet 9am UTC"))

    assert isinstance(made, QuickAdded)
    assert [todo.due_zone for todo in made.todos] == ["Europe/Berlin", None, "UTC"]


def test_all_lines_are_taken_back_at_once(session: Session, ana: OwnerId) -> None:
    text = "One @new #Fresh /Start\nTwo #fresh\n  Three"
    service.add(session, ana, QuickLines(text=text))

    undone = history.undo(session, ana, Undo())

    assert undone.count == 6  # three todos, a label, a list and a section
    assert places.places(session, ana).lists == {"inbox": None}


async def test_two_hundred_lines_of_new_lists_make_each_list_once(
    api: Api, ana: OwnerId
) -> None:
    client = api(ana)
    text = "\n".join(f"Thing {number} #Box{number % 3}" for number in range(200))

    added = await add(client, text)

    assert len(added["todos"]) == 200
    assert (await names(client, "lists"))[1:] == ["Box0", "Box1", "Box2"]


async def test_who_may_only_read_adds_nothing(api: Api, ana: OwnerId) -> None:
    client = api(ana, "todos:read")

    for preview in (True, False):
        sent = {"text": "Sow #Garden", "preview": preview}
        assert (await client.post("/api/quick-add", json=sent)).status_code == 403
    assert await names(client, "lists") == ["Inbox"]


async def test_the_same_key_adds_once(api: Api, ana: OwnerId) -> None:
    client, key = api(ana), {"Idempotency-Key": "once"}
    lines = {"text": "Buy milk"}

    first = await client.post("/api/quick-add", json=lines, headers=key)
    again = await client.post("/api/quick-add", json=lines, headers=key)
    other = await client.post("/api/quick-add", json={"text": "Tea"}, headers=key)

    assert again.json() == first.json()
    assert other.status_code == 422
    assert (await client.get("/api/todos")).json()["total"] == 1


WRONG = [
    ({"text": ""}, "must not be empty"),
    ({"text": " \n \n"}, "must not be empty"),
    ({"text": "x\n" * 201}, "at most 200 lines"),
    ({"text": "fine\n" + "x" * 501}, "line 2: its title"),
    ({"text": "fine // " + "x" * 20_001}, "line 1: its description"),
    ({"text": "a\x00"}, "NUL"),
    ({"text": "a" * 100_001}, "at most 100000 characters"),
    ({"text": "a", "list": "nowhere"}, "no list with this id"),
    ({"text": "a", "preview": "yes"}, "true or false"),
    ({}, "required"),
]


@pytest.mark.parametrize(("sent", "why"), WRONG)
async def test_what_cannot_be_added_is_refused_and_nothing_else_is_added(
    api: Api, ana: OwnerId, sent: dict[str, object], why: str
) -> None:
    answer = await api(ana).post("/api/quick-add", json=sent)

    assert answer.status_code == 422
    assert why in answer.json()["detail"]
    assert (await api(ana).get("/api/todos?status=all")).json()["total"] == 0


@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    text=st.text(max_size=200).filter(lambda text: text.isprintable() and text.strip())
)
def test_whatever_is_typed_becomes_a_todo(
    session: Session, ana: OwnerId, text: str
) -> None:
    shown = service.preview(session, ana, QuickLines(text=text, preview=True))
    made = service.add(session, ana, QuickLines(text=text))

    assert [line.title for line in shown.lines] == [todo.title for todo in made.todos]
    assert all(todo.title for todo in made.todos)


async def test_a_line_with_many_names_of_nothing_is_read_once(
    api: Api, ana: OwnerId
) -> None:
    """Once for each of them it took 75 seconds."""
    text = " ".join(f"/{number}" for number in range(2_000)) + " /a#b /c tomorrow"
    before = time.process_time()

    (line,) = (await add(api(ana), text, preview=True))["lines"]

    assert time.process_time() - before < 5
    assert (line["title"], line["section"]) == (text.removesuffix(" tomorrow"), None)


async def test_a_section_may_be_named_behind_names_of_nothing_and_before_its_list(
    api: Api, ana: OwnerId
) -> None:
    home = await with_a_list(api(ana), "Home", "Bills")

    (todo,) = (await add(api(ana), "Sort /4.2 /bills #4-2 #home"))["todos"]

    assert (todo["title"], todo["list"]) == ("Sort /4.2 #4-2", home)
    assert todo["section"]


async def test_nothing_is_read_of_too_many_lines(api: Api, ana: OwnerId) -> None:
    before = time.process_time()

    answer = await api(ana).post("/api/quick-add", json={"text": "every 1\n" * 12_000})

    assert answer.status_code == 422
    assert time.process_time() - before < 1

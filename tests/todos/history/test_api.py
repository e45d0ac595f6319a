import asyncio
from typing import Any

import httpx
import pytest

from taskpal import database
from taskpal.accounts.models import Account, OwnerId
from tests.todos.conftest import Api


@pytest.fixture
def anas(api: Api, ana: OwnerId) -> httpx.AsyncClient:
    return api(ana)


async def add(client: httpx.AsyncClient, title: str = "Buy milk", **more: Any) -> str:
    answer = await client.post("/api/todos", json={"title": title, **more})
    assert answer.status_code == 201, answer.text
    return str(answer.json()["id"])


async def changes(caller: httpx.AsyncClient, **query: Any) -> dict[str, Any]:
    answer = await caller.get("/api/changes", params=query)
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json()
    return found


async def undo(client: httpx.AsyncClient, **what: Any) -> httpx.Response:
    return await client.post("/api/undo", json=what)


async def test_a_change_says_who_did_what_to_which_thing(
    anas: httpx.AsyncClient,
) -> None:
    todo_id = await add(anas, labels=["home"], priority="p3")
    await anas.patch(
        f"/api/todos/{todo_id}",
        json={
            "priority": "p1",
            "due": "2026-12-24",
            "due_time": "18:00",
            "labels": [],
            "completed": True,
        },
    )

    entry = (await changes(anas))["items"][0]

    assert entry["before"] == {
        "priority": "p3",
        "due": None,
        "due_time": None,
        "labels": ["home"],
        "completed": False,
    }
    assert entry["after"] == {
        "priority": "p1",
        "due": "2026-12-24",
        "due_time": "18:00",
        "labels": [],
        "completed": True,
    }
    del entry["before"], entry["after"], entry["at"], entry["actor"]["name"]
    revision = entry["revision"]
    assert entry == {
        "id": f"{revision}-0",
        "batch": revision,
        "revision": revision,
        "actor": {"kind": "token", "id": None},
        "action": "changed",
        "kind": "todo",
        "thing": todo_id,
        "name": "Buy milk",
        "undone": False,
        "undoes": None,
    }


async def test_pages_lead_through_all_changes_in_either_order(
    anas: httpx.AsyncClient,
) -> None:
    for number in range(7):
        await add(anas, f"Todo {number}")

    seen: dict[str, list[str]] = {}
    for order in ("newest", "oldest"):
        names, cursor = [], ""
        while cursor is not None:
            page = await changes(anas, order=order, limit=3, cursor=cursor)
            names += [entry["name"] for entry in page["items"]]
            cursor = page["next_cursor"]
        seen[order] = names

    assert seen["oldest"] == [f"Todo {number}" for number in range(7)]
    assert seen["newest"] == seen["oldest"][::-1]


async def test_asking_since_the_latest_keeps_up(anas: httpx.AsyncClient) -> None:
    await add(anas)
    latest = (await changes(anas))["latest"]
    assert (await changes(anas, since=latest))["items"] == []

    await add(anas, "Buy bread")
    await add(anas, "Buy soap")
    page = await changes(anas, since=latest)

    assert [entry["name"] for entry in page["items"]] == ["Buy bread", "Buy soap"]
    assert page["latest"] == latest + 2


async def test_asking_since_a_time(anas: httpx.AsyncClient) -> None:
    await add(anas)
    at = (await changes(anas))["items"][0]["at"]
    await add(anas, "Buy bread")

    page = await changes(anas, since=at)

    assert [entry["name"] for entry in page["items"]] == ["Buy bread"]
    assert len((await changes(anas, since="2020-01-01T00:00:00Z"))["items"]) == 2
    assert (await changes(anas, since="9999-12-31T23:59:59Z"))["items"] == []


async def test_only_what_is_about_a_todo_a_client_or_a_batch(
    anas: httpx.AsyncClient,
) -> None:
    milk, _bread = await add(anas), await add(anas, "Buy bread")
    sent = {"todo": milk, "text": "Two cartons"}
    assert (await anas.post("/api/comments", json=sent)).status_code == 201

    of_todo = (await changes(anas, todo=milk))["items"]
    batch = of_todo[-1]["batch"]

    assert [(e["kind"], e["name"]) for e in of_todo] == [
        ("comment", "Two cartons"),
        ("todo", "Buy milk"),
    ]
    assert len((await changes(anas, thing=milk))["items"]) == 1
    assert len((await changes(anas, batch=batch))["items"]) == 1
    assert (await changes(anas, client="nobody"))["items"] == []


async def test_nobody_sees_what_was_done_for_somebody_else(
    api: Api, anas: httpx.AsyncClient, ben: OwnerId
) -> None:
    todo_id = await add(anas)
    entry = (await changes(anas))["items"][0]
    bens = api(ben)

    for query in ({}, {"todo": todo_id}, {"batch": entry["batch"]}, {"since": 0}):
        assert (await changes(bens, **query))["items"] == []
    for what in ({"batch": entry["batch"]}, {"change": entry["id"]}):
        assert (await undo(bens, **what)).status_code == 404
    assert (await undo(bens)).status_code == 409


BAD_QUESTIONS = [
    ("since", "yesterday"),
    ("since", "2026-11-23"),
    ("since", "2026-11-23T08:30:00"),
    ("since", "2026-13-45T08:30:00Z"),
    ("since", "0001-01-01T00:00:00+23:59"),
    ("since", "9" * 30),
    ("since", "-1"),
    ("order", "random"),
    ("limit", "0"),
    ("limit", "101"),
    ("batch", "0"),
    ("batch", "x"),
    ("batch", "9" * 19),
    ("cursor", "x"),
    ("cursor", f"{'0' * 32}1-0"),
    ("todo", "a%00"),
    ("thing", "a" * 65),
    ("client", "%ED%A0%80"),
    ("nonsense", "1"),
]


@pytest.mark.parametrize(("name", "value"), BAD_QUESTIONS)
async def test_bad_questions_are_refused_by_name(
    anas: httpx.AsyncClient, name: str, value: str
) -> None:
    answer = await anas.get(f"/api/changes?{name}={value}")

    assert answer.status_code == 422, answer.text
    assert "\\" not in answer.json()["detail"]


async def test_a_cursor_is_good_for_its_own_question_only(
    api: Api, anas: httpx.AsyncClient, ben: OwnerId
) -> None:
    for number in range(3):
        await add(anas, f"Todo {number}")
    cursor = (await changes(anas, limit=1))["next_cursor"]
    query = {"limit": "1", "cursor": cursor}

    for client, more in ((anas, {"order": "oldest"}), (api(ben), {})):
        answer = await client.get("/api/changes", params=query | more)
        assert answer.status_code == 422
        assert list(answer.json()["errors"]) == ["cursor"]


BAD_UNDOS: list[Any] = [
    {"batch": 0},
    {"batch": "1"},
    {"batch": True},
    {"batch": 10**18},
    {"change": "1"},
    {"change": "1-0; DROP TABLE todo"},
    {"change": "1-0\n"},
    {"change": 5},
    {"steps": 0},
    {"steps": 101},
    {"steps": 1.5},
    {"batch": 1, "steps": 1},
    {"batch": 1, "change": "1-0"},
    {"everything": True},
    [],
]


@pytest.mark.parametrize("what", BAD_UNDOS, ids=str)
async def test_bad_undos_are_refused(anas: httpx.AsyncClient, what: Any) -> None:
    await add(anas)

    answer = await anas.post("/api/undo", json=what)

    assert answer.status_code == 422, answer.text


async def test_undo_answers_with_a_sentence_and_what_changed(
    anas: httpx.AsyncClient,
) -> None:
    todo_id = await add(anas)
    await anas.post(f"/api/todos/{todo_id}/complete")

    answer = await undo(anas)

    told = answer.json()
    assert answer.status_code == 200
    assert told["message"] == "Undone: completing “Buy milk”."
    assert told["count"] == 1
    assert told["changes"][0]["action"] == "undone"
    assert told["changes"][0]["after"] == {"completed": False}
    assert told["undid"] == [told["changes"][0]["undoes"]]
    undone = (await changes(anas))["items"][1]
    assert undone["undone"]
    again = await undo(anas, batch=told["batch"])
    assert again.status_code == 200
    todo = (await anas.get(f"/api/todos/{todo_id}")).json()
    assert todo["completed"]


async def test_what_stands_in_the_way_is_named(
    api: Api, anas: httpx.AsyncClient, ana: OwnerId
) -> None:
    todo_id = await add(anas)
    batch = (await changes(anas))["latest"]
    await anas.post(f"/api/todos/{todo_id}/complete")

    answer = await undo(anas, batch=batch)

    told = answer.json()
    assert answer.status_code == 409
    assert told["detail"].startswith("“Buy milk” was completed since, by ")
    assert told["detail"].endswith("Undo that first.")
    assert (await undo(anas, change=told["change"])).status_code == 200
    assert (await undo(anas, batch=batch)).status_code == 200


async def test_deleting_by_undo_needs_the_access_that_deleting_needs(
    api: Api, anas: httpx.AsyncClient, ana: OwnerId
) -> None:
    todo_id = await add(anas)
    batch = (await changes(anas))["latest"]
    await anas.delete(f"/api/todos/{todo_id}")
    back = (await undo(anas)).json()["batch"]
    writer = api(ana, "todos:read todos:write")

    refused = await undo(writer, batch=back)

    assert refused.status_code == 403
    assert "todos:delete" in refused.json()["detail"]
    assert 'error="insufficient_scope"' in refused.headers["www-authenticate"]
    assert (await anas.get(f"/api/todos/{todo_id}")).status_code == 200
    assert (await undo(anas, batch=back)).status_code == 200
    assert (await anas.get(f"/api/todos/{todo_id}")).status_code == 404
    assert batch < back


async def test_a_token_of_the_same_name_is_not_the_same_script(
    api: Api, anas: httpx.AsyncClient, ana: OwnerId
) -> None:
    todo_id = await add(anas)
    batch = (await changes(anas))["latest"]
    writer = api(ana, "todos:read todos:write")

    latest, named = await undo(writer), await undo(writer, batch=batch)

    assert (latest.status_code, named.status_code) == (409, 403)
    assert (await anas.get(f"/api/todos/{todo_id}")).status_code == 200
    assert (await undo(anas)).status_code == 200


async def test_reading_is_not_enough_to_undo(api: Api, ana: OwnerId) -> None:
    reader = api(ana, "todos:read")

    assert (await undo(reader)).status_code == 403
    assert (await reader.get("/api/changes")).status_code == 200


async def test_of_two_undos_at_once_one_wins(anas: httpx.AsyncClient) -> None:
    todo_id = await add(anas)
    await anas.post(f"/api/todos/{todo_id}/complete")
    batch = (await changes(anas))["latest"]

    answers = await asyncio.gather(*(undo(anas, batch=batch) for _ in range(6)))

    assert sorted(a.status_code for a in answers) == [200, *[409] * 5]
    assert {a.json()["detail"] for a in answers if a.status_code == 409} == {
        "This was undone already."
    }
    assert not (await anas.get(f"/api/todos/{todo_id}")).json()["completed"]


def _revision(owner_id: OwnerId) -> int:
    with database.transaction() as session:
        return session.get_one(Account, owner_id).revision


async def test_what_is_refused_leaves_no_trace(
    anas: httpx.AsyncClient, ana: OwnerId
) -> None:
    todo_id = await add(anas)
    batch = (await changes(anas))["latest"]
    await anas.post(f"/api/todos/{todo_id}/complete")
    before, revision = await changes(anas), _revision(ana)

    assert (await undo(anas, batch=batch)).status_code == 409

    assert (await changes(anas), _revision(ana)) == (before, revision)

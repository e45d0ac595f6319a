"""Importing over HTTP: looked at first, then made, each thing once."""

import asyncio
from datetime import timedelta
from typing import Any

import httpx
import pytest
from sqlmodel import Session, col, select

from taskpal import database
from taskpal.accounts.models import OwnerId
from taskpal.columns import now
from taskpal.todos.exchange import queries, running, service
from taskpal.todos.exchange.models import Import, ImportPiece
from taskpal.todos.history.models import Change
from taskpal.todos.models import Todo
from tests.todos.conftest import Api

MILK = b"Title,Due,Project,Labels\nBuy milk,2026-12-24,Home,errands\nCall Bob,,,\n"


async def read(client: httpx.AsyncClient, file: bytes, **asked: str) -> dict[str, Any]:
    answer = await client.post("/api/imports", content=file, params=asked)
    assert answer.status_code == 201, answer.text
    found: dict[str, Any] = answer.json()
    return found


async def made(client: httpx.AsyncClient, file: bytes, **asked: str) -> dict[str, Any]:
    """The import after all of it was made."""
    import_id = (await read(client, file, **asked))["id"]
    started = await client.post(f"/api/imports/{import_id}/start")
    assert started.status_code == 200, started.text
    await asyncio.gather(*running._going)
    found: dict[str, Any] = (await client.get(f"/api/imports/{import_id}")).json()
    return found


async def titles(client: httpx.AsyncClient) -> list[str]:
    page = await client.get("/api/todos", params={"status": "all", "sort": "position"})
    return [todo["title"] for todo in page.json()["items"]]


async def test_a_file_is_looked_at_before_anything_is_made(
    api: Api, ana: OwnerId
) -> None:
    client = api(ana)

    found = await read(client, MILK)

    assert found["state"] == "ready"
    assert found["format"] == "csv"
    assert found["counts"]["todos"] == 2
    assert found["counts"]["lists"] == 1
    assert found["first"][0] == {
        "title": "Buy milk",
        "due": "2026-12-24",
        "due_time": None,
        "priority": "p4",
        "labels": ["errands"],
        "repeat": None,
        "completed": False,
        "subtask": False,
    }
    assert found["warnings"] == []
    assert await titles(client) == []


async def test_what_is_started_is_made(api: Api, ana: OwnerId) -> None:
    client = api(ana)

    found = await made(client, MILK)

    assert found["state"] == "done"
    assert found["done"] == found["total"] == 3
    page = (await client.get("/api/todos", params={"query": "milk"})).json()
    (todo,) = page["items"]
    lists = (await client.get("/api/lists")).json()["items"]
    assert [one["name"] for one in lists] == ["Inbox", "Home"]
    assert todo["list"] == lists[1]["id"]
    assert todo["labels"] == ["errands"]
    assert todo["due"] == "2026-12-24"


async def test_importing_the_same_file_twice_adds_nothing(
    api: Api, ana: OwnerId
) -> None:
    client = api(ana)
    await made(client, MILK)

    again = await made(client, MILK)

    assert again["known"] == 3
    assert sorted(await titles(client)) == ["Buy milk", "Call Bob"]


async def test_what_was_deleted_meanwhile_is_made_again(api: Api, ana: OwnerId) -> None:
    client = api(ana)
    await made(client, MILK)
    for todo in (await client.get("/api/todos")).json()["items"]:
        await client.delete(f"/api/todos/{todo['id']}")

    again = await made(client, MILK)

    assert again["known"] == 1
    assert sorted(await titles(client)) == ["Buy milk", "Call Bob"]


async def test_asked_for_again_all_is_made_a_second_time(
    api: Api, ana: OwnerId
) -> None:
    client = api(ana)
    await made(client, MILK)

    await made(client, MILK, again="yes")

    assert len(await titles(client)) == 4
    lists = (await client.get("/api/lists")).json()["items"]
    assert [one["name"] for one in lists] == ["Inbox", "Home"]


async def test_an_import_that_was_interrupted_goes_on_where_it_ended(
    api: Api, ana: OwnerId, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("taskpal.todos.exchange.preparing.AT_ONCE", 10)
    client = api(ana)
    file = b"title\n" + b"".join(b"Todo %d\n" % n for n in range(35))
    import_id = (await read(client, file))["id"]
    with database.transaction() as session:
        service.begin(session, ana, import_id)
    with database.transaction() as session:
        service.step(session, ana, import_id)
    with database.transaction() as session:  # the server ended here, long ago
        found = session.get_one(Import, (ana, import_id))
        found.updated_at = now() - queries.QUIET - timedelta(seconds=1)

    seen = (await client.get(f"/api/imports/{import_id}")).json()
    await client.post(f"/api/imports/{import_id}/start")
    await asyncio.gather(*running._going)

    assert seen["state"] == "interrupted"
    assert seen["done"] == 10
    with database.reading() as session:
        rows = session.exec(select(Todo.title).where(Todo.owner_id == ana)).all()
    assert sorted(rows) == sorted(f"Todo {n}" for n in range(35))


async def test_a_piece_that_fails_is_as_if_it_had_never_begun(
    api: Api, ana: OwnerId, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = api(ana)
    import_id = (await read(client, MILK))["id"]
    with database.transaction() as session:
        service.begin(session, ana, import_id)

    def breaks(*_: object) -> None:
        raise RuntimeError

    monkeypatch.setattr(service, "_tell", breaks)
    with pytest.raises(RuntimeError), database.transaction() as session:
        service.step(session, ana, import_id)

    assert await titles(client) == []
    with database.reading() as session:
        assert len(session.exec(select(ImportPiece)).all()) == 2


async def test_all_of_an_import_is_one_batch(
    api: Api, ana: OwnerId, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("taskpal.todos.exchange.preparing.AT_ONCE", 2)
    client = api(ana)

    await made(client, b"title\nA\nB\nC\nD\nE\n")

    with database.reading() as session:
        mine = select(Change).where(Change.owner_id == ana)
        ordered = mine.order_by(col(Change.revision), col(Change.number))
        changes = session.exec(ordered).all()
    assert [change.name for change in changes] == ["A", "B", "C", "D", "E"]
    assert {change.action for change in changes} == {"imported"}
    assert len({change.batch for change in changes}) == 1
    assert {change.actor_kind for change in changes} == {"token"}


async def test_one_import_at_a_time(api: Api, ana: OwnerId) -> None:
    client = api(ana)
    import_id = (await read(client, MILK))["id"]
    with database.transaction() as session:
        service.begin(session, ana, import_id)

    second = await client.post("/api/imports", content=MILK)

    assert second.status_code == 409
    assert "Wait until it is done" in second.json()["detail"]


async def test_ben_finds_nothing_of_anas_import(
    api: Api, ana: OwnerId, ben: OwnerId
) -> None:
    import_id = (await read(api(ana), MILK))["id"]
    his = api(ben)

    answers = [
        await his.get(f"/api/imports/{import_id}"),
        await his.post(f"/api/imports/{import_id}/start"),
        await his.delete(f"/api/imports/{import_id}"),
    ]

    assert [answer.status_code for answer in answers] == [404] * 3
    assert (await his.get("/api/imports")).json()["items"] == []


async def test_what_was_forgotten_is_gone(api: Api, ana: OwnerId) -> None:
    client = api(ana)
    import_id = (await read(client, MILK))["id"]

    forgotten = await client.delete(f"/api/imports/{import_id}")

    assert forgotten.status_code == 204
    assert (await client.get(f"/api/imports/{import_id}")).status_code == 404
    with database.reading() as session:
        assert session.exec(select(ImportPiece)).all() == []


@pytest.mark.parametrize(
    ("file", "says"),
    [
        (b"", "empty"),
        (b"PK\x03\x04rest", "ZIP archive"),
        (b"just a line", "none of the files"),
        (b'{"items": [{"id": 1}', "no valid JSON"),
        (b"\xff\xfe\x00", "no text"),
        (b"a\0b", "no text"),
    ],
)
async def test_a_file_that_is_none_is_refused_with_a_sentence(
    api: Api, ana: OwnerId, file: bytes, says: str
) -> None:
    answer = await api(ana).post("/api/imports", content=file)

    assert answer.status_code == 422
    assert says in answer.json()["detail"]


async def test_a_file_may_be_larger_than_other_requests(api: Api, ana: OwnerId) -> None:
    file = b"title,notes\n" + b"".join(
        b"Todo %d,%s\n" % (number, b"x" * 10_000) for number in range(150)
    )

    found = await read(api(ana), file)

    assert len(file) > 1024 * 1024
    assert found["counts"]["todos"] == 150


async def test_but_not_larger_than_32_mebibytes(api: Api, ana: OwnerId) -> None:
    client, length = api(ana), str(33 * 1024 * 1024)

    answer = await client.post(
        "/api/imports", content=b"title\n", headers={"Content-Length": length}
    )

    assert answer.status_code == 413
    assert "32 MiB" in answer.json()["detail"]


async def test_without_room_nothing_is_begun(
    api: Api, ana: OwnerId, monkeypatch: pytest.MonkeyPatch
) -> None:
    room = (("todo", "todos", 1, service.TooManyTodos),)
    monkeypatch.setattr(service, "_ROOM", room)
    client = api(ana)
    import_id = (await read(client, MILK))["id"]

    answer = await client.post(f"/api/imports/{import_id}/start")

    assert answer.status_code == 403
    assert await titles(client) == []
    assert (await client.get(f"/api/imports/{import_id}")).json()["state"] == "ready"


async def test_columns_of_any_name_can_be_said(api: Api, ana: OwnerId) -> None:
    file = b"Aufgabe;Bis\nMilch;24.12.2026\n"

    found = await read(api(ana), file, columns="title=Aufgabe;due=Bis")

    assert found["first"][0]["title"] == "Milch"
    assert found["first"][0]["due"] == "2026-12-24"


async def test_a_token_that_only_reads_imports_nothing(api: Api, ana: OwnerId) -> None:
    answer = await api(ana, "todos:read").post("/api/imports", content=MILK)

    assert answer.status_code == 403


async def test_an_import_is_thrown_away_after_a_day(
    api: Api, ana: OwnerId, session: Session
) -> None:
    import_id = (await read(api(ana), MILK))["id"]
    found = session.get_one(Import, (ana, import_id))
    found.updated_at = now() - service.KEPT_FOR - timedelta(seconds=1)
    session.flush()

    service.purge(session)

    assert session.exec(select(ImportPiece)).all() == []

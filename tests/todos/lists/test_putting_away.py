"""Lists that go to the trash or the archive with all that is in them, and come back."""

from datetime import timedelta

import httpx
import pytest
from sqlmodel import Session, col, select, update

from taskpal import database
from taskpal.accounts.models import OwnerId
from taskpal.columns import now
from taskpal.todos.history.models import Change
from taskpal.todos.lists.models import TodoList
from tests.todos.conftest import Api
from tests.todos.lists.test_api import make, names, write


async def open_titles(client: httpx.AsyncClient, **asked: str) -> set[str]:
    found = (await client.get("/api/todos", params=asked)).json()
    assert found["total"] == len(found["items"])
    return {one["title"] for one in found["items"]}


async def test_deleting_a_list_says_what_goes_along(api: Api, ana: OwnerId) -> None:
    client = api(ana)
    home = await make(client, "Home")
    garden = await make(client, "Garden", parent=home)
    await make(client, "Work")
    await write(client, "Paint", list=home)
    await write(client, "Mow", list=garden)
    await write(client, "Mown", list=garden, completed=True)
    await write(client, "Milk")

    before = await client.get(f"/api/lists/{home}/contents")
    gone = await client.delete(f"/api/lists/{home}")

    assert gone.status_code == 200
    assert gone.json() == before.json()
    assert gone.json() == {
        "lists": 2,
        "sections": 0,
        "open_todos": 2,
        "done_todos": 1,
    }
    assert await names(client, status="all") == ["Inbox", "Work"]
    assert await open_titles(client, status="all") == {"Milk"}
    assert (await client.get(f"/api/lists/{garden}")).status_code == 404
    assert (await client.delete(f"/api/lists/{home}")).status_code == 404


async def test_a_list_comes_back_with_exactly_what_went(api: Api, ana: OwnerId) -> None:
    client = api(ana)
    home = await make(client, "Home")
    old = await make(client, "Old", parent=home)
    garden = await make(client, "Garden", parent=home)
    thrown = await write(client, "Thrown away before", list=home)
    await write(client, "Paint", list=home)
    await write(client, "Mow", list=garden)
    await client.delete(f"/api/todos/{thrown}")
    await client.delete(f"/api/lists/{old}")
    await client.delete(f"/api/lists/{home}")

    back = await client.post(f"/api/lists/{home}/restore")

    assert back.status_code == 200
    assert back.json()["open_todos"] == 1
    assert await names(client) == ["Inbox", "Home", "Garden"]
    assert await open_titles(client) == {"Paint", "Mow"}
    assert (await client.post(f"/api/lists/{home}/restore")).json() == back.json()


async def test_a_list_whose_parent_is_gone_comes_back_at_the_top(
    api: Api, ana: OwnerId
) -> None:
    client = api(ana)
    home = await make(client, "Home")
    garden = await make(client, "Garden", parent=home)
    await write(client, "Mow", list=garden)
    await client.delete(f"/api/lists/{home}")

    back = await client.post(f"/api/lists/{garden}/restore")
    rest = await client.post(f"/api/lists/{home}/restore")

    assert back.json()["parent"] is None
    assert back.json()["open_todos"] == 1
    assert rest.status_code == 200
    assert (await client.get(f"/api/lists/{garden}")).json()["parent"] is None


async def test_after_thirty_days_a_list_is_gone(api: Api, ana: OwnerId) -> None:
    client = api(ana)
    home = await make(client, "Home")
    await client.delete(f"/api/lists/{home}")
    with database.transaction() as session:
        session.execute(update(TodoList).values(deleted_at=now() - timedelta(days=31)))

    late = await client.post(f"/api/lists/{home}/restore")

    assert late.status_code == 410
    assert "list was deleted more than 30 days ago" in late.json()["detail"]


async def test_a_deletion_is_one_batch_of_the_history(api: Api, ana: OwnerId) -> None:
    client = api(ana)
    home = await make(client, "Home")
    for title in ("a", "b"):
        await write(client, title, list=home)

    await client.delete(f"/api/lists/{home}")

    with database.reading() as session:
        assert _last_batch(session) == [
            ("deleted", "list", "Home"),
            ("deleted", "todo", "a"),
            ("deleted", "todo", "b"),
        ]


def _last_batch(session: Session) -> list[tuple[str, str, str]]:
    changes = session.exec(select(Change).order_by(col(Change.batch).desc())).all()
    last = [one for one in changes if one.batch == changes[0].batch]
    return sorted((one.action, one.kind, one.name) for one in last)


async def test_what_is_open_in_an_archived_list_is_out_of_sight(
    api: Api, ana: OwnerId
) -> None:
    client = api(ana)
    home = await make(client, "Home")
    garden = await make(client, "Garden", parent=home)
    await write(client, "Paint", list=home, labels=["diy"])
    await write(client, "Mow", list=garden)
    await write(client, "Done", list=home, completed=True)
    await write(client, "Milk")

    archived = await client.post(f"/api/lists/{home}/archive")

    assert archived.json()["archived"] is True
    assert await names(client) == ["Inbox"]
    assert await names(client, status="archived") == ["Home", "Garden"]
    assert await open_titles(client) == {"Milk"}
    assert await open_titles(client, status="all") == {"Milk", "Done"}
    assert await open_titles(client, status="done") == {"Done"}
    assert await open_titles(client, query="Paint") == set()
    assert await open_titles(client, label="diy") == set()
    assert await open_titles(client, list=garden) == {"Mow"}


async def test_lists_come_out_of_the_archive_as_they_went_in(
    api: Api, ana: OwnerId
) -> None:
    client = api(ana)
    home = await make(client, "Home")
    garden = await make(client, "Garden", parent=home)
    old = await make(client, "Old", parent=home)
    await write(client, "Mow", list=garden)
    await client.post(f"/api/lists/{old}/archive")
    await client.post(f"/api/lists/{home}/archive")

    alone = await client.post(f"/api/lists/{garden}/unarchive")
    back = await client.post(f"/api/lists/{home}/unarchive")

    assert alone.status_code == 409
    assert "Take that one out of the archive first" in alone.json()["detail"]
    assert back.json()["archived"] is False
    assert await names(client) == ["Inbox", "Home", "Garden"]
    assert await open_titles(client) == {"Mow"}


@pytest.mark.parametrize("what", ["archive", "unarchive"])
async def test_doing_it_twice_changes_nothing(
    api: Api, ana: OwnerId, what: str
) -> None:
    client = api(ana)
    home = await make(client, "Home")

    first = await client.post(f"/api/lists/{home}/{what}")
    again = await client.post(f"/api/lists/{home}/{what}")

    assert again.json() == first.json()
    assert again.headers["ETag"] == first.headers["ETag"]


async def test_nothing_is_put_into_an_archived_list(api: Api, ana: OwnerId) -> None:
    client = api(ana)
    home = await make(client, "Home")
    todo = await write(client, "Paint", list=home)
    await client.post(f"/api/lists/{home}/archive")

    into = await client.post("/api/lists", json={"name": "x", "parent": home})
    added = await client.post("/api/todos", json={"title": "x", "list": home})
    kept = await client.put(
        f"/api/todos/{todo}", json={"title": "Painted", "list": home}
    )

    assert "archived" in into.json()["errors"]["parent"]
    assert "archived" in added.json()["errors"]["list"]
    assert kept.status_code == 200

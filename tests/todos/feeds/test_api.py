"""Calendar feeds over HTTP: made, read without signing in, revoked."""

from datetime import timedelta
from typing import Any

import httpx
import icalendar
import pytest
from sqlmodel import select

from taskpal import acting, database
from taskpal.accounts.models import OwnerId
from taskpal.acting import Actor
from taskpal.columns import now
from taskpal.todos.feeds import service
from taskpal.todos.feeds.errors import NotForApps
from taskpal.todos.feeds.models import Feed
from taskpal.todos.feeds.schemas import NewFeed
from taskpal.todos.finding.models import SavedFilter
from tests import tries
from tests.todos.conftest import Api


async def made(client: httpx.AsyncClient, **said: Any) -> dict[str, Any]:
    answer = await client.post("/api/feeds", json=said)
    assert answer.status_code == 201, answer.text
    found: dict[str, Any] = answer.json()
    return found


def summaries(answer: httpx.Response) -> list[str]:
    assert answer.status_code == 200, answer.text
    calendar = icalendar.Calendar.from_ical(answer.content)
    return [str(one["SUMMARY"]) for one in calendar.walk() if "SUMMARY" in one]


async def test_a_calendar_program_reads_what_is_due_without_signing_in(
    api: Api, anyone: httpx.AsyncClient, ana: OwnerId
) -> None:
    client = api(ana)
    await client.post("/api/todos", json={"title": "Buy milk", "due": "2026-12-24"})
    await client.post("/api/todos", json={"title": "Some day"})
    address = (await made(client))["url"]

    answer = await anyone.get(address)

    assert summaries(answer) == ["Buy milk"]
    assert answer.headers["content-type"] == "text/calendar; charset=utf-8"
    assert answer.headers["cache-control"] == "private, no-cache"
    assert summaries(await anyone.get(address, params={"as": "todos"})) == [
        "Buy milk",
        "Some day",
    ]


async def test_a_feed_shows_what_a_saved_filter_finds(
    api: Api, anyone: httpx.AsyncClient, ana: OwnerId, ben: OwnerId
) -> None:
    client, due = api(ana), "2026-12-24"
    for title, priority in (("Urgent", "p1"), ("Not so", "p3")):
        new = {"title": title, "priority": priority, "due": due}
        await client.post("/api/todos", json=new)
    await api(ben).post("/api/todos", json={"title": "His", "priority": "p1"})
    kept = await client.post("/api/filters", json={"name": "x", "query": "p1, p2"})
    where = f"/api/filters/{kept.json()['id']}"
    address = (await made(client, filter=kept.json()["id"]))["url"]

    found = await anyone.get(address)
    tag = {"If-None-Match": found.headers["ETag"]}
    same = await anyone.get(address, headers=tag)
    await client.patch(where, json={"query": "p3"})
    other = await anyone.get(address, headers=tag)

    assert summaries(found) == ["Urgent"]
    assert same.status_code == 304
    assert summaries(other) == ["Not so"]


@pytest.mark.parametrize("query", ["(p1 &", "x" * 2000])
async def test_a_feed_of_a_filter_that_cannot_be_read_is_empty(
    api: Api, anyone: httpx.AsyncClient, ana: OwnerId, query: str
) -> None:
    client = api(ana)
    await client.post("/api/todos", json={"title": "Urgent", "due": "2026-12-24"})
    with database.transaction() as session:
        kept = SavedFilter(owner_id=ana, name="x", query=query)
        session.add(kept)
    address = (await made(client, filter=kept.id))["url"]

    assert summaries(await anyone.get(address)) == []


async def test_a_feed_of_a_deleted_filter_is_empty_until_it_comes_back(
    api: Api, anyone: httpx.AsyncClient, ana: OwnerId
) -> None:
    client = api(ana)
    await client.post("/api/todos", json={"title": "Urgent", "due": "2026-12-24"})
    kept = await client.post("/api/filters", json={"name": "x", "query": "all"})
    where = f"/api/filters/{kept.json()['id']}"
    address = (await made(client, filter=kept.json()["id"]))["url"]

    await client.delete(where)
    deleted = summaries(await anyone.get(address))
    await client.post(f"{where}/restore")

    assert deleted == []
    assert summaries(await anyone.get(address)) == ["Urgent"]


async def test_the_address_is_shown_once_and_kept_as_a_hash(
    api: Api, ana: OwnerId
) -> None:
    client = api(ana)
    feed = await made(client, name="Mine")

    listed = (await client.get("/api/feeds")).json()["items"]

    token = feed["url"].rpartition("/")[2].removesuffix(".ics")
    assert [one["name"] for one in listed] == ["Mine"]
    assert "url" not in listed[0]
    with database.reading() as session:
        (kept,) = session.exec(select(Feed)).all()
    assert token not in repr(kept)
    assert len(token) >= 43
    assert feed["webcal_url"] == feed["url"].replace("http:", "webcal:")


async def test_a_revoked_feed_is_not_there(
    api: Api, anyone: httpx.AsyncClient, ana: OwnerId
) -> None:
    client = api(ana)
    feed = await made(client)

    removed = await client.delete(f"/api/feeds/{feed['id']}")

    assert removed.status_code == 204
    answer = await anyone.get(feed["url"])
    assert answer.status_code == 404
    assert answer.headers["content-type"] == "application/problem+json"


async def test_a_new_feed_is_read_at_its_location_without_its_address(
    api: Api, ana: OwnerId
) -> None:
    client = api(ana)

    answer = await client.post("/api/feeds", json={"name": "Mine"})
    read = await client.get(answer.headers["Location"])

    assert read.status_code == 200
    shown = read.json()
    assert shown == {name: answer.json()[name] for name in shown}
    assert "url" not in shown


async def test_ben_neither_sees_nor_removes_anas_feeds(
    api: Api, anyone: httpx.AsyncClient, ana: OwnerId, ben: OwnerId
) -> None:
    feed, his = await made(api(ana)), api(ben)

    read = await his.get(f"/api/feeds/{feed['id']}")
    removed = await his.delete(f"/api/feeds/{feed['id']}")

    assert read.status_code == removed.status_code == 404
    assert (await his.get("/api/feeds")).json()["items"] == []
    assert (await anyone.get(feed["url"])).status_code == 200


async def test_a_feed_shows_only_its_owners_todos(
    api: Api, anyone: httpx.AsyncClient, ana: OwnerId, ben: OwnerId
) -> None:
    await api(ben).post("/api/todos", json={"title": "His", "due": "2026-12-24"})

    answer = await anyone.get((await made(api(ana)))["url"])

    assert summaries(answer) == []


async def test_what_has_not_changed_is_not_sent_again(
    api: Api, anyone: httpx.AsyncClient, ana: OwnerId
) -> None:
    client = api(ana)
    address = (await made(client))["url"]
    first = await anyone.get(address)
    known = {"If-None-Match": first.headers["etag"]}
    since = {"If-Modified-Since": first.headers["last-modified"]}

    again = [await anyone.get(address, headers=one) for one in (known, since)]
    await client.post("/api/todos", json={"title": "New", "due": "2026-12-24"})
    changed = await anyone.get(address, headers=known)

    assert [answer.status_code for answer in again] == [304, 304]
    assert not any(answer.content for answer in again)
    assert summaries(changed) == ["New"]


@pytest.mark.parametrize("since", ["yesterday", "Mon, 99 Foo 2026", "\x80", "0"])
async def test_a_date_that_is_none_is_no_condition(
    api: Api, anyone: httpx.AsyncClient, ana: OwnerId, since: str
) -> None:
    address = (await made(api(ana)))["url"]

    answer = await anyone.get(
        address, headers={"If-Modified-Since": since.encode("latin-1")}
    )

    assert answer.status_code == 200


async def test_an_app_cannot_leave_a_feed_behind(ana: OwnerId) -> None:
    with database.transaction() as session:
        acting.acts(session, Actor("app", "an-app", "An app"))

        with pytest.raises(NotForApps):
            service.make(session, ana, NewFeed())


async def test_there_is_room_for_twenty(api: Api, ana: OwnerId) -> None:
    client = api(ana)
    for _ in range(20):
        await made(client)

    answer = await client.post("/api/feeds", json={})

    assert answer.status_code == 403


async def test_a_filter_that_is_not_there_is_refused(api: Api, ana: OwnerId) -> None:
    answer = await api(ana).post("/api/feeds", json={"filter": "k3m9qz7xw2ap"})

    assert answer.status_code == 422
    assert "filter" in answer.json()["errors"]


async def test_that_a_program_asked_is_noted_now_and_then(
    api: Api, anyone: httpx.AsyncClient, ana: OwnerId
) -> None:
    client = api(ana)
    feed = await made(client)
    assert feed["used_at"] is None

    await anyone.get(feed["url"])
    (first,) = (await client.get("/api/feeds")).json()["items"]
    await anyone.get(feed["url"])
    (second,) = (await client.get("/api/feeds")).json()["items"]

    assert first["used_at"] == second["used_at"]
    assert first["used_at"] > (now() - timedelta(minutes=1)).isoformat()


async def test_who_tries_addresses_is_slowed_down(
    anyone: httpx.AsyncClient,
) -> None:
    tries.forget()

    answers = [await anyone.get(f"/feeds/{'x' * 40}.ics") for _ in range(61)]

    assert [answer.status_code for answer in answers] == [404] * 60 + [429]
    tries.forget()


async def test_a_program_that_asks_all_the_time_is_slowed_down(
    api: Api, anyone: httpx.AsyncClient, ana: OwnerId
) -> None:
    address = (await made(api(ana)))["url"]

    answers = [await anyone.get(address) for _ in range(61)]

    assert [answer.status_code for answer in answers] == [200] * 60 + [429]
    assert int(answers[-1].headers["retry-after"]) > 0


@pytest.mark.parametrize("token", ["%00", "a", "x" * 5000, "..%2f..", "%ff", "ü"])
async def test_an_address_that_nobody_has_is_not_there(
    anyone: httpx.AsyncClient, token: str
) -> None:
    answer = await anyone.get(f"/feeds/{token}.ics")

    assert answer.status_code == 404

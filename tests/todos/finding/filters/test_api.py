"""Saved filters as ana and ben reach them over HTTP."""

from datetime import UTC, datetime, timedelta

import httpx
import pytest

from taskpal import database
from taskpal.accounts.models import OwnerId
from taskpal.columns import now
from taskpal.todos.finding.filters.errors import MOST
from taskpal.todos.finding.models import SavedFilter
from tests.todos.conftest import Api
from tests.todos.lists.test_api import UNKNOWN, write

READS = "todos:read"


async def keep(
    client: httpx.AsyncClient, name: str, query: str = "p1", **more: object
) -> str:
    new = {"name": name, "query": query, **more}
    answer = await client.post("/api/filters", json=new)
    assert answer.status_code == 201, answer.text
    return str(answer.json()["id"])


async def names(client: httpx.AsyncClient) -> list[str]:
    answer = await client.get("/api/filters")
    assert answer.status_code == 200, answer.text
    return [one["name"] for one in answer.json()["items"]]


async def titles(
    client: httpx.AsyncClient, filter_id: str, **asked: object
) -> list[str]:
    answer = await client.get(
        f"/api/filters/{filter_id}/todos",
        params={name: str(value) for name, value in asked.items()},
    )
    assert answer.status_code == 200, answer.text
    return sorted(one["title"] for one in answer.json()["items"])


async def test_a_filter_is_kept_and_read_again(api: Api, ana: OwnerId) -> None:
    client = api(ana)

    new = {"name": " Now ", "query": " today | overdue, p1 ", "colour": "red"}
    made = await client.post("/api/filters", json=new)
    read = await client.get(made.headers["Location"])

    assert made.status_code == 201
    shown = made.json()
    assert made.headers["Location"] == f"/api/filters/{shown['id']}"
    assert read.json() == shown
    assert read.headers["ETag"] == made.headers["ETag"]
    assert shown.pop("created_at") == shown.pop("updated_at")
    assert shown == {
        "id": shown["id"],
        "name": "Now",
        "query": "today | overdue, p1",
        "panes": ["today | overdue", "p1"],
        "colour": "red",
    }


@pytest.mark.parametrize("limit", [1, 2, 3, 4])
async def test_pages_show_every_filter_once(api: Api, ana: OwnerId, limit: int) -> None:
    client = api(ana)
    for name in ("a", "b", "c", "d"):
        await keep(client, name)

    shown, cursor = [], ""
    for _ in range(9):
        asked = {"limit": str(limit), "cursor": cursor}
        page = (await client.get("/api/filters", params=asked)).json()
        assert page["total"] == 4
        shown += [one["name"] for one in page["items"]]
        cursor = page["next_cursor"]
        if cursor is None:
            break

    assert shown == ["a", "b", "c", "d"]


async def test_a_filter_finds_its_todos_a_page_at_a_time(
    api: Api, ana: OwnerId
) -> None:
    client = api(ana)
    for title in ("a", "b", "c"):
        await write(client, title, priority="p1")
    await write(client, "less urgent")
    await write(client, "done", priority="p1", completed=True)
    where = f"/api/filters/{await keep(client, 'Urgent', 'p1')}/todos"

    first = await client.get(where, params={"limit": "2", "sort": "title"})
    cursor = first.json()["next_cursor"]
    rest = {"limit": "2", "sort": "title", "cursor": cursor}
    second = await client.get(where, params=rest)

    assert first.json()["total"] == second.json()["total"] == 3
    assert [one["title"] for one in first.json()["items"]] == ["a", "b"]
    assert [one["title"] for one in second.json()["items"]] == ["c"]
    assert second.json()["next_cursor"] is None


async def test_each_pane_of_a_filter_is_a_list_of_its_own(
    api: Api, ana: OwnerId
) -> None:
    client = api(ana)
    await write(client, "urgent", priority="p1")
    await write(client, "at home", labels=["home"])
    await write(client, "neither")
    kept = await keep(client, "Both", r"(p1, p2), @home & !search: a\,b")

    shown = (await client.get(f"/api/filters/{kept}")).json()["panes"]
    beyond = await client.get(f"/api/filters/{kept}/todos", params={"pane": "3"})

    assert shown == ["(p1, p2)", r"@home & !search: a\,b"]
    assert await titles(client, kept, pane=1) == ["urgent"]
    assert await titles(client, kept, pane=2) == ["at home"]
    assert await titles(client, kept) == ["at home", "urgent"]
    assert beyond.status_code == 422
    assert "at most 2" in beyond.json()["errors"]["pane"]


async def test_a_filter_that_speaks_of_done_todos_finds_them(
    api: Api, ana: OwnerId
) -> None:
    client = api(ana)
    await write(client, "done", completed=True)
    await write(client, "open")
    kept = await keep(client, "Finished", "completed: today")

    assert await titles(client, kept) == ["done"]
    assert await titles(client, kept, status="open") == []


@pytest.mark.parametrize(
    ("query", "sentence"),
    [
        ("(today | p1", "A closing bracket “)” is missing. (at character 12)"),
        ("today |", "is missing here. (at character 8)"),
        ("today @", "(at character"),
        ("x" * 1001, "at most 1000 characters"),
        (" ", "must not be empty"),
        ("p1\0", "NUL"),
        (None, "must be text"),
    ],
)
async def test_a_query_that_cannot_be_read_is_refused_with_the_place(
    api: Api, ana: OwnerId, query: object, sentence: str
) -> None:
    client = api(ana)
    kept = await keep(client, "x")
    before = (await client.get(f"/api/filters/{kept}")).json()

    made = await client.post("/api/filters", json={"name": "x", "query": query})
    changed = await client.patch(f"/api/filters/{kept}", json={"query": query})

    for refused in (made, changed):
        assert refused.status_code == 422
        assert sentence in refused.json()["errors"]["query"]
    assert await names(client) == ["x"]
    assert (await client.get(f"/api/filters/{kept}")).json() == before


async def test_a_filter_that_cannot_be_read_any_longer_says_so(
    api: Api, ana: OwnerId
) -> None:
    client = api(ana)
    with database.transaction() as session:
        kept = SavedFilter(owner_id=ana, name="Old", query="p1 & (")
        session.add(kept)

    refused = await client.get(f"/api/filters/{kept.id}/todos")

    assert refused.status_code == 409
    assert "cannot be read any longer" in refused.json()["detail"]
    assert "(at character 7)" in refused.json()["detail"]


async def test_some_fields_change_and_the_others_stay(api: Api, ana: OwnerId) -> None:
    client = api(ana)
    kept = await keep(client, "Now", "today", colour="red")
    before = (await client.get(f"/api/filters/{kept}")).json()

    renamed = await client.patch(f"/api/filters/{kept}", json={"name": "Today"})
    again = await client.patch(f"/api/filters/{kept}", json={"name": "Today"})
    other = await client.patch(f"/api/filters/{kept}", json={"query": "p1, p2"})

    assert renamed.json() | {"name": "Now", "updated_at": 0} == before | {
        "updated_at": 0
    }
    assert again.headers["ETag"] == renamed.headers["ETag"]
    assert other.json()["panes"] == ["p1", "p2"]
    assert other.json()["colour"] == "red"


async def test_filters_are_put_before_and_after_one_another(
    api: Api, ana: OwnerId
) -> None:
    client = api(ana)
    a, _b, c = [await keep(client, name) for name in "abc"]

    await client.post(f"/api/filters/{c}/move", json={"before": a})
    assert await names(client) == ["c", "a", "b"]
    await client.post(f"/api/filters/{c}/move", json={"after": a})
    assert await names(client) == ["a", "c", "b"]


@pytest.mark.parametrize(
    ("to", "field", "sentence"),
    [
        ({}, "before", "is required, or after"),
        ({"before": "{a}"}, "before", "is the filter itself"),
        ({"after": UNKNOWN}, "after", "There is no filter with this id."),
        ({"after": "{bens}"}, "after", "There is no filter with this id."),
        ({"before": UNKNOWN, "after": UNKNOWN}, "after", "together with before"),
    ],
)
async def test_a_place_that_is_none_is_refused(  # noqa: PLR0913, PLR0917
    api: Api, ana: OwnerId, ben: OwnerId, to: dict[str, str], field: str, sentence: str
) -> None:
    client = api(ana)
    a = await keep(client, "a")
    real = {"a": a, "bens": await keep(api(ben), "x")}
    named = {key: value.format_map(real) for key, value in to.items()}

    refused = await client.post(f"/api/filters/{a}/move", json=named)

    assert refused.status_code == 422
    assert sentence in refused.json()["errors"][field]


async def test_a_deleted_filter_comes_back(api: Api, ana: OwnerId) -> None:
    client = api(ana)
    kept = f"/api/filters/{await keep(client, 'Now', 'today')}"
    before = (await client.get(kept)).json()

    gone = await client.delete(kept)
    missing = [
        await client.get(kept),
        await client.get(f"{kept}/todos"),
        await client.delete(kept),
        await client.patch(kept, json={"name": "x"}),
    ]
    back = await client.post(f"{kept}/restore")
    again = await client.post(f"{kept}/restore")

    assert gone.status_code == 204
    assert {one.status_code for one in missing} == {404}
    assert back.json() == again.json()
    assert back.json() | {"updated_at": 0} == before | {"updated_at": 0}
    assert await names(client) == ["Now"]


async def test_a_filter_deleted_long_ago_is_gone(api: Api, ana: OwnerId) -> None:
    client = api(ana)
    kept = await keep(client, "Old")
    with database.transaction() as session:
        row = session.get_one(SavedFilter, (ana, kept))
        row.deleted_at = now() - timedelta(days=31)

    refused = await client.post(f"/api/filters/{kept}/restore")

    assert refused.status_code == 410
    assert "This filter was deleted more than 30 days ago" in refused.json()["detail"]


async def test_what_is_done_to_filters_is_in_the_history_and_undone(
    api: Api, ana: OwnerId
) -> None:
    client = api(ana)
    kept = await keep(client, "Now", "today")
    await client.patch(f"/api/filters/{kept}", json={"query": "p1"})
    await client.delete(f"/api/filters/{kept}")

    changes = (await client.get("/api/changes", params={"thing": kept})).json()
    back = await client.post("/api/undo", json={})
    shown = (await client.get(f"/api/filters/{kept}")).json()
    before = await client.post("/api/undo", json={})

    assert [(one["action"], one["kind"]) for one in changes["items"]] == [
        ("deleted", "filter"),
        ("changed", "filter"),
        ("added", "filter"),
    ]
    assert changes["items"][1]["before"] == {"query": "today"}
    assert back.json()["message"] == "Undone: deleting the filter “Now”."
    assert shown["query"] == "p1"
    assert before.status_code == 200
    read = (await client.get(f"/api/filters/{kept}")).json()
    assert (read["query"], read["panes"]) == ("today", ["today"])


async def test_ben_never_finds_anas_filter(
    api: Api, ana: OwnerId, ben: OwnerId
) -> None:
    hers, client = f"/api/filters/{await keep(api(ana), 'Now')}", api(ben)

    answers = [
        await client.get(hers),
        await client.get(f"{hers}/todos"),
        await client.patch(hers, json={"name": "x"}),
        await client.post(f"{hers}/move", json={"before": UNKNOWN}),
        await client.delete(hers),
        await client.post(f"{hers}/restore"),
    ]

    assert {one.status_code for one in answers} == {404}
    assert await names(client) == []
    assert await names(api(ana)) == ["Now"]


async def test_a_filter_finds_only_its_owners_todos(
    api: Api, ana: OwnerId, ben: OwnerId
) -> None:
    await write(api(ana), "hers", priority="p1")
    await write(api(ben), "his", priority="p1")

    kept = await keep(api(ben), "All", "all")

    assert await titles(api(ben), kept) == ["his"]


async def test_a_filter_is_read_and_changed_by_version(api: Api, ana: OwnerId) -> None:
    client = api(ana)
    kept = f"/api/filters/{await keep(client, 'Now')}"
    tag = (await client.get(kept)).headers["ETag"]

    unchanged = await client.get(kept, headers={"If-None-Match": tag})
    changed = await client.patch(kept, json={"name": "x"}, headers={"If-Match": tag})
    late = [
        await client.patch(kept, json={"name": "y"}, headers={"If-Match": tag}),
        await client.delete(kept, headers={"If-Match": tag}),
    ]

    assert unchanged.status_code == 304
    assert changed.status_code == 200
    assert {one.status_code for one in late} == {412}
    assert "This filter was changed meanwhile" in late[0].json()["detail"]


async def test_the_same_key_keeps_one_filter(api: Api, ana: OwnerId) -> None:
    client, key = api(ana), {"Idempotency-Key": "k"}
    new = {"name": "Now", "query": "today"}

    first = await client.post("/api/filters", json=new, headers=key)
    again = await client.post("/api/filters", json=new, headers=key)

    assert again.status_code == 201
    assert again.json() == first.json()
    assert await names(client) == ["Now"]


async def test_there_are_only_so_many_filters(api: Api, ana: OwnerId) -> None:
    client = api(ana)
    with database.transaction() as session:
        for number in range(MOST):
            session.add(SavedFilter(owner_id=ana, name=str(number), query="p1"))

    refused = await client.post("/api/filters", json={"name": "x", "query": "p1"})

    assert refused.status_code == 403
    assert str(MOST) in refused.json()["detail"]


async def test_a_token_that_only_reads_keeps_no_filter(api: Api, ana: OwnerId) -> None:
    client, reader = api(ana), api(ana, READS)
    kept = await keep(client, "Now")

    refused = [
        await reader.post("/api/filters", json={"name": "x", "query": "p1"}),
        await reader.delete(f"/api/filters/{kept}"),
    ]

    assert {one.status_code for one in refused} == {403}
    assert await titles(reader, kept) == []


async def test_a_date_in_a_filter_is_read_in_the_users_order(
    api: Api, ana: OwnerId
) -> None:
    client = api(ana)
    year = datetime.now(UTC).year + 1
    await write(client, "in March", due=f"{year}-03-04")
    kept = await keep(client, "Day", f"due: 3/4/{year}")
    day_first = await titles(client, kept)

    await client.patch("/api/preferences", json={"date_order": "month-day"})

    assert day_first == []
    assert await titles(client, kept) == ["in March"]

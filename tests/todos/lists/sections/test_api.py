"""Sections as ana and ben reach them over HTTP."""

from datetime import timedelta

import httpx
import pytest
from sqlmodel import update

from taskpal import database
from taskpal.accounts.models import OwnerId
from taskpal.columns import now
from taskpal.todos.lists.errors import MOST_SECTIONS
from taskpal.todos.lists.models import Section
from tests.todos.conftest import Api
from tests.todos.lists.test_api import UNKNOWN, write
from tests.todos.lists.test_api import make as make_list


async def make(client: httpx.AsyncClient, name: str, **more: object) -> str:
    answer = await client.post("/api/sections", json={"name": name, **more})
    assert answer.status_code == 201, answer.text
    return str(answer.json()["id"])


async def names(client: httpx.AsyncClient, **asked: str) -> list[str]:
    answer = await client.get("/api/sections", params=asked)
    assert answer.status_code == 200, answer.text
    return [one["name"] for one in answer.json()["items"]]


async def test_a_section_is_made_and_read_again(api: Api, ana: OwnerId) -> None:
    client = api(ana)

    made = await client.post("/api/sections", json={"name": " Later "})
    read = await client.get(made.headers["Location"])

    assert made.status_code == 201
    shown = made.json()
    assert made.headers["Location"] == f"/api/sections/{shown['id']}"
    assert read.json() == shown
    assert read.headers["ETag"] == made.headers["ETag"]
    assert shown.pop("created_at") == shown.pop("updated_at")
    assert shown == {"id": shown["id"], "name": "Later", "list": "inbox"}


async def test_each_list_has_sections_of_its_own(api: Api, ana: OwnerId) -> None:
    client = api(ana)
    home = await make_list(client, "Home")
    for name in ("a", "b"):
        await make(client, name, list=home)
    await make(client, "c")

    assert await names(client, list=home) == ["a", "b"]
    assert await names(client, list="inbox") == ["c"]
    assert await names(client) == ["a", "b", "c"]
    assert (await client.get(f"/api/sections?list={UNKNOWN}")).status_code == 404


async def test_sections_of_archived_lists_are_shown_when_asked_for(
    api: Api, ana: OwnerId
) -> None:
    client = api(ana)
    home = await make_list(client, "Home")
    await make(client, "a", list=home)
    await client.post(f"/api/lists/{home}/archive")

    assert await names(client) == []
    assert await names(client, list=home) == ["a"]


@pytest.mark.parametrize("limit", [1, 2, 3])
async def test_pages_show_every_section_once(
    api: Api, ana: OwnerId, limit: int
) -> None:
    client = api(ana)
    for name in ("a", "b", "c", "d"):
        await make(client, name)

    shown, cursor = [], ""
    for _ in range(9):
        asked = {"limit": str(limit), "cursor": cursor}
        page = (await client.get("/api/sections", params=asked)).json()
        shown += [one["name"] for one in page["items"]]
        cursor = page["next_cursor"]
        if cursor is None:
            break

    assert shown == ["a", "b", "c", "d"]


async def test_a_cursor_of_one_list_is_none_of_another(api: Api, ana: OwnerId) -> None:
    client = api(ana)
    for name in ("a", "b"):
        await make(client, name)
    cursor = (await client.get("/api/sections?limit=1")).json()["next_cursor"]

    refused = await client.get(
        "/api/sections", params={"cursor": cursor, "list": "inbox"}
    )

    assert refused.status_code == 422
    assert "cursor" in refused.json()["errors"]


async def test_sections_are_put_before_and_after_one_another(
    api: Api, ana: OwnerId
) -> None:
    client = api(ana)
    a, b, c = [await make(client, name) for name in "abc"]

    await client.post(f"/api/sections/{c}/move", json={"before": a})
    assert await names(client) == ["c", "a", "b"]
    await client.post(f"/api/sections/{c}/move", json={"after": a})
    assert await names(client) == ["a", "c", "b"]
    await client.post(f"/api/sections/{a}/move", json={"after": b})
    assert await names(client) == ["c", "b", "a"]
    await client.post(f"/api/sections/{c}/move", json={"list": "inbox"})
    assert await names(client) == ["b", "a", "c"]


@pytest.mark.parametrize("how", ["move", "beside", "patch"])
async def test_a_section_takes_its_todos_to_another_list(
    api: Api, ana: OwnerId, how: str
) -> None:
    client = api(ana)
    home = await make_list(client, "Home")
    there = await make(client, "there", list=home)
    section = await make(client, "Later")
    todo = await write(client, "Paint", section=section)
    below = await write(client, "Buy paint", parent=todo)
    other = await write(client, "Milk")

    if how == "patch":
        moved = await client.patch(f"/api/sections/{section}", json={"list": home})
    else:
        to = {"list": home} if how == "move" else {"before": there}
        moved = await client.post(f"/api/sections/{section}/move", json=to)

    assert moved.json()["list"] == home
    for one in (todo, below):
        shown = (await client.get(f"/api/todos/{one}")).json()
        assert (shown["list"], shown["section"]) == (home, section)
    assert (await client.get(f"/api/todos/{other}")).json()["list"] == "inbox"


async def test_a_section_is_renamed(api: Api, ana: OwnerId) -> None:
    client = api(ana)
    section = await make(client, "Latr")

    changed = await client.patch(f"/api/sections/{section}", json={"name": "Later"})
    same = await client.patch(f"/api/sections/{section}", json={"name": "Later"})

    assert changed.json()["name"] == "Later"
    assert same.headers["ETag"] == changed.headers["ETag"]


@pytest.mark.parametrize(
    ("to", "field", "sentence"),
    [
        ({}, "list", "is required, or before, or after"),
        ({"before": "{b}", "after": "{b}"}, "after", "together with before"),
        ({"before": "{a}"}, "before", "is the section itself"),
        ({"list": "inbox", "before": "{there}"}, "before", "is not in that list"),
        ({"before": UNKNOWN}, "before", "There is no section with this id."),
        ({"after": "{bens}"}, "after", "There is no section with this id."),
        ({"list": UNKNOWN}, "list", "There is no list with this id."),
        ({"list": None}, "list", "must be text"),
    ],
)
async def test_a_place_that_is_none_is_refused(  # noqa: PLR0913, PLR0917
    api: Api, ana: OwnerId, ben: OwnerId, to: dict[str, str], field: str, sentence: str
) -> None:
    client = api(ana)
    a, b = await make(client, "a"), await make(client, "b")
    there = await make(client, "there", list=await make_list(client, "Home"))
    real = {"a": a, "b": b, "there": there, "bens": await make(api(ben), "x")}
    named = {key: value and value.format_map(real) for key, value in to.items()}

    refused = await client.post(f"/api/sections/{a}/move", json=named)

    assert refused.status_code == 422
    assert sentence in refused.json()["errors"][field]


async def test_deleting_a_section_says_what_goes_along_and_all_comes_back(
    api: Api, ana: OwnerId
) -> None:
    client = api(ana)
    section = f"/api/sections/{await make(client, 'Later')}"
    section_id = section.rpartition("/")[2]
    thrown = await write(client, "Thrown away before", section=section_id)
    todo = await write(client, "Paint", section=section_id)
    await write(client, "Painted", section=section_id, completed=True)
    await client.delete(f"/api/todos/{thrown}")

    before = await client.get(f"{section}/contents")
    gone = await client.delete(section)
    hidden = (await client.get("/api/todos?status=all")).json()["total"]
    back = await client.post(f"{section}/restore")

    assert gone.status_code == 200
    assert gone.json() == before.json()
    assert gone.json() == {
        "lists": 0,
        "sections": 1,
        "open_todos": 1,
        "done_todos": 1,
    }
    assert hidden == 0
    assert back.json()["name"] == "Later"
    assert (await client.get("/api/todos?status=all")).json()["total"] == 2
    assert (await client.get(f"/api/todos/{todo}")).json()["section"] == section_id
    assert (await client.get(f"/api/todos/{thrown}")).status_code == 404


async def test_a_section_goes_and_comes_back_with_its_list(
    api: Api, ana: OwnerId
) -> None:
    client = api(ana)
    home = await make_list(client, "Home")
    section = await make(client, "Later", list=home)
    todo = await write(client, "Paint", section=section)

    gone = await client.delete(f"/api/lists/{home}")
    alone = await client.post(f"/api/sections/{section}/restore")
    await client.post(f"/api/lists/{home}/restore")

    assert gone.json()["sections"] == 1
    assert alone.status_code == 409
    assert "Restore that one first" in alone.json()["detail"]
    assert (await client.get(f"/api/todos/{todo}")).json()["section"] == section


async def test_after_thirty_days_a_section_is_gone(api: Api, ana: OwnerId) -> None:
    client = api(ana)
    section = await make(client, "Later")
    await client.delete(f"/api/sections/{section}")
    with database.transaction() as session:
        session.execute(update(Section).values(deleted_at=now() - timedelta(days=31)))

    late = await client.post(f"/api/sections/{section}/restore")

    assert late.status_code == 410
    assert "section was deleted" in late.json()["detail"]


async def test_ben_never_finds_anas_section(
    api: Api, ana: OwnerId, ben: OwnerId
) -> None:
    hers, client = await make(api(ana), "Later"), api(ben)
    hers_list = await make_list(api(ana), "Home")
    answers = [
        await client.get(f"/api/sections/{hers}"),
        await client.get(f"/api/sections/{hers}/contents"),
        await client.patch(f"/api/sections/{hers}", json={"name": "x"}),
        await client.post(f"/api/sections/{hers}/move", json={"list": "inbox"}),
        await client.delete(f"/api/sections/{hers}"),
        await client.post(f"/api/sections/{hers}/restore"),
        await client.get(f"/api/sections?list={hers_list}"),
    ]
    todo = await client.post("/api/todos", json={"title": "x", "section": hers})
    section = await client.post("/api/sections", json={"name": "x", "list": hers_list})

    assert {one.status_code for one in answers} == {404}
    assert todo.status_code == section.status_code == 422
    assert await names(client) == []


async def test_a_section_is_read_and_changed_by_version(api: Api, ana: OwnerId) -> None:
    client = api(ana)
    section = f"/api/sections/{await make(client, 'Later')}"
    tag = (await client.get(section)).headers["ETag"]

    unchanged = await client.get(section, headers={"If-None-Match": tag})
    renamed = await client.patch(section, json={"name": "x"}, headers={"If-Match": tag})
    late = [
        await client.patch(section, json={"name": "y"}, headers={"If-Match": tag}),
        await client.delete(section, headers={"If-Match": tag}),
    ]

    assert unchanged.status_code == 304
    assert renamed.status_code == 200
    assert {one.status_code for one in late} == {412}


async def test_the_same_key_makes_one_section(api: Api, ana: OwnerId) -> None:
    client, key = api(ana), {"Idempotency-Key": "k"}

    first = await client.post("/api/sections", json={"name": "a"}, headers=key)
    again = await client.post("/api/sections", json={"name": "a"}, headers=key)
    as_list = await client.post("/api/lists", json={"name": "a"}, headers=key)

    assert again.json() == first.json()
    assert as_list.status_code == 422
    assert await names(client) == ["a"]


async def test_there_are_only_so_many_sections(api: Api, ana: OwnerId) -> None:
    client = api(ana)
    home = await make_list(client, "Home")
    with database.transaction() as session:
        for number in range(MOST_SECTIONS):
            session.add(Section(owner_id=ana, list_id=home, name=str(number)))
    other = await make(client, "elsewhere")

    refused = [
        await client.post("/api/sections", json={"name": "one more", "list": home}),
        await client.post(f"/api/sections/{other}/move", json={"list": home}),
    ]

    for one in refused:
        assert one.status_code == 403
        assert str(MOST_SECTIONS) in one.json()["detail"]

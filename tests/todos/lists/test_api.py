"""Lists as ana and ben reach them over HTTP."""

import httpx
import pytest

from taskpal.accounts.models import OwnerId
from taskpal.todos.fields import COLOURS
from taskpal.todos.lists.errors import DEEPEST, MOST_LISTS
from tests.todos.conftest import Api

UNKNOWN = "222222222222"


async def make(client: httpx.AsyncClient, name: str, **more: object) -> str:
    answer = await client.post("/api/lists", json={"name": name, **more})
    assert answer.status_code == 201, answer.text
    return str(answer.json()["id"])


async def write(client: httpx.AsyncClient, title: str, **more: object) -> str:
    answer = await client.post("/api/todos", json={"title": title, **more})
    assert answer.status_code == 201, answer.text
    return str(answer.json()["id"])


async def names(client: httpx.AsyncClient, **asked: str) -> list[str]:
    answer = await client.get("/api/lists", params=asked)
    assert answer.status_code == 200, answer.text
    return [one["name"] for one in answer.json()["items"]]


async def test_a_list_is_made_and_read_again(api: Api, ana: OwnerId) -> None:
    client = api(ana)

    made = await client.post("/api/lists", json={"name": " Home ", "colour": "teal"})
    read = await client.get(made.headers["Location"])

    assert made.status_code == 201
    shown = made.json()
    assert made.headers["Location"] == f"/api/lists/{shown['id']}"
    assert read.json() == shown
    assert read.headers["ETag"] == made.headers["ETag"]
    assert shown.pop("created_at") == shown.pop("updated_at")
    assert shown == {
        "id": shown["id"],
        "name": "Home",
        "colour": "teal",
        "parent": None,
        "archived": False,
        "open_todos": 0,
    }


async def test_the_inbox_comes_first_and_lists_as_they_were_made(
    api: Api, ana: OwnerId
) -> None:
    client = api(ana)
    await make(client, "Work")
    await make(client, "Home")

    first = (await client.get("/api/lists")).json()["items"][0]

    assert await names(client) == ["Inbox", "Work", "Home"]
    assert first == {
        "id": "inbox",
        "name": "Inbox",
        "colour": "grey",
        "parent": None,
        "archived": False,
        "open_todos": 0,
        "created_at": None,
        "updated_at": None,
    }


async def test_lists_count_their_open_todos(api: Api, ana: OwnerId) -> None:
    client = api(ana)
    home = await make(client, "Home")
    await write(client, "Paint", list=home)
    await write(client, "Painted", list=home, completed=True)
    await write(client, "Milk")

    page = (await client.get("/api/lists")).json()
    read = await client.get(f"/api/lists/{home}")

    assert [one["open_todos"] for one in page["items"]] == [1, 1]
    assert read.json()["open_todos"] == 1


@pytest.mark.parametrize("limit", [1, 2, 3])
async def test_pages_show_every_list_once(api: Api, ana: OwnerId, limit: int) -> None:
    client = api(ana)
    for name in ("a", "b", "c", "d"):
        await make(client, name)

    shown, cursor = [], ""
    for _ in range(9):
        asked = {"limit": str(limit), "cursor": cursor}
        page = (await client.get("/api/lists", params=asked)).json()
        shown += [one["name"] for one in page["items"]]
        cursor = page["next_cursor"]
        if cursor is None:
            break

    assert shown == ["Inbox", "a", "b", "c", "d"]


async def test_a_cursor_is_for_one_owner_and_one_question(
    api: Api, ana: OwnerId, ben: OwnerId
) -> None:
    client = api(ana)
    await make(client, "a")
    cursor = (await client.get("/api/lists?limit=1")).json()["next_cursor"]

    others = await api(ben).get("/api/lists", params={"cursor": cursor})
    other = await client.get("/api/lists", params={"cursor": cursor, "status": "all"})
    broken = await client.get("/api/lists", params={"cursor": f"{cursor}x"})

    assert [one.status_code for one in (others, other, broken)] == [422] * 3
    assert "cursor" in others.json()["errors"]


async def test_a_list_takes_a_new_name_colour_and_parent(
    api: Api, ana: OwnerId
) -> None:
    client = api(ana)
    home, garden = await make(client, "Home"), await make(client, "Gardn")

    changed = await client.patch(
        f"/api/lists/{garden}",
        json={"name": "Garden", "colour": "green", "parent": home},
    )

    assert changed.status_code == 200
    assert changed.json()["name"] == "Garden"
    assert changed.json()["colour"] == "green"
    assert changed.json()["parent"] == home


async def test_a_change_that_changes_nothing_is_no_version(
    api: Api, ana: OwnerId
) -> None:
    client = api(ana)
    home = await make(client, "Home")
    before = await client.get(f"/api/lists/{home}")

    after = await client.patch(f"/api/lists/{home}", json={"name": "Home"})

    assert after.headers["ETag"] == before.headers["ETag"]


async def test_lists_are_put_before_and_after_one_another(
    api: Api, ana: OwnerId
) -> None:
    client = api(ana)
    a, b, c = [await make(client, name) for name in "abc"]

    await client.post(f"/api/lists/{c}/move", json={"before": a})
    assert await names(client) == ["Inbox", "c", "a", "b"]
    await client.post(f"/api/lists/{c}/move", json={"after": a})
    assert await names(client) == ["Inbox", "a", "c", "b"]
    await client.post(f"/api/lists/{a}/move", json={"after": b})
    assert await names(client) == ["Inbox", "c", "b", "a"]


async def test_beside_a_nested_list_one_is_nested_too(api: Api, ana: OwnerId) -> None:
    client = api(ana)
    home = await make(client, "Home")
    garden = await make(client, "Garden", parent=home)
    cellar = await make(client, "Cellar")

    moved = await client.post(f"/api/lists/{cellar}/move", json={"before": garden})
    back = await client.post(f"/api/lists/{cellar}/move", json={"parent": None})

    assert moved.json()["parent"] == home
    assert back.json()["parent"] is None


@pytest.mark.parametrize(
    ("to", "field", "sentence"),
    [
        ({}, "parent", "is required, or before, or after"),
        ({"before": "{b}", "after": "{b}"}, "after", "together with before"),
        ({"before": "{a}"}, "before", "is the list itself"),
        ({"parent": "{a}"}, "parent", "is the list itself, or a list inside it"),
        ({"parent": "{inside}"}, "parent", "is the list itself, or a list inside it"),
        ({"after": "{inside}"}, "after", "is the list itself, or a list inside it"),
        ({"parent": "{b}", "before": "{inside}"}, "before", "is not in that list"),
        ({"before": UNKNOWN}, "before", "There is no list with this id."),
        ({"before": "inbox"}, "before", "There is no list with this id."),
        ({"parent": "inbox"}, "parent", "There is no list with this id."),
        ({"parent": "\0"}, "parent", "must not contain NUL characters"),
        ({"parent": "{bens}"}, "parent", "There is no list with this id."),
        ({"parent": 1}, "parent", "must be text"),
        ({"beside": "x"}, "beside", "is not a field here"),
    ],
)
async def test_a_place_that_is_none_is_refused(  # noqa: PLR0913, PLR0917
    api: Api, ana: OwnerId, ben: OwnerId, to: dict[str, str], field: str, sentence: str
) -> None:
    client = api(ana)
    a, b = await make(client, "a"), await make(client, "b")
    inside = await make(client, "inside", parent=a)
    real = {"a": a, "b": b, "inside": inside, "bens": await make(api(ben), "x")}
    named = {
        key: value.format_map(real) if isinstance(value, str) else value
        for key, value in to.items()
    }

    refused = await client.post(f"/api/lists/{a}/move", json=named)

    assert refused.status_code == 422
    assert sentence in refused.json()["errors"][field]


async def test_lists_are_nested_only_so_deep(api: Api, ana: OwnerId) -> None:
    client = api(ana)
    inner = await make(client, "1")
    for depth in range(2, DEEPEST + 1):
        inner = await make(client, str(depth), parent=inner)
    pair = await make(client, "outer")
    await make(client, "inner", parent=pair)
    above = (await client.get(f"/api/lists/{inner}")).json()["parent"]

    deeper = await client.post("/api/lists", json={"name": "x", "parent": inner})
    taller = await client.patch(f"/api/lists/{pair}", json={"parent": above})

    for refused in (deeper, taller):
        assert refused.status_code == 422
        assert f"there can be no more ({DEEPEST})" in refused.json()["errors"]["parent"]


@pytest.mark.parametrize(
    ("new", "field"),
    [
        ({}, "name"),
        ({"name": "  "}, "name"),
        ({"name": "x" * 121}, "name"),
        ({"name": "a\nb"}, "name"),
        ({"name": "a\0b"}, "name"),
        ({"name": 7}, "name"),
        ({"name": "x", "colour": "#ff0000"}, "colour"),
        ({"name": "x", "parent": UNKNOWN}, "parent"),
        ({"name": "x", "open_todos": 3}, "open_todos"),
    ],
)
async def test_a_list_that_cannot_be_is_refused(
    api: Api, ana: OwnerId, new: dict[str, object], field: str
) -> None:
    refused = await api(ana).post("/api/lists", json=new)

    assert refused.status_code == 422
    assert field in refused.json()["errors"]
    assert await names(api(ana)) == ["Inbox"]


@pytest.mark.parametrize("colour", COLOURS)
async def test_there_is_a_palette_of_colours(
    api: Api, ana: OwnerId, colour: str
) -> None:
    client = api(ana)

    made = await client.post("/api/lists", json={"name": "x", "colour": colour})

    assert made.json()["colour"] == colour


async def test_the_inbox_stays_as_it_is(api: Api, ana: OwnerId) -> None:
    client = api(ana)
    answers = [
        await client.patch("/api/lists/inbox", json={"name": "In"}),
        await client.post("/api/lists/inbox/move", json={"parent": None}),
        await client.delete("/api/lists/inbox"),
        await client.get("/api/lists/inbox/contents"),
        *[
            await client.post(f"/api/lists/inbox/{what}")
            for what in ("archive", "unarchive", "restore")
        ],
    ]

    assert {one.status_code for one in answers} == {403}
    assert "cannot be renamed" in answers[0].json()["detail"]


async def test_ben_never_finds_anas_list(api: Api, ana: OwnerId, ben: OwnerId) -> None:
    hers, client = await make(api(ana), "Home"), api(ben)
    answers = [
        await client.get(f"/api/lists/{hers}"),
        await client.get(f"/api/lists/{hers}/contents"),
        await client.patch(f"/api/lists/{hers}", json={"name": "x"}),
        await client.post(f"/api/lists/{hers}/move", json={"parent": None}),
        await client.delete(f"/api/lists/{hers}"),
        *[
            await client.post(f"/api/lists/{hers}/{what}")
            for what in ("archive", "unarchive", "restore")
        ],
    ]
    in_hers = await client.post("/api/todos", json={"title": "x", "list": hers})

    assert {one.status_code for one in answers} == {404}
    assert answers[0].json()["detail"] == "There is no list with this id."
    assert in_hers.status_code == 422
    assert await names(client) == ["Inbox"]


async def test_a_list_is_read_and_changed_by_version(api: Api, ana: OwnerId) -> None:
    client = api(ana)
    home = f"/api/lists/{await make(client, 'Home')}"
    tag = (await client.get(home)).headers["ETag"]
    seen = {"If-None-Match": tag}

    unchanged = await client.get(home, headers=seen)
    await write(client, "Paint", list=home.rpartition("/")[2])
    counted = await client.get(home, headers=seen)
    renamed = await client.patch(home, json={"name": "x"}, headers={"If-Match": tag})
    late = await client.patch(home, json={"name": "y"}, headers={"If-Match": tag})
    gone = await client.delete(home, headers={"If-Match": tag})

    assert unchanged.status_code == 304
    assert unchanged.content == b""
    assert counted.status_code == 200
    assert renamed.status_code == 200
    assert late.status_code == gone.status_code == 412
    assert "This list was changed meanwhile" in late.json()["detail"]


async def test_the_same_key_makes_one_list(api: Api, ana: OwnerId) -> None:
    client, key = api(ana), {"Idempotency-Key": "k"}

    first = await client.post("/api/lists", json={"name": "Home"}, headers=key)
    again = await client.post("/api/lists", json={"name": "Home"}, headers=key)
    other = await client.post("/api/lists", json={"name": "Work"}, headers=key)

    assert again.status_code == 201
    assert again.json() == first.json()
    assert again.headers["ETag"] == first.headers["ETag"]
    assert again.headers["Location"] == first.headers["Location"]
    assert other.status_code == 422
    assert await names(client) == ["Inbox", "Home"]


async def test_there_are_only_so_many_lists(api: Api, ana: OwnerId) -> None:
    client = api(ana)
    for number in range(MOST_LISTS):
        await make(client, str(number))

    refused = await client.post("/api/lists", json={"name": "one more"})

    assert refused.status_code == 403
    assert str(MOST_LISTS) in refused.json()["detail"]


@pytest.mark.parametrize("scope", ["todos:read", "todos:read todos:write"])
async def test_a_token_has_to_allow_it(api: Api, ana: OwnerId, scope: str) -> None:
    home, client = await make(api(ana), "Home"), api(ana, scope)

    renamed = await client.patch(f"/api/lists/{home}", json={"name": "x"})
    deleted = await client.delete(f"/api/lists/{home}")

    assert renamed.status_code == (200 if "write" in scope else 403)
    assert deleted.status_code == 403

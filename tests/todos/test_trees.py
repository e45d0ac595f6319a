"""Todos with subtasks: done, deleted, restored and moved together."""

import asyncio
from typing import Any

import httpx
import pytest
from sqlmodel import col, select

from taskpal import database
from taskpal.accounts.models import OwnerId
from taskpal.todos.history.models import Change
from taskpal.todos.models import Todo
from taskpal.todos.moving import DEEPEST
from tests.todos.conftest import Api
from tests.todos.lists.sections.test_api import make as make_section
from tests.todos.lists.test_api import make as make_list
from tests.todos.lists.test_api import write
from tests.todos.test_queries import counted


async def read(client: httpx.AsyncClient, todo: str) -> dict[str, Any]:
    answer = await client.get(f"/api/todos/{todo}")
    assert answer.status_code == 200, answer.text
    shown: dict[str, Any] = answer.json()
    return shown


async def tree(client: httpx.AsyncClient) -> tuple[str, str, str]:
    """A todo, its subtask, and the subtask of that."""
    top = await write(client, "Move house")
    middle = await write(client, "Pack", parent=top)
    return top, middle, await write(client, "Buy boxes", parent=middle)


def last_batch(owner: OwnerId) -> set[tuple[str, str]]:
    with database.reading() as session:
        mine = select(Change).where(Change.owner_id == owner)
        changes = session.exec(mine.order_by(col(Change.batch).desc())).all()
    last = [one for one in changes if one.batch == changes[0].batch]
    return {(one.action, one.name) for one in last}


@pytest.mark.parametrize("how", ["complete", "patch"])
async def test_what_is_done_is_done_with_its_open_subtasks(
    api: Api, ana: OwnerId, how: str
) -> None:
    client = api(ana)
    top, middle, bottom = await tree(client)
    other = await write(client, "Milk")
    await client.post(f"/api/todos/{bottom}/complete")
    first = (await read(client, bottom))["completed_at"]

    if how == "complete":
        await client.post(f"/api/todos/{top}/complete")
    else:
        await client.patch(f"/api/todos/{top}", json={"completed": True})

    assert (await read(client, middle))["completed"] is True
    assert (await read(client, bottom))["completed_at"] == first
    assert (await read(client, other))["completed"] is False
    expected = {"Move house", "Pack"}
    assert {name for _, name in last_batch(ana)} == expected


async def test_what_is_reopened_is_reopened_alone(api: Api, ana: OwnerId) -> None:
    client = api(ana)
    top, middle, _ = await tree(client)
    await client.post(f"/api/todos/{top}/complete")

    await client.post(f"/api/todos/{top}/reopen")

    assert (await read(client, top))["completed"] is False
    assert (await read(client, middle))["completed"] is True


async def test_subtasks_go_to_the_trash_and_come_back_together(
    api: Api, ana: OwnerId
) -> None:
    client = api(ana)
    top, middle, bottom = await tree(client)
    thrown = await write(client, "Thrown away before", parent=middle)
    await client.delete(f"/api/todos/{thrown}")

    await client.delete(f"/api/todos/{top}")
    left = (await client.get("/api/todos?status=all")).json()["total"]
    deleted = last_batch(ana)
    await client.post(f"/api/todos/{top}/restore")

    assert left == 0
    names = ("Move house", "Pack", "Buy boxes")
    assert deleted == {("deleted", name) for name in names}
    assert last_batch(ana) == {("restored", name) for name in names}
    assert (await read(client, bottom))["parent"] == middle
    assert (await client.get(f"/api/todos/{thrown}")).status_code == 404


async def test_a_subtask_that_comes_back_alone_is_no_subtask_any_longer(
    api: Api, ana: OwnerId
) -> None:
    client = api(ana)
    top, middle, bottom = await tree(client)
    await client.delete(f"/api/todos/{top}")

    back = await client.post(f"/api/todos/{middle}/restore")
    await client.post(f"/api/todos/{top}/restore")

    assert back.json()["parent"] is None
    assert (await read(client, bottom))["parent"] == middle
    assert (await read(client, middle))["parent"] is None


async def test_what_comes_back_after_its_list_went_is_in_the_inbox(
    api: Api, ana: OwnerId
) -> None:
    client = api(ana)
    home = await make_list(client, "Home")
    section = await make_section(client, "Later", list=home)
    todo = await write(client, "Paint", section=section)
    below = await write(client, "Buy paint", parent=todo)
    await client.delete(f"/api/lists/{home}")

    back = await client.post(f"/api/todos/{todo}/restore")

    assert (back.json()["list"], back.json()["section"]) == ("inbox", None)
    shown = await read(client, below)
    assert (shown["list"], shown["section"], shown["parent"]) == ("inbox", None, todo)


async def test_what_comes_back_after_its_section_went_is_in_none(
    api: Api, ana: OwnerId
) -> None:
    client = api(ana)
    home = await make_list(client, "Home")
    gone = await make_section(client, "Gone", list=home)
    moved = await make_section(client, "Moved", list=home)
    todos = [await write(client, "a", section=one) for one in (gone, moved)]
    for todo in todos:
        await client.delete(f"/api/todos/{todo}")
    await client.delete(f"/api/sections/{gone}")
    await client.post(f"/api/sections/{moved}/move", json={"list": "inbox"})

    for todo in todos:
        back = await client.post(f"/api/todos/{todo}/restore")

        assert (back.json()["list"], back.json()["section"]) == (home, None)


async def test_a_subtask_comes_back_to_where_its_parent_is_by_now(
    api: Api, ana: OwnerId
) -> None:
    client = api(ana)
    home = await make_list(client, "Home")
    top, middle, bottom = await tree(client)
    await client.delete(f"/api/todos/{middle}")
    await client.post(f"/api/todos/{top}/move", json={"list": home})

    back = await client.post(f"/api/todos/{middle}/restore")

    assert (back.json()["list"], back.json()["parent"]) == (home, top)
    assert (await read(client, bottom))["list"] == home


@pytest.mark.parametrize("to", [{"list": "{home}"}, {"section": "{section}"}])
async def test_subtasks_move_with_their_parent(
    api: Api, ana: OwnerId, to: dict[str, str]
) -> None:
    client = api(ana)
    home = await make_list(client, "Home")
    section = await make_section(client, "Later", list=home)
    top, middle, bottom = await tree(client)
    real = {"home": home, "section": section}
    named = {key: value.format_map(real) for key, value in to.items()}

    moved = await client.post(f"/api/todos/{top}/move", json=named)

    place = home, section if "section" in to else None
    for shown in (moved.json(), *[await read(client, one) for one in (middle, bottom)]):
        assert (shown["list"], shown["section"]) == place
    assert {action for action, _ in last_batch(ana)} == {"moved"}


@pytest.mark.parametrize("how", ["patch", "move", "beside"])
@pytest.mark.parametrize("into", ["itself", "subtask", "subtask of it"])
async def test_no_todo_gets_below_itself(
    api: Api, ana: OwnerId, how: str, into: str
) -> None:
    client = api(ana)
    top, middle, bottom = await tree(client)
    leaf = await write(client, "leaf", parent=bottom)
    parent = {"itself": top, "subtask": middle, "subtask of it": bottom}[into]

    if how == "patch":
        refused = await client.patch(f"/api/todos/{top}", json={"parent": parent})
    else:
        child = {top: middle, middle: bottom, bottom: leaf}[parent]
        to = {"parent": parent} if how == "move" else {"after": child}
        refused = await client.post(f"/api/todos/{top}/move", json=to)

    assert refused.status_code == 422
    sentence = "is the todo itself, or one of its subtasks"
    assert list(refused.json()["errors"].values()) == [sentence]


async def test_subtasks_go_only_so_deep(api: Api, ana: OwnerId) -> None:
    client = api(ana)
    inner = await write(client, "1")
    for depth in range(2, DEEPEST + 1):
        inner = await write(client, str(depth), parent=inner)
    pair = await write(client, "outer")
    await write(client, "inner", parent=pair)

    deeper = await client.post("/api/todos", json={"title": "x", "parent": inner})
    above = (await read(client, inner))["parent"]
    taller = await client.post(f"/api/todos/{pair}/move", json={"parent": above})

    for refused in (deeper, taller):
        assert refused.status_code == 422
        assert f"({DEEPEST})" in refused.json()["errors"]["parent"]


async def titles(client: httpx.AsyncClient, **asked: str) -> str:
    found = await client.get("/api/todos", params={"sort": "position", **asked})
    return "".join(one["title"] for one in found.json()["items"])


async def test_todos_are_put_before_and_after_one_another(
    api: Api, ana: OwnerId
) -> None:
    client = api(ana)
    a, b, c = [await write(client, title) for title in "abc"]
    tags = [(await client.get(f"/api/todos/{one}")).headers["ETag"] for one in (a, b)]

    await client.post(f"/api/todos/{c}/move", json={"before": a})
    assert await titles(client) == "cab"
    await client.post(f"/api/todos/{c}/move", json={"after": a})
    assert await titles(client) == "acb"
    await client.post(f"/api/todos/{c}/move", json={"list": "inbox"})
    assert await titles(client) == "abc"
    now = [(await client.get(f"/api/todos/{one}")).headers["ETag"] for one in (a, b)]
    assert now == tags


async def test_beside_another_a_todo_is_where_that_is(api: Api, ana: OwnerId) -> None:
    client = api(ana)
    home = await make_list(client, "Home")
    section = await make_section(client, "Later", list=home)
    top = await write(client, "a", section=section)
    below = await write(client, "b", parent=top)
    todo = await write(client, "c")

    moved = await client.post(f"/api/todos/{todo}/move", json={"before": below})

    shown = moved.json()
    assert (shown["list"], shown["section"], shown["parent"]) == (home, section, top)
    assert await titles(client, parent=top) == "cb"


@pytest.mark.parametrize(
    ("to", "field", "sentence"),
    [
        ({}, "before", "is required, or after, or list, section or parent"),
        ({"before": "{a}"}, "before", "is the todo itself"),
        ({"before": "{b}", "after": "{b}"}, "after", "together with before"),
        ({"after": "{bens}"}, "after", "There is no todo with this id."),
        ({"after": "222222222222"}, "after", "There is no todo with this id."),
        ({"after": "\0"}, "after", "must not contain NUL characters"),
        ({"list": "{home}", "after": "{b}"}, "after", "is not in that list"),
        ({"parent": "{b}", "after": "{b}"}, "after", "is not in that parent"),
        ({"list": "222222222222"}, "list", "There is no list with this id."),
        ({"section": "222222222222"}, "section", "There is no section with this id."),
        ({"parent": "{bens}"}, "parent", "There is no todo with this id."),
        ({"after": "{hidden}"}, "after", "is archived"),
        ({"position": "0"}, "position", "is not a field here"),
    ],
)
async def test_a_place_that_is_none_is_refused(  # noqa: PLR0913, PLR0917
    api: Api, ana: OwnerId, ben: OwnerId, to: dict[str, str], field: str, sentence: str
) -> None:
    client = api(ana)
    old = await make_list(client, "Old")
    real = {
        "a": await write(client, "a"),
        "b": await write(client, "b"),
        "home": await make_list(client, "Home"),
        "hidden": await write(client, "hidden", list=old),
        "bens": await write(api(ben), "x"),
    }
    await client.post(f"/api/lists/{old}/archive")
    named = {key: value.format_map(real) for key, value in to.items()}

    refused = await client.post(f"/api/todos/{real['a']}/move", json=named)

    assert refused.status_code == 422
    assert sentence in refused.json()["errors"][field]
    assert await titles(client) == "ab"


async def test_ben_moves_no_todo_of_anas(api: Api, ana: OwnerId, ben: OwnerId) -> None:
    hers = await write(api(ana), "a")

    refused = await api(ben).post(f"/api/todos/{hers}/move", json={"list": "inbox"})

    assert refused.status_code == 404


async def test_a_todo_is_moved_by_version(api: Api, ana: OwnerId) -> None:
    client = api(ana)
    a, b = await write(client, "a"), await write(client, "b")
    move, old = f"/api/todos/{b}/move", {"If-Match": '"1"'}

    late = await client.post(move, json={"before": a}, headers=old)

    assert late.status_code == 412
    assert await titles(client) == "ab"


async def test_two_that_would_go_into_each_other_do_not(api: Api, ana: OwnerId) -> None:
    client = api(ana)
    a, b = await write(client, "a"), await write(client, "b")

    answers = await asyncio.gather(
        client.post(f"/api/todos/{a}/move", json={"parent": b}),
        client.post(f"/api/todos/{b}/move", json={"parent": a}),
    )

    assert sorted(one.status_code for one in answers) == [200, 422]


async def test_no_open_todo_is_left_in_a_list_that_is_deleted_meanwhile(
    api: Api, ana: OwnerId
) -> None:
    client = api(ana)
    home = await make_list(client, "Home")

    await asyncio.gather(
        *(
            client.post("/api/todos", json={"title": str(number), "list": home})
            for number in range(6)
        ),
        client.delete(f"/api/lists/{home}"),
        *(
            client.post("/api/sections", json={"name": str(number), "list": home})
            for number in range(3)
        ),
    )

    with database.reading() as session:
        inside = session.exec(
            select(Todo).where(Todo.list_id == home, col(Todo.deleted_at).is_(None))
        )
        assert not inside.all()


async def test_a_tree_costs_the_same_however_large_it_is(
    api: Api, ana: OwnerId
) -> None:
    client, costs = api(ana), []
    for many in (2, 12):
        top = await write(client, "top")
        for number in range(many):
            await write(client, str(number), parent=top)
        home = await make_list(client, "Home")

        with counted() as statements:
            await client.post(f"/api/todos/{top}/move", json={"list": home})
            await client.post(f"/api/todos/{top}/complete")
            await client.delete(f"/api/todos/{top}")
            await client.post(f"/api/todos/{top}/restore")
        costs.append(len(statements))

    assert costs[0] == costs[1]

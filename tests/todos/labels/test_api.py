"""Labels as ana and ben reach them over HTTP."""

import asyncio

import httpx
import pytest
from sqlmodel import Session, col, select

from taskpal import database
from taskpal.accounts.models import OwnerId
from taskpal.todos.history.models import Change
from taskpal.todos.labels.errors import MOST
from taskpal.todos.labels.models import Label, TodoLabel
from tests.todos.conftest import Api
from tests.todos.lists.test_api import UNKNOWN, write


async def make(client: httpx.AsyncClient, name: str, **more: object) -> str:
    answer = await client.post("/api/labels", json={"name": name, **more})
    assert answer.status_code == 201, answer.text
    return str(answer.json()["id"])


async def names(client: httpx.AsyncClient) -> list[str]:
    answer = await client.get("/api/labels")
    assert answer.status_code == 200, answer.text
    return [one["name"] for one in answer.json()["items"]]


async def labels_of(client: httpx.AsyncClient, todo: str) -> list[str]:
    labels: list[str] = (await client.get(f"/api/todos/{todo}")).json()["labels"]
    return labels


async def test_a_label_is_made_and_read_again(api: Api, ana: OwnerId) -> None:
    client = api(ana)

    made = await client.post("/api/labels", json={"name": " @home ", "colour": "red"})
    read = await client.get(made.headers["Location"])

    assert made.status_code == 201
    shown = made.json()
    assert made.headers["Location"] == f"/api/labels/{shown['id']}"
    assert read.json() == shown
    assert read.headers["ETag"] == made.headers["ETag"]
    assert shown.pop("created_at") == shown.pop("updated_at")
    assert shown == {
        "id": shown["id"],
        "name": "home",
        "colour": "red",
        "open_todos": 0,
    }


async def test_labels_count_the_open_todos_that_carry_them(
    api: Api, ana: OwnerId
) -> None:
    client = api(ana)
    for title, done in (("a", False), ("b", False), ("c", True)):
        await write(client, title, labels=["home"], completed=done)
    thrown = await write(client, "d", labels=["home", "work"])
    await client.delete(f"/api/todos/{thrown}")

    items = (await client.get("/api/labels")).json()["items"]
    alone = await client.get(f"/api/labels/{items[0]['id']}")

    assert [(one["name"], one["open_todos"]) for one in items] == [
        ("home", 2),
        ("work", 0),
    ]
    assert alone.json() == items[0]


@pytest.mark.parametrize("limit", [1, 2, 3])
async def test_pages_show_every_label_once(api: Api, ana: OwnerId, limit: int) -> None:
    client = api(ana)
    for name in ("a", "b", "c", "d"):
        await make(client, name)

    shown, cursor = [], ""
    for _ in range(9):
        asked = {"limit": str(limit), "cursor": cursor}
        page = (await client.get("/api/labels", params=asked)).json()
        shown += [one["name"] for one in page["items"]]
        cursor = page["next_cursor"]
        if cursor is None:
            break

    assert shown == ["a", "b", "c", "d"]


async def test_no_two_labels_have_the_same_name(api: Api, ana: OwnerId) -> None:
    client = api(ana)
    await make(client, "Straße")
    other = await make(client, "work")

    twice = await client.post("/api/labels", json={"name": "STRASSE"})
    renamed = await client.patch(f"/api/labels/{other}", json={"name": "strasse"})
    own = await client.patch(f"/api/labels/{other}", json={"name": "Work"})

    assert twice.status_code == renamed.status_code == 409
    assert twice.json()["detail"] == "There is a label of this name already."
    assert own.json()["name"] == "Work"


async def test_a_new_name_shows_on_all_that_carry_the_label(
    api: Api, ana: OwnerId
) -> None:
    client = api(ana)
    todo = await write(client, "Paint", labels=["hme", "diy"])
    tag = (await client.get(f"/api/todos/{todo}")).headers["ETag"]
    label = (await client.get("/api/labels")).json()["items"][0]["id"]

    await client.patch(f"/api/labels/{label}", json={"name": "home"})

    fresh = await client.get(f"/api/todos/{todo}", headers={"If-None-Match": tag})
    assert fresh.status_code == 200
    assert fresh.json()["labels"] == ["home", "diy"]


async def test_a_deleted_label_is_on_no_todo(api: Api, ana: OwnerId) -> None:
    client = api(ana)
    todo = await write(client, "Paint", labels=["a", "home", "b"])
    done = await write(client, "Painted", labels=["home"], completed=True)
    other = await write(client, "Milk", labels=["a"])
    tag = (await client.get(f"/api/todos/{other}")).headers["ETag"]
    items = (await client.get("/api/labels")).json()["items"]
    home = next(one["id"] for one in items if one["name"] == "home")

    gone = await client.delete(f"/api/labels/{home}")

    assert gone.status_code == 200
    assert gone.json() == {"todos": 2}
    assert await labels_of(client, todo) == ["a", "b"]
    assert await labels_of(client, done) == []
    assert await names(client) == ["a", "b"]
    assert (await client.get(f"/api/todos/{other}")).headers["ETag"] == tag
    assert (await client.get(f"/api/labels/{home}")).status_code == 404
    assert (await client.delete(f"/api/labels/{home}")).status_code == 404
    with database.reading() as session:
        carried = session.exec(
            select(TodoLabel.todo_id).where(TodoLabel.label_id == home)
        )
        assert not carried.all()
        assert _noted(session) == {
            ("deleted", "label", "home"),
            ("changed", "todo", "Paint"),
            ("changed", "todo", "Painted"),
        }


def _noted(session: Session) -> set[tuple[str, str, str]]:
    changes = session.exec(select(Change).order_by(col(Change.batch).desc())).all()
    last = [one for one in changes if one.batch == changes[0].batch]
    return {(one.action, one.kind, one.name) for one in last}


async def test_after_a_label_is_deleted_its_name_is_free(
    api: Api, ana: OwnerId
) -> None:
    client = api(ana)
    old = await make(client, "home")
    todo = await write(client, "Paint", labels=["home"])
    await client.delete(f"/api/labels/{old}")

    new = await make(client, "home")

    assert new != old
    assert await labels_of(client, todo) == []


async def test_labels_are_put_before_and_after_one_another(
    api: Api, ana: OwnerId
) -> None:
    client = api(ana)
    a, _b, c = [await make(client, name) for name in "abc"]

    await client.post(f"/api/labels/{c}/move", json={"before": a})
    assert await names(client) == ["c", "a", "b"]
    await client.post(f"/api/labels/{c}/move", json={"after": a})
    assert await names(client) == ["a", "c", "b"]


@pytest.mark.parametrize(
    ("to", "field", "sentence"),
    [
        ({}, "before", "is required, or after"),
        ({"before": "{a}"}, "before", "is the label itself"),
        ({"after": UNKNOWN}, "after", "There is no label with this id."),
        ({"after": "{bens}"}, "after", "There is no label with this id."),
        ({"before": UNKNOWN, "after": UNKNOWN}, "after", "together with before"),
    ],
)
async def test_a_place_that_is_none_is_refused(  # noqa: PLR0913, PLR0917
    api: Api, ana: OwnerId, ben: OwnerId, to: dict[str, str], field: str, sentence: str
) -> None:
    client = api(ana)
    a = await make(client, "a")
    real = {"a": a, "bens": await make(api(ben), "x")}
    named = {key: value.format_map(real) for key, value in to.items()}

    refused = await client.post(f"/api/labels/{a}/move", json=named)

    assert refused.status_code == 422
    assert sentence in refused.json()["errors"][field]


@pytest.mark.parametrize(
    ("new", "field"),
    [
        ({}, "name"),
        ({"name": " @ "}, "name"),
        ({"name": "x" * 61}, "name"),
        ({"name": "a\nb"}, "name"),
        ({"name": "a\0b"}, "name"),
        ({"name": ["x"]}, "name"),
        ({"name": "x", "colour": "mauve"}, "colour"),
    ],
)
async def test_a_label_that_cannot_be_is_refused(
    api: Api, ana: OwnerId, new: dict[str, object], field: str
) -> None:
    refused = await api(ana).post("/api/labels", json=new)

    assert refused.status_code == 422
    assert field in refused.json()["errors"]


async def test_ben_never_finds_anas_label(api: Api, ana: OwnerId, ben: OwnerId) -> None:
    hers, client = await make(api(ana), "home"), api(ben)

    answers = [
        await client.get(f"/api/labels/{hers}"),
        await client.patch(f"/api/labels/{hers}", json={"name": "x"}),
        await client.post(f"/api/labels/{hers}/move", json={"before": hers}),
        await client.delete(f"/api/labels/{hers}"),
    ]

    assert {one.status_code for one in answers} == {404}
    assert await names(client) == []
    assert await names(api(ana)) == ["home"]


async def test_a_label_is_read_and_changed_by_version(api: Api, ana: OwnerId) -> None:
    client = api(ana)
    label = f"/api/labels/{await make(client, 'home')}"
    tag = (await client.get(label)).headers["ETag"]

    unchanged = await client.get(label, headers={"If-None-Match": tag})
    await write(client, "Paint", labels=["home"])
    counted = await client.get(label, headers={"If-None-Match": tag})
    renamed = await client.patch(
        label, json={"colour": "red"}, headers={"If-Match": tag}
    )
    late = [
        await client.patch(label, json={"name": "y"}, headers={"If-Match": tag}),
        await client.delete(label, headers={"If-Match": tag}),
    ]

    assert unchanged.status_code == 304
    assert counted.status_code == 200
    assert renamed.status_code == 200
    assert {one.status_code for one in late} == {412}


async def test_the_same_key_makes_one_label(api: Api, ana: OwnerId) -> None:
    client, key = api(ana), {"Idempotency-Key": "k"}

    first = await client.post("/api/labels", json={"name": "a"}, headers=key)
    again = await client.post("/api/labels", json={"name": "a"}, headers=key)

    assert again.status_code == 201
    assert again.json() == first.json()


async def test_there_are_only_so_many_labels(api: Api, ana: OwnerId) -> None:
    client = api(ana)
    with database.transaction() as session:
        for number in range(MOST):
            session.add(Label(owner_id=ana, name=str(number), name_key=str(number)))

    refused = [
        await client.post("/api/labels", json={"name": "one more"}),
        await client.post("/api/todos", json={"title": "x", "labels": ["one more"]}),
    ]

    for one in refused:
        assert one.status_code == 403
        assert str(MOST) in one.json()["detail"]


async def test_two_that_make_a_label_at_once_make_one(api: Api, ana: OwnerId) -> None:
    client = api(ana)

    answers = await asyncio.gather(
        *(client.post("/api/labels", json={"name": "home"}) for _ in range(3)),
        *(write(client, str(number), labels=["Home"]) for number in range(3)),
    )

    made = [one for one in answers if isinstance(one, httpx.Response)]
    assert {one.status_code for one in made} <= {201, 409}
    assert len(await names(client)) == 1


async def test_a_title_changes_with_labels_that_do_not(api: Api, ana: OwnerId) -> None:
    client = api(ana)
    todo = await write(client, "Pant", labels=["home"])
    before = await client.get(f"/api/todos/{todo}")

    after = await client.patch(
        f"/api/todos/{todo}", json={"title": "Paint", "labels": ["home"]}
    )

    assert after.json()["title"] == "Paint"
    assert after.headers["ETag"] != before.headers["ETag"]

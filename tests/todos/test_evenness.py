"""What is the same for every sort of thing: who knows one door knows all of them."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

import httpx
import pytest

from taskpal.accounts.models import OwnerId
from tests.todos.conftest import Api
from tests.todos.lists.test_api import UNKNOWN

Json = dict[str, Any]
ANY = "{todo}"


@dataclass(frozen=True)
class Door:
    """An address of things: how one is added and changed there."""

    name: str
    new: Json
    changes: Json
    asked: Mapping[str, str] = field(default_factory=dict)
    wrong: str = "name"
    first: int = 0  # things of this sort that everyone has

    def __str__(self) -> str:
        return self.name

    @property
    def path(self) -> str:
        return f"/api/{self.name}"


DOORS = [
    Door("todos", {"title": "x"}, {"title": "y"}, wrong="title"),
    Door("lists", {"name": "x"}, {"name": "y"}, first=1),
    Door("sections", {"name": "x"}, {"name": "y"}),
    Door("labels", {"name": "x"}, {"name": "y"}),
    Door("filters", {"name": "x", "query": "p1"}, {"name": "y"}),
    Door(
        "comments",
        {"todo": ANY, "text": "x"},
        {"text": "y"},
        {"todo": ANY},
        wrong="text",
    ),
]
MOVED = [door for door in DOORS if door.name != "comments"]
RESTORED = [door for door in DOORS if door.name != "labels"]
every_door = pytest.mark.parametrize("door", DOORS, ids=str)


@dataclass
class Visit:
    """Somebody at a door."""

    client: httpx.AsyncClient
    door: Door
    todo: str
    count: int = 0

    async def add(self, **headers: str) -> httpx.Response:
        self.count += 1
        new = {name: self._filled(value) for name, value in self.door.new.items()}
        if self.door.name == "labels":
            new["name"] = f"x{self.count}"
        answer = await self.client.post(self.door.path, json=new, headers=headers)
        assert answer.status_code == 201, answer.text
        return answer

    async def page(self, **asked: str) -> httpx.Response:
        here = {name: self._filled(value) for name, value in self.door.asked.items()}
        return await self.client.get(self.door.path, params=here | asked)

    def _filled(self, value: Any) -> Any:
        return self.todo if value == ANY else value


Visits = Callable[[OwnerId, Door], Awaitable[Visit]]


@pytest.fixture
def visit(api: Api) -> Visits:
    async def made(owner: OwnerId, door: Door) -> Visit:
        client, todo = api(owner), ""
        if ANY in door.new.values():
            answer = await client.post("/api/todos", json={"title": "About it"})
            todo = answer.json()["id"]
        return Visit(client, door, todo)

    return made


@every_door
async def test_a_new_thing_has_an_address_and_a_version(
    visit: Visits, ana: OwnerId, door: Door
) -> None:
    at = await visit(ana, door)

    made = await at.add()
    read = await at.client.get(made.headers["Location"])

    assert made.headers["Location"] == f"{door.path}/{made.json()['id']}"
    assert read.json() == made.json()
    assert read.headers["ETag"] == made.headers["ETag"]
    assert read.headers["Cache-Control"] == "private, no-cache"
    assert {"id", "created_at", "updated_at"} <= made.json().keys()


@every_door
async def test_the_same_key_adds_one_thing(
    visit: Visits, ana: OwnerId, door: Door
) -> None:
    at = await visit(ana, door)

    first = await at.add(**{"Idempotency-Key": "k"})
    at.count = 0
    again = await at.add(**{"Idempotency-Key": "k"})

    assert again.json() == first.json()
    for name in ("ETag", "Location"):
        assert again.headers[name] == first.headers[name]
    assert (await at.page()).json()["total"] == door.first + 1


@every_door
async def test_pages_are_asked_for_and_answered_alike(
    visit: Visits, ana: OwnerId, door: Door
) -> None:
    at, seen, cursor = await visit(ana, door), [], ""
    made = [(await at.add()).json()["id"] for _ in range(5)]

    while cursor is not None:
        answer = await at.page(limit="2", cursor=cursor)
        page = answer.json()
        assert answer.status_code == 200, answer.text
        assert page.keys() == {"items", "total", "next_cursor"}
        assert page["total"] == door.first + 5
        assert len(page["items"]) <= 2
        seen += [one["id"] for one in page["items"]]
        cursor = page["next_cursor"]

    assert len(seen) == len(set(seen)) == door.first + 5
    assert set(made) <= set(seen)


@every_door
@pytest.mark.parametrize(
    ("asked", "sentence"),
    [
        ({"limit": "0"}, "must be at least 1"),
        ({"limit": "101"}, "must be at most 100"),
        ({"limit": "x"}, "must be a whole number"),
        ({"cursor": "x"}, "does not belong to this list"),
        ({"sorted": "x"}, "is not a field here"),
    ],
)
async def test_a_page_that_is_none_is_refused_alike(
    visit: Visits, ana: OwnerId, door: Door, asked: dict[str, str], sentence: str
) -> None:
    refused = await (await visit(ana, door)).page(**asked)

    assert refused.status_code == 422
    assert refused.headers["content-type"] == "application/problem+json"
    assert sentence in refused.json()["errors"][next(iter(asked))]


@every_door
async def test_a_cursor_of_bens_is_refused(
    visit: Visits, ana: OwnerId, ben: OwnerId, door: Door
) -> None:
    his, hers = await visit(ben, door), await visit(ana, door)
    for _ in range(3):
        await his.add()
    cursor = (await his.page(limit="1")).json()["next_cursor"]

    refused = await hers.page(limit="1", cursor=cursor)

    assert refused.status_code == 422
    assert "cursor" in refused.json()["errors"]


@every_door
async def test_a_version_is_read_and_changed_alike(
    visit: Visits, ana: OwnerId, door: Door
) -> None:
    at = await visit(ana, door)
    made = await at.add()
    where, tag = made.headers["Location"], made.headers["ETag"]

    same = await at.client.get(where, headers={"If-None-Match": tag})
    changed = await at.client.patch(where, json=door.changes, headers={"If-Match": tag})
    read = await at.client.get(where, headers={"If-None-Match": tag})
    again = await at.client.patch(where, json=door.changes)
    nothing = await at.client.patch(
        where, json={} if door.name != "comments" else door.changes
    )
    late = [
        await at.client.patch(where, json=door.changes, headers={"If-Match": tag}),
        await at.client.delete(where, headers={"If-Match": tag}),
    ]

    assert (same.status_code, same.content) == (304, b"")
    assert same.headers["ETag"] == tag
    assert changed.status_code == read.status_code == 200
    assert changed.headers["ETag"] == read.headers["ETag"] != tag
    assert again.headers["ETag"] == nothing.headers["ETag"] == changed.headers["ETag"]
    for one in late:
        assert one.status_code == 412
        sort = door.name.removesuffix("s")
        assert f"This {sort} was changed meanwhile." in one.json()["detail"]


@every_door
@pytest.mark.parametrize("header", ["If-Match", "If-None-Match"])
async def test_a_condition_that_is_none_is_refused_alike(
    visit: Visits, ana: OwnerId, door: Door, header: str
) -> None:
    at = await visit(ana, door)
    where = (await at.add()).headers["Location"]
    method, json = ("PATCH", door.changes) if header == "If-Match" else ("GET", None)

    refused = await at.client.request(
        method, where, json=json, headers={header: "no tag"}
    )

    assert refused.status_code == 400
    assert "entity tags" in refused.json()["detail"]


@every_door
async def test_what_is_bens_and_what_is_nobodys_look_the_same_to_ana(
    visit: Visits, ana: OwnerId, ben: OwnerId, door: Door
) -> None:
    at = await visit(ana, door)
    his = (await (await visit(ben, door)).add()).json()["id"]

    for wrong in (his, UNKNOWN, "x", "x" * 300, "%00", "%F0%9F%98%80"):
        where = f"{door.path}/{wrong}"
        answers = [
            await at.client.get(where),
            await at.client.patch(where, json=door.changes),
            await at.client.delete(where),
        ]
        if door in RESTORED:
            answers.append(await at.client.post(f"{where}/restore"))
        if door in MOVED:
            to = {"before": UNKNOWN}
            answers.append(await at.client.post(f"{where}/move", json=to))
        assert {one.status_code for one in answers} == {404}, wrong
        assert len({one.json()["detail"] for one in answers}) == 1


@every_door
async def test_what_is_deleted_is_gone_from_every_page(
    visit: Visits, ana: OwnerId, door: Door
) -> None:
    at = await visit(ana, door)
    where = (await at.add()).headers["Location"]

    gone = await at.client.delete(where)

    assert gone.status_code == (
        204 if door.name in {"todos", "comments", "filters"} else 200
    )
    assert (await at.client.get(where)).status_code == 404
    assert (await at.client.delete(where)).status_code == 404
    assert (await at.page()).json()["total"] == door.first


@every_door
async def test_deleting_is_undone(visit: Visits, ana: OwnerId, door: Door) -> None:
    at = await visit(ana, door)
    made = await at.add()
    await at.client.delete(made.headers["Location"])

    undone = await at.client.post("/api/undo", json={})

    assert undone.status_code == 200, undone.text
    back = (await at.client.get(made.headers["Location"])).json()
    assert back | {"updated_at": ""} == made.json() | {"updated_at": ""}


@pytest.mark.parametrize("door", RESTORED, ids=str)
async def test_what_was_deleted_is_restored_as_it_was(
    visit: Visits, ana: OwnerId, door: Door
) -> None:
    at = await visit(ana, door)
    made = await at.add()
    where = made.headers["Location"]
    await at.client.delete(where)

    back = await at.client.post(f"{where}/restore")
    again = await at.client.post(f"{where}/restore")

    assert back.status_code == again.status_code == 200
    assert back.headers["ETag"] == again.headers["ETag"]
    assert back.json() | {"updated_at": ""} == made.json() | {"updated_at": ""}


@pytest.mark.parametrize("door", MOVED, ids=str)
@pytest.mark.parametrize("before", [True, False])
async def test_nothing_is_put_beside_itself(
    visit: Visits, ana: OwnerId, door: Door, before: bool
) -> None:
    at = await visit(ana, door)
    made, side = await at.add(), "before" if before else "after"

    refused = await at.client.post(
        f"{made.headers['Location']}/move", json={side: made.json()["id"]}
    )

    assert refused.status_code == 422
    assert (
        f"is the {door.name.removesuffix('s')} itself" in refused.json()["errors"][side]
    )


@every_door
@pytest.mark.parametrize(
    ("body", "kind", "status"),
    [
        (b"{", "application/json", 400),
        (b"[]", "application/json", 422),
        (b"null", "application/json", 422),
        (b"name=x", "application/x-www-form-urlencoded", 415),
        (b"", "", 415),
        (b'{"x": 1}', "application/json", 422),
    ],
)
async def test_a_body_that_is_none_is_refused_alike(  # noqa: PLR0913, PLR0917
    visit: Visits, ana: OwnerId, door: Door, body: bytes, kind: str, status: int
) -> None:
    at = await visit(ana, door)
    where = (await at.add()).headers["Location"]
    headers = {"Content-Type": kind} if kind else {}

    for method, path in (("POST", door.path), ("PATCH", where)):
        refused = await at.client.request(method, path, content=body, headers=headers)
        assert refused.status_code == status
        told = refused.json()
        assert told["status"] == status
        assert told["detail"]
        assert ("errors" in told) == (status == 422)


@every_door
async def test_an_empty_name_is_refused_alike(
    visit: Visits, ana: OwnerId, door: Door
) -> None:
    at = await visit(ana, door)
    where = (await at.add()).headers["Location"]

    refused = await at.client.patch(where, json={door.wrong: "  "})

    assert refused.status_code == 422
    assert refused.json()["errors"] == {door.wrong: "must not be empty"}


@every_door
async def test_another_method_or_a_slash_is_answered_alike(
    visit: Visits, ana: OwnerId, door: Door
) -> None:
    at = await visit(ana, door)
    where = (await at.add()).headers["Location"]

    wrong = await at.client.put(door.path, json={})
    also = await at.client.post(where, json={})
    slash = await at.client.get(f"{door.path}/?limit=1")
    head = await at.client.head(where)

    assert (wrong.status_code, wrong.headers["Allow"]) == (405, "GET, HEAD, POST")
    assert also.status_code == 405
    assert {"DELETE", "GET", "HEAD", "PATCH"} <= set(also.headers["Allow"].split(", "))
    assert slash.status_code == 308
    assert slash.headers["Location"] == f"{door.path}?limit=1"
    assert (head.status_code, head.content) == (200, b"")


@pytest.mark.parametrize("path", ["feeds", "imports"])
async def test_what_is_never_much_is_one_page(
    api: Api, ana: OwnerId, path: str
) -> None:
    answer = await api(ana).get(f"/api/{path}")

    assert answer.json() == {"items": [], "total": 0, "next_cursor": None}

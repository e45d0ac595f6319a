import asyncio
import json
from datetime import timedelta

import httpx
import pytest
from sqlmodel import update

from taskpal import database
from taskpal.accounts.models import OwnerId
from taskpal.columns import now
from taskpal.todos import service
from taskpal.todos.models import KeptAnswer, Todo
from taskpal.todos.schemas import NewTodo
from tests.todos.conftest import Api
from tests.todos.test_queries import counted

UNKNOWN = "222222222222"


async def _add(client: httpx.AsyncClient, title: str, **more: object) -> str:
    answer = await client.post("/api/todos", json={"title": title, **more})
    assert answer.status_code == 201, answer.text
    return str(answer.json()["id"])


async def test_a_todo_is_added_and_read_again(api: Api, ana: OwnerId) -> None:
    client = api(ana)
    new = {"title": "  Buy milk ", "description": "oat", "priority": "p1"}

    added = await client.post("/api/todos", json=new | {"due": "2026-12-24"})
    read = await client.get(added.headers["Location"])

    todo = added.json()
    assert added.status_code == 201
    assert added.headers["Location"] == f"/api/todos/{todo['id']}"
    assert read.json() == todo
    assert read.headers["ETag"] == added.headers["ETag"]
    created = todo.pop("created_at")
    assert created == todo.pop("updated_at")
    assert created.endswith("Z")
    assert todo == {
        "id": todo["id"],
        "title": "Buy milk",
        "description": "oat",
        "completed": False,
        "priority": "p1",
        "due": "2026-12-24",
        "due_time": None,
        "due_zone": None,
        "start": None,
        "deadline": None,
        "duration_minutes": None,
        "list": "inbox",
        "section": None,
        "parent": None,
        "labels": [],
        "repeat": None,
        "completed_at": None,
    }


async def test_a_todo_can_be_added_as_done(api: Api, ana: OwnerId) -> None:
    answer = await api(ana).post("/api/todos", json={"title": "x", "completed": True})

    assert answer.json()["completed"] is True
    assert answer.json()["completed_at"] == answer.json()["created_at"]


async def test_a_patch_changes_only_what_it_names(api: Api, ana: OwnerId) -> None:
    client = api(ana)
    todo = await _add(client, "Buy milk", due="2026-12-24", priority="p2")

    done = await client.patch(f"/api/todos/{todo}", json={"completed": True})
    undated = await client.patch(f"/api/todos/{todo}", json={"due": None})

    assert done.json()["completed"] is True
    assert done.json()["due"] == "2026-12-24"
    assert undated.json()["due"] is None
    assert undated.json()["priority"] == "p2"
    assert undated.json()["completed"] is True


async def test_an_empty_patch_changes_nothing(api: Api, ana: OwnerId) -> None:
    client = api(ana)
    todo = await _add(client, "Buy milk")
    before = await client.get(f"/api/todos/{todo}")

    after = await client.patch(f"/api/todos/{todo}", json={})

    assert after.json() == before.json()
    assert after.headers["ETag"] == before.headers["ETag"]


async def test_a_put_resets_what_it_leaves_out(api: Api, ana: OwnerId) -> None:
    client = api(ana)
    todo = await _add(client, "x", description="y", due="2026-12-24", completed=True)

    answer = await client.put(f"/api/todos/{todo}", json={"title": "z"})

    shown = answer.json()
    assert answer.status_code == 200
    assert (shown["title"], shown["description"], shown["due"]) == ("z", "", None)
    assert (shown["completed"], shown["completed_at"]) == (False, None)


async def test_completing_twice_is_the_same_as_once(api: Api, ana: OwnerId) -> None:
    client = api(ana)
    todo = await _add(client, "Buy milk")

    first = await client.post(f"/api/todos/{todo}/complete")
    second = await client.post(f"/api/todos/{todo}/complete")
    reopened = await client.post(f"/api/todos/{todo}/reopen")

    assert first.json()["completed_at"]
    assert second.json() == first.json()
    assert second.headers["ETag"] == first.headers["ETag"]
    assert reopened.json()["completed_at"] is None


async def test_a_deleted_todo_can_be_restored(api: Api, ana: OwnerId) -> None:
    client = api(ana)
    todo = await _add(client, "Buy milk")

    deleted = await client.delete(f"/api/todos/{todo}")
    again = await client.delete(f"/api/todos/{todo}")
    gone = await client.get(f"/api/todos/{todo}")
    restored = await client.post(f"/api/todos/{todo}/restore")
    untouched = await client.post(f"/api/todos/{todo}/restore")

    assert (deleted.status_code, deleted.content) == (204, b"")
    assert (again.status_code, gone.status_code) == (404, 404)
    assert restored.json()["title"] == "Buy milk"
    assert untouched.headers["ETag"] == restored.headers["ETag"]


async def test_after_30_days_in_the_trash_it_is_gone(api: Api, ana: OwnerId) -> None:
    client = api(ana)
    todo = await _add(client, "Buy milk")
    with database.transaction() as session:
        session.execute(update(Todo).values(deleted_at=now() - timedelta(days=31)))

    answer = await client.post(f"/api/todos/{todo}/restore")

    assert answer.status_code == 410
    assert "30 days" in answer.json()["detail"]


@pytest.mark.parametrize("method", ["PATCH", "PUT", "DELETE"])
async def test_a_change_of_an_old_version_is_refused(
    api: Api, ana: OwnerId, method: str
) -> None:
    client = api(ana)
    todo = await _add(client, "Buy milk")
    old = (await client.get(f"/api/todos/{todo}")).headers["ETag"]
    await client.post(f"/api/todos/{todo}/complete")
    body = None if method == "DELETE" else {"title": "x"}

    answer = await client.request(
        method, f"/api/todos/{todo}", json=body, headers={"If-Match": old}
    )

    assert answer.status_code == 412
    assert answer.headers["content-type"] == "application/problem+json"


@pytest.mark.parametrize("action", ["complete", "reopen", "restore"])
async def test_an_action_on_an_old_version_is_refused(
    api: Api, ana: OwnerId, action: str
) -> None:
    client = api(ana)
    todo = await _add(client, "Buy milk")

    answer = await client.post(
        f"/api/todos/{todo}/{action}", headers={"If-Match": '"0"'}
    )

    assert answer.status_code == 412


@pytest.mark.parametrize(
    ("condition", "status"),
    [
        ("{tag}", 200),
        ("*", 200),
        ('"0", {tag} , "abc"', 200),
        ("W/{tag}", 412),
        ('"abc"', 412),
        (f'"{"9" * 5000}"', 412),
        ('"٣"'.encode().decode("latin-1"), 412),
        ("", 412),
        ("42", 400),
        ('"open', 400),
    ],
)
async def test_if_match_compares_strong_tags(
    api: Api, ana: OwnerId, condition: str, status: int
) -> None:
    client = api(ana)
    todo = await _add(client, "Buy milk")
    tag = (await client.get(f"/api/todos/{todo}")).headers["ETag"]

    answer = await client.patch(
        f"/api/todos/{todo}",
        json={"title": "x"},
        headers={"If-Match": condition.format(tag=tag).encode("latin-1")},
    )

    assert answer.status_code == status, answer.text


@pytest.mark.parametrize(
    ("condition", "status"),
    [("{tag}", 304), ("*", 304), ("W/{tag}", 304), ('"0", {tag}', 304), ('"0"', 200)],
)
async def test_a_todo_already_known_is_not_sent_again(
    api: Api, ana: OwnerId, condition: str, status: int
) -> None:
    client = api(ana)
    todo = await _add(client, "Buy milk")
    tag = (await client.get(f"/api/todos/{todo}")).headers["ETag"]

    answer = await client.get(
        f"/api/todos/{todo}", headers={"If-None-Match": condition.format(tag=tag)}
    )

    assert answer.status_code == status
    assert answer.headers["ETag"] == tag
    assert bool(answer.content) == (status == 200)


async def test_a_repeated_key_adds_nothing_twice(api: Api, ana: OwnerId) -> None:
    client, key = api(ana), {"Idempotency-Key": "k1"}

    first = await client.post("/api/todos", json={"title": "x"}, headers=key)
    await client.delete(first.headers["Location"])
    second = await client.post("/api/todos", json={"title": "x"}, headers=key)

    assert second.status_code == 201
    assert second.json() == first.json()
    assert second.headers["ETag"] == first.headers["ETag"]
    assert (await client.get("/api/todos?status=all")).json()["total"] == 0


async def test_requests_with_one_key_at_once_add_one_todo(
    api: Api, ana: OwnerId
) -> None:
    client, key = api(ana), {"Idempotency-Key": "k1"}
    ask = (
        client.post("/api/todos", json={"title": "x"}, headers=key) for _ in range(8)
    )

    answers = await asyncio.gather(*ask)

    assert {answer.status_code for answer in answers} == {201}
    assert len({answer.json()["id"] for answer in answers}) == 1
    assert (await client.get("/api/todos")).json()["total"] == 1


async def test_a_key_used_for_something_else_is_refused(api: Api, ana: OwnerId) -> None:
    client, key = api(ana), {"Idempotency-Key": "k1"}
    await client.post("/api/todos", json={"title": "x"}, headers=key)

    answer = await client.post("/api/todos", json={"title": "y"}, headers=key)

    assert answer.status_code == 422
    assert "Idempotency-Key" in answer.json()["detail"]


async def test_a_key_is_forgotten_after_a_day(api: Api, ana: OwnerId) -> None:
    client, key = api(ana), {"Idempotency-Key": "k1"}
    first = await client.post("/api/todos", json={"title": "x"}, headers=key)
    with database.transaction() as session:
        yesterday = now() - timedelta(hours=25)
        session.execute(update(KeptAnswer).values(created_at=yesterday))

    second = await client.post("/api/todos", json={"title": "x"}, headers=key)

    assert second.json()["id"] != first.json()["id"]


async def test_a_key_belongs_to_one_person(
    api: Api, ana: OwnerId, ben: OwnerId
) -> None:
    key = {"Idempotency-Key": "k1"}
    anas = await api(ana).post("/api/todos", json={"title": "x"}, headers=key)

    bens = await api(ben).post("/api/todos", json={"title": "x"}, headers=key)

    assert bens.status_code == 201
    assert bens.json()["id"] != anas.json()["id"]


@pytest.mark.parametrize("key", ["", "  ", "a" * 256, "é", "a\x01"])
async def test_a_key_must_be_short_and_printable(
    api: Api, ana: OwnerId, key: str
) -> None:
    headers = {"Idempotency-Key": key.encode()}

    answer = await api(ana).post("/api/todos", json={"title": "x"}, headers=headers)

    assert answer.status_code == 400


@pytest.mark.parametrize("sort", ["created", "due", "priority", "title", "updated"])
async def test_pages_hold_each_todo_once(api: Api, ana: OwnerId, sort: str) -> None:
    client = api(ana)
    for number in range(7):
        more = {"due": f"2026-12-0{number}"} if number % 2 else {}
        await _add(client, f"todo {number // 2}", priority=f"p{1 + number % 3}", **more)

    seen, cursor = [], ""
    while cursor is not None:
        params = {"sort": sort, "limit": 2} | ({"cursor": cursor} if cursor else {})
        page = (await client.get("/api/todos", params=params)).json()
        assert page["total"] == 7
        seen += [todo["id"] for todo in page["items"]]
        cursor = page["next_cursor"]

    whole = (await client.get("/api/todos", params={"sort": sort})).json()["items"]
    assert seen == [todo["id"] for todo in whole]
    assert len(set(seen)) == 7


@pytest.mark.parametrize("many", [1, 100])
async def test_a_list_costs_two_statements_however_long(
    api: Api, ana: OwnerId, many: int
) -> None:
    client = api(ana)
    with database.transaction() as session:
        service.add_many(session, ana, [NewTodo(title="x")] * many)
    await client.get("/api/todos")  # that a token was used is noted now and then

    with counted() as statements:
        page = (await client.get("/api/todos?limit=100")).json()

    assert len(page["items"]) == many
    assert len(statements) == 2  # who asks, and what for


async def test_lists_are_filtered_by_status_and_words(api: Api, ana: OwnerId) -> None:
    client = api(ana)
    await _add(client, "Äpfel kaufen", completed=True)
    await _add(client, "Buy 100% milk", description="STRASSE_1")

    async def found(query: str) -> list[str]:
        answer = await client.get(f"/api/todos?{query}")
        return [todo["title"] for todo in answer.json()["items"]]

    assert await found("") == ["Buy 100% milk"]
    assert await found("status=done") == ["Äpfel kaufen"]
    assert len(await found("status=all")) == 2
    assert await found("status=all&query=%C3%A4PFEL") == ["Äpfel kaufen"]
    assert await found("query=stra%C3%9Fe_") == ["Buy 100% milk"]
    assert await found("query=100%25") == ["Buy 100% milk"]
    assert await found("query=1_0") == []
    assert await found("query=%5C") == []


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ("status=closed", "status"),
        ("sort=color", "sort"),
        ("limit=0", "limit"),
        ("limit=101", "limit"),
        ("limit=1e400", "limit"),
        (f"limit={10**30}", "limit"),
        ("limit=-1", "limit"),
        ("limit=", "limit"),
        ("limit=10.0", "limit"),
        ("limit=1&limit=2", "limit"),
        ("cursor=x", "cursor"),
        ("cursor=%00", "cursor"),
        ("cursor=%F0%9F%8D%89", "cursor"),
        (f"cursor={'a' * 900}", "cursor"),
        (f"cursor={'a' * 9000}", "cursor"),
        ("query=%00", "query"),
        (f"query={'a' * 201}", "query"),
        ("query=%FF", "query string"),
        ("query=%ED%A0%80", "query string"),
        ("list=in%00box", "list"),
        ("tag=home", "tag"),
        ("%00=1", "\ufffd"),
        ("&".join(f"a{n}=1" for n in range(60)), "query string"),
    ],
)
async def test_a_wrong_parameter_is_named(
    api: Api, ana: OwnerId, query: str, field: str
) -> None:
    answer = await api(ana).get(f"/api/todos?{query}")

    assert answer.status_code == 422
    assert list(answer.json()["errors"]) == [field]


async def test_a_cursor_fits_only_its_own_list(
    api: Api, ana: OwnerId, ben: OwnerId
) -> None:
    client = api(ana)
    for title in "abc":
        await _add(client, title)
        await _add(api(ben), title)
    cursor = (await client.get("/api/todos?limit=1")).json()["next_cursor"]
    flipped = cursor[:-1] + ("A" if cursor[-1] != "A" else "B")

    other_sort = await client.get(f"/api/todos?sort=title&cursor={cursor}")
    other_filter = await client.get(f"/api/todos?status=all&cursor={cursor}")
    other_person = await api(ben).get(f"/api/todos?cursor={cursor}")
    altered = await client.get(f"/api/todos?cursor={flipped}")

    refused = [other_sort, other_filter, other_person, altered]
    assert [answer.status_code for answer in refused] == [422] * 4


@pytest.mark.parametrize(
    ("body", "errors"),
    [
        ({}, {"title": "is required"}),
        ({"title": "  "}, {"title": "must not be empty"}),
        ({"title": "a" * 501}, {"title": "must have at most 500 characters"}),
        ({"title": "a\x00"}, {"title": "must not contain NUL characters"}),
        ({"title": 1.5}, {"title": "must be text"}),
        ({"title": float("nan")}, {"title": "must be text"}),
        ({"title": None}, {"title": "must be text"}),
        ({"title": "a", "completed": "true"}, {"completed": "must be true or false"}),
        ({"title": "a", "completed": 1}, {"completed": "must be true or false"}),
        (
            {"title": "a", "priority": "P1"},
            {"priority": "must be 'p1', 'p2', 'p3' or 'p4'"},
        ),
        ({"title": "a", "due": "soon"}, {"due": "must be a date like 2026-12-24"}),
        ({"title": "a", "due": 1764547200}, {"due": "must be a date like 2026-12-24"}),
        (
            {"title": "a", "due": "1764547200"},
            {"due": "must be a date like 2026-12-24"},
        ),
        (
            {"title": "a", "due": "2026-02-30"},
            {"due": "must be a date like 2026-12-24"},
        ),
        (
            {"title": "a", "description": "b" * 20001},
            {"description": "must have at most 20000 characters"},
        ),
        ({"title": "a", "owner_id": "b"}, {"owner_id": "is not a field here"}),
        ([], {"body": "must be a JSON object"}),
        (None, {"body": "must be a JSON object"}),
    ],
)
async def test_each_wrong_field_is_named(
    api: Api, ana: OwnerId, body: object, errors: dict[str, str]
) -> None:
    client = api(ana)
    content = json.dumps(body)
    headers = {"Content-Type": "application/json; charset=utf-8"}

    answer = await client.post("/api/todos", content=content, headers=headers)

    assert answer.status_code == 422
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json()["errors"] == errors


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"{",
        b'{"title": "\\ud800"}',
        b'{"title": "\xff"}',
        b'{"title": "\xed\xa0\x80"}',
        b"\xef\xbb\xbf{}",
        b"[" * 100_000,
        b'{"a":' * 100_000,
        b'{"title": ' + b"1" * 10_000 + b"}",
    ],
)
async def test_what_is_not_json_is_refused(
    api: Api, ana: OwnerId, content: bytes
) -> None:
    headers = {"Content-Type": "application/json"}

    answer = await api(ana).post("/api/todos", content=content, headers=headers)

    assert answer.status_code == 400
    assert "JSON" in answer.json()["detail"]


@pytest.mark.parametrize(
    "kind", ["text/plain", "application/x-www-form-urlencoded", ""]
)
async def test_another_content_type_is_refused(
    api: Api, ana: OwnerId, kind: str
) -> None:
    answer = await api(ana).post(
        "/api/todos", content=b'{"title": "x"}', headers={"Content-Type": kind}
    )

    assert answer.status_code == 415


@pytest.mark.parametrize("method", ["PATCH", "PUT"])
@pytest.mark.parametrize("field", ["title", "description", "priority", "completed"])
async def test_only_the_day_can_be_null(
    api: Api, ana: OwnerId, method: str, field: str
) -> None:
    client = api(ana)
    todo = await _add(client, "x")

    answer = await client.request(
        method, f"/api/todos/{todo}", json={"title": "x", field: None}
    )

    assert list(answer.json()["errors"]) == [field]


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("GET", ""),
        ("PATCH", ""),
        ("PUT", ""),
        ("DELETE", ""),
        ("POST", "/complete"),
        ("POST", "/reopen"),
        ("POST", "/restore"),
    ],
)
class TestNotFound:
    async def test_another_persons_todo_looks_like_none(
        self, api: Api, ana: OwnerId, ben: OwnerId, method: str, path: str
    ) -> None:
        anas = await _add(api(ana), "secret")
        body = {"title": "x"} if method in {"PATCH", "PUT"} else None

        answers = [
            await api(ben).request(method, f"/api/todos/{todo}{path}", json=body)
            for todo in (anas, UNKNOWN)
        ]

        assert [answer.status_code for answer in answers] == [404, 404]
        assert answers[0].content == answers[1].content
        mine = await api(ana).get(f"/api/todos/{anas}")
        assert mine.json()["title"] == "secret"

    @pytest.mark.parametrize(
        "todo", ["%00", "%ff", "%ed%a0%80", "%F0%9F%8D%89", "a" * 10_000, "%0a", "'"]
    )
    async def test_hostile_ids_are_not_found(
        self, api: Api, ana: OwnerId, method: str, path: str, todo: str
    ) -> None:
        body = {"title": "x"} if method in {"PATCH", "PUT"} else None

        answer = await api(ana).request(method, f"/api/todos/{todo}{path}", json=body)

        assert answer.status_code == 404

    async def test_a_token_is_needed(
        self, anyone: httpx.AsyncClient, method: str, path: str
    ) -> None:
        body = {"title": "x"} if method in {"PATCH", "PUT"} else None

        answer = await anyone.request(method, f"/api/todos/{UNKNOWN}{path}", json=body)

        assert answer.status_code == 401
        assert answer.headers["WWW-Authenticate"].startswith("Bearer")

    async def test_a_token_must_allow_it(
        self, api: Api, ana: OwnerId, method: str, path: str
    ) -> None:
        body = {"title": "x"} if method in {"PATCH", "PUT"} else None
        client = api(ana, "profile:read")

        answer = await client.request(method, f"/api/todos/{UNKNOWN}{path}", json=body)

        assert answer.status_code == 403
        assert "insufficient_scope" in answer.headers["WWW-Authenticate"]


async def test_a_list_never_shows_another_persons_todos(
    api: Api, ana: OwnerId, ben: OwnerId
) -> None:
    await _add(api(ana), "secret")

    page = (await api(ben).get("/api/todos?status=all&query=secret")).json()

    assert page == {"items": [], "total": 0, "next_cursor": None}

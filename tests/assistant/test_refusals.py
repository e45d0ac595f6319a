"""What a Custom GPT is refused: other people's todos, missing access, odd input."""

import json
import re
from collections.abc import Callable
from typing import Any

import pytest
from starlette.testclient import TestClient

from taskpal.accounts.models import OwnerId
from taskpal.assistant.operations import OPERATIONS, Operation
from tests.assistant.conftest import Gpt

NEEDED = [
    ("listTodos", "todos:read", "todos:delete"),
    ("getTodo", "todos:read", "todos:delete"),
    ("addTodo", "todos:write", "todos:read todos:delete"),
    ("updateTodo", "todos:write", "todos:read todos:delete"),
    ("completeTodo", "todos:write", "todos:read todos:delete"),
    ("deleteTodo", "todos:delete", "todos:read todos:write"),
]


def call(gpt: Gpt, operation: str, **fields: Any) -> Any:
    if operation in {"listTodos", "getTodo"}:
        return gpt.ask(operation, **fields)
    return gpt.do(operation, **fields)


@pytest.mark.parametrize(("operation", "needed", "granted"), NEEDED)
def test_an_operation_needs_its_scope(
    gpt_of: Callable[..., Gpt],
    ana: OwnerId,
    operation: str,
    needed: str,
    granted: str,
) -> None:
    gpt_of(ana).add("Buy milk")
    fields = {"listTodos": {}, "addTodo": {"title": "Buy bread"}}.get(
        operation, {"ref": "Buy milk"}
    )

    refused = call(gpt_of(ana, granted), operation, **fields)

    assert refused.status_code == 403
    wanted = re.search(r' scope="([^"]*)"', refused.headers["www-authenticate"])
    assert wanted is not None
    assert set(wanted[1].split()) == {needed, *granted.split()}
    assert refused.json()["detail"] == f"This access token does not allow {needed}."
    assert gpt_of(ana).titles() == ["Buy milk"]


@pytest.mark.parametrize("operation", OPERATIONS, ids=lambda each: each.name)
def test_an_operation_needs_a_good_token(
    client: TestClient, db: None, operation: Operation
) -> None:
    for headers in ({}, {"Authorization": "Bearer tp_at_nonsense"}):
        if operation.changes:
            answer = client.post(f"/gpt/{operation.name}", json={}, headers=headers)
        else:
            answer = client.get(f"/gpt/{operation.name}?ref=x", headers=headers)
        assert answer.status_code in {401, 422}, answer.text
    assert answer.headers["content-type"] == "application/problem+json"


def test_a_refused_token_is_challenged(client: TestClient, db: None) -> None:
    headers = {"Authorization": "Bearer tp_at_nonsense"}
    refused = client.get("/gpt/listTodos", headers=headers)

    assert refused.status_code == 401
    assert 'error="invalid_token"' in refused.headers["www-authenticate"]


@pytest.mark.parametrize(
    "operation", ["getTodo", "updateTodo", "completeTodo", "deleteTodo"]
)
def test_ben_reaches_nothing_of_anas(
    anas_gpt: Gpt, bens_gpt: Gpt, operation: str
) -> None:
    milk = anas_gpt.add("Buy milk", request_id="1")
    fields = {"title": "Mine now"} if operation == "updateTodo" else {}

    for ref in (milk["id"], "Buy milk", "milk"):
        refused = call(bens_gpt, operation, ref=ref, **fields)
        assert refused.status_code == 404
        assert refused.json()["candidates"] == []
    assert anas_gpt.titles() == ["Buy milk"]


def test_ben_sees_nothing_of_anas_list(anas_gpt: Gpt, bens_gpt: Gpt) -> None:
    for number in range(3):
        anas_gpt.add(f"Todo {number}")
    cursor = anas_gpt.ask("listTodos", limit=1).json()["next_cursor"]

    bens = bens_gpt.ask("listTodos", status="all").json()

    assert (bens["total"], bens["todos"]) == (0, [])
    assert bens_gpt.ask("listTodos", limit=1, cursor=cursor).status_code == 422


def test_the_same_words_of_two_people_are_two_todos(
    anas_gpt: Gpt, bens_gpt: Gpt
) -> None:
    for request_id in (None, "same"):
        anas = anas_gpt.add("Buy milk", request_id=request_id)
        bens = bens_gpt.add("Buy milk", request_id=request_id)
        assert anas["id"] != bens["id"]


@pytest.mark.parametrize(
    ("parameters", "field"),
    [
        ({"limit": "0"}, "limit"),
        ({"limit": "101"}, "limit"),
        ({"limit": "9" * 400}, "limit"),
        ({"limit": "ten"}, "limit"),
        ({"status": "closed"}, "status"),
        ({"sort": "shuffled"}, "sort"),
        ({"cursor": "broken"}, "cursor"),
        ({"cursor": "x" * 2000}, "cursor"),
        ({"query": "x" * 201}, "query"),
        ({"query": "nul\x00"}, "query"),
        ({"page": "2"}, "page"),
        ({"status": ["open", "done"]}, "status"),
    ],
)
def test_a_list_asked_for_oddly_is_refused_by_field(
    anas_gpt: Gpt, parameters: dict[str, Any], field: str
) -> None:
    refused = anas_gpt.ask("listTodos", **parameters)

    assert refused.status_code == 422, refused.text
    assert field in refused.json()["errors"]
    assert refused.json()["detail"]


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({}, "title"),
        ({"title": ""}, "title"),
        ({"title": "  \n "}, "title"),
        ({"title": "x" * 501}, "title"),
        ({"title": "nul\x00"}, "title"),
        ({"title": 5}, "title"),
        ({"title": ["Buy milk"]}, "title"),
        ({"title": "x", "description": "x" * 20_001}, "description"),
        ({"title": "x", "description": "nul\x00"}, "description"),
        ({"title": "x", "priority": "high"}, "priority"),
        ({"title": "x", "priority": 1}, "priority"),
        ({"title": "x", "due": "tomorrow"}, "due"),
        ({"title": "x", "due": "2026-02-30"}, "due"),
        ({"title": "x", "due": "2026-11-27T10:00:00Z"}, "due"),
        ({"title": "x", "due": "99999-01-01"}, "due"),
        ({"title": "x", "due": 1_700_000_000}, "due"),
        ({"title": "x", "due": 10**400}, "due"),
        ({"title": "x", "request_id": "x" * 101}, "request_id"),
        ({"title": "x", "request_id": "nul\x00"}, "request_id"),
        ({"title": "x", "request_id": {"a": 1}}, "request_id"),
        ({"title": "x", "owner_id": "someone"}, "owner_id"),
        ({"title": "x", "labels": ["home"]}, "labels"),
    ],
)
def test_a_bad_new_todo_is_refused_by_field(
    anas_gpt: Gpt, fields: dict[str, Any], field: str
) -> None:
    refused = anas_gpt.do("addTodo", **fields)

    assert refused.status_code == 422, refused.text
    assert list(refused.json()["errors"]) == [field]
    assert anas_gpt.titles() == []


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"title": "x"}, "ref"),
        ({"ref": ""}, "ref"),
        ({"ref": "nul\x00", "title": "x"}, "ref"),
        ({"ref": 7, "title": "x"}, "ref"),
        ({"ref": "x", "title_guard": "nul\x00", "title": "x"}, "title_guard"),
        ({"ref": "x", "title": ""}, "title"),
        ({"ref": "x", "completed": "yes"}, "completed"),
        ({"ref": "x", "clear": ["title"]}, "clear.0"),
        ({"ref": "x", "clear": "due"}, "clear"),
        ({"ref": "x", "clear": ["due"] * 4}, "clear"),
        ({"ref": "x", "done": True}, "done"),
    ],
)
def test_a_bad_update_is_refused_by_field(
    anas_gpt: Gpt, fields: dict[str, Any], field: str
) -> None:
    anas_gpt.add("x")

    refused = anas_gpt.do("updateTodo", **fields)

    assert refused.status_code == 422, refused.text
    assert list(refused.json()["errors"]) == [field]


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"{",
        b"null",
        b"[]",
        b'"title"',
        b"title=Buy+milk",
        b'{"title": "\\ud800"}',
        b'{"title": "\\udc00 alone"}',
        b'{"title": "\xff"}',
        b'{"title": "\xed\xa0\x80"}',
        b'{"title": 1e999}',
        b'{"title": 1' + b"0" * 5000 + b"}",
        b'{"title": ' + b"[" * 5000,
        b'{"title": NaN}',
    ],
    ids=range(14),
)
def test_a_body_that_is_no_object_of_texts_is_refused_with_a_sentence(
    anas_gpt: Gpt, content: bytes
) -> None:
    refused = anas_gpt.send("addTodo", content)

    assert refused.status_code in {400, 422}, refused.text
    assert refused.json()["detail"]
    assert anas_gpt.titles() == []


def test_a_body_of_more_than_a_mebibyte_is_refused(anas_gpt: Gpt) -> None:
    content = json.dumps({"title": "x", "description": "x" * 1024 * 1024}).encode()

    assert anas_gpt.send("addTodo", content).status_code == 413


@pytest.mark.parametrize(
    "ref", ["x" * 500, "%", "_", "\\", "'; DROP TABLE todo; --", "🜁" * 250, "\ufffe"]
)
def test_an_odd_title_is_just_not_found(anas_gpt: Gpt, ref: str) -> None:
    anas_gpt.add("Buy milk")

    refused = anas_gpt.do("deleteTodo", ref=ref)

    assert refused.status_code == 404
    assert refused.json()["candidates"] == []
    assert len(refused.json()["detail"]) < 300


def test_addresses_that_are_none_answer_json(anas_gpt: Gpt) -> None:
    assert anas_gpt.ask("renameTodo").status_code == 404
    assert anas_gpt.do("listTodos").status_code == 405
    wrong = anas_gpt.ask("addTodo")
    assert (wrong.status_code, wrong.headers["allow"]) == (405, "POST")
    assert wrong.headers["content-type"] == "application/problem+json"

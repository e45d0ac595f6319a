"""Who may call what at /mcp, rule by rule; and that nothing hostile gets further."""

import json
from datetime import timedelta
from typing import Any

import httpx2 as httpx
import pytest

from taskpal import database
from taskpal.accounts.models import OwnerId
from taskpal.assistant.mcp import EVERYTHING
from taskpal.oauth import queries, service
from taskpal.oauth.models import Token
from tests.assistant.mcp_client import (
    NEW,
    app_token,
    message,
    over_http,
    personal_token,
    post,
)
from tests.oauth import actors
from tests.oauth.conftest import earlier

ABOUT = "http://localhost:3000/.well-known/oauth-protected-resource/mcp"
LIST = message("tools/list")
ADD = message("tools/call", name="addTodo", arguments={"title": "Buy milk"})


def challenge(answer: httpx.Response) -> dict[str, str]:
    """What a refusal says in WWW-Authenticate."""
    kind, _, told = answer.headers["www-authenticate"].partition(" ")
    assert kind == "Bearer"
    pairs = (part.partition("=") for part in told.split(", "))
    return {name: value.strip('"') for name, _, value in pairs}


async def titles(owner_id: OwnerId) -> list[str]:
    call = message("tools/call", name="listTodos", arguments={"status": "all"})
    answer = await post(personal_token(owner_id), call)
    found = answer.json()["result"]["structuredContent"]["todos"]
    return [todo["title"] for todo in found]


@pytest.mark.parametrize("body", [LIST, ADD, "", "nonsense", message("initialize")])
async def test_without_a_token_the_challenge_says_where_to_read_and_no_error(
    db: None, body: Any
) -> None:
    answer = await post(None, body)

    assert answer.status_code == 401
    assert challenge(answer) == {
        "realm": "TaskPal",
        "resource_metadata": ABOUT,
        "scope": "todos:read todos:write todos:delete",
    }


@pytest.mark.parametrize("scheme", ["Basic eDp5", "Bearer", "Bearer  ", "bearer", ""])
async def test_what_is_no_bearer_token_is_none(db: None, scheme: str) -> None:
    answer = await post(None, LIST, Authorization=scheme)

    assert answer.status_code == 401
    assert "error" not in challenge(answer)


@pytest.mark.parametrize("body", [LIST, ADD])
async def test_a_token_nobody_has_is_refused(db: None, body: Any) -> None:
    answer = await post("tp_at_unknown", body)

    assert answer.status_code == 401
    assert challenge(answer)["error"] == "invalid_token"
    assert challenge(answer)["resource_metadata"] == ABOUT
    assert challenge(answer)["scope"] == EVERYTHING


async def test_a_token_for_the_api_is_refused_at_mcp_and_the_reverse(
    ana: OwnerId,
) -> None:
    for_mcp, for_api = app_token(ana, "mcp"), app_token(ana, "api")

    assert (await post(for_mcp, LIST)).status_code == 200
    assert (await post(for_api, LIST)).status_code == 401
    assert (await post(for_api, ADD)).status_code == 401
    assert actors.reads_todos(for_mcp) == 401
    assert await titles(ana) == []


async def test_an_expired_token_is_refused(ana: OwnerId) -> None:
    token = app_token(ana)
    earlier(Token, expires_at=timedelta(hours=1))

    answer = await post(token, ADD)

    assert answer.status_code == 401
    assert challenge(answer)["error"] == "invalid_token"


async def test_a_disconnected_app_is_refused_at_once(ana: OwnerId) -> None:
    token = app_token(ana)
    with database.transaction() as session:
        [connection] = queries.connections_of(session, ana)
        service.disconnect(session, ana, connection.id)

    assert (await post(token, ADD)).status_code == 401


async def test_a_refresh_token_is_refused(ana: OwnerId) -> None:
    app = actors.native(ana)
    given = app.tokens(actors.browser(ana), resource="http://localhost:3000/mcp")

    assert (await post(given["refresh_token"], LIST)).status_code == 401


async def test_a_token_in_the_url_is_not_looked_at(ana: OwnerId) -> None:
    async with over_http(None) as wire:
        answer = await wire.post(f"/mcp?access_token={app_token(ana)}", json=LIST)

    assert answer.status_code == 401


@pytest.mark.parametrize(
    ("granted", "tool", "wanted"),
    [
        ("todos:read", "addTodo", "todos:read todos:write"),
        ("todos:read", "updateTodo", "todos:read todos:write"),
        ("todos:read", "completeTodo", "todos:read todos:write"),
        ("todos:read todos:write", "deleteTodo", EVERYTHING),
        ("profile:read", "listTodos", "todos:read profile:read"),
        ("profile:read", "getTodo", "todos:read profile:read"),
    ],
)
@pytest.mark.parametrize("era", ["2025-11-25", NEW])
async def test_a_scope_that_is_missing_is_asked_for_before_anything_is_done(
    ana: OwnerId, era: str, granted: str, tool: str, wanted: str
) -> None:
    await post(personal_token(ana), ADD)
    call = message("tools/call", name=tool, arguments={"ref": "Buy milk"})

    answer = await post(app_token(ana, scope=granted), call, MCP_Protocol_Version=era)

    assert answer.status_code == 403
    told = challenge(answer)
    assert told["error"] == "insufficient_scope"
    assert told["scope"] == wanted
    assert told["resource_metadata"] == ABOUT
    assert answer.json()["error"]["message"].startswith("This access token does not")
    assert await titles(ana) == ["Buy milk"]


async def test_writing_implies_reading(ana: OwnerId) -> None:
    call = message("tools/call", name="listTodos", arguments={})

    answer = await post(app_token(ana, scope="todos:write"), call)

    assert answer.status_code == 200


async def test_a_message_that_reads_two_ways_calls_nothing(ana: OwnerId) -> None:
    """What was checked is what is done, whoever reads the message how."""
    token = app_token(ana, scope="todos:read")
    add = json.dumps(ADD)

    for twisted in (
        add.replace('"method": ', '"method": "tools/list", "method": '),
        add.replace('"name": ', '"name": "listTodos", "name": '),
        add.replace('"Buy milk"', "NaN"),
        add.replace('"Buy milk"', '"\\ud800"'),
        add.replace("addTodo", "add\\u0054odo"),
    ):
        answer = await post(token, twisted)
        assert answer.status_code == 403 or "error" in answer.json(), answer.text

    assert await titles(ana) == []


@pytest.mark.parametrize(
    "body",
    [
        "",
        "null",
        "[]",
        "{}",
        "[" * 100_000,
        '{"a":' * 100_000,
        "\x00",
        b"\xff\xfe",
        '"\\ud800"',
        "1" * 10_000,
        '{"jsonrpc":"2.0","id":1,"method":"ping","params":{"a":1' + "0" * 400 + "}}",
        [LIST, ADD],
        {"jsonrpc": "1.0", "id": 1, "method": "tools/list"},
        {"jsonrpc": "2.0", "id": {}, "method": "tools/list"},
        {"jsonrpc": "2.0", "id": None, "method": "tools/list"},
        {"jsonrpc": "2.0", "id": 1, "method": 7},
        {"jsonrpc": "2.0", "id": 1, "result": {}},
        {"jsonrpc": "2.0", "id": 1, "method": "tools/list", "params": []},
        message("tools/call"),
        message("tools/call", name=None),
        message("tools/call", name="addTodo", arguments=[]),
        message("tools/call", name="addTodo", arguments="x"),
        message("tools/call", name="\x00é\U0001f4a9" * 100),
        message("tools/call", name="addTodo", arguments={"\x00": {"a": [1e308]}}),
        message("no/such/method"),
        message("resources/read", uri="file:///etc/passwd"),
        message("subscriptions/listen"),
        message("logging/setLevel", level="debug"),
        message("initialize"),
        message("initialize", protocolVersion="1999-01-01"),
    ],
)
@pytest.mark.parametrize("era", ["2025-11-25", NEW, "1999-01-01", "é"])
async def test_hostile_messages_are_refused_in_json(
    ana: OwnerId, era: str, body: Any
) -> None:
    answer = await post(personal_token(ana), body, MCP_Protocol_Version=era)

    assert answer.status_code < 500, answer.text
    if answer.status_code not in {202, 406}:
        told = answer.json()
        assert "error" in told or told["result"].get("isError"), answer.text
    assert await titles(ana) == []


@pytest.mark.parametrize("kind", ["text/plain", "application/xml", "", "multipart/x"])
async def test_only_json_is_read(ana: OwnerId, kind: str) -> None:
    answer = await post(personal_token(ana), ADD, Content_Type=kind)

    assert answer.status_code == 415
    assert "Send JSON" in answer.json()["error"]["message"]
    assert await titles(ana) == []


async def test_a_body_of_more_than_a_mebibyte_is_refused(ana: OwnerId) -> None:
    answer = await post(personal_token(ana), b" " * (1024 * 1024 + 1))

    assert answer.status_code == 413


@pytest.mark.parametrize("method", ["GET", "PUT", "DELETE", "PATCH"])
async def test_there_is_no_stream_and_no_session(ana: OwnerId, method: str) -> None:
    async with over_http(personal_token(ana)) as wire:
        answer = await wire.request(method, "/mcp")

    assert answer.status_code == 405
    assert "POST" in answer.headers["allow"]


@pytest.mark.parametrize("path", ["/mcp/x", "/mcp/tools/list", "/mcp/.well-known"])
async def test_nothing_is_below_it(path: str) -> None:
    async with over_http(None) as wire:
        answer = await wire.post(path)

    assert answer.status_code == 404
    assert answer.headers["content-type"] == "application/problem+json"


async def test_another_host_is_refused(ana: OwnerId) -> None:
    answer = await post(personal_token(ana), ADD, Host="evil.example")

    assert answer.status_code == 421
    assert await titles(ana) == []


@pytest.mark.parametrize(
    ("origin", "status"),
    [
        ("https://inspector.example", 200),
        ("http://localhost:6274", 200),
        ("http://127.0.0.1", 200),
        ("http://[::1]:6274", 200),
        ("null", 403),
        ("http://evil.example", 403),
        ("http://localhost.evil.example", 403),
        ("http://localhost:3000@evil.example", 403),
        ("https://a b", 403),
        ("file://", 403),
        ("", 403),
    ],
)
async def test_a_page_without_an_origin_to_speak_of_is_refused(
    ana: OwnerId, origin: str, status: int
) -> None:
    answer = await post(personal_token(ana), LIST, Origin=origin)

    assert answer.status_code == status


async def test_clients_in_a_browser_may_ask_and_read_the_challenge(db: None) -> None:
    async with over_http(None) as wire:
        preflight = await wire.options("/mcp", headers={"Origin": "https://a.example"})
    refused = await post(None, LIST, Origin="https://a.example")

    assert preflight.status_code == 204
    allowed = preflight.headers["access-control-allow-headers"].lower()
    for header in ("authorization", "content-type", "mcp-protocol-version"):
        assert header in allowed
    for one in (preflight, refused):
        assert one.headers["access-control-allow-origin"] == "*"
        assert "WWW-Authenticate" in one.headers["access-control-expose-headers"]
        assert "Mcp-Session-Id" in one.headers["access-control-expose-headers"]


async def test_answers_are_never_stored(ana: OwnerId) -> None:
    for token in (None, personal_token(ana)):
        answer = await post(token, LIST)
        assert answer.headers["cache-control"] == "no-store"


async def test_a_cookie_is_no_way_in(ana: OwnerId) -> None:
    answer = actors.browser(ana).post("/mcp", json=LIST)

    assert answer.status_code == 401

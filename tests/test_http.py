"""What holds for every address: refusals, limits, and who may ask."""

from collections.abc import AsyncIterator

import httpx
import pytest
from fastapi import APIRouter, FastAPI
from starlette.types import Message, Receive, Scope, Send

from taskpal import database
from taskpal import http as table
from taskpal.accounts.models import OwnerId
from taskpal.errors import BadValues, TaskPalError
from taskpal.http import http
from taskpal.oauth import service as oauth
from taskpal.settings import settings
from taskpal.todos.schemas import NewTodo
from taskpal.web import problems
from taskpal.web.guard import MOST_BYTES, Guard
from taskpal.web.requests import BadHeader, tags
from tests.todos.conftest import client_of

PROBLEM = "application/problem+json"
FORM = "application/x-www-form-urlencoded"


@pytest.fixture
def client(db: None) -> httpx.AsyncClient:
    return client_of(http(), {})


@pytest.mark.parametrize("path", ["/api", "/oauth", "/gpt", "/.well-known"])
@pytest.mark.parametrize("rest", ["", "/", "/nothing", "/nothing/here", "/%00", "//"])
async def test_unknown_addresses_of_programs_answer_json(
    client: httpx.AsyncClient, path: str, rest: str
) -> None:
    answer = await client.get(path + rest)

    assert answer.status_code == 404
    assert answer.headers["content-type"] == PROBLEM
    assert answer.json()["detail"] == "There is nothing at this address."


@pytest.mark.parametrize(
    ("path", "allowed"),
    [
        ("/api/todos", "GET, HEAD, POST"),
        ("/api/todos/222222222222", "DELETE, GET, HEAD, PATCH, PUT"),
        ("/api/todos/222222222222/complete", "POST"),
        ("/api/me", "GET, HEAD"),
        ("/api/openapi.json", "GET, HEAD"),
    ],
)
async def test_a_wrong_method_is_told_the_right_ones(
    client: httpx.AsyncClient, path: str, allowed: str
) -> None:
    answer = await client.request("PROPFIND", path)

    assert answer.status_code == 405
    assert answer.headers["Allow"] == allowed
    assert answer.headers["content-type"] == PROBLEM


async def test_a_slash_too_many_leads_to_the_right_address(
    client: httpx.AsyncClient,
) -> None:
    answer = await client.post("/api/todos/?x=1")

    assert answer.status_code == 308
    assert answer.headers["Location"] == "/api/todos?x=1"


async def test_head_answers_as_get_without_content(client: httpx.AsyncClient) -> None:
    answer = await client.head("/api/openapi.json")

    assert answer.status_code == 200
    assert answer.content == b""
    assert int(answer.headers["content-length"]) > 1000


@pytest.mark.parametrize(
    "host",
    ["evil.example", "localhost.evil.example", "", "localhost@evil", "\xff", "[::2]"],
)
async def test_another_host_is_refused(client: httpx.AsyncClient, host: str) -> None:
    answer = await client.get("/api/todos", headers={"Host": host.encode("latin-1")})

    assert answer.status_code == 421
    assert settings().public_url in answer.json()["detail"]


@pytest.mark.parametrize(
    "host", ["localhost", "LOCALHOST:1", "127.0.0.1:80", "[::1]:80", "localhost.:80"]
)
async def test_the_own_host_is_known_in_any_spelling(
    client: httpx.AsyncClient, host: str
) -> None:
    answer = await client.get("/api/todos", headers={"Host": host})

    assert answer.status_code == 401


async def test_probes_may_ask_by_address(client: httpx.AsyncClient) -> None:
    answer = await client.get("/healthz", headers={"Host": "10.0.0.7:3000"})

    assert answer.status_code == 200


async def test_a_body_that_says_it_is_too_large_is_not_read(
    client: httpx.AsyncClient,
) -> None:
    headers = {"Content-Length": str(MOST_BYTES + 1)}

    answer = await client.post("/api/todos", content=b"{}", headers=headers)

    assert answer.status_code == 413
    assert "1 MiB" in answer.json()["detail"]


@pytest.mark.parametrize("path", ["/api/todos", "/sign-in"])
async def test_a_body_without_a_length_is_cut_off(
    client: httpx.AsyncClient, ana: OwnerId, path: str
) -> None:
    with database.transaction() as session:
        token = oauth.make_personal_token(session, ana, "todos:write")

    async def chunks() -> AsyncIterator[bytes]:
        for _ in range(100):
            yield b"a" * 65536

    kind = "application/json" if path == "/api/todos" else FORM
    headers = {"Content-Type": kind, "Authorization": f"Bearer {token}"}

    answer = await client.post(path, content=chunks(), headers=headers)

    assert answer.status_code == 413


def _app_that_raises(error: Exception, path: str) -> httpx.AsyncClient:
    router = APIRouter()

    async def fail() -> None:
        raise error

    router.add_api_route(path, fail)
    app = FastAPI()
    app.include_router(router)
    problems.install(app)
    app.add_middleware(Guard)
    return client_of(app, {})


async def test_an_unexpected_error_says_nothing_of_the_inside(
    caplog: pytest.LogCaptureFixture,
) -> None:
    client = _app_that_raises(RuntimeError("secret"), "/api/x")

    answer = await client.get("/api/x")

    assert answer.status_code == 500
    assert answer.headers["content-type"] == PROBLEM
    assert "secret" not in answer.text
    assert "secret" in caplog.text


async def test_people_get_a_page_and_programs_a_document() -> None:
    error = BadValues({"name": "must not be empty"})

    page = await _app_that_raises(error, "/names").get("/names")
    document = await _app_that_raises(error, "/api/names").get("/api/names")

    assert page.status_code == document.status_code == 422
    assert page.headers["content-type"].startswith("text/html")
    assert "must not be empty" in page.text
    assert document.json() == {
        "type": "about:blank",
        "title": "Unprocessable Content",
        "status": 422,
        "detail": "name: must not be empty",
        "errors": {"name": "must not be empty"},
    }


async def test_an_answer_that_has_begun_is_not_begun_again() -> None:
    sent: list[Message] = []

    async def breaks(_scope: Scope, _receive: Receive, send: Send) -> None:
        await send({"type": "http.response.start", "status": 200, "headers": []})
        raise TaskPalError("too late")

    async def receive() -> Message:
        return {"type": "http.request", "body": b"", "more_body": False}

    async def send(message: Message) -> None:
        sent.append(message)

    scope = {"type": "http", "method": "GET", "path": "/api/x"}
    scope["headers"] = [(b"host", b"localhost")]  # type: ignore[assignment]
    with pytest.raises(TaskPalError):
        await Guard(breaks)(scope, receive, send)

    assert len(sent) == 1


async def test_a_socket_from_another_host_is_closed() -> None:
    sent: list[Message] = []

    async def send(message: Message) -> None:
        sent.append(message)

    scope = {"type": "websocket", "path": "/_event", "headers": [(b"host", b"evil")]}
    await Guard(None)(scope, None, send)  # type: ignore[arg-type]

    assert sent == [{"type": "websocket.close", "code": 1008}]


@pytest.mark.parametrize("header", ["x", '"a" "b"', "W/x", '"', "*, *", '"a",*'])
def test_a_condition_is_a_star_or_a_list_of_tags(header: str) -> None:
    with pytest.raises(BadHeader):
        tags(header)


def test_every_prefix_ends_in_an_answer_of_its_own() -> None:
    paths = [getattr(route, "path", "") for route in http().router.routes]

    for prefix in table.PREFIXES:
        assert {prefix, prefix + "/{rest:path}"} <= set(paths)


async def test_a_wrong_method_on_a_page_is_told_on_a_page(
    client: httpx.AsyncClient,
) -> None:
    answer = await client.delete("/privacy")

    assert answer.status_code == 405
    assert "GET" in answer.headers["Allow"]
    assert answer.headers["content-type"].startswith("text/html")


@pytest.mark.parametrize(
    ("content", "status", "errors"),
    [
        ('{"title": ""}', 422, {"title": "must not be empty"}),
        ("{", 400, None),
    ],
)
async def test_routes_that_leave_reading_to_fastapi_refuse_alike(
    content: str, status: int, errors: dict[str, str] | None
) -> None:
    app = FastAPI()

    @app.post("/api/x")
    async def add(new: NewTodo) -> None:
        pass

    problems.install(app)
    app.add_middleware(Guard)

    headers = {"Content-Type": "application/json"}
    answer = await client_of(app, {}).post("/api/x", content=content, headers=headers)

    assert answer.status_code == status
    assert answer.headers["content-type"] == PROBLEM
    assert answer.json().get("errors") == errors

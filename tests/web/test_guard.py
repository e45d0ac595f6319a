"""Which host names are ours, and whose word on them is not taken."""

from typing import Any

import pytest
from starlette.testclient import TestClient
from starlette.types import Message, Receive, Scope, Send

from taskpal.http import http
from taskpal.settings import settings
from taskpal.web.guard import Guard

OWN, EVIL = (b"host", b"localhost:3000"), (b"host", b"evil.example")
ELSEWHERE = {
    "X-Forwarded-Host": "evil.example",
    "X-Forwarded-Proto": "https",
    "X-Forwarded-Port": "444",
    "X-Forwarded-Prefix": "/evil",
    "Forwarded": "for=192.0.2.60;proto=https;host=evil.example",
    "X-Original-URL": "/evil.example",
    "X-Rewrite-URL": "/evil.example",
    "X-HTTP-Method-Override": "DELETE",
}
ANY: Any = None


@pytest.mark.parametrize("kind", ["http", "websocket"])
@pytest.mark.parametrize(
    ("hosts", "passes"),
    [
        ([OWN], True),
        ([(b"host", b"[::1]:1")], True),
        ([], False),
        ([OWN, OWN], False),
        ([OWN, EVIL], False),
        ([EVIL], False),
        ([(b"host", b"localhost, evil.example")], False),
        ([(b"host", b"evil.example/localhost")], False),
        ([(b"host", b"localhost#@evil.example")], False),
        ([(b"host", b"localhost:3000@evil.example")], False),
        ([(b"host", b"localhost:")], True),
        ([(b"host", b"[::1]evil.example")], False),
    ],
)
async def test_a_request_names_our_host_once(
    kind: str, hosts: list[tuple[bytes, bytes]], passes: bool
) -> None:
    reached: list[Scope] = []
    sent: list[Message] = []

    async def app(scope: Scope, _receive: Receive, _send: Send) -> None:
        reached.append(scope)

    async def send(message: Message) -> None:
        sent.append(message)

    scope = {"type": kind, "method": "GET", "path": "/inbox", "headers": hosts}
    await Guard(app)(scope, ANY, send)

    assert bool(reached) is passes
    if not passes:
        assert sent[0].get("status", 421) == 421
        assert sent[0].get("code", 1008) == 1008


@pytest.mark.parametrize(
    "path",
    [
        *("/", "/sign-in", "/sign-out", "/settings/password", "/device", "/mcp"),
        *("/oauth/authorize", "/api/todos", "/api/todos/", "/gpt/openapi.json"),
        "/.well-known/oauth-authorization-server",
        "/.well-known/oauth-protected-resource/mcp",
    ],
)
def test_nothing_a_proxy_may_have_added_changes_an_answer(db: None, path: str) -> None:
    client = TestClient(http(), base_url=settings().public_url, follow_redirects=False)

    plain = client.get(path)
    tempted = client.get(path, headers=ELSEWHERE)

    assert tempted.status_code == plain.status_code
    assert tempted.headers.get("location") == plain.headers.get("location")
    assert "evil" not in f"{tempted.text} {tempted.headers}"
    assert "secure" not in str(tempted.headers.get("set-cookie", "")).lower()

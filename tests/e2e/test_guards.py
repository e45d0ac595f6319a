"""What stands before every door of a running TaskPal."""

import httpx
import pytest
from playwright.sync_api import Page

from taskpal.settings import PROJECT
from tests.e2e import people
from tests.e2e.dashboard import Dashboard
from tests.e2e.people import Person
from tests.e2e.server import RunningServer

BUILT = PROJECT / ".web" / "build" / "client"
ELSEWHERE = {"Origin": "https://evil.example"}
ASKING = {**ELSEWHERE, "Access-Control-Request-Method": "POST"}
DOORS = [
    *("/", "/sign-in", "/inbox", "/todo/x", "/connections", "/nowhere", "/todo/"),
    *("/api/todos", "/api/docs", "/api/openapi.json", "/gpt/openapi.json", "/api/"),
    *("/oauth/token", "/.well-known/oauth-authorization-server", "/mcp", "/_event"),
    *("/healthz", "/readyz", "/metrics", "/ping", "/_health", "/_upload", "/%00", "//"),
]


@pytest.fixture
def session(server: RunningServer, ana: Person) -> dict[str, str]:
    """The cookies of a browser in which ana is signed in."""
    return people.signed_in(server.url, ana)


def test_every_answer_of_every_door_is_guarded(
    server: RunningServer, session: dict[str, str]
) -> None:
    files = [f"/{file.relative_to(BUILT)}" for file in BUILT.rglob("*.*")]
    assert len(files) > 30

    with httpx.Client(base_url=server.url) as client:
        for path in [*DOORS, *files]:
            for cookies in ({}, session):
                client.cookies = httpx.Cookies(cookies)
                _check(client.get(path))
            _check(client.head(path))
            _check(client.post(path))
            _check(client.options(path, headers=ASKING))
            _check(client.get(path, headers=ELSEWHERE))
        _check(client.get("/", headers={"Host": "evil.example"}))


def _check(answer: httpx.Response) -> None:
    said = answer.headers
    where = f"{answer.request.method} {answer.request.url}: {answer.status_code} {said}"
    assert answer.status_code < 500, where
    assert said["x-content-type-options"] == "nosniff", where
    assert said["x-frame-options"] == "DENY", where
    assert said["referrer-policy"] == "no-referrer", where
    assert said["cross-origin-resource-policy"] == "same-origin", where
    assert said["content-security-policy"].startswith("default-src 'none'"), where
    assert "frame-ancestors 'none'" in said["content-security-policy"], where
    assert "unsafe" not in said["content-security-policy"], where
    if said.get("content-type", "").startswith("text/html"):
        assert "microphone=()" in said["permissions-policy"], where
        assert "base-uri 'none'" in said["content-security-policy"], where


def test_a_tab_whose_session_ended_while_it_was_offline_moves_to_sign_in(
    server: RunningServer, anas_page: Page
) -> None:
    dashboard = Dashboard(anas_page).open()
    dashboard.add("Buy milk")

    anas_page.context.set_offline(True)
    people.sign_out(anas_page.context, server.url)
    anas_page.context.set_offline(False)

    dashboard.is_signed_out()


def test_a_tab_opened_with_a_session_that_ended_moves_to_sign_in(
    server: RunningServer, anas_page: Page
) -> None:
    people.sign_out(anas_page.context, server.url)

    anas_page.goto("/inbox")

    Dashboard(anas_page).is_signed_out()

"""What apps in pages of other sites can reach, through all that Reflex adds."""

import pytest
from starlette.middleware.cors import CORSMiddleware
from starlette.testclient import TestClient

from taskpal.http import http
from taskpal.settings import settings
from taskpal.web.anywhere import Anywhere

ELSEWHERE = {"Origin": "https://app.example"}
ASKING = {
    "Access-Control-Request-Method": "POST",
    "Access-Control-Request-Headers": "authorization",
}
# A route that answers OPTIONS is meant for pages of other sites.
OPEN = {
    route.path  # type: ignore[attr-defined]
    for route in http().router.routes
    if "OPTIONS" in (getattr(route, "methods", None) or ())
}


@pytest.fixture
def browser() -> TestClient:
    """A browser on a page of another site; Reflex wraps our routes like this."""
    wrapped = CORSMiddleware(
        http(), allow_origins=settings().origins, allow_credentials=True
    )
    return TestClient(
        Anywhere(wrapped), base_url="http://localhost:3000", headers=ELSEWHERE
    )


def test_it_may_ask_for_tokens(browser: TestClient) -> None:
    answer = browser.options("/oauth/token", headers=ASKING)

    assert answer.status_code == 204
    assert answer.headers["access-control-allow-origin"] == "*"
    assert "access-control-allow-credentials" not in answer.headers


@pytest.mark.parametrize(
    "path", ["/mcp", "/oauth/device_authorization", "/oauth/register"]
)
def test_it_may_talk_to_what_takes_no_cookies(browser: TestClient, path: str) -> None:
    asked, told = browser.options(path, headers=ASKING), browser.post(path)

    assert asked.status_code == 204
    for answer in (asked, told):
        assert answer.headers["access-control-allow-origin"] == "*"
        assert "access-control-allow-credentials" not in answer.headers


@pytest.mark.parametrize("path", sorted(OPEN))
def test_it_may_ask_wherever_a_route_says_so(browser: TestClient, path: str) -> None:
    answer = browser.options(path.format(client_id="c"), headers=ASKING)

    assert answer.status_code == 204
    assert answer.headers["access-control-allow-origin"] == "*"


def test_mcp_still_knows_which_site_asks(browser: TestClient) -> None:
    answer = browser.post("/mcp", headers={"Origin": "null"})

    assert answer.status_code == 403


def test_it_may_read_what_the_provider_can_do(browser: TestClient) -> None:
    answer = browser.get("/.well-known/oauth-authorization-server")

    assert answer.headers["access-control-allow-origin"] == "*"


@pytest.mark.parametrize(
    "path", ["/oauth/consent", "/sign-in", "/oauth/token/x", "/device", "/mcp/x"]
)
def test_it_may_ask_for_nothing_else(browser: TestClient, path: str) -> None:
    answer = browser.options(path, headers=ASKING)

    assert answer.status_code == 400
    assert "access-control-allow-origin" not in answer.headers

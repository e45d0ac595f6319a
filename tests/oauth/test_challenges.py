"""What an app is told when its token does not do: where to get one that does."""

import re
from collections.abc import Iterator

import httpx2 as httpx
import pytest

from taskpal import database
from taskpal.accounts.models import OwnerId
from taskpal.http import http
from taskpal.oauth import service
from taskpal.oauth.errors import ScopeMissing, TokenMissing, TokenRefused
from tests.oauth import actors

METADATA = "http://localhost:3000/.well-known/oauth-protected-resource/api"


def challenge(answer: httpx.Response) -> dict[str, str]:
    """The parameters of the Bearer challenge."""
    scheme, _, rest = answer.headers["www-authenticate"].partition(" ")
    assert scheme == "Bearer"
    return dict(re.findall(r'(\w+)="([^"]*)"', rest))


def with_token(token: str, method: str, path: str) -> httpx.Response:
    header = {"Authorization": f"Bearer {token}"}
    body = None if method == "GET" else {"title": "Buy milk"}
    return actors.anyone().request(method, path, headers=header, json=body)


def operations() -> Iterator[tuple[str, str]]:
    """Every operation under /api that needs a token, and one of a GPT's."""
    yield "GET", "/gpt/listTodos"
    for route in http().routes:
        path = str(getattr(route, "path", ""))
        extra = getattr(route, "openapi_extra", None) or {}
        for method in getattr(route, "methods", None) or ():
            if extra.get("security") and path.startswith("/api/"):
                yield method, path.replace("{todo_id}", "k3m9qz7xw2ap")


EVERY = sorted(set(operations()))


def test_there_are_operations_to_test() -> None:
    assert ("GET", "/api/todos") in EVERY
    assert len(EVERY) > 8


@pytest.mark.parametrize(("method", "path"), EVERY)
def test_without_a_token_the_challenge_says_where_to_get_one_and_names_no_error(
    db: None, method: str, path: str
) -> None:
    answer = actors.anyone().request(method, path)

    told = challenge(answer)
    assert answer.status_code == 401
    assert told["resource_metadata"] == METADATA
    assert told["scope"]
    assert "error" not in told


@pytest.mark.parametrize(("method", "path"), EVERY)
def test_with_a_wrong_token_it_names_that_too(db: None, method: str, path: str) -> None:
    answer = with_token("tp_at_x", method, path)

    told = challenge(answer)
    assert answer.status_code == 401
    assert told["resource_metadata"] == METADATA
    assert told["error"] == "invalid_token"


def test_a_403_names_every_scope_needed_and_those_there_are(ana: OwnerId) -> None:
    app = actors.gpt(ana)
    token = app.tokens(actors.browser(ana), scope="profile:read")["access_token"]

    answer = with_token(token, "GET", "/api/todos")

    told = challenge(answer)
    assert answer.status_code == 403
    assert told["error"] == "insufficient_scope"
    assert told["scope"] == "todos:read profile:read"
    assert told["resource_metadata"] == METADATA


def test_the_scopes_it_names_are_enough(ana: OwnerId) -> None:
    app = actors.gpt(ana)
    person = actors.browser(ana)
    token = app.tokens(person, scope="profile:read")["access_token"]
    needed = challenge(with_token(token, "GET", "/api/todos"))["scope"]

    better = app.tokens(person, scope=needed)["access_token"]

    assert with_token(better, "GET", "/api/todos").status_code == 200
    assert with_token(better, "GET", "/api/me").status_code == 200


def test_what_it_points_at_is_there(db: None) -> None:
    url = challenge(actors.anyone().get("/api/todos"))["resource_metadata"]

    answer = actors.anyone().get(url)

    assert answer.status_code == 200
    assert answer.json()["resource"] == "http://localhost:3000/api"


def test_a_token_for_mcp_is_refused_at_api_and_the_reverse(ana: OwnerId) -> None:
    app = actors.gpt(ana)
    person = actors.browser(ana)
    for_mcp = app.tokens(person, resource="http://localhost:3000/mcp")["access_token"]
    for_api = app.tokens(person)["access_token"]

    answer = with_token(for_mcp, "GET", "/api/todos")

    assert answer.status_code == 401
    assert challenge(answer)["error"] == "invalid_token"
    with database.reading() as session, pytest.raises(TokenRefused) as refused:
        service.authenticate(session, for_api, "todos:read", "mcp")
    pointed = refused.value.headers["WWW-Authenticate"]
    assert "/.well-known/oauth-protected-resource/mcp" in pointed


@pytest.mark.parametrize("error", [TokenMissing, TokenRefused, ScopeMissing])
def test_what_protects_mcp_points_at_its_own_metadata(
    error: type[TokenMissing],
) -> None:
    refused = error("todos:read", audience="mcp")

    header = refused.headers["WWW-Authenticate"]
    assert 'resource_metadata="http://localhost:3000/.well-known/' in header
    assert '/oauth-protected-resource/mcp"' in header


def test_a_token_in_the_url_is_none(ana: OwnerId) -> None:
    token = actors.gpt(ana).tokens(actors.browser(ana))["access_token"]

    answer = actors.anyone().get(f"/api/todos?access_token={token}")

    assert answer.status_code in {401, 422}

"""Apps asking what a token of theirs is good for (RFC 7662)."""

import base64
from datetime import timedelta
from typing import Any

import pytest

from taskpal import database
from taskpal.accounts.models import OwnerId
from taskpal.columns import now
from taskpal.oauth import service
from taskpal.oauth.models import Token
from tests.oauth import actors
from tests.oauth.actors import App
from tests.oauth.conftest import earlier

INACTIVE = {"active": False}


def told(app: App, token: str) -> Any:
    answer = app.introspect(token)
    assert answer.status_code == 200, answer.text
    assert answer.headers["cache-control"] == "no-store"
    return answer.json()


@pytest.mark.parametrize("kind", [actors.gpt, actors.web])
def test_an_app_with_a_secret_learns_what_its_access_token_is_good_for(
    ana: OwnerId, kind: Any
) -> None:
    app = kind(ana)
    given = app.tokens(actors.browser(ana), scope="todos:read")

    known = told(app, given["access_token"])

    issued, ends = known.pop("iat"), known.pop("exp")
    assert known == {
        "active": True,
        "scope": "todos:read",
        "client_id": app.id,
        "token_type": "Bearer",
        "sub": ana,
        "aud": "http://localhost:3000/api",
        "iss": "http://localhost:3000",
    }
    assert abs(issued - now().timestamp()) < 60
    assert abs(ends - issued - 3600) <= 1


def test_it_learns_about_its_refresh_tokens_too(ana: OwnerId) -> None:
    app = actors.gpt(ana)
    resource = "http://localhost:3000/mcp"
    given = app.tokens(actors.browser(ana), resource=resource)

    known = told(app, given["refresh_token"])

    assert known["active"] is True
    assert known["aud"] == resource
    assert "token_type" not in known  # or somebody might take it for an access token


@pytest.mark.parametrize("token", ["unknown", "", "tp_at_x", '"é', "x" * 10_000])
def test_an_unknown_token_is_inactive(ana: OwnerId, token: str) -> None:
    assert told(actors.gpt(ana), token) == INACTIVE


def test_an_app_learns_nothing_about_the_tokens_of_another(
    ana: OwnerId, ben: OwnerId
) -> None:
    app, other = actors.gpt(ana), actors.gpt(ana)
    given = app.tokens(actors.browser(ana))

    for token in (given["access_token"], given["refresh_token"]):
        assert told(other, token) == INACTIVE


def test_it_learns_nothing_about_personal_tokens(ana: OwnerId) -> None:
    with database.transaction() as session:
        token = service.make_personal_token(session, ana, "todos:read", 30)

    assert told(actors.gpt(ana), token) == INACTIVE


def test_what_has_ended_is_inactive(ana: OwnerId) -> None:
    app = actors.gpt(ana)
    person = actors.browser(ana)
    revoked, expired = app.tokens(person), app.tokens(person)

    app.revoke(revoked["refresh_token"])
    earlier(Token, expires_at=timedelta(days=31))

    for given in (revoked, expired):
        assert told(app, given["access_token"]) == INACTIVE
        assert told(app, given["refresh_token"]) == INACTIVE


def test_a_replaced_refresh_token_is_active_during_its_overlap_only(
    ana: OwnerId,
) -> None:
    app = actors.gpt(ana)
    old = app.tokens(actors.browser(ana))["refresh_token"]
    new = app.refresh(old).json()["refresh_token"]

    assert told(app, old)["active"] is True
    earlier(Token, replaced_at=timedelta(seconds=31))
    assert told(app, old) == INACTIVE
    assert told(app, new)["active"] is True  # asking is no use of it: nothing ended


@pytest.mark.parametrize("hint", ["access_token", "refresh_token", "x", '"é', ""])
def test_a_bad_hint_is_ignored(ana: OwnerId, hint: str) -> None:
    app = actors.gpt(ana)
    given = app.tokens(actors.browser(ana))

    answer = app.introspect(given["access_token"], token_type_hint=hint)

    assert answer.json()["active"] is True


@pytest.mark.parametrize("kind", [actors.native, actors.device])
def test_an_app_without_a_secret_may_not_ask(ana: OwnerId, kind: Any) -> None:
    app = kind(ana)

    answer = app.introspect("tp_at_x")

    assert answer.status_code == 401
    assert answer.json()["error"] == "invalid_client"
    assert answer.headers["www-authenticate"].startswith("Basic")


def test_a_basic_header_will_do(ana: OwnerId) -> None:
    app = actors.gpt(ana)
    given = app.tokens(actors.browser(ana))
    pair = base64.b64encode(f"{app.id}:{app.secret}".encode()).decode()
    app.authorization = {"Authorization": f"Basic {pair}"}

    own = app.introspect(given["access_token"], client_id=None, client_secret=None)
    both = app.introspect(given["access_token"])

    assert own.json()["active"] is True
    assert (both.status_code, both.json()["error"]) == (400, "invalid_request")


def test_nobody_asks_without_the_secret_or_with_an_access_token(ana: OwnerId) -> None:
    app = actors.gpt(ana)
    token = app.tokens(actors.browser(ana))["access_token"]

    wrong = app.introspect(token, client_secret="wrong")
    none = app.introspect(token, client_secret=None)
    app.authorization = {"Authorization": f"Bearer {token}"}
    bearer = app.introspect(token, client_id=None, client_secret=None)

    for answer in (wrong, none, bearer):
        assert answer.status_code == 401
        assert answer.json()["error"] == "invalid_client"
        assert "active" not in answer.json()


def test_missing_the_token_is_an_invalid_request(ana: OwnerId) -> None:
    answer = actors.gpt(ana).introspect("", token=None)

    assert (answer.status_code, answer.json()["error"]) == (400, "invalid_request")

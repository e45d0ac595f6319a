"""A registered app comes to its tokens, and is held to what it registered."""

import base64
from datetime import timedelta
from typing import Any

import pytest
from sqlmodel import select

from taskpal import database, upkeep
from taskpal.accounts.models import OwnerId
from taskpal.errors import TooManyAttempts
from taskpal.oauth import queries
from taskpal.oauth import service as oauth
from taskpal.oauth.models import Client
from taskpal.oauth.registration import metadata, service
from tests.oauth import actors
from tests.oauth.conftest import earlier
from tests.oauth.registration import apps
from tests.oauth.registration.apps import DEVICE, NATIVE, WEB, manage, registered

HOUR = timedelta(hours=1)


@pytest.mark.parametrize(
    "uri",
    [
        "https://claude.ai/api/mcp/auth_callback",
        "https://chatgpt.com/connector/oauth/abc123",
        "cursor://anysphere.cursor-mcp/oauth/callback",
        "http://127.0.0.1/callback",
    ],
)
def test_register_authorize_token_refresh(ana: OwnerId, uri: str) -> None:
    app = apps.app(registered(NATIVE, redirect_uris=[uri]))

    tokens = app.tokens(actors.browser(ana))
    renewed = app.refresh(tokens["refresh_token"]).json()

    assert actors.reads_todos(renewed["access_token"]) == 200


def test_an_app_with_a_secret_needs_s256_as_well(ana: OwnerId) -> None:
    told = registered(WEB, token_endpoint_auth_method="client_secret_post")
    app, person = apps.app(told), actors.browser(ana)

    without = app.request(code_challenge=None, code_challenge_method=None)
    refusal = actors.sent_back(actors.authorize(person, without))
    answer = app.redeem(app.code(person))

    assert refusal["error"] == "invalid_request"
    assert answer.status_code == 200


def test_it_shows_its_secret_only_as_it_registered(ana: OwnerId) -> None:
    told = registered(WEB)  # client_secret_basic
    app, person = apps.app(told), actors.browser(ana)
    code = app.code(person)
    pair = f"{told['client_id']}:{told['client_secret']}".encode()

    posted = app.redeem(code)
    app.authorization = {"Authorization": f"Basic {base64.b64encode(pair).decode()}"}
    basic = app.redeem(code, client_secret=None)

    assert posted.status_code == 401
    assert posted.json()["error"] == "invalid_client"
    assert basic.status_code == 200


def test_an_app_without_a_secret_shows_none(ana: OwnerId) -> None:
    app = apps.app(registered(NATIVE))
    code = app.code(actors.browser(ana))

    assert app.redeem(code, client_secret="any").status_code == 401
    assert app.redeem(code).status_code == 200


def test_it_asks_for_no_more_scope_than_it_registered(ana: OwnerId) -> None:
    app = apps.app(registered(NATIVE, scope="todos:read profile:read"))
    person = actors.browser(ana)

    more = actors.authorize(person, app.request(scope="todos:read todos:write"))
    less = app.tokens(person, scope="todos:read")
    nothing = app.tokens(person, scope="", prompt="consent")

    assert actors.sent_back(more)["error"] == "invalid_scope"
    assert less["scope"] == "todos:read"
    assert nothing["scope"] == "todos:read profile:read"


def test_it_leads_only_where_it_registered(ana: OwnerId) -> None:
    app = apps.app(registered(NATIVE))

    page = actors.authorize(
        actors.browser(ana), app.request(redirect_uri="https://evil.example/")
    )

    assert page.status_code == 400
    assert "location" not in page.headers


def test_a_device_gets_no_code(ana: OwnerId) -> None:
    app = apps.app(registered(DEVICE))

    for uri in (None, "https://app.example/", "http://127.0.0.1/"):
        page = actors.authorize(actors.browser(ana), app.request(redirect_uri=uri))
        assert page.status_code == 400


def test_the_page_says_that_nobody_has_checked_the_app(ana: OwnerId) -> None:
    said = NATIVE | {"client_uri": "https://planner.example/about"}
    app = apps.app(registered(said))

    page = actors.authorize(actors.browser(ana), app.request()).text

    assert "Unverified app" in page
    assert "It says that its website is planner.example." in page
    assert 'href="https://planner.example' not in page


@pytest.mark.parametrize(
    "changes",
    [{"client_name": "Another"}, {"redirect_uris": [apps.WEBSITE, apps.LOOPBACK]}],
)
def test_people_are_asked_again_when_the_app_became_another(
    ana: OwnerId, changes: dict[str, Any]
) -> None:
    said = NATIVE | {"redirect_uris": [apps.WEBSITE]}
    told = registered(said)
    app, person = apps.app(told), actors.browser(ana)
    tokens = app.tokens(person)
    assert actors.authorize(person, app.request()).status_code == 303

    manage("PUT", told, said | changes | {"client_id": told["client_id"]})

    assert actors.authorize(person, app.request()).status_code == 200
    assert actors.reads_todos(tokens["access_token"]) == 200
    app.tokens(person)
    assert actors.authorize(person, app.request()).status_code == 303


def test_what_is_never_used_goes_after_a_day(ana: OwnerId) -> None:
    _unused, used = registered(NATIVE), registered(NATIVE)
    apps.app(used).tokens(actors.browser(ana))
    own = actors.native(ana)
    earlier(Client, created_at=25 * HOUR)
    new = registered(NATIVE)

    _throw_away()

    assert _kept() == {used["client_id"], own.id, new["client_id"]}


def test_what_was_used_stays_while_somebody_is_connected(ana: OwnerId) -> None:
    told = registered(NATIVE)
    apps.app(told).tokens(actors.browser(ana))
    earlier(Client, created_at=9000 * HOUR, used_at=9000 * HOUR)

    _throw_away()

    assert _kept() == {told["client_id"]}


@pytest.mark.parametrize(("days", "stays"), [(89, True), (91, False)])
def test_what_was_used_goes_90_days_after_the_last_connection(
    ana: OwnerId, days: int, stays: bool
) -> None:
    told = registered(NATIVE)
    apps.app(told).tokens(actors.browser(ana))
    with database.transaction() as session:
        (connection,) = queries.connections_of(session, ana)
        oauth.disconnect(session, ana, connection.id)
    earlier(Client, created_at=days * 24 * HOUR, used_at=days * 24 * HOUR)

    _throw_away()

    assert (_kept() == {told["client_id"]}) is stays


@pytest.mark.usefixtures("db")
def test_a_flood_cannot_fill_the_disk(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(service, "MOST_NEVER_USED", 3)
    for _ in range(3):
        registered(NATIVE)

    answer = apps.register(NATIVE)
    earlier(Client, created_at=25 * HOUR)
    later = apps.register(NATIVE)

    assert answer.status_code == 429
    assert answer.headers["retry-after"] == "3600"
    assert later.status_code == 201
    assert len(_kept()) == 1


def test_apps_in_use_do_not_count_towards_a_flood(
    ana: OwnerId, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(service, "MOST_NEVER_USED", 1)
    actors.native(ana)
    apps.app(registered(NATIVE)).tokens(actors.browser(ana))
    registered(NATIVE)

    with database.transaction() as session, pytest.raises(TooManyAttempts):
        service.register(session, metadata.read(NATIVE))


def _throw_away() -> None:
    with database.transaction() as session:
        for work in upkeep.WORK:
            work(session)


def _kept() -> set[str]:
    with database.transaction() as session:
        return set(session.exec(select(Client.id)))

"""An app reads, changes and removes its registration (RFC 7592)."""

from typing import Any

import pytest
from sqlmodel import select

from taskpal import database
from taskpal.accounts.models import OwnerId
from taskpal.oauth.models import Client, Connection, Token
from taskpal.oauth.registration import web
from tests.oauth import actors
from tests.oauth.registration import apps
from tests.oauth.registration.apps import DEVICE, NATIVE, WEB, manage, registered

pytestmark = pytest.mark.usefixtures("db")

ELSEWHERE = "https://app.example/elsewhere"


def test_it_reads_what_is_registered_but_not_its_secret() -> None:
    told = registered(WEB)

    answer = manage("GET", told)

    assert answer.status_code == 200
    assert answer.headers["cache-control"] == "no-store"
    assert answer.headers["access-control-allow-origin"] == "*"
    kept = {n: v for n, v in told.items() if not n.startswith("client_secret")}
    assert answer.json() == kept


@pytest.mark.parametrize("method", ["GET", "PUT", "DELETE"])
def test_unknown_apps_and_wrong_tokens_look_the_same(method: str) -> None:
    told, other = registered(NATIVE), registered(NATIVE)
    gone = registered(NATIVE)
    manage("DELETE", gone)
    nobody = told | {"registration_client_uri": f"{apps.PATH}/nobody"}

    answers = [
        manage(method, nobody),
        manage(method, gone),
        manage(method, told, token=other["registration_access_token"]),
        manage(method, told, token="wrong"),
        manage(method, told, token=told["registration_access_token"][:-1]),
        actors.anyone().request(method, f"{apps.PATH}/{told['client_id']}"),
    ]

    for answer in answers:
        assert answer.status_code == 401
        assert answer.headers["www-authenticate"].startswith("Bearer ")
    assert len({answer.text for answer in answers}) == 1
    assert manage("GET", told).status_code == 200


@pytest.mark.parametrize("header", ["Basic eDp5", "Bearer", "Bearer ", "x", "\xe9"])
def test_only_a_bearer_token_will_do(header: str) -> None:
    path = f"{apps.PATH}/{registered(NATIVE)['client_id']}"

    answer = actors.anyone().get(path, headers={b"Authorization": header.encode()})

    assert answer.status_code == 401


def test_apps_that_people_set_up_are_nobody_elses(ana: OwnerId) -> None:
    own, registered_one = actors.native(ana), registered(NATIVE)
    path = f"{apps.PATH}/{own.id}"

    answer = manage("GET", registered_one | {"registration_client_uri": path})

    assert answer.status_code == 401


def test_guessing_tokens_is_slowed_down(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(web, "FAILURES", web.throttle.Limit("few", 2, 60))
    told = registered(NATIVE)
    for _ in range(2):
        manage("GET", told, token="wrong")

    answer = manage("GET", told, token="wrong")

    assert answer.status_code == 429
    assert "retry-after" in answer.headers
    assert manage("GET", told).status_code == 200  # its own token still works


def test_it_replaces_all_that_it_said() -> None:
    told = registered(NATIVE, contacts=["help@app.example"], scope="todos:read")

    answer = manage("PUT", told, _changed(told, redirect_uris=[ELSEWHERE]))

    changed = answer.json()
    assert answer.status_code == 200
    assert changed["redirect_uris"] == [ELSEWHERE]
    assert "contacts" not in changed
    assert "todos:write" in changed["scope"]
    assert changed["registration_access_token"] == told["registration_access_token"]
    assert manage("GET", told).json() == changed


@pytest.mark.parametrize(
    "wrong",
    [
        {"client_id": "another"},
        {"client_id": None},
        {"client_id": 7},
        {"registration_access_token": "x"},
        {"registration_client_uri": "https://app.example/"},
        {"client_secret_expires_at": 0},
        {"client_id_issued_at": 0},
        {"client_secret": "wrong"},
        {"client_secret": 7},
        {"redirect_uris": ["javascript:alert(1)"]},
        {"client_name": 7},
    ],
)
def test_it_replaces_nothing_with_what_is_wrong(wrong: dict[str, Any]) -> None:
    told = registered(NATIVE)

    answer = manage("PUT", told, _changed(told, **wrong))

    assert answer.status_code == 400
    assert answer.json()["error"].startswith("invalid_")
    assert manage("GET", told).json() == told


def test_it_may_repeat_its_secret() -> None:
    told = registered(WEB)

    changed = _changed(told, WEB, client_secret=told["client_secret"])

    assert manage("PUT", told, changed).status_code == 200


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (NATIVE, WEB),
        (NATIVE, NATIVE | {"token_endpoint_auth_method": None}),
        (NATIVE, DEVICE),
        (DEVICE, NATIVE),
        (WEB, NATIVE),
        (WEB, WEB | {"token_endpoint_auth_method": "none"}),
    ],
)
def test_it_stays_of_its_kind(before: dict[str, Any], after: dict[str, Any]) -> None:
    told = registered(before)

    answer = manage("PUT", told, _changed(told, after))

    assert answer.status_code == 400
    assert answer.json()["error"] == "invalid_client_metadata"
    assert "register a new one" in answer.json()["error_description"]


def test_it_may_show_its_secret_in_another_way() -> None:
    told = registered(WEB)

    after = WEB | {"token_endpoint_auth_method": "client_secret_post"}
    changed = manage("PUT", told, _changed(told, after)).json()

    assert changed["token_endpoint_auth_method"] == "client_secret_post"


def test_removing_itself_ends_its_tokens_at_once(ana: OwnerId, ben: OwnerId) -> None:
    told = registered(NATIVE)
    app = apps.app(told)
    tokens = [app.tokens(actors.browser(person)) for person in (ana, ben)]

    answer = manage("DELETE", told)

    assert answer.status_code == 204
    assert answer.content == b""
    assert manage("GET", told).status_code == 401
    for one in tokens:
        assert actors.reads_todos(one["access_token"]) == 401
        assert app.refresh(one["refresh_token"]).status_code == 401
    with database.transaction() as session:
        for table in (Client, Connection, Token):
            assert session.exec(select(table)).first() is None


def test_an_app_in_a_browser_may_manage_itself() -> None:
    path = f"{apps.PATH}/abc"

    preflight = actors.anyone().options(path)

    assert preflight.status_code == 204
    assert preflight.headers["access-control-allow-origin"] == "*"
    for method in ("GET", "PUT", "DELETE"):
        assert method in preflight.headers["access-control-allow-methods"]


def _changed(
    told: dict[str, Any], said: dict[str, Any] = NATIVE, **changes: Any
) -> dict[str, Any]:
    return said | {"client_id": told["client_id"]} | changes

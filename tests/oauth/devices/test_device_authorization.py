"""Where a device begins: the two codes, and who may have them (RFC 8628 §3.1, §3.2)."""

import re

import pytest
from sqlmodel import select

from taskpal import database
from taskpal.accounts.models import OwnerId
from taskpal.oauth import service as oauth
from taskpal.oauth.devices import service
from taskpal.oauth.models import DeviceAuthorization
from taskpal.throttle import Limit
from tests.oauth import actors
from tests.oauth.devices.actors import begin, begun, error


def test_a_device_is_given_two_codes_and_an_address(ana: OwnerId) -> None:
    answer = begin(actors.device(ana))

    told = answer.json()
    assert answer.status_code == 200
    assert answer.headers["cache-control"] == "no-store"
    assert told["device_code"].startswith("tp_dc_")
    assert told["verification_uri"] == "http://localhost:3000/device"
    complete = f"http://localhost:3000/device?user_code={told['user_code']}"
    assert told["verification_uri_complete"] == complete
    assert told["expires_in"] == 600
    assert told["interval"] == 5


def test_a_user_code_is_eight_consonants_with_a_hyphen(ana: OwnerId) -> None:
    app = actors.device(ana)

    codes = [begun(app)["user_code"] for _ in range(10)]

    assert len(set(codes)) == 10
    for code in codes:
        assert re.fullmatch(r"[B-DF-HJ-NP-TV-XZ]{4}-[B-DF-HJ-NP-TV-XZ]{4}", code)


def test_only_hashes_of_both_codes_are_stored(ana: OwnerId) -> None:
    told = begun(actors.device(ana))

    with database.reading() as session:
        stored = str(session.exec(select(DeviceAuthorization)).one().model_dump())
    assert told["device_code"] not in stored
    assert told["user_code"] not in stored
    assert told["user_code"].replace("-", "") not in stored


@pytest.mark.parametrize("kind", ["gpt", "native", "web"])
def test_only_clients_with_the_device_grant_may_begin(ana: OwnerId, kind: str) -> None:
    app = getattr(actors, kind)(ana)

    assert error(begin(app)) == "unauthorized_client"


def test_a_client_nobody_knows_may_not_begin(ana: OwnerId) -> None:
    answer = begin(actors.device(ana), client_id="nobody")

    assert answer.status_code == 401
    assert answer.json()["error"] == "invalid_client"


def test_a_client_that_was_removed_may_not_begin(ana: OwnerId) -> None:
    app = actors.device(ana)
    with database.transaction() as session:
        oauth.remove_client(session, ana, app.id)

    assert begin(app).json()["error"] == "invalid_client"


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"scope": "todos:everything"}, "invalid_scope"),
        ({"scope": "todos:read\x7f"}, "invalid_scope"),
        ({"resource": "https://elsewhere.example"}, "invalid_target"),
        ({"resource": "http://localhost:3000/API"}, "invalid_target"),
        ({"resource": ""}, "invalid_target"),
    ],
)
def test_scope_and_resource_are_validated(
    ana: OwnerId, changes: dict[str, str | None], said: str
) -> None:
    assert error(begin(actors.device(ana), **changes)) == said


def test_a_parameter_given_twice_is_refused(ana: OwnerId) -> None:
    app = actors.device(ana)

    answer = actors.anyone().post(
        "/oauth/device_authorization",
        content=f"client_id={app.id}&scope=todos:read&scope=todos:write",
        headers={"Content-Type": "application/x-www-form-urlencoded"},
    )

    assert error(answer) == "invalid_request"


def test_a_json_body_is_refused_in_words(ana: OwnerId) -> None:
    sent = {"client_id": actors.device(ana).id}

    answer = actors.anyone().post("/oauth/device_authorization", json=sent)

    assert error(answer) == "invalid_request"
    assert "form" in answer.json()["error_description"]


def test_credentials_in_the_url_are_ignored(ana: OwnerId) -> None:
    address = f"/oauth/device_authorization?client_id={actors.device(ana).id}"

    answer = actors.anyone().post(
        address,
        content="",
        headers={"Content-Type": "application/x-www-form-urlencoded"},
    )

    assert answer.json()["error"] == "invalid_client"


def test_devices_waiting_at_one_address_are_bounded(
    ana: OwnerId, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(service, "BY_ADDRESS", Limit("few-devices", 3, 600))
    apps = [actors.device(ana), actors.device(ana)]
    for number in range(3):
        begun(apps[number % 2])

    refused = begin(apps[0])

    assert refused.status_code == 429
    assert 590 < int(refused.headers["retry-after"]) <= 600
    assert refused.json()["error"] == "slow_down"


def test_devices_waiting_for_one_client_are_bounded(
    ana: OwnerId, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(service, "BY_CLIENT", Limit("few-of-a-client", 3, 600))
    app, other = actors.device(ana), actors.device(ana)
    for _ in range(3):
        begun(app)

    refused = begin(app)

    assert refused.status_code == 429
    assert "retry-after" in refused.headers
    assert begin(other).status_code == 200


def test_a_code_that_another_device_has_is_not_given_again(
    ana: OwnerId, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = actors.device(ana)
    taken = begun(app)["user_code"]
    offered = iter([taken, taken, "BBBB-CCCC"])
    monkeypatch.setattr(service.codes, "new_user_code", lambda: next(offered))

    assert begun(app)["user_code"] == "BBBB-CCCC"


@pytest.mark.parametrize("hostile", ['"', "é", "\x01", "\\", "x" * 10_000, "' OR 1=1"])
@pytest.mark.parametrize("name", ["client_id", "scope", "resource", "client_secret"])
def test_hostile_values_give_a_4xx(ana: OwnerId, name: str, hostile: str) -> None:
    answer = begin(actors.device(ana), **{name: hostile})

    assert 400 <= answer.status_code < 500
    assert answer.json()["error"]


def test_devices_whose_apps_are_web_pages_may_ask(ana: OwnerId) -> None:
    preflight = actors.anyone().options("/oauth/device_authorization")
    answer = begin(actors.device(ana))

    assert preflight.status_code == 204
    for one in (preflight, answer):
        assert one.headers["access-control-allow-origin"] == "*"


def test_it_takes_posts_only() -> None:
    answer = actors.anyone().get("/oauth/device_authorization")

    assert answer.status_code == 405
    assert "POST" in answer.headers["allow"]

"""The device grant at the token endpoint, rule by rule (RFC 8628 §3.4, §3.5)."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from sqlmodel import select

from taskpal import database
from taskpal.accounts import log
from taskpal.accounts.models import Account, OwnerId
from taskpal.oauth import queries, service, tokens
from taskpal.oauth.models import DeviceAuthorization
from tests.oauth import actors
from tests.oauth.conftest import earlier
from tests.oauth.devices.actors import begun, decide, error, poll
from tests.oauth.devices.actors import tokens as tokens_of


def test_a_device_gets_tokens_once_its_user_said_yes(
    ana: OwnerId, ben: OwnerId
) -> None:
    app = actors.device(ana)
    told = begun(app)
    before = error(poll(app, told["device_code"]))

    decide(actors.browser(ben), told["user_code"], "allow")
    answer = poll(app, told["device_code"])

    assert before == "authorization_pending"
    assert answer.status_code == 200
    assert answer.headers["cache-control"] == "no-store"
    given = answer.json()
    assert given["token_type"] == "Bearer"
    assert given["expires_in"] == 3600
    assert given["scope"] == "todos:read todos:write todos:delete profile:read"
    assert actors.reads_todos(given["access_token"]) == 200
    with database.reading() as session:
        caller = service.authenticate(session, given["access_token"], "todos:read")
    assert caller.owner_id == ben


def test_a_device_is_pending_until_its_user_answers(ana: OwnerId) -> None:
    app = actors.device(ana)
    told = begun(app)

    for _ in range(3):
        assert error(poll(app, told["device_code"])) == "authorization_pending"
        earlier(DeviceAuthorization, polled_at=timedelta(seconds=5))


def test_a_device_that_asks_too_soon_has_to_wait_five_seconds_more_from_then_on(
    ana: OwnerId,
) -> None:
    app = actors.device(ana)
    code = begun(app)["device_code"]
    assert error(poll(app, code)) == "authorization_pending"

    assert error(poll(app, code)) == "slow_down"
    earlier(DeviceAuthorization, polled_at=timedelta(seconds=6))
    assert error(poll(app, code)) == "slow_down"
    earlier(DeviceAuthorization, polled_at=timedelta(seconds=15))
    assert error(poll(app, code)) == "authorization_pending"
    earlier(DeviceAuthorization, polled_at=timedelta(seconds=13))
    assert error(poll(app, code)) == "slow_down"


def test_a_device_that_asked_too_soon_still_gets_its_tokens(ana: OwnerId) -> None:
    app = actors.device(ana)
    told = begun(app)
    poll(app, told["device_code"])
    poll(app, told["device_code"])

    decide(actors.browser(ana), told["user_code"], "allow")

    assert poll(app, told["device_code"]).status_code == 200


def test_a_device_whose_user_said_no_is_told_access_denied(ana: OwnerId) -> None:
    app = actors.device(ana)
    told = begun(app)

    decide(actors.browser(ana), told["user_code"], "deny")

    assert error(poll(app, told["device_code"])) == "access_denied"
    assert error(poll(app, told["device_code"])) == "access_denied"
    with database.reading() as session:
        assert queries.connections_of(session, ana) == []


def test_a_device_code_lives_ten_minutes(ana: OwnerId) -> None:
    app = actors.device(ana)
    told = begun(app)

    earlier(DeviceAuthorization, expires_at=timedelta(seconds=590))
    assert error(poll(app, told["device_code"])) == "authorization_pending"
    earlier(DeviceAuthorization, expires_at=timedelta(seconds=10))
    assert error(poll(app, told["device_code"])) == "expired_token"


def test_a_device_code_that_was_allowed_expires_too(ana: OwnerId) -> None:
    app = actors.device(ana)
    told = begun(app)
    decide(actors.browser(ana), told["user_code"], "allow")

    earlier(DeviceAuthorization, expires_at=timedelta(minutes=10))

    assert error(poll(app, told["device_code"])) == "expired_token"


def test_an_unknown_device_code_is_invalid_grant(ana: OwnerId) -> None:
    assert error(poll(actors.device(ana), "tp_dc_unknown")) == "invalid_grant"


@pytest.mark.parametrize("code", [None, ""])
def test_a_missing_device_code_is_invalid_request(
    ana: OwnerId, code: str | None
) -> None:
    app = actors.device(ana)

    assert error(poll(app, "", device_code=code)) == "invalid_request"


def test_a_device_code_is_redeemed_only_by_the_client_that_began(ana: OwnerId) -> None:
    app, other = actors.device(ana), actors.device(ana)
    told = begun(app)
    decide(actors.browser(ana), told["user_code"], "allow")

    assert error(poll(other, told["device_code"])) == "invalid_grant"
    assert poll(app, told["device_code"]).status_code == 200


@pytest.mark.parametrize("kind", ["gpt", "native", "web"])
def test_a_client_without_the_device_grant_redeems_none(
    ana: OwnerId, kind: str
) -> None:
    told = begun(actors.device(ana))

    refused = poll(getattr(actors, kind)(ana), told["device_code"])

    assert error(refused) == "unauthorized_client"


@pytest.mark.parametrize("grant", ["authorization_code", "client_credentials"])
def test_a_device_has_no_other_grant(ana: OwnerId, grant: str) -> None:
    app = actors.device(ana)

    refused = app.post("/oauth/token", grant_type=grant, code="x", **app.proof())

    assert error(refused) in {"unauthorized_client", "unsupported_grant_type"}


def test_a_device_gets_no_code_at_the_consent_page(ana: OwnerId) -> None:
    sent = actors.device(ana).request(redirect_uri="https://elsewhere.example/back")

    answer = actors.authorize(actors.browser(ana), sent | actors.PROOF)

    assert answer.status_code == 400
    assert "location" not in answer.headers


def test_redeeming_a_device_code_again_kills_the_tokens_it_gave(ana: OwnerId) -> None:
    app = actors.device(ana)
    told = begun(app)
    decide(actors.browser(ana), told["user_code"], "allow")
    given = poll(app, told["device_code"]).json()
    newer = app.refresh(given["refresh_token"]).json()

    again = poll(app, told["device_code"])

    assert error(again) == "invalid_grant"
    for each in (given, newer):
        assert actors.reads_todos(each["access_token"]) == 401
        assert app.refresh(each["refresh_token"]).status_code == 400


def test_redeeming_again_leaves_other_devices_alone(ana: OwnerId) -> None:
    app = actors.device(ana)
    person = actors.browser(ana)
    other = tokens_of(app, person)
    told = begun(app)
    decide(person, told["user_code"], "allow")
    poll(app, told["device_code"])

    poll(app, told["device_code"])

    assert actors.reads_todos(other["access_token"]) == 200


def test_a_device_code_used_by_20_at_once_is_redeemed_once(ana: OwnerId) -> None:
    app = actors.device(ana)
    told = begun(app)
    decide(actors.browser(ana), told["user_code"], "allow")

    with ThreadPoolExecutor(20) as threads:
        answers = list(threads.map(lambda _: poll(app, told["device_code"]), range(20)))

    assert sorted(answer.status_code for answer in answers) == [200] + [400] * 19
    [won] = [answer.json() for answer in answers if answer.status_code == 200]
    assert actors.reads_todos(won["access_token"]) == 401  # the other 19 saw to that


def test_of_several_answers_at_once_one_counts(ana: OwnerId, ben: OwnerId) -> None:
    app = actors.device(ana)
    told = begun(app)
    people = {"allow": actors.browser(ana), "deny": actors.browser(ben)}

    with ThreadPoolExecutor(8) as threads:
        answers = list(
            threads.map(
                lambda n: decide(
                    people[["allow", "deny"][n % 2]],
                    told["user_code"],
                    ["allow", "deny"][n % 2],
                ),
                range(8),
            )
        )

    done = [answer for answer in answers if answer.status_code == 303]
    assert len(done) == 1
    allowed = done[0].headers["location"] == "/device/allowed"
    assert poll(app, told["device_code"]).status_code == (200 if allowed else 400)


def test_a_device_gets_the_scope_it_asked_for(ana: OwnerId) -> None:
    given = tokens_of(actors.device(ana), actors.browser(ana), scope="todos:read")

    assert given["scope"] == "todos:read"


def test_refresh_tokens_of_a_device_rotate_as_all_do(ana: OwnerId) -> None:
    app = actors.device(ana)
    given = tokens_of(app, actors.browser(ana))

    newer = app.refresh(given["refresh_token"]).json()

    assert newer["refresh_token"] != given["refresh_token"]
    assert actors.reads_todos(newer["access_token"]) == 200


def test_a_token_of_a_device_is_for_the_resource_it_asked_for(ana: OwnerId) -> None:
    resource = "http://localhost:3000/mcp"
    given = tokens_of(actors.device(ana), actors.browser(ana), resource=resource)

    assert actors.reads_todos(given["access_token"]) == 401
    with database.reading() as session:
        assert service.authenticate(session, given["access_token"], "todos:read", "mcp")


def test_the_token_request_names_no_other_resource(ana: OwnerId) -> None:
    app = actors.device(ana)
    told = begun(app, resource="http://localhost:3000/mcp")
    decide(actors.browser(ana), told["user_code"], "allow")

    other = poll(app, told["device_code"], resource="http://localhost:3000/api")
    same = poll(app, told["device_code"], resource="http://localhost:3000/mcp")

    assert error(other) == "invalid_target"
    assert same.status_code == 200


def test_disconnecting_ends_a_device_that_was_just_allowed(ana: OwnerId) -> None:
    app = actors.device(ana)
    told = begun(app)
    decide(actors.browser(ana), told["user_code"], "allow")
    with database.transaction() as session:
        [connection] = queries.connections_of(session, ana)
        service.disconnect(session, ana, connection.id)

    assert error(poll(app, told["device_code"])) == "invalid_grant"


def test_ending_everything_ends_a_device_that_was_just_allowed(ana: OwnerId) -> None:
    app = actors.device(ana)
    told = begun(app)
    decide(actors.browser(ana), told["user_code"], "allow")
    with database.transaction() as session:
        service.end_everything(session, ana)

    assert error(poll(app, told["device_code"])) == "invalid_grant"


def test_deleting_the_account_ends_its_devices(ana: OwnerId, ben: OwnerId) -> None:
    app = actors.device(ana)
    told = begun(app)
    decide(actors.browser(ben), told["user_code"], "allow")
    with database.transaction() as session:
        session.delete(session.get_one(Account, ben))

    assert error(poll(app, told["device_code"])) == "invalid_grant"


def test_expired_devices_are_forgotten_after_a_day(ana: OwnerId) -> None:
    app = actors.device(ana)
    begun(app)
    begun(app)
    earlier(DeviceAuthorization, expires_at=timedelta(hours=24))
    begun(app)

    for hours, left in ((0, 3), (1, 1)):
        earlier(DeviceAuthorization, expires_at=timedelta(hours=hours))
        with database.transaction() as session:
            tokens.forget_expired(session)
            assert len(session.exec(select(DeviceAuthorization)).all()) == left


def test_allowing_a_device_stands_in_the_log(ana: OwnerId) -> None:
    told = begun(actors.device(ana, name="Kitchen radio"))

    decide(actors.browser(ana), told["user_code"], "allow")

    with database.reading() as session:
        [line] = [
            each for each in log.lines(session, ana) if each.kind == "device_allowed"
        ]
    assert line.detail == "Kitchen radio"
    assert line.address
    assert line.user_agent


@pytest.mark.parametrize("hostile", ['"', "é", "\x01", "\\", "x" * 10_000])
def test_hostile_device_codes_give_invalid_grant(ana: OwnerId, hostile: str) -> None:
    assert error(poll(actors.device(ana), hostile)) == "invalid_grant"

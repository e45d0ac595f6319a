"""Apps giving tokens back."""

import pytest

from taskpal import database
from taskpal.accounts.models import OwnerId
from taskpal.oauth import service
from tests.oauth import actors


def test_a_refresh_token_takes_its_access_tokens_along(ana: OwnerId) -> None:
    app = actors.gpt(ana)
    given = app.tokens(actors.browser(ana))
    newer = app.refresh(given["refresh_token"]).json()

    answer = app.revoke(newer["refresh_token"])

    assert answer.status_code == 200
    assert answer.headers["cache-control"] == "no-store"
    for tokens in (given, newer):
        assert actors.reads_todos(tokens["access_token"]) == 401
        assert app.refresh(tokens["refresh_token"]).status_code == 400


def test_an_access_token_goes_alone(ana: OwnerId) -> None:
    app = actors.gpt(ana)
    given = app.tokens(actors.browser(ana))

    app.revoke(given["access_token"])

    assert actors.reads_todos(given["access_token"]) == 401
    assert app.refresh(given["refresh_token"]).status_code == 200


def test_a_public_client_revokes_too(ana: OwnerId) -> None:
    app = actors.native(ana)
    given = app.tokens(actors.browser(ana))

    assert app.revoke(given["refresh_token"]).status_code == 200
    assert actors.reads_todos(given["access_token"]) == 401


@pytest.mark.parametrize("token", ["unknown", "", "tp_rt_x", '"é', "x" * 10_000])
def test_an_unknown_token_is_as_good_as_revoked(ana: OwnerId, token: str) -> None:
    assert actors.gpt(ana).revoke(token).status_code == 200


@pytest.mark.parametrize(
    "hint", ["access_token", "refresh_token", "nonsense", '"é', ""]
)
def test_a_bad_hint_is_ignored(ana: OwnerId, hint: str) -> None:
    app = actors.gpt(ana)
    given = app.tokens(actors.browser(ana))

    answer = app.revoke(given["refresh_token"], token_type_hint=hint)

    assert answer.status_code == 200
    assert actors.reads_todos(given["access_token"]) == 401


def test_revoking_needs_the_client(ana: OwnerId) -> None:
    app = actors.gpt(ana)
    given = app.tokens(actors.browser(ana))

    answer = app.revoke(given["refresh_token"], client_secret="wrong")

    assert answer.status_code == 401
    assert answer.json()["error"] == "invalid_client"
    assert actors.reads_todos(given["access_token"]) == 200


def test_missing_the_token_is_an_invalid_request(ana: OwnerId) -> None:
    answer = actors.gpt(ana).revoke("", token=None)

    assert answer.status_code == 400
    assert answer.json()["error"] == "invalid_request"


def test_another_clients_token_stays_and_the_request_is_refused(
    ana: OwnerId, ben: OwnerId
) -> None:
    app, other = actors.gpt(ana), actors.gpt(ben)
    given = app.tokens(actors.browser(ana))

    for token in (given["access_token"], given["refresh_token"]):
        refused = other.revoke(token)  # RFC 7009 §2.1: the request is refused
        assert refused.status_code == 400
        assert refused.json()["error"] == "invalid_grant"

    assert actors.reads_todos(given["access_token"]) == 200


def test_a_personal_token_is_none_of_oauths(ana: OwnerId) -> None:
    app = actors.gpt(ana)
    with database.transaction() as session:
        token = service.make_personal_token(session, ana, "todos:read", 30)

    assert app.revoke(token).status_code == 200
    assert actors.reads_todos(token) == 200


def test_an_app_in_a_browser_revokes_too(ana: OwnerId) -> None:
    app = actors.native(ana)

    answer = app.revoke(app.tokens(actors.browser(ana))["access_token"])

    assert answer.headers["access-control-allow-origin"] == "*"


def test_revoking_a_family_spares_the_apps_other_sign_ins(ana: OwnerId) -> None:
    app = actors.native(ana)
    person = actors.browser(ana)
    laptop, desktop = app.tokens(person), app.tokens(person)

    app.revoke(laptop["refresh_token"])

    assert actors.reads_todos(laptop["access_token"]) == 401
    assert actors.reads_todos(desktop["access_token"]) == 200

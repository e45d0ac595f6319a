"""What holds for every endpoint that apps post a form to."""

import base64

import pytest

from taskpal.accounts.models import OwnerId
from tests.oauth import actors
from tests.oauth.actors import App

FORM = "application/x-www-form-urlencoded"
PATHS = [
    "/oauth/token",
    "/oauth/revoke",
    "/oauth/introspect",
    "/oauth/device_authorization",
]
every_endpoint = pytest.mark.parametrize("path", PATHS)


@every_endpoint
def test_a_json_body_where_a_form_is_due_is_a_400_that_says_so(
    ana: OwnerId, path: str
) -> None:
    answer = actors.anyone().post(path, json=actors.gpt(ana).proof())

    assert answer.status_code == 400
    assert answer.json()["error"] == "invalid_request"
    assert FORM in answer.json()["error_description"]
    assert answer.headers["cache-control"] == "no-store"


@every_endpoint
@pytest.mark.parametrize("name", ["client_id", "client_secret", "token", "nonsense"])
def test_a_duplicate_parameter_is_a_400_naming_it(
    ana: OwnerId, path: str, name: str
) -> None:
    body = f"{name}=once&grant_type=x&{name}=again"

    answer = actors.anyone().post(path, content=body, headers={"Content-Type": FORM})

    assert answer.status_code == 400
    assert answer.json()["error"] == "invalid_request"
    assert f"'{name}'" in answer.json()["error_description"]


@every_endpoint
def test_a_client_authenticates_by_exactly_one_method(ana: OwnerId, path: str) -> None:
    app = actors.gpt(ana)
    app.authorization = basic(app)

    answer = app.post(path, grant_type="refresh_token", token="x", **app.proof())

    assert answer.status_code == 400
    assert answer.json()["error"] == "invalid_request"
    assert "one method" in answer.json()["error_description"]


@every_endpoint
def test_credentials_in_the_url_are_ignored(ana: OwnerId, path: str) -> None:
    app = actors.gpt(ana)
    in_url = f"{path}?client_id={app.id}&client_secret={app.secret}"

    answer = App("", None, "").post(in_url, grant_type="refresh_token", token="x")

    assert answer.status_code == 401
    assert answer.json()["error"] == "invalid_client"


@every_endpoint
@pytest.mark.parametrize("proof", ["tp_pat_x", "tp_at_x"])
def test_a_bearer_token_is_no_clients_proof(
    ana: OwnerId, path: str, proof: str
) -> None:
    app = App("", None, "", {"Authorization": f"Bearer {proof}"})

    answer = app.post(path, grant_type="refresh_token", refresh_token="x", token="x")

    assert answer.status_code == 401
    assert answer.json()["error"] == "invalid_client"


@every_endpoint
def test_who_fails_too_often_waits_and_the_client_itself_does_not(
    ana: OwnerId, path: str
) -> None:
    app = actors.gpt(ana)
    wrong = {"grant_type": "refresh_token", "token": "x", **app.proof()}
    wrong["client_secret"] = "wrong"

    answers = [app.post(path, **wrong) for _ in range(61)]

    assert [answers[0].status_code, answers[-1].status_code] == [401, 429]
    assert int(answers[-1].headers["retry-after"]) >= 1
    assert app.introspect("x").status_code == 200


def basic(app: App) -> dict[str, str]:
    pair = base64.b64encode(f"{app.id}:{app.secret}".encode()).decode()
    return {"Authorization": f"Basic {pair}"}

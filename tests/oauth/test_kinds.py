"""The table of client kinds: how each shows who it is, and what it may do."""

import base64
from collections.abc import Callable

import httpx2 as httpx
import pytest

from taskpal import database
from taskpal.accounts.models import OwnerId
from taskpal.errors import BadValues
from taskpal.oauth import clients, kinds
from taskpal.oauth.schemas import KINDS, NewClient
from tests.oauth import actors
from tests.oauth.actors import PROOF, App

Kind = Callable[[OwnerId], App]

DEVICE_CODE = "urn:ietf:params:oauth:grant-type:device_code"
NO_PROOF: dict[str, str | None] = {
    "code_challenge": None,
    "code_challenge_method": None,
}

with_a_secret = pytest.mark.parametrize("kind", [actors.gpt, actors.web])
without_one = pytest.mark.parametrize("kind", [actors.native, actors.device])
with_codes = pytest.mark.parametrize("kind", [actors.gpt, actors.web, actors.native])


def as_basic(app: App) -> App:
    pair = base64.b64encode(f"{app.id}:{app.secret}".encode()).decode()
    basic = {"Authorization": f"Basic {pair}"}
    return App("", None, app.redirect_uri, basic, app.proof_key)


def back(owner_id: OwnerId, app: App, **changes: str | None) -> dict[str, str]:
    """What the app is told at once, without anybody being asked."""
    page = actors.authorize(actors.browser(owner_id), app.request(**changes))
    return actors.sent_back(page)


def error(answer: httpx.Response) -> str:
    assert answer.status_code == 400
    return str(answer.json()["error"])


def test_every_kind_stands_in_the_table() -> None:
    assert {kind: kinds.of(kind).secret for kind in KINDS} == {
        "gpt": True,
        "web": True,
        "native": False,
        "device": False,
    }


@with_a_secret
def test_gpt_and_web_clients_authenticate_by_their_secret_in_the_body(
    ana: OwnerId, kind: Kind
) -> None:
    app = kind(ana)
    code = app.code(actors.browser(ana))

    assert app.redeem(code, client_secret=None).status_code == 401
    assert app.redeem(code).status_code == 200


@with_a_secret
def test_gpt_and_web_clients_authenticate_by_their_secret_in_a_basic_header(
    ana: OwnerId, kind: Kind
) -> None:
    app = kind(ana)
    code = app.code(actors.browser(ana))

    answer = as_basic(app).redeem(code, client_id=None)

    assert answer.status_code == 200


@without_one
def test_native_and_device_clients_authenticate_by_nothing(
    ana: OwnerId, kind: Kind
) -> None:
    app = kind(ana)

    alone = app.refresh("tp_rt_x")
    with_secret = app.refresh("tp_rt_x", client_secret="tp_cs_x")

    assert error(alone) == "invalid_grant"
    assert with_secret.status_code == 401


@with_codes
def test_gpt_web_and_native_clients_get_codes_and_refresh(
    ana: OwnerId, kind: Kind
) -> None:
    app = kind(ana)

    given = app.tokens(actors.browser(ana))

    assert app.refresh(given["refresh_token"]).status_code == 200


@with_codes
def test_gpt_web_and_native_clients_have_no_device_grant(
    ana: OwnerId, kind: Kind
) -> None:
    app = kind(ana)

    begun = app.post("/oauth/device_authorization", **app.proof())
    asked = app.post(
        "/oauth/token", grant_type=DEVICE_CODE, device_code="x", **app.proof()
    )

    assert error(begun) == "unauthorized_client"
    assert error(asked) == "unauthorized_client"


def test_a_device_client_has_the_device_grant_and_no_other(ana: OwnerId) -> None:
    app = actors.device(ana)

    page = actors.authorize(
        actors.browser(ana), app.request(redirect_uri=actors.LOOPBACK)
    )
    code = app.redeem("tp_ac_x", redirect_uri=None)
    begun = app.post("/oauth/device_authorization", **app.proof())

    assert page.status_code == 400
    assert "location" not in page.headers
    assert error(code) == "unauthorized_client"
    assert begun.status_code == 200


@with_codes
def test_no_client_has_an_implicit_password_or_client_credentials_grant(
    ana: OwnerId, kind: Kind
) -> None:
    app = kind(ana)
    password = {"username": "ana@example.com", "password": "x"}

    for grant_type in ("implicit", "password", "client_credentials"):
        sent = {"grant_type": grant_type, **password, **app.proof()}
        assert error(app.post("/oauth/token", **sent)) == "unsupported_grant_type"
    for response_type in ("token", "id_token", "code token"):
        told = back(ana, app, response_type=response_type)
        assert told["error"] == "unsupported_response_type"


@pytest.mark.parametrize("kind", [actors.web, actors.native])
def test_web_and_native_clients_need_s256(ana: OwnerId, kind: Kind) -> None:
    app = kind(ana)

    without = back(ana, app, **NO_PROOF)
    plain = back(ana, app, code_challenge_method="plain")
    unnamed = back(ana, app, code_challenge_method=None)

    for told in (without, plain, unnamed):
        assert told["error"] == "invalid_request"
        assert "S256" in told["error_description"]
        assert "code" not in told


@pytest.mark.parametrize("kind", [actors.web, actors.native])
def test_web_and_native_clients_get_no_tokens_without_the_verifier(
    ana: OwnerId, kind: Kind
) -> None:
    app = kind(ana)
    code = app.code(actors.browser(ana))

    assert error(app.redeem(code, code_verifier=None)) == "invalid_request"
    assert error(app.redeem(code, code_verifier="x" * 43)) == "invalid_grant"
    assert app.redeem(code).status_code == 200


def test_a_gpt_needs_state_or_s256_and_s256_is_honoured(ana: OwnerId) -> None:
    app = actors.gpt(ana)
    person = actors.browser(ana)

    neither = back(ana, app, state=None)
    code = app.code(person, state=None, **PROOF)

    assert neither["error"] == "invalid_request"
    assert error(app.redeem(code)) == "invalid_request"
    assert app.redeem(code, code_verifier=actors.VERIFIER).status_code == 200


@pytest.mark.parametrize(
    ("kind", "uri", "allowed"),
    [
        ("gpt", "https://app.example/back", True),
        ("gpt", "http://127.0.0.1/back", False),
        ("gpt", "com.example.app:/back", False),
        ("web", "https://app.example/back", True),
        ("web", "http://127.0.0.1:8000/back", True),
        ("web", "http://app.example/back", False),
        ("web", "com.example.app:/back", False),
        ("native", "https://app.example/back", True),
        ("native", "http://[::1]/back", True),
        ("native", "com.example.app:/back", True),
        ("native", "http://app.example/back", False),
        ("device", "https://app.example/back", False),
        ("device", "http://127.0.0.1/back", False),
    ],
)
def test_each_kind_may_send_people_back_to(
    ana: OwnerId, kind: str, uri: str, allowed: bool
) -> None:
    with database.transaction() as session:
        if allowed:
            client, _ = clients.make_client(session, ana, NewClient(kind, "App", [uri]))
            assert client.redirect_uris == [uri]
        else:
            with pytest.raises(BadValues) as refused:
                clients.make_client(session, ana, NewClient(kind, "App", [uri]))
            assert refused.value.problems.keys() == {"redirect_uris"}


def test_only_a_native_client_may_be_on_any_port(ana: OwnerId) -> None:
    registered = "http://127.0.0.1:8000/back"
    other = "http://127.0.0.1:9000/back"
    person = actors.browser(ana)

    web, native = actors.web(ana, registered), actors.native(ana, registered)

    page = actors.authorize(person, web.request(redirect_uri=other))
    assert page.status_code == 400
    assert "location" not in page.headers
    asked = actors.authorize(person, native.request(redirect_uri=other))
    assert asked.status_code == 200


@pytest.mark.parametrize("kind", ["web", "native"])
def test_web_and_native_clients_name_a_redirect_uri(ana: OwnerId, kind: str) -> None:
    with database.transaction() as session, pytest.raises(BadValues) as refused:
        clients.make_client(session, ana, NewClient(kind, "App"))

    assert refused.value.problems.keys() == {"redirect_uris"}

"""Where an app sends browsers: what is checked before anybody is asked."""

from collections.abc import Callable
from urllib.parse import urlencode

import pytest
from sqlmodel import select
from starlette.testclient import TestClient

from taskpal import database
from taskpal.accounts.models import OwnerId
from taskpal.http import http
from taskpal.oauth.models import AuthorizationCode, Connection
from taskpal.settings import settings
from tests.oauth import actors
from tests.oauth.actors import CALLBACK, PROOF, App


def test_an_unknown_client_gets_a_page_and_no_redirect(ana: OwnerId) -> None:
    sent = actors.gpt(ana).request(client_id="nobody")

    page = actors.authorize(actors.browser(ana), sent)

    assert page.status_code == 400
    assert "location" not in page.headers
    assert page.headers["content-type"].startswith("text/html")
    assert "does not know this app" in page.text


@pytest.mark.parametrize(
    "uri",
    [
        "https://evil.example/callback",
        f"{CALLBACK}/",
        f"{CALLBACK}?next=1",
        CALLBACK.upper(),
        CALLBACK.replace("chatgpt.com", "chatgpt.com.evil.example"),
        CALLBACK.replace("https://", "https://evil.example@"),
        CALLBACK.replace("https", "http"),
        "javascript:alert(1)",
        "//evil.example",
        '"><script>',
    ],
)
def test_a_wrong_redirect_uri_gets_a_page_and_no_redirect(
    ana: OwnerId, uri: str
) -> None:
    sent = actors.gpt(ana).request(redirect_uri=uri)

    page = actors.authorize(actors.browser(ana), sent)

    assert page.status_code == 400
    assert "location" not in page.headers
    assert "<script>" not in page.text


@pytest.mark.parametrize(
    "uri",
    [
        "http://localhost:4000/callback",
        "http://127.0.0.1:4000/other",
        "http://127.0.0.1:4000/callback?x=1",
        "http://127.0.0.1:99999/callback",
        "http://127.0.0.1:/callback",
        "http://127.0.0.1:80@evil.example/callback",
        "https://127.0.0.1/callback",
        "http://[::1]:4000/callback",
    ],
)
def test_only_the_port_of_a_loopback_address_is_free(ana: OwnerId, uri: str) -> None:
    sent = actors.native(ana).request(redirect_uri=uri)

    assert actors.authorize(actors.browser(ana), sent).status_code == 400


@pytest.mark.parametrize(
    "uri", ["http://127.0.0.1:1/callback", "http://127.0.0.1:65535/callback"]
)
def test_any_port_of_a_loopback_address_is_right(ana: OwnerId, uri: str) -> None:
    sent = actors.native(ana).request(redirect_uri=uri)

    assert actors.authorize(actors.browser(ana), sent).status_code == 200


def test_the_port_is_not_free_for_a_gpt(ana: OwnerId) -> None:
    uri = CALLBACK.replace("chatgpt.com", "chatgpt.com:8443")

    page = actors.authorize(
        actors.browser(ana), actors.gpt(ana).request(redirect_uri=uri)
    )

    assert page.status_code == 400


def test_the_only_redirect_uri_need_not_be_sent(ana: OwnerId) -> None:
    app = actors.native(ana)
    person = actors.browser(ana)

    code = app.code(person, redirect_uri=None)
    answer = app.redeem(code, redirect_uri=None)

    assert answer.status_code == 200


def test_one_of_several_redirect_uris_has_to_be_sent(ana: OwnerId) -> None:
    sent = actors.gpt(ana).request(redirect_uri=None)

    page = actors.authorize(actors.browser(ana), sent)

    assert page.status_code == 400
    assert "did not say where" in page.text


@pytest.mark.parametrize(
    ("changes", "error"),
    [
        ({"response_type": None}, "invalid_request"),
        ({"response_type": "token"}, "unsupported_response_type"),
        ({"response_type": "code token"}, "unsupported_response_type"),
        ({"response_type": 'co"de'}, "unsupported_response_type"),
        ({"response_type": "çode"}, "unsupported_response_type"),
        ({"scope": "todos:read everything"}, "invalid_scope"),
        ({"scope": "todos:read\ttodos:write"}, "invalid_scope"),
        ({"resource": "https://elsewhere.example/api"}, "invalid_target"),
        ({"resource": "http://localhost:3000"}, "invalid_target"),
        ({"resource": ""}, "invalid_target"),
        ({**PROOF, "code_challenge_method": None}, "invalid_request"),
        ({**PROOF, "code_challenge": None}, "invalid_request"),
        ({**PROOF, "code_challenge_method": "plain"}, "invalid_request"),
        ({**PROOF, "code_challenge_method": "s256"}, "invalid_request"),
        ({**PROOF, "code_challenge": "short"}, "invalid_request"),
        ({**PROOF, "code_challenge": "x" * 44}, "invalid_request"),
        ({**PROOF, "code_challenge": "=" * 43}, "invalid_request"),
        (
            {**PROOF, "code_challenge": PROOF["code_challenge"] + "\n"},
            "invalid_request",
        ),
        ({**PROOF, "code_challenge": ""}, "invalid_request"),
    ],
)
@pytest.mark.parametrize("kind", [actors.gpt, actors.native])
def test_every_other_error_goes_back_to_the_app(
    ana: OwnerId, kind: Callable[..., App], changes: dict[str, str | None], error: str
) -> None:
    app = kind(ana)

    back = actors.sent_back(
        actors.authorize(actors.browser(ana), app.request(**changes))
    )

    assert back["error"] == error
    assert back["state"] == "a-state"
    assert back["iss"] == "http://localhost:3000"
    assert back["error_description"].isascii()
    assert "code" not in back


def test_a_public_client_without_a_challenge_gets_no_code(ana: OwnerId) -> None:
    sent = actors.native(ana).request(code_challenge=None, code_challenge_method=None)

    back = actors.sent_back(actors.authorize(actors.browser(ana), sent))

    assert back["error"] == "invalid_request"
    assert "code_challenge" in back["error_description"]


@pytest.mark.parametrize("state", [None, ""])
def test_a_gpt_needs_a_state_or_a_challenge(ana: OwnerId, state: str | None) -> None:
    app = actors.gpt(ana)
    person = actors.browser(ana)

    without = actors.sent_back(actors.authorize(person, app.request(state=state)))
    with_proof = actors.authorize(person, app.request(state=state, **PROOF))

    assert without["error"] == "invalid_request"
    assert with_proof.status_code == 200


@pytest.mark.parametrize(
    "state",
    [
        "0b5e2f8e-8a4f-4d0b-9b52-2f6a3c1d7e90",
        "a b+c%20d&e=f;g#h?i/j",
        "ünï → ✓",
        "\"'<>\\^`{|}",
        " ",
        "x" * 2000,
    ],
)
@pytest.mark.parametrize("decision", ["allow", "deny"])
def test_state_comes_back_byte_for_byte(
    ana: OwnerId, state: str, decision: str
) -> None:
    person = actors.browser(ana)
    page = actors.authorize(person, actors.gpt(ana).request(state=state))

    back = actors.sent_back(actors.answer(person, page, decision))

    assert back["state"] == state
    assert ("code" in back) == (decision == "allow")


def test_no_state_is_made_up(ana: OwnerId) -> None:
    back = actors.sent_back(
        actors.allow(actors.browser(ana), actors.native(ana).request(state=None))
    )

    assert back.keys() == {"code", "iss"}


def test_an_empty_state_comes_back_too(ana: OwnerId) -> None:
    back = actors.sent_back(
        actors.allow(actors.browser(ana), actors.native(ana).request(state=""))
    )

    assert back["state"] == ""


def test_a_redirect_uri_keeps_its_own_query(ana: OwnerId) -> None:
    uri = "https://app.example/back?tenant=%C3%BC&flag&e="
    app = actors.native(ana, uri)

    response = actors.allow(actors.browser(ana), app.request())

    assert response.headers["location"].startswith(f"{uri}&code=tp_ac_")


@pytest.mark.parametrize(
    "name", ["state", "client_id", "scope", "resource", "nonsense"]
)
def test_a_duplicate_parameter_is_named(ana: OwnerId, name: str) -> None:
    sent = actors.gpt(ana).request()
    sent.setdefault(name, "x")
    query = f"{urlencode(sent)}&{name}=again"

    page = actors.browser(ana).get(f"/oauth/authorize?{query}")

    assert page.status_code == 400
    assert "location" not in page.headers
    assert name in page.text


@pytest.mark.parametrize("scope", ["", None, "  ", "offline_access"])
def test_an_empty_or_missing_scope_means_everything(
    ana: OwnerId, scope: str | None
) -> None:
    given = actors.gpt(ana).tokens(actors.browser(ana), scope=scope)

    assert given["scope"] == "todos:read todos:write todos:delete profile:read"


def test_offline_access_is_accepted_and_ignored(ana: OwnerId) -> None:
    given = actors.gpt(ana).tokens(
        actors.browser(ana), scope="offline_access todos:read"
    )

    assert given["scope"] == "todos:read"
    assert given["refresh_token"]


def test_looking_never_grants(ana: OwnerId) -> None:
    person = actors.browser(ana)
    sent = actors.gpt(ana).request()

    for more in ({}, {"decision": "allow"}, {"prompt": "none"}, {"csrf": "x"}):
        actors.authorize(person, sent | more)
    person.get("/oauth/consent?decision=allow")
    person.head(f"/oauth/authorize?{urlencode(sent)}")

    with database.reading() as session:
        assert session.exec(select(AuthorizationCode)).all() == []
        assert session.exec(select(Connection)).all() == []


def test_a_request_that_is_too_long_is_refused(ana: OwnerId) -> None:
    sent = actors.gpt(ana).request(state="x" * 10_000)

    assert actors.authorize(actors.browser(ana), sent).status_code == 400


def test_without_https_no_app_is_connected(
    ana: OwnerId, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = actors.gpt(ana)
    monkeypatch.setenv("TASKPAL_PUBLIC_URL", "http://todo.example")
    settings.cache_clear()

    browser = TestClient(http(), base_url="http://todo.example")
    page = browser.get(f"/oauth/authorize?{urlencode(app.request())}")
    token = browser.post("/oauth/token", data=app.proof())

    monkeypatch.undo()
    settings.cache_clear()
    assert page.status_code == 400
    assert "https" in page.text
    assert token.status_code == 400
    assert token.json()["error"] == "insecure_transport"

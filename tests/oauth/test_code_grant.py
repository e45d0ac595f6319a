"""The authorization code grant, as ChatGPT and native apps use it."""

import base64
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from sqlmodel import select

from taskpal import database
from taskpal.accounts.models import Account, OwnerId
from taskpal.oauth import service
from taskpal.oauth.errors import TokenRefused
from taskpal.oauth.models import AuthorizationCode, Token
from tests.oauth import actors
from tests.oauth.actors import CALLBACK, PROOF, VERIFIER, App
from tests.oauth.conftest import earlier


def test_a_gpt_gets_tokens_as_chatgpt_asks_for_them(ana: OwnerId) -> None:
    app = actors.gpt(ana)
    person = actors.browser(ana)

    back = actors.sent_back(actors.allow(person, app.request()))
    answer = app.redeem(back["code"])

    assert back.keys() == {"code", "state", "iss"}
    assert back["code"].startswith("tp_ac_")
    assert back["state"] == "a-state"
    assert back["iss"] == "http://localhost:3000"
    assert answer.status_code == 200
    given = answer.json()
    assert given["token_type"] == "Bearer"
    assert given["expires_in"] == 3600
    assert given["access_token"].startswith("tp_at_")
    assert given["refresh_token"].startswith("tp_rt_")
    assert given["scope"] == "todos:read todos:write todos:delete profile:read"
    assert actors.reads_todos(given["access_token"]) == 200


def test_a_gpt_may_use_a_basic_header(ana: OwnerId) -> None:
    app = actors.gpt(ana)
    code = app.code(actors.browser(ana))
    pair = base64.b64encode(f"{app.id}:{app.secret}".encode()).decode()
    app.authorization = {"Authorization": f"Basic {pair}"}

    answer = app.redeem(code, client_id=None, client_secret=None)

    assert answer.status_code == 200


def test_a_native_app_gets_tokens_on_any_port(ana: OwnerId, ben: OwnerId) -> None:
    app = actors.native(ana)
    app.redirect_uri = "http://127.0.0.1:49152/callback"

    given = app.tokens(actors.browser(ben))

    assert actors.reads_todos(given["access_token"]) == 200


@pytest.mark.parametrize(
    "uri", ["cursor://anysphere.cursor-mcp/oauth/callback", "com.example.app:/back"]
)
def test_a_native_app_may_have_a_scheme_of_its_own(ana: OwnerId, uri: str) -> None:
    given = actors.native(ana, uri).tokens(actors.browser(ana))

    assert actors.reads_todos(given["access_token"]) == 200


def test_token_answers_are_never_stored_and_any_origin_reads_them(ana: OwnerId) -> None:
    app = actors.gpt(ana)
    good = app.redeem(app.code(actors.browser(ana)))
    bad = app.redeem("tp_ac_unknown")

    for answer in (good, bad):
        assert answer.headers["cache-control"] == "no-store"
        assert answer.headers["access-control-allow-origin"] == "*"
        assert answer.headers["content-type"] == "application/json"


def test_a_code_lives_sixty_seconds(ana: OwnerId) -> None:
    app = actors.gpt(ana)
    person = actors.browser(ana)
    in_time, too_late = app.code(person), app.code(person)

    earlier(AuthorizationCode, expires_at=timedelta(seconds=55))
    assert app.redeem(in_time).status_code == 200
    earlier(AuthorizationCode, expires_at=timedelta(seconds=5))
    assert app.redeem(too_late).json()["error"] == "invalid_grant"


def test_redeeming_a_code_again_kills_the_tokens_it_gave(ana: OwnerId) -> None:
    app = actors.gpt(ana)
    code = app.code(actors.browser(ana))
    given = app.redeem(code).json()
    newer = app.refresh(given["refresh_token"]).json()

    again = app.redeem(code)

    assert again.status_code == 400
    assert again.json()["error"] == "invalid_grant"
    for tokens in (given, newer):
        assert actors.reads_todos(tokens["access_token"]) == 401
        assert app.refresh(tokens["refresh_token"]).status_code == 400


def test_redeeming_again_leaves_other_tokens_of_the_connection(ana: OwnerId) -> None:
    app = actors.gpt(ana)
    person = actors.browser(ana)
    other = app.tokens(person)
    code = app.code(person)
    app.redeem(code)

    app.redeem(code)

    assert actors.reads_todos(other["access_token"]) == 200


def test_a_code_used_by_20_at_once_is_redeemed_once(ana: OwnerId) -> None:
    app = actors.gpt(ana)
    code = app.code(actors.browser(ana))

    with ThreadPoolExecutor(20) as threads:
        answers = list(threads.map(lambda _: app.redeem(code), range(20)))

    assert sorted(answer.status_code for answer in answers) == [200] + [400] * 19
    [won] = [answer.json() for answer in answers if answer.status_code == 200]
    assert actors.reads_todos(won["access_token"]) == 401  # the other 19 saw to that


@pytest.mark.parametrize(
    ("changes", "error"),
    [
        ({"redirect_uri": None}, "invalid_grant"),
        ({"redirect_uri": "https://chat.openai.com/other"}, "invalid_grant"),
        ({"redirect_uri": CALLBACK + "/"}, "invalid_grant"),
        ({"code": "tp_ac_other"}, "invalid_grant"),
        ({"code": ""}, "invalid_grant"),
        ({"code": None}, "invalid_request"),
        ({"code_verifier": VERIFIER[::-1]}, "invalid_grant"),
        ({"code_verifier": None}, "invalid_request"),
        ({"code_verifier": ""}, "invalid_request"),
        ({"code_verifier": "short"}, "invalid_request"),
        ({"code_verifier": PROOF["code_challenge"]}, "invalid_grant"),
        ({"resource": "http://localhost:3000/mcp"}, "invalid_target"),
        ({"resource": "https://elsewhere.example"}, "invalid_target"),
    ],
)
@pytest.mark.parametrize("kind", [actors.gpt, actors.web, actors.native])
def test_a_code_is_bound_to_what_it_was_asked_with(
    ana: OwnerId,
    kind: Callable[[OwnerId], App],
    changes: dict[str, str | None],
    error: str,
) -> None:
    app = kind(ana)
    code = app.code(actors.browser(ana), **PROOF)
    right = {"code_verifier": VERIFIER}

    refused = app.redeem(code, **(right | changes))

    assert refused.status_code == 400
    assert refused.json()["error"] == error
    assert app.redeem(code, **right).status_code == 200  # it was not used up by that


def test_a_code_is_bound_to_its_client(ana: OwnerId, ben: OwnerId) -> None:
    app, other = actors.gpt(ana), actors.gpt(ben)
    code = app.code(actors.browser(ana))

    refused = other.redeem(code)

    assert refused.json()["error"] == "invalid_grant"
    assert app.redeem(code).status_code == 200


def test_a_code_is_bound_to_its_user(ana: OwnerId, ben: OwnerId) -> None:
    app = actors.gpt(ana)
    of_ana = app.tokens(actors.browser(ana))
    of_ben = app.tokens(actors.browser(ben))

    with database.reading() as session:
        callers = [
            service.authenticate(session, tokens["access_token"], "todos:read")
            for tokens in (of_ana, of_ben)
        ]

    assert [caller.owner_id for caller in callers] == [ana, ben]
    assert {caller.client_name for caller in callers} == {"My GPT"}
    assert {caller.client_id for caller in callers} == {app.id}


def test_a_verifier_without_a_challenge_is_refused(ana: OwnerId) -> None:
    app = actors.gpt(ana)
    code = app.code(actors.browser(ana))

    refused = app.redeem(code, code_verifier=VERIFIER)

    assert refused.status_code == 400
    assert refused.json()["error"] == "invalid_request"


@pytest.mark.parametrize("resource", [None, "http://localhost:3000/api"])
def test_tokens_are_for_the_json_api_unless_asked_otherwise(
    ana: OwnerId, resource: str | None
) -> None:
    given = actors.gpt(ana).tokens(actors.browser(ana), resource=resource)

    with database.reading() as session:
        assert service.authenticate(session, given["access_token"], "todos:read", "api")
        with pytest.raises(TokenRefused):
            service.authenticate(session, given["access_token"], "todos:read", "mcp")


def test_a_token_for_mcp_is_refused_at_the_json_api(ana: OwnerId) -> None:
    resource = "http://localhost:3000/mcp"
    app = actors.gpt(ana)
    given = app.redeem(
        app.code(actors.browser(ana), resource=resource), resource=resource
    ).json()

    assert actors.reads_todos(given["access_token"]) == 401
    with database.reading() as session:
        assert service.authenticate(session, given["access_token"], "todos:read", "mcp")


def test_a_refresh_token_is_no_access_token(ana: OwnerId) -> None:
    given = actors.gpt(ana).tokens(actors.browser(ana))

    assert actors.reads_todos(given["refresh_token"]) == 401


def test_an_access_token_lives_an_hour(ana: OwnerId) -> None:
    given = actors.gpt(ana).tokens(actors.browser(ana))

    earlier(Token, expires_at=timedelta(minutes=59, seconds=50))
    assert actors.reads_todos(given["access_token"]) == 200
    earlier(Token, expires_at=timedelta(seconds=10))
    assert actors.reads_todos(given["access_token"]) == 401


def test_deleting_the_account_ends_its_tokens(ana: OwnerId, ben: OwnerId) -> None:
    app = actors.gpt(ana)
    given = app.tokens(actors.browser(ben))
    with database.transaction() as session:
        session.delete(session.get_one(Account, ben))

    assert actors.reads_todos(given["access_token"]) == 401
    assert app.refresh(given["refresh_token"]).json()["error"] == "invalid_grant"


def test_nothing_secret_is_stored_or_logged(
    ana: OwnerId, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(0)
    app = actors.gpt(ana)
    code = app.code(actors.browser(ana))
    given = app.redeem(code).json()
    app.redeem(code)

    secrets = [code, given["access_token"], given["refresh_token"], str(app.secret)]
    with database.reading() as session:
        stored = str([row.model_dump() for row in session.exec(select(Token))])
        stored += str(session.exec(select(AuthorizationCode)).one().model_dump())
        clients = str(service.queries.clients_of(session, ana)[0].model_dump())
    for secret in secrets:
        assert secret not in stored + clients
        assert secret not in caplog.text

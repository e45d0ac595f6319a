"""The authorization code grant, as ChatGPT and native apps use it."""

import base64

import pytest

from taskpal.accounts.models import OwnerId
from tests.oauth import actors
from tests.oauth.actors import CALLBACK, PROOF, VERIFIER


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

"""Hostile bytes anywhere give a 4xx, never a 500."""

from urllib.parse import quote, quote_from_bytes, urlencode

import pytest

from taskpal.accounts.models import OwnerId
from tests.oauth import actors

HOSTILE = {
    "quotes": b"\"'<>",
    "backslash": b"a\\b",
    "non-ascii": "é→✓😀".encode(),
    "nul": b"a\0b",
    "newline": b"a\r\nSet-Cookie: x=1",
    "long": b"x" * 10_000,
    "bad-utf-8": b"\xff\xfe",
    "surrogate": b"\xed\xa0\x80",
    "overlong": b"\xc0\x80",
    "percent": b"%",
    "template": b"{{7*7}}${7*7}",
    "sql": b"' OR 1=1 --",
}
AUTHORIZE = [
    "response_type",
    "client_id",
    "redirect_uri",
    "scope",
    "state",
    "code_challenge",
    "code_challenge_method",
    "resource",
    "prompt",
    "nonce",
]
TOKEN = [
    "grant_type",
    "client_id",
    "client_secret",
    "code",
    "redirect_uri",
    "code_verifier",
    "resource",
    "refresh_token",
    "scope",
]

hostile = pytest.mark.parametrize("value", HOSTILE.values(), ids=HOSTILE)
FORM = {"Content-Type": "application/x-www-form-urlencoded"}


@hostile
@pytest.mark.parametrize("name", AUTHORIZE)
def test_authorize_survives(ana: OwnerId, name: str, value: bytes) -> None:
    person = actors.browser(ana)
    for app in (actors.gpt(ana), actors.native(ana)):
        rest = urlencode({k: v for k, v in app.request().items() if k != name})
        answer = person.get(
            f"/oauth/authorize?{rest}&{name}={quote_from_bytes(value, safe='')}"
        )

        assert answer.status_code in {200, 303, 400}
        assert "set-cookie" not in answer.headers
        if answer.status_code == 200:
            back = actors.answer(person, answer, "allow")
            assert back.status_code == 303


@hostile
@pytest.mark.parametrize("name", TOKEN)
@pytest.mark.parametrize("grant_type", ["authorization_code", "refresh_token"])
def test_token_survives(ana: OwnerId, grant_type: str, name: str, value: bytes) -> None:
    for app in (actors.gpt(ana), actors.native(ana)):
        form = {
            "grant_type": grant_type,
            "code": "tp_ac_x",
            "refresh_token": "tp_rt_x",
            **app.proof(),
        }
        form.pop(name, None)
        sent = f"{urlencode(form)}&{name}={quote_from_bytes(value, safe='')}"
        answer = actors.anyone().post("/oauth/token", content=sent, headers=FORM)

        assert answer.status_code in {400, 401}
        assert answer.json()["error"]
        assert answer.json().get("error_description", "").isascii()


@hostile
@pytest.mark.parametrize("name", ["csrf", "request", "decision"])
def test_consent_survives(ana: OwnerId, name: str, value: bytes) -> None:
    person = actors.browser(ana)
    page = actors.authorize(person, actors.gpt(ana).request())
    form = actors.fields(page) | {"decision": "allow"}
    form.pop(name)
    sent = f"{urlencode(form)}&{name}={quote_from_bytes(value, safe='')}"

    answer = person.post("/oauth/consent", content=sent, headers=FORM)

    assert answer.status_code in {400, 403}


@hostile
@pytest.mark.parametrize("name", ["token", "token_type_hint", "client_id"])
def test_revoke_survives(ana: OwnerId, name: str, value: bytes) -> None:
    form = {"token": "x", **actors.gpt(ana).proof()}
    form.pop(name, None)
    sent = f"{urlencode(form)}&{name}={quote_from_bytes(value, safe='')}"

    answer = actors.anyone().post("/oauth/revoke", content=sent, headers=FORM)

    assert answer.status_code in {200, 400, 401}


@hostile
def test_raw_bytes_in_a_query_survive(ana: OwnerId, value: bytes) -> None:
    raw = value.decode("latin-1").replace("\r\n", "")
    query = quote(raw, safe="\"'<>\\{}|^`")

    answer = actors.browser(ana).get(f"/oauth/authorize?{query}={query}")

    assert answer.status_code == 400


@hostile
def test_a_name_survives(ana: OwnerId, value: bytes) -> None:
    form = quote_from_bytes(value, safe="")
    sent = f"grant_type=x&{form}=1&{form}=2"

    answer = actors.anyone().post("/oauth/token", content=sent, headers=FORM)

    assert answer.status_code == 400
    assert answer.json()["error"] == "invalid_request"


def test_too_much_is_refused(ana: OwnerId) -> None:
    anyone = actors.anyone()
    for sent in (b"a=" + b"x" * 2_000_000, b"&".join(b"a%d=1" % n for n in range(999))):
        answer = anyone.post("/oauth/token", content=sent, headers=FORM)
        assert answer.status_code in {400, 413}

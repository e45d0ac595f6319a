"""Hostile bytes anywhere give a 4xx, never a 500."""

from itertools import product
from urllib.parse import quote, quote_from_bytes, urlencode

import pytest

from taskpal.accounts.models import OwnerId
from tests.oauth import actors

HOSTILE = [
    b"\"'<>",
    b"a\\b",
    "é→✓😀".encode(),
    b"a\0b",
    b"a\r\nSet-Cookie: x=1",
    b"x" * 10_000,
    b"\xff\xfe",
    b"\xed\xa0\x80",
    b"\xc0\x80",
    b"%",
    b"{{7*7}}${7*7}",
    b"' OR 1=1 --",
]
AUTHORIZE = [
    *("response_type", "client_id", "redirect_uri", "scope", "state", "resource"),
    *("code_challenge", "code_challenge_method", "prompt", "nonce"),
]
TOKEN = [
    *("grant_type", "client_id", "client_secret", "redirect_uri", "resource", "scope"),
    *("code", "code_verifier", "refresh_token"),
]
FORM = {"Content-Type": "application/x-www-form-urlencoded"}


def sent(name: str, value: bytes, rest: dict[str, str]) -> str:
    """The parameters with this hostile one among them."""
    kept = {other: text for other, text in rest.items() if other != name}
    return f"{urlencode(kept)}&{name}={quote_from_bytes(value, safe='')}"


@pytest.mark.parametrize("name", AUTHORIZE)
def test_authorize_survives(ana: OwnerId, name: str) -> None:
    person = actors.browser(ana)
    for app, value in product((actors.gpt(ana), actors.native(ana)), HOSTILE):
        request = app.request(prompt="consent")
        answer = person.get(f"/oauth/authorize?{sent(name, value, request)}")

        assert answer.status_code in {200, 303, 400}, value
        assert "set-cookie" not in answer.headers
        if answer.status_code == 200:
            assert actors.answer(person, answer, "allow").status_code == 303, value


@pytest.mark.parametrize("name", TOKEN)
@pytest.mark.parametrize("grant_type", ["authorization_code", "refresh_token"])
def test_token_survives(ana: OwnerId, grant_type: str, name: str) -> None:
    for app, value in product((actors.gpt(ana), actors.native(ana)), HOSTILE):
        form = {"grant_type": grant_type, "code": "tp_ac_x", "refresh_token": "tp_rt_x"}
        body = sent(name, value, form | app.proof())
        answer = actors.anyone().post("/oauth/token", content=body, headers=FORM)

        assert answer.status_code in {400, 401}, value
        assert answer.json()["error"]
        assert answer.json().get("error_description", "").isascii()


@pytest.mark.parametrize("name", ["csrf", "request", "decision"])
def test_consent_survives(ana: OwnerId, name: str) -> None:
    person = actors.browser(ana)
    page = actors.authorize(person, actors.gpt(ana).request())
    form = actors.fields(page) | {"decision": "allow"}
    for value in HOSTILE:
        body = sent(name, value, form)
        answer = person.post("/oauth/consent", content=body, headers=FORM)

        assert answer.status_code in {400, 403}, value


@pytest.mark.parametrize("name", ["token", "token_type_hint", "client_id"])
def test_revoke_survives(ana: OwnerId, name: str) -> None:
    form = {"token": "x"} | actors.gpt(ana).proof()
    for value in HOSTILE:
        body = sent(name, value, form)
        answer = actors.anyone().post("/oauth/revoke", content=body, headers=FORM)

        assert answer.status_code in {200, 400, 401}, value


@pytest.mark.parametrize("value", HOSTILE)
def test_raw_bytes_in_a_query_survive(ana: OwnerId, value: bytes) -> None:
    raw = value.decode("latin-1").replace("\r\n", "")
    query = quote(raw, safe="\"'<>\\{}|^`")

    answer = actors.browser(ana).get(f"/oauth/authorize?{query}={query}")

    assert answer.status_code == 400


@pytest.mark.parametrize("value", HOSTILE)
def test_a_name_survives(ana: OwnerId, value: bytes) -> None:
    form = quote_from_bytes(value, safe="")
    body = f"grant_type=x&{form}=1&{form}=2"

    answer = actors.anyone().post("/oauth/token", content=body, headers=FORM)

    assert answer.status_code == 400
    assert answer.json()["error"] == "invalid_request"


def test_too_much_is_refused(ana: OwnerId) -> None:
    anyone = actors.anyone()
    for body in (b"a=" + b"x" * 2_000_000, b"&".join(b"a%d=1" % n for n in range(999))):
        answer = anyone.post("/oauth/token", content=body, headers=FORM)
        assert answer.status_code in {400, 413}

"""Whatever is sent to the registration endpoints, the answer is never a 500."""

import json
from itertools import product
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from taskpal import throttle
from taskpal.oauth.registration import fields, metadata, web
from taskpal.oauth.registration.errors import MetadataRefused
from tests.oauth import actors
from tests.oauth.registration import apps
from tests.oauth.registration.apps import DEVICE, NATIVE, WEB, manage, registered
from tests.oauth.test_hostile import HOSTILE
from tests.web.test_objects import JSON

pytestmark = pytest.mark.usefixtures("db", "as_often_as_wanted")

NAMES = [
    *("redirect_uris", "token_endpoint_auth_method", "grant_types", "response_types"),
    *("client_name", "client_uri", "logo_uri", "scope", "contacts", "tos_uri"),
    *("policy_uri", "jwks_uri", "jwks", "software_id", "software_version"),
    *("application_type", "client_id", "client_secret", "software_statement"),
    *("token_endpoint_auth_methods_supported", "client_name#de"),
]
ODD: list[Any] = [
    *(None, True, 0, -1, 1e308, 10**30, "", " ", "\u202e", "\x00", "\ud800", "é→😀"),
    *([], {}, [[]], [{}], [None], ["\x00"], {"a": {"b": []}}, "x" * 10_000),
    *(["x"] * 100, "javascript:alert(1)", ["https://["], ["https://a.example:x/"]),
]


@pytest.fixture
def as_often_as_wanted(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("NEW_APPS", "ALL_NEW_APPS", "FAILURES"):
        monkeypatch.setattr(web, name, throttle.Limit("plenty", 10**6, 60))


@pytest.mark.parametrize("name", NAMES)
def test_odd_values_survive(name: str) -> None:
    for said, value in product((NATIVE, WEB, DEVICE), ODD):
        answer = _post(json.dumps(said | {name: value}).encode())

        assert answer.status_code in {201, 400}, value
        if answer.status_code == 400:
            assert answer.json()["error"].startswith("invalid_")
            assert answer.json()["error_description"].isascii()


@pytest.mark.parametrize("name", [*NAMES, "registration_access_token"])
def test_odd_changes_survive(name: str) -> None:
    told = registered(WEB)
    for value in ODD:
        said = WEB | {"client_id": told["client_id"]} | {name: value}
        answer = manage("PUT", told, json.dumps(said).encode())

        assert answer.status_code in {200, 400}, value


@pytest.mark.parametrize("value", HOSTILE)
def test_raw_bytes_survive(value: bytes) -> None:
    for body in (value, b'{"client_name": "' + value + b'"}', b'{"' + value + b'": 1}'):
        assert _post(body).status_code == 400


@pytest.mark.parametrize("value", HOSTILE)
def test_hostile_addresses_and_tokens_survive(value: bytes) -> None:
    header = {b"Authorization": b"Bearer " + value.replace(b"\r\n", b"")}
    path = "".join(f"%{byte:02x}" for byte in value)

    answer = actors.anyone().get(f"{apps.PATH}/{path}", headers=header)

    assert answer.status_code in {401, 404}


@given(st.dictionaries(st.sampled_from(NAMES), JSON))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
def test_no_json_makes_the_endpoint_fail(said: dict[str, Any]) -> None:
    answer = _post(json.dumps(NATIVE | said).encode())

    assert answer.status_code in {201, 400}


@given(st.dictionaries(st.sampled_from(NAMES), JSON), st.sampled_from([NATIVE, WEB]))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_what_is_registered_is_clean(said: dict[str, Any], plain: Any) -> None:
    try:
        read = metadata.read(plain | said)
    except MetadataRefused:
        return
    for value in (read.name, *read.redirect_uris, *_texts(read.about)):
        assert value.isprintable()
        assert len(value) <= 500
    assert len(read.redirect_uris) <= fields.MOST


def _texts(about: dict[str, Any]) -> list[str]:
    values = (one if isinstance(one, list) else [one] for one in about.values())
    return [text for one in values for text in one]


def _post(body: bytes) -> Any:
    header = {"Content-Type": "application/json"}
    return actors.anyone().post(apps.PATH, content=body, headers=header)

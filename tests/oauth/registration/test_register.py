"""An app registers itself (RFC 7591): what it is told, and what it may say."""

from typing import Any

import pytest
from sqlmodel import select

from taskpal import database, security
from taskpal.oauth.models import Client
from taskpal.oauth.registration import web
from tests.oauth import actors
from tests.oauth.registration import apps
from tests.oauth.registration.apps import DEVICE, NATIVE, WEB, register, registered

pytestmark = pytest.mark.usefixtures("db")

WEBSITES = ["client_uri", "logo_uri", "tos_uri", "policy_uri"]


def test_it_is_told_everything_that_is_registered() -> None:
    said = WEB | {
        "client_uri": "https://app.example/",
        "logo_uri": "https://app.example/logo.png",
        "tos_uri": "https://app.example/terms",
        "policy_uri": "https://app.example/privacy",
        "contacts": ["help@app.example"],
        "scope": "todos:write todos:read offline_access",
        "software_id": "4NRB1-0XZABZI9E6-5SM3R",
        "software_version": "2.1",
        "x-unknown": {"is": "ignored"},
        "jwks_uri": "https://app.example/keys",
    }

    answer = register(said)

    told = answer.json()
    assert answer.status_code == 201
    assert answer.headers["cache-control"] == "no-store"
    assert answer.headers["content-type"] == "application/json"
    assert told.pop("client_id_issued_at") > 1_700_000_000
    assert told.pop("registration_access_token").startswith("tp_reg_")
    assert told.pop("client_secret").startswith("tp_cs_")
    uri = f"http://localhost:3000/oauth/register/{told.pop('client_id')}"
    assert told == {
        **{name: said[name] for name in [*WEBSITES, "contacts", "redirect_uris"]},
        "client_name": "Planner",
        "software_id": "4NRB1-0XZABZI9E6-5SM3R",
        "software_version": "2.1",
        "scope": "todos:read todos:write",
        "token_endpoint_auth_method": "client_secret_basic",
        "grant_types": ["authorization_code", "refresh_token"],
        "response_types": ["code"],
        "application_type": "web",
        "client_secret_expires_at": 0,
        "registration_client_uri": uri,
    }


@pytest.mark.parametrize("method", ["client_secret_basic", "client_secret_post", None])
def test_with_a_secret_it_is_a_web_app(method: str | None) -> None:
    told = registered(WEB, token_endpoint_auth_method=method)

    assert _kind(told) == "web"
    assert told["token_endpoint_auth_method"] == method or "client_secret_basic"
    assert told["client_secret_expires_at"] == 0


def test_without_authentication_it_gets_no_secret() -> None:
    told = registered(NATIVE)

    assert _kind(told) == "native"
    assert "client_secret" not in told
    assert "client_secret_expires_at" not in told


def test_with_only_the_device_grant_it_is_a_device() -> None:
    told = registered(DEVICE)

    assert _kind(told) == "device"
    assert told["grant_types"] == [apps.DEVICE_CODE, "refresh_token"]
    assert told["response_types"] == []
    assert told["redirect_uris"] == []
    assert "client_secret" not in told


def test_grants_taskpal_has_not_are_left_out_of_the_answer() -> None:
    grants = ["authorization_code", "implicit", "password", apps.DEVICE_CODE]

    told = registered(NATIVE, grant_types=grants, response_types=["code", "token"])

    assert _kind(told) == "native"
    assert told["grant_types"] == ["authorization_code", "refresh_token"]
    assert told["response_types"] == ["code"]


def test_an_app_that_can_do_without_a_secret_too_is_taken_at_its_word() -> None:
    told = registered(
        NATIVE,
        token_endpoint_auth_method="private_key_jwt",
        token_endpoint_auth_methods_supported=["private_key_jwt", "none"],
    )

    assert told["token_endpoint_auth_method"] == "none"


@pytest.mark.parametrize(
    ("said", "name"),
    [
        (WEB | {"client_name": None}, "app.example"),
        (WEB | {"client_name": ""}, "app.example"),
        (NATIVE | {"client_name": None}, "127.0.0.1"),
        (NATIVE | {"client_name": "  ", "redirect_uris": ["cursor://x/y"]}, "cursor:"),
        (DEVICE | {"client_name": None}, "A device"),
    ],
)
def test_a_name_it_does_not_say_is_where_it_leads(
    said: dict[str, Any], name: str
) -> None:
    assert registered(said)["client_name"] == name


def test_without_a_scope_it_may_ask_for_all_of_them() -> None:
    everything = "todos:read todos:write todos:delete profile:read"

    assert registered(NATIVE)["scope"] == everything
    assert registered(NATIVE, scope="offline_access")["scope"] == everything


@pytest.mark.parametrize(
    "uri",
    [
        "https://claude.ai/api/mcp/auth_callback",
        "https://chatgpt.com/connector/oauth/abc_123",
        "cursor://anysphere.cursor-mcp/oauth/callback",
        "http://localhost:6274/oauth/callback",
        "http://127.0.0.1:33418/",
        "http://[::1]/callback",
        "com.example.app:/callback",
    ],
)
def test_the_callbacks_of_real_apps_are_taken(uri: str) -> None:
    assert registered(NATIVE, redirect_uris=[uri])["redirect_uris"] == [uri]


@pytest.mark.parametrize(
    "uri",
    [
        "javascript:alert(1)",
        "javascript://app.example/%0aalert(1)",
        "data:text/html,x",
        "file:///etc/passwd",
        "http://app.example/callback",
        "http://127.0.0.1.evil.example/callback",
        "http://10.0.0.1/callback",
        "https://app.example/callback#fragment",
        "https://app.example/callback#",
        "https://user@app.example/callback",
        "https://user:password@app.example/callback",
        "https://",
        "https:///callback",
        "//app.example/callback",
        "/callback",
        "callback",
        "",
        "https://app.example/" + "x" * 500,
        "https://app.example/\n",
        "https://app.example/\x7f",
        'https://app.example/"',
        "https://app.example/é",
        "https://app.example:99999/",
        "https://[app.example/",
    ],
)
def test_no_dangerous_redirect_uri_is_registered(uri: str) -> None:
    for said in (NATIVE, WEB):
        _refused(said | {"redirect_uris": [WEB["redirect_uris"][0], uri]}, REDIRECT)


@pytest.mark.parametrize(
    "uris",
    [
        *(None, [], "https://app.example/", {"a": "b"}, 7, [7], [None], [["x"]], [{}]),
        [f"https://app.example/{n}" for n in range(21)],
    ],
)
def test_redirect_uris_are_a_list_of_some_addresses(uris: object) -> None:
    _refused(NATIVE | {"redirect_uris": uris}, REDIRECT)


def test_an_app_with_a_secret_has_no_scheme_of_its_own() -> None:
    _refused(WEB | {"redirect_uris": ["cursor://x/callback"]}, REDIRECT)


def test_an_app_with_a_secret_may_live_on_a_laptop() -> None:
    told = registered(WEB, redirect_uris=["http://127.0.0.1:3334/callback"])

    assert _kind(told) == "web"
    assert told["application_type"] == "native"


def test_a_web_app_leads_to_no_device() -> None:
    _refused(NATIVE | {"application_type": "web"}, REDIRECT)


def test_a_device_leads_nowhere() -> None:
    _refused(DEVICE | {"redirect_uris": [apps.LOOPBACK]}, REDIRECT)


@pytest.mark.parametrize(
    "wrong",
    [
        {"token_endpoint_auth_method": "private_key_jwt"},
        {"token_endpoint_auth_method": "client_secret_jwt"},
        {"token_endpoint_auth_method": 7},
        {"token_endpoint_auth_method": ["none"]},
        {"grant_types": []},
        {"grant_types": ["implicit"]},
        {"grant_types": ["client_credentials"]},
        {"grant_types": ["refresh_token"]},
        {"grant_types": "authorization_code"},
        {"grant_types": [1]},
        {"response_types": ["token"]},
        {"response_types": []},
        {"response_types": "code"},
        {"application_type": "desktop"},
        {"application_type": 1},
        {"client_name": "x" * 101},
        {"client_name": "a\nb"},
        {"client_name": "\u202egnp.exe"},
        {"client_name": 5},
        {"client_name": ["x"]},
        {"scope": "todos:read todos:everything"},
        {"scope": ["todos:read"]},
        {"scope": "todos:read " * 50},
        {"contacts": "help@app.example"},
        {"contacts": [1]},
        {"contacts": ["x"] * 21},
        {"contacts": ["x" * 255]},
        {"software_id": 1},
        {"software_version": "x" * 101},
        {"jwks": {"keys": []}, "jwks_uri": "https://app.example/keys"},
    ],
)
def test_every_other_field_is_checked(wrong: dict[str, Any]) -> None:
    _refused(NATIVE | wrong, METADATA)


@pytest.mark.parametrize("name", WEBSITES)
@pytest.mark.parametrize(
    "address",
    [
        "http://app.example/",
        "http://localhost/",
        "javascript:alert(1)",
        "https://user@app.example/",
        "data:image/png;base64,AA",
        "app.example",
        "https://app.example/" + "x" * 500,
        7,
        ["https://app.example/"],
    ],
)
def test_addresses_of_pages_are_https(name: str, address: object) -> None:
    _refused(NATIVE | {name: address}, METADATA)


def test_a_device_is_answered_no_code() -> None:
    _refused(DEVICE | {"response_types": ["code"]}, METADATA)


def test_an_app_that_can_only_authenticate_otherwise_is_refused() -> None:
    able = {"token_endpoint_auth_methods_supported": ["tls_client_auth"]}

    _refused(WEB | able, METADATA)


def test_a_device_keeps_no_secret() -> None:
    _refused(DEVICE | {"token_endpoint_auth_method": None}, METADATA)
    _refused(DEVICE | {"token_endpoint_auth_method": "client_secret_post"}, METADATA)


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"[]",
        b"{",
        b'{"redirect_uris": ["https://a.example/"], "redirect_uris": []}',
        b'{"client_name": "\\u0000"}',
        b'{"client_name": "\\ud800"}',
        b'{"a": ' + b"[" * 5000 + b"]" * 5000 + b"}",
        b'{"a": "' + b"x" * 17_000 + b'"}',
        b"\xff",
    ],
)
def test_what_is_no_clean_json_object_is_refused(body: bytes) -> None:
    answer = actors.anyone().post(
        apps.PATH, content=body, headers={"Content-Type": "application/json"}
    )

    assert answer.status_code == 400
    assert answer.json()["error"] == METADATA


@pytest.mark.parametrize(
    "kind", ["text/plain", "application/x-www-form-urlencoded", "", "text/json"]
)
def test_what_is_not_said_to_be_json_is_refused(kind: str) -> None:
    answer = actors.anyone().post(
        apps.PATH, content=b"{}", headers={"Content-Type": kind}
    )

    assert answer.status_code == 400
    assert answer.json()["error"] == METADATA


def test_its_secrets_are_kept_as_hashes_only() -> None:
    told = registered(WEB)

    row = _row(told)
    token = told["registration_access_token"]
    assert row.registration_hash == security.hash_token(token)
    assert row.secret_hash == security.hash_token(told["client_secret"])
    assert row.owner_id is None


def test_one_address_registers_only_so_many() -> None:
    for _ in range(web.NEW_APPS.times):
        registered(NATIVE)

    answer = register(NATIVE)

    assert answer.status_code == 429
    assert int(answer.headers["retry-after"]) > 0
    assert answer.json()["error"] == "temporarily_unavailable"
    assert register({}).status_code == 400  # what is wrong is said at once


def test_all_together_register_only_so_many(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(web, "ALL_NEW_APPS", web.throttle.Limit("few", 2, 3600))
    registered(NATIVE)
    registered(NATIVE)

    assert register(NATIVE).status_code == 429


def test_an_app_in_a_browser_may_register_from_anywhere() -> None:
    asking = {"Origin": "https://inspector.example"}

    preflight = actors.anyone().options(apps.PATH, headers=asking)
    answer = actors.anyone().post(apps.PATH, json=NATIVE, headers=asking)

    assert preflight.status_code == 204
    for name in ("content-type", "authorization"):
        assert name in preflight.headers["access-control-allow-headers"].lower()
    for one in (preflight, answer):
        assert one.headers["access-control-allow-origin"] == "*"
        assert "access-control-allow-credentials" not in one.headers


@pytest.mark.parametrize("method", ["GET", "PUT", "DELETE"])
def test_apps_are_not_listed(method: str) -> None:
    answer = actors.anyone().request(method, apps.PATH)

    assert answer.status_code == 405
    assert answer.headers["allow"] == "OPTIONS, POST"


REDIRECT, METADATA = "invalid_redirect_uri", "invalid_client_metadata"


def _refused(said: object, error: str) -> None:
    answer = register(said)
    assert answer.status_code == 400, said
    assert answer.json()["error"] == error
    assert answer.json()["error_description"].isascii()
    assert answer.headers["cache-control"] == "no-store"
    with database.transaction() as session:
        assert session.exec(select(Client)).first() is None


def _row(told: dict[str, Any]) -> Client:
    with database.transaction() as session:
        return session.get_one(Client, told["client_id"])


def _kind(told: dict[str, Any]) -> str:
    return _row(told).kind

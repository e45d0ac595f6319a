"""What a document may say, shown with those that real apps publish."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from taskpal.oauth.documents import document
from taskpal.oauth.documents.errors import DocumentRefused
from taskpal.oauth.registration.schemas import Metadata
from tests.web.test_objects import JSON

ADDRESS = "https://app.example/client.json"
PLAIN = {"client_id": ADDRESS, "redirect_uris": ["https://app.example/callback"]}

CHATGPT = {
    "client_id": "https://chatgpt.com/oauth/client.json",
    "client_uri": "https://chatgpt.com/",
    "redirect_uris": ["https://chatgpt.com/connector_platform_oauth_redirect"],
    "token_endpoint_auth_method": "private_key_jwt",
    "token_endpoint_auth_methods_supported": ["none", "private_key_jwt"],
    "token_endpoint_auth_signing_alg": "RS256",
    "jwks_uri": "https://chatgpt.com/oauth/jwks.json",
    "grant_types": ["authorization_code", "refresh_token"],
    "response_types": ["code"],
    "client_name": "ChatGPT",
}
CLAUDE_CODE = {
    "client_id": "https://claude.ai/oauth/claude-code-client-metadata",
    "client_name": "Claude Code",
    "client_uri": "https://claude.ai",
    "redirect_uris": ["http://localhost/callback", "http://127.0.0.1/callback"],
    "grant_types": ["authorization_code", "refresh_token"],
    "response_types": ["code"],
    "token_endpoint_auth_method": "none",
}
VS_CODE = {
    "client_id": "https://vscode.dev/oauth/client-metadata.json",
    "client_name": "Visual Studio Code",
    "client_uri": "https://vscode.dev/product",
    "grant_types": [
        "authorization_code",
        "refresh_token",
        "urn:ietf:params:oauth:grant-type:device_code",
    ],
    "response_types": ["code"],
    "redirect_uris": ["http://127.0.0.1:33418/", "https://vscode.dev/redirect"],
    "token_endpoint_auth_method": "none",
    "application_type": "native",
}


@pytest.mark.parametrize("published", [CHATGPT, CLAUDE_CODE, VS_CODE])
def test_the_documents_of_real_apps_are_understood(published: dict[str, Any]) -> None:
    said = document.read(published["client_id"], json.dumps(published).encode())

    assert said.kind == "native"
    assert said.name == published["client_name"]
    assert said.redirect_uris == published["redirect_uris"]
    assert said.about["token_endpoint_auth_method"] == "none"
    assert said.about["grant_types"] == ["authorization_code", "refresh_token"]


def test_an_app_that_names_no_method_has_none() -> None:
    assert _read().about["token_endpoint_auth_method"] == "none"


@pytest.mark.parametrize(
    "other",
    [
        None,
        "",
        7,
        [ADDRESS],
        "https://app.example/client.json/",
        "https://app.example/client.json?",
        "https://APP.example/client.json",
        "https://app.example:443/client.json",
        "https://app.example/%63lient.json",
        "https://other.example/client.json",
    ],
)
def test_its_client_id_is_its_address_character_for_character(other: object) -> None:
    with pytest.raises(DocumentRefused, match="another client_id"):
        _read(client_id=other)


@pytest.mark.parametrize(
    "secret",
    [{"client_secret": "x"}, {"client_secret": None}, {"client_secret_expires_at": 0}],
)
def test_it_holds_no_secret(secret: dict[str, object]) -> None:
    with pytest.raises(DocumentRefused, match="secret"):
        _read(**secret)


@pytest.mark.parametrize(
    "method",
    [
        *("client_secret_basic", "client_secret_post", "client_secret_jwt"),
        *("private_key_jwt", "tls_client_auth", "something"),
    ],
)
def test_an_app_that_has_to_authenticate_is_refused(method: str) -> None:
    with pytest.raises(DocumentRefused, match="token_endpoint_auth_method"):
        _read(token_endpoint_auth_method=method)


@pytest.mark.parametrize(
    "wrong",
    [
        {"redirect_uris": None},
        {"redirect_uris": []},
        {"redirect_uris": ["javascript:alert(1)"]},
        {"redirect_uris": ["http://app.example/"]},
        {"redirect_uris": ["https://app.example/#"]},
        {"grant_types": ["urn:ietf:params:oauth:grant-type:device_code"]},
        {
            "grant_types": ["urn:ietf:params:oauth:grant-type:device_code"],
            "redirect_uris": None,
        },
        {"grant_types": ["client_credentials"]},
        {"response_types": ["token"]},
        {"client_name": "\u202e"},
        {"client_name": 7},
        {"logo_uri": "http://app.example/logo"},
        {"client_uri": "javascript:alert(1)"},
        {"scope": "everything"},
    ],
)
def test_everything_else_is_checked_as_in_a_registration(wrong: dict[str, Any]) -> None:
    with pytest.raises(DocumentRefused):
        _read(**wrong)


@pytest.mark.parametrize(
    "body", [b"", b"[]", b"<html>", b'{"client_id": 1, "client_id": 2}', b"\xff"]
)
def test_what_is_no_json_object_is_refused(body: bytes) -> None:
    with pytest.raises(DocumentRefused, match="Its document is wrong"):
        document.read(ADDRESS, body)


@given(st.dictionaries(st.sampled_from(sorted(CHATGPT)), JSON))
def test_nothing_in_it_makes_taskpal_fail(said: dict[str, Any]) -> None:
    body = json.dumps(PLAIN | said).encode()

    try:
        read = document.read(ADDRESS, body)
    except DocumentRefused:
        return
    assert isinstance(read, Metadata)


def _read(**changes: Any) -> Metadata:
    return document.read(ADDRESS, json.dumps(PLAIN | changes).encode())

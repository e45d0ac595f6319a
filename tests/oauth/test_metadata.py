"""What apps read before they talk to the provider."""

import pytest
from authlib.oauth2.rfc8414 import AuthorizationServerMetadata

from taskpal.accounts.models import OwnerId
from tests.oauth import actors

PATH = "/.well-known/oauth-authorization-server"
RESOURCE = "/.well-known/oauth-protected-resource"


def test_the_metadata_is_right_and_readable_from_anywhere() -> None:
    answer = actors.anyone().get(PATH)

    told = answer.json()
    AuthorizationServerMetadata(
        {name: _on_https(value) for name, value in told.items()}
    ).validate()
    assert answer.headers["access-control-allow-origin"] == "*"
    assert told["issuer"] == "http://localhost:3000"
    assert told["code_challenge_methods_supported"] == ["S256"]
    assert told["authorization_response_iss_parameter_supported"] is True


def test_the_metadata_names_only_what_exists() -> None:
    told = actors.anyone().get(PATH).json()

    assert told["grant_types_supported"] == [
        "authorization_code",
        "refresh_token",
        "urn:ietf:params:oauth:grant-type:device_code",
    ]
    assert "offline_access" not in told["scopes_supported"]
    for name, url in told.items():
        if name.endswith("_endpoint"):
            path = url.removeprefix(told["issuer"])
            assert actors.anyone().put(path).status_code == 405


def test_the_metadata_is_found_at_the_issuer_alone(ana: OwnerId) -> None:
    assert actors.anyone().get(f"{PATH}/api").status_code == 404
    assert actors.anyone().post(PATH).status_code == 405


def test_the_metadata_is_complete() -> None:
    told = actors.anyone().get(PATH).json()

    assert told["introspection_endpoint"].endswith("/oauth/introspect")
    assert "none" not in told["introspection_endpoint_auth_methods_supported"]
    assert told["device_authorization_endpoint"].endswith("/device_authorization")
    assert told["registration_endpoint"].endswith("/oauth/register")
    assert told["client_id_metadata_document_supported"] is True
    assert told["protected_resources"] == [
        "http://localhost:3000/api",
        "http://localhost:3000/mcp",
    ]


@pytest.mark.parametrize(
    ("suffix", "resource"), [("", "mcp"), ("/mcp", "mcp"), ("/api", "api")]
)
def test_each_resource_says_who_gives_tokens_for_it(suffix: str, resource: str) -> None:
    answer = actors.anyone().get(f"{RESOURCE}{suffix}")

    told = answer.json()
    assert answer.status_code == 200
    assert answer.headers["access-control-allow-origin"] == "*"
    assert told["resource"] == f"http://localhost:3000/{resource}"
    assert told["authorization_servers"] == ["http://localhost:3000"]
    assert told["scopes_supported"] == [
        "todos:read",
        "todos:write",
        "todos:delete",
        "profile:read",
    ]
    assert told["bearer_methods_supported"] == ["header"]


@pytest.mark.parametrize("suffix", ["/", "/gpt", "/api/todos", "/mcp/", "/%00"])
def test_there_is_no_other_resource(suffix: str) -> None:
    answer = actors.anyone().get(f"{RESOURCE}{suffix}")

    assert answer.status_code in {308, 404}
    assert answer.headers["content-type"] == "application/problem+json"


@pytest.mark.parametrize("path", [PATH, RESOURCE, f"{RESOURCE}/mcp", f"{RESOURCE}/api"])
def test_an_app_in_a_browser_may_send_the_header_of_mcp(path: str) -> None:
    asking = {
        "Origin": "https://app.example",
        "Access-Control-Request-Method": "GET",
        "Access-Control-Request-Headers": "mcp-protocol-version",
    }

    answer = actors.anyone().options(path, headers=asking)

    allowed = answer.headers["access-control-allow-headers"].lower()
    assert answer.status_code == 204
    assert "mcp-protocol-version" in allowed
    assert "GET" in answer.headers["access-control-allow-methods"]


def test_every_page_the_metadata_links_to_is_there(db: None) -> None:
    found = actors.anyone()
    told = found.get(PATH).json() | found.get(RESOURCE).json()

    for name in ("op_policy_uri", "op_tos_uri", "resource_documentation"):
        assert found.get(told[name]).status_code == 200


def _on_https(value: object) -> object:
    """The same on https, which the validator asks for."""
    if isinstance(value, list):
        return [_on_https(one) for one in value]
    return value.replace("http:", "https:") if isinstance(value, str) else value

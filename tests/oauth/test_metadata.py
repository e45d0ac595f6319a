"""What apps read before they talk to the provider."""

from authlib.oauth2.rfc8414 import AuthorizationServerMetadata

from taskpal.accounts.models import OwnerId
from tests.oauth import actors

PATH = "/.well-known/oauth-authorization-server"


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


def _on_https(value: object) -> object:
    """The same on https, which the validator asks for."""
    return value.replace("http:", "https:") if isinstance(value, str) else value

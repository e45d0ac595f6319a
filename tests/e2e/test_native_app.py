"""A native app without a secret: PKCE, and a callback to a port of its own choosing."""

import base64
import hashlib
import json
import secrets
from urllib.parse import parse_qs, urlencode, urlsplit

import httpx
import pytest
from playwright.sync_api import Page, expect

from tests.e2e import loopback
from tests.e2e.conftest import OpenBrowser
from tests.e2e.people import Person
from tests.e2e.server import RunningServer

REGISTERED = "http://127.0.0.1/callback"


@pytest.fixture
def client_id(server: RunningServer, ben: Person) -> str:
    """An app that ben has set up on the command line."""
    made = server.run(
        *("clients", "add", "--kind", "native", "--name", "Terminal todos"),
        *("--owner", ben.email, "--redirect-uri", REGISTERED, "--json"),
    )
    assert made.returncode == 0, made.stderr
    found: str = json.loads(made.stdout)["client_id"]
    return found


@pytest.fixture
def users_page(open_browser: OpenBrowser, ana: Person) -> Page:
    return open_browser(ana, leaving_to=("http://127.0.0.1:",)).new_page()


def test_the_whole_flow_with_a_listener_on_another_port(
    server: RunningServer, client_id: str, users_page: Page
) -> None:
    metadata = _metadata(server)
    verifier, state = secrets.token_urlsafe(48), secrets.token_urlsafe()
    with loopback.listening() as listener:
        redirect_uri = listener.redirect_uri("/callback")
        users_page.goto(
            _address(
                metadata,
                client_id=client_id,
                redirect_uri=redirect_uri,
                state=state,
                code_challenge=_s256(verifier),
                code_challenge_method="S256",
            )
        )
        users_page.get_by_role("button", name="Allow").click()
        expect(users_page.get_by_text("You can close this window")).to_be_visible()
        answer = parse_qs(urlsplit(listener.wait()).query)

    assert answer["state"] == [state]
    assert answer["iss"] == [metadata["issuer"]]
    given = httpx.post(
        metadata["token_endpoint"],
        data={
            "grant_type": "authorization_code",
            "client_id": client_id,
            "code": answer["code"][0],
            "redirect_uri": redirect_uri,
            "code_verifier": verifier,
        },
    )
    assert given.status_code == 200, given.text
    todos = httpx.get(
        f"{server.url}/api/todos",
        headers={"Authorization": f"Bearer {given.json()['access_token']}"},
    )
    assert todos.json()["total"] == 0


def test_without_a_challenge_the_app_gets_no_code(
    server: RunningServer, client_id: str, users_page: Page
) -> None:
    with loopback.listening() as listener:
        users_page.goto(
            _address(
                _metadata(server),
                client_id=client_id,
                redirect_uri=listener.redirect_uri("/callback"),
                state="s",
            )
        )
        answer = parse_qs(urlsplit(listener.wait()).query)

    assert answer["error"] == ["invalid_request"]
    assert "code" not in answer


def test_another_path_on_the_loopback_address_is_refused_on_a_page(
    server: RunningServer, client_id: str, users_page: Page
) -> None:
    refused = users_page.goto(
        _address(
            _metadata(server),
            client_id=client_id,
            redirect_uri="http://127.0.0.1:5/elsewhere",
            state="s",
            code_challenge=_s256("v" * 43),
            code_challenge_method="S256",
        )
    )

    assert refused is not None
    assert refused.status == 400
    assert users_page.url.startswith(server.url)


def _metadata(server: RunningServer) -> dict[str, str]:
    found: dict[str, str] = httpx.get(
        f"{server.url}/.well-known/oauth-authorization-server"
    ).json()
    return found


def _address(metadata: dict[str, str], **query: str) -> str:
    asked = {"response_type": "code", "scope": "todos:read", **query}
    return f"{metadata['authorization_endpoint']}?{urlencode(asked)}"


def _s256(verifier: str) -> str:
    digest = hashlib.sha256(verifier.encode()).digest()
    return base64.urlsafe_b64encode(digest).rstrip(b"=").decode()

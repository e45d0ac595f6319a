"""requests-oauthlib as ChatGPT would use it: no proof key, a secret, and refreshing."""

import time
from typing import Any

import pytest
from oauthlib.oauth2 import InvalidGrantError
from requests.auth import HTTPBasicAuth
from requests_oauthlib import OAuth2Session

from tests.outsiders.browser import Browser
from tests.outsiders.conftest import Made, MakeApp
from tests.outsiders.server import ProgramsServer


@pytest.fixture
def app(make_app: MakeApp) -> Made:
    return make_app("gpt")


@pytest.fixture(autouse=True)
def plain_http_will_do(monkeypatch: pytest.MonkeyPatch) -> None:
    """The library wants https, even on localhost, unless it is told otherwise."""
    monkeypatch.setenv("OAUTHLIB_INSECURE_TRANSPORT", "1")


@pytest.mark.parametrize("by", ["secret in the body", "basic"])
def test_a_gpt_signs_in_refreshes_by_itself_and_gives_its_token_back(
    server: ProgramsServer, ana: Browser, app: Made, by: str
) -> None:
    proof: dict[str, Any] = {"client_secret": app.secret, "include_client_id": True}
    if by == "basic":
        proof = {"auth": HTTPBasicAuth(app.id, app.secret or "")}
    renewed: list[dict[str, Any]] = []
    session = _session(server, app, proof, renewed)
    token_url = f"{server.url}/oauth/token"
    address, _ = session.authorization_url(f"{server.url}/oauth/authorize")

    first = session.fetch_token(
        token_url, authorization_response=ana.allow(address), **proof
    )
    session.token = first | {"expires_at": time.time() - 1}
    todos = session.get(f"{server.url}/api/todos", **_own(app, by))
    given_back = session.post(
        f"{server.url}/oauth/revoke",
        data={"token": session.token["refresh_token"], **_posted(app)},
        withhold_token=True,
    )

    assert todos.json()["items"] == []
    assert [token["refresh_token"] for token in renewed] != [first["refresh_token"]]
    assert given_back.status_code == 200
    assert session.get(f"{server.url}/api/todos").status_code == 401
    with pytest.raises(InvalidGrantError):
        session.refresh_token(token_url, **proof)


def _session(
    server: ProgramsServer,
    app: Made,
    proof: dict[str, Any],
    renewed: list[dict[str, Any]],
) -> OAuth2Session:
    by_post = {key: value for key, value in proof.items() if key == "client_secret"}
    return OAuth2Session(
        app.id,
        redirect_uri=app.redirect_uri,
        auto_refresh_url=f"{server.url}/oauth/token",
        auto_refresh_kwargs={"client_id": app.id, **by_post},
        token_updater=renewed.append,
    )


def _posted(app: Made) -> dict[str, str | None]:
    return {"client_id": app.id, "client_secret": app.secret}


def _own(app: Made, by: str) -> dict[str, str | None]:
    """What makes the library send Basic when it refreshes by itself."""
    return _posted(app) if by == "basic" else {}

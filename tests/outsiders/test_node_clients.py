"""Two OAuth libraries for Node, of the strict sort, go the whole way."""

from typing import Any

import pytest

from tests.outsiders import node_clients
from tests.outsiders.browser import Browser
from tests.outsiders.conftest import MakeApp
from tests.outsiders.node_clients import run
from tests.outsiders.server import ProgramsServer

CLIENTS = ["oauth4webapi", "openid-client"]
METHODS = {"none": "", "client_secret_post": "post", "client_secret_basic": "basic"}


@pytest.fixture(scope="module", autouse=True)
def installed() -> None:
    node_clients.install()


@pytest.fixture
def wanted(server: ProgramsServer) -> dict[str, str]:
    """What each app asks for."""
    return {
        "issuer": server.url,
        "scope": "todos:read",
        "resource": f"{server.url}/api",
    }


@pytest.mark.parametrize("client", CLIENTS)
@pytest.mark.parametrize("sort", ["native", "web, post", "web, basic", "gpt, post"])
def test_an_app_finds_its_way_and_comes_with_a_code(
    ana: Browser, make_app: MakeApp, wanted: dict[str, str], client: str, sort: str
) -> None:
    kind, _, by = sort.partition(", ")
    app = make_app(kind)
    own = {"client_id": app.id, "client_secret": app.secret, "by": by}

    learned = run(client, "code", ana, **own, redirect_uri=app.redirect_uri, **wanted)

    assert learned["iss"] == wanted["issuer"]
    _check_life(learned, secret=bool(app.secret))


@pytest.mark.parametrize("client", CLIENTS)
def test_a_device_is_let_in_by_the_code_it_shows(
    ana: Browser, make_app: MakeApp, wanted: dict[str, str], client: str
) -> None:
    app = make_app("device")

    learned = run(client, "device", ana, client_id=app.id, **wanted)

    begun = learned["begun"]
    assert begun["verification_uri"] == f"{wanted['issuer']}/device"
    assert learned.get("error", "authorization_pending") == "authorization_pending"
    _check_life(learned, secret=False)


@pytest.mark.parametrize("client", CLIENTS)
@pytest.mark.parametrize("method", METHODS)
def test_an_app_registers_itself_and_comes_with_a_code(
    ana: Browser, wanted: dict[str, str], client: str, method: str
) -> None:
    metadata = {
        "client_name": f"{client} by {method}",
        "redirect_uris": ["https://registered.example/callback"],
        "token_endpoint_auth_method": method,
        "scope": "todos:read todos:write",
    }
    by = METHODS[method]

    learned = run(client, "registration", ana, by=by, metadata=metadata, **wanted)

    registered = learned["registered"]
    assert registered["registration_access_token"]
    assert ("client_secret" in registered) == bool(by)
    _check_life(learned, secret=bool(by))


@pytest.mark.parametrize("audience", ["api", "mcp"])
def test_an_address_is_enough_to_find_who_gives_tokens_for_it(
    server: ProgramsServer, ana: Browser, audience: str
) -> None:
    resource = f"{server.url}/{audience}"

    learned = run("oauth4webapi", "resource", ana, resource=resource)

    assert learned["found"]["resource"] == resource
    assert learned["server"]["issuer"] == server.url
    assert learned["server"]["code_challenge_methods_supported"] == ["S256"]


def _check_life(learned: dict[str, Any], *, secret: bool) -> None:
    """Its tokens were renewed, worked, were told about, and ended when given back."""
    first, second = learned["first"], learned["second"]
    assert first["scope"] == second["scope"] == "todos:read"
    assert first["access_token"] != second["access_token"]
    assert first["refresh_token"] != second["refresh_token"]
    assert learned["todos"]["items"] == []
    if secret:
        assert learned["about"]["active"] is True
        assert learned["about"]["scope"] == "todos:read"
    else:
        assert _error(learned["about"]) == "invalid_client"
    assert _error(learned["challenges"]) == "invalid_token"


def _error(cause: Any) -> str:
    """What a refusal says, in its body or in its challenge."""
    if isinstance(cause, list):
        (challenge,) = cause
        cause = challenge["parameters"]
    error: str = cause["error"]
    return error

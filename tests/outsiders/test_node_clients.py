"""Two OAuth libraries for Node, of the strict sort, go the whole way."""

import pytest

from tests.outsiders import node_clients
from tests.outsiders.browser import Browser
from tests.outsiders.conftest import MakeApp
from tests.outsiders.server import ProgramsServer

CLIENTS = ["oauth4webapi", "openid-client"]


@pytest.fixture(scope="module", autouse=True)
def installed() -> None:
    node_clients.install()


@pytest.mark.parametrize("client", CLIENTS)
@pytest.mark.parametrize("sort", ["native", "web, post", "web, basic", "gpt, post"])
def test_discovery_code_refresh_and_revocation(
    server: ProgramsServer, ana: Browser, make_app: MakeApp, client: str, sort: str
) -> None:
    kind, _, by = sort.partition(", ")
    app = make_app(kind)

    learned = node_clients.run(
        client,
        "code",
        ana,
        issuer=server.url,
        client_id=app.id,
        client_secret=app.secret,
        by=by,
        redirect_uri=app.redirect_uri,
        scope="todos:read",
        resource=f"{server.url}/api",
    )

    assert learned["iss"] == server.url
    first, second = learned["first"], learned["second"]
    assert first["scope"] == second["scope"] == "todos:read"
    assert first["access_token"] != second["access_token"]
    assert first["refresh_token"] != second["refresh_token"]
    assert learned["todos"]["items"] == []
    (challenge,) = learned["challenges"]
    assert challenge["scheme"] == "bearer"
    assert challenge["parameters"]["error"] == "invalid_token"

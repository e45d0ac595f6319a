"""One running TaskPal for all of these clients, and ana, who uses them."""

import functools
import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import pytest

from tests.outsiders.browser import Browser
from tests.outsiders.server import ProgramsServer

CALLBACKS = {
    "native": "http://127.0.0.1/callback",
    "web": "https://app.example/callback",
    "gpt": "https://chatgpt.com/aip/g-123abc/oauth/callback",
}


@dataclass(frozen=True)
class Made:
    """An app as its builder knows it."""

    id: str
    secret: str | None
    redirect_uri: str


MakeApp = Callable[..., Made]


@pytest.fixture(scope="package")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ProgramsServer]:
    with ProgramsServer(tmp_path_factory.mktemp("taskpal")) as running:
        yield running
        assert "Traceback" not in running.log, running.log


@pytest.fixture(scope="module")
def ana(server: ProgramsServer) -> Iterator[Browser]:
    """Ana at her browser, signed in; another ana for each file."""
    with Browser(server.url, "ana") as browser:
        browser.sign_up()
        yield browser


@pytest.fixture(scope="package")
def make_app(server: ProgramsServer) -> Iterator[MakeApp]:
    """Sets up an app of ben's, one of each sort: `make_app("native")`."""
    with Browser(server.url, "ben") as ben:
        ben.sign_up()
        yield functools.cache(functools.partial(_make, server, ben.email))


def _make(server: ProgramsServer, owner: str, kind: str) -> Made:
    uri = CALLBACKS.get(kind, "")
    made = server.run(
        *("clients", "add", "--kind", kind, "--name", f"A {kind} app", "--json"),
        *("--owner", owner),
        *(("--redirect-uri", uri) if uri else ()),
    )
    assert made.returncode == 0, made.stderr
    record = json.loads(made.stdout)
    return Made(record["client_id"], record.get("client_secret"), uri)

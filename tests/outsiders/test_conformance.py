"""MCP's own conformance test, for the provider that MCP clients come to."""

import re
import socket

import httpx
import pytest

from tests.outsiders import node_clients
from tests.outsiders.browser import Browser
from tests.outsiders.conftest import MakeApp
from tests.outsiders.server import ProgramsServer


@pytest.fixture(autouse=True)
def installed() -> None:
    node_clients.install()


def test_the_provider_does_what_mcp_asks_of_it(
    server: ProgramsServer, ana: Browser, make_app: MakeApp
) -> None:
    asked = {
        "--url": server.url,
        "--client-id": make_app("native").id,
        "--resource": f"{server.url}/mcp",
        "--port": str(_free_port()),
    }

    said = _run(ana, [word for pair in asked.items() for word in pair])

    passed = re.findall(r"^✓ (.+): \d+ passed, 0 failed$", said, re.MULTILINE)
    assert passed == [
        "authorization-server-metadata-endpoint",
        "authorization-code-grant",
    ], said


def _run(person: Browser, words: list[str]) -> str:
    """What it prints; it listens for the browser while the person says yes."""
    said, address = [], ""
    with node_clients.started("conformance", "authorization", *words) as process:
        assert process.stdout is not None
        for line in process.stdout:
            said.append(line)
            if "/oauth/authorize?" in line:
                address = line.strip()
            if line.startswith("Callback server started"):
                httpx.get(person.allow(address)).raise_for_status()
    return "".join(said)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port

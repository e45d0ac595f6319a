"""A television without a browser: it shows a code, and asks whether it may yet."""

import json
from dataclasses import dataclass
from typing import Any

import httpx

from tests.e2e.people import Person
from tests.e2e.server import RunningServer

GRANT = "urn:ietf:params:oauth:grant-type:device_code"


@dataclass
class Television:
    """An app of the kind `device`, and what it was told when it began."""

    server: RunningServer
    client_id: str
    told: dict[str, Any]

    @classmethod
    def switched_on(cls, server: RunningServer, maker: Person) -> "Television":
        """One that `maker` has set up, and that waits for its user."""
        made = server.run(
            *("clients", "add", "--kind", "device", "--name", "Living-room TV"),
            *("--owner", maker.email, "--json"),
        )
        assert made.returncode == 0, made.stderr
        client_id: str = json.loads(made.stdout)["client_id"]
        begun = httpx.post(
            f"{server.url}/oauth/device_authorization", data={"client_id": client_id}
        )
        return cls(server, client_id, begun.raise_for_status().json())

    @property
    def code(self) -> str:
        """What it shows."""
        shown: str = self.told["user_code"]
        return shown

    def ask(self) -> dict[str, Any]:
        """What the token endpoint answers now."""
        sent = {"grant_type": GRANT, "device_code": self.told["device_code"]}
        answer: dict[str, Any] = httpx.post(
            f"{self.server.url}/oauth/token", data=sent | {"client_id": self.client_id}
        ).json()
        return answer

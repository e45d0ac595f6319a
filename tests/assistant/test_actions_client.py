"""Another program that runs Actions, LibreChat, understands the schema as meant."""

import json
import subprocess
from pathlib import Path
from typing import Any

import pytest

from taskpal.assistant.operations import OPERATIONS
from taskpal.start import environment
from tests.assistant.test_schema import PUBLIC_URL, TEXT

pytestmark = [pytest.mark.services, pytest.mark.xdist_group("actions client")]

CLIENT = Path(__file__).parent / "actions_client"


@pytest.fixture(scope="module")
def understood() -> Any:
    environment.use_own_node()
    if not (CLIENT / "node_modules").is_dir():
        _run("npm", "ci", "--no-audit", "--no-fund")
    return json.loads(_run("node", "read_schema.mjs", typed=TEXT))


def _run(*command: str, typed: str = "") -> str:
    done = subprocess.run(
        command, cwd=CLIENT, input=typed, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_it_knows_where_to_call(understood: Any) -> None:
    assert understood["serverUrl"] == PUBLIC_URL


def test_it_calls_every_operation_with_its_fields(understood: Any) -> None:
    expected = [
        {
            "name": each.name,
            "description": each.purpose,
            "method": "post" if each.changes else "get",
            "path": f"/gpt/{each.name}",
            "isConsequential": False,
            "fields": list(each.takes.model_fields),
        }
        for each in OPERATIONS
    ]
    for operation in (*understood["operations"], *expected):
        operation["fields"].sort()

    assert understood["operations"] == expected

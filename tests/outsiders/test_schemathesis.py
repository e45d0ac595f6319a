"""Schemathesis reads how TaskPal describes its APIs, and tries whatever that allows."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.outsiders.browser import Browser
from tests.outsiders.server import ProgramsServer

CONFIG = Path(__file__).with_name("schemathesis.toml")
EXAMPLES = "20"  # for each operation, beside the borders of each of its fields
SEED = os.environ.get("TEST_SEED", "1")  # the same requests each time; others on demand

# ChatGPT's own description is short, and what it refuses it explains by itself.
CHECKS = {
    "/api/openapi.json": "all",
    "/gpt/openapi.json": "not_a_server_error,content_type_conformance,"
    "response_schema_conformance,ignored_auth",
}


@pytest.mark.parametrize("path", CHECKS)
def test_every_answer_is_one_that_the_description_promises(
    server: ProgramsServer, ana: Browser, tmp_path: Path, path: str
) -> None:
    scope = "todos:read todos:write todos:delete profile:read"
    made = server.run("tokens", "add", "--owner", ana.email, "--scope", scope, "--json")
    token = json.loads(made.stdout)["token"]

    tried = subprocess.run(
        [
            *(Path(sys.executable).with_name("schemathesis"), "--config-file", CONFIG),
            *(
                "run",
                f"{server.url}{path}",
                "--header",
                f"Authorization: Bearer {token}",
            ),
            *("--checks", CHECKS[path], "--max-examples", EXAMPLES),
            *("--seed", SEED),
        ],
        cwd=tmp_path,
        capture_output=True,
        text=True,
    )

    assert tried.returncode == 0, tried.stdout + tried.stderr
    assert "Authentication failed" not in tried.stdout

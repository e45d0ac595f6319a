"""The command line, called in this process on the test database."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from click.testing import CliRunner, Result

from taskpal.__main__ import main

Command = Callable[..., Result]


@pytest.fixture
def command(db: None) -> Command:
    """`command("users", "list")`; `typed=` is what it reads from standard input."""

    def run(*words: str, typed: str | None = None) -> Result:
        return CliRunner().invoke(main, words, input=typed)

    return run


def printed(result: Result) -> Any:
    """The record that `--json` printed."""
    assert result.exit_code == 0, result.output
    return json.loads(result.stdout)

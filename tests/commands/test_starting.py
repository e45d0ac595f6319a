"""The commands that start things, without starting them; tests/e2e does that."""

import os
from collections.abc import Callable

import pytest
from click.testing import CliRunner

from taskpal.__main__ import main
from taskpal.settings import settings
from taskpal.start import environment, frontend, serving
from tests.commands.conftest import Command
from tests.conftest import forget_engine


@pytest.fixture
def called(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The names of what was called, in order."""
    names: list[str] = []

    def noting(name: str) -> Callable[..., None]:
        return lambda *_, **__: names.append(name)

    for module, name in [
        (frontend, "ensure_built"),
        (frontend, "prepare"),
        (serving, "migrate"),
        (serving, "_run_workers"),
        (serving, "_say_when_ready"),
        (serving, "_check_address"),
        (environment, "serve_built_front_end"),
        (serving.subprocess, "run"),
    ]:
        monkeypatch.setattr(module, name, noting(name))
    monkeypatch.setattr(serving.os, "chdir", lambda _: None)
    return names


def test_serving_builds_and_migrates_before_any_worker_starts(
    called: list[str],
) -> None:
    assert CliRunner().invoke(main, ["serve"]).exit_code == 0

    order = ["_check_address", "ensure_built", "migrate", "serve_built_front_end"]
    assert called[:4] == order
    assert set(called[4:]) == {"_say_when_ready", "_run_workers"}


def test_the_command_line_wins_over_the_environment(
    called: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PORT", "3000")
    monkeypatch.setenv("TASKPAL_HOST", "127.0.0.1")

    CliRunner().invoke(main, ["serve", "--port", "4000", "--host", "0.0.0.0"])

    found = settings()
    forget_engine()
    assert (found.port, found.host) == (4000, "0.0.0.0")


def test_developing_rebuilds_by_itself(called: list[str]) -> None:
    assert CliRunner().invoke(main, ["dev"]).exit_code == 0

    assert called == ["_check_address", "migrate", "prepare", "run"]


def test_the_front_end_can_be_built_alone(called: list[str]) -> None:
    told = CliRunner().invoke(main, ["build"])

    assert called == ["ensure_built"]
    assert told.stdout == "The front end is up to date.\n"


def test_migrating_again_changes_nothing(command: Command) -> None:
    assert command("migrate").stdout == "The database is up to date.\n"


def test_an_empty_database_is_told_how_to_get_its_tables(
    monkeypatch: pytest.MonkeyPatch, tmp_path: os.PathLike[str]
) -> None:
    monkeypatch.setenv("DATABASE_URL", f"sqlite:///{tmp_path}/new.db")
    forget_engine()

    told = CliRunner().invoke(main, ["users", "list"])

    forget_engine()
    assert told.exit_code == 1
    assert "run `python -m taskpal migrate` first" in told.stderr


def test_a_record_is_printed_one_field_a_line(command: Command, ana: str) -> None:
    listed = command("users", "list")

    heads, row = listed.stdout.splitlines()
    assert heads.split() == ["id", "email", "name", "created_at"]
    assert "ana@example.com" in row

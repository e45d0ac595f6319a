"""`import` and `export` on the command line."""

import json
from pathlib import Path

import pytest
from sqlmodel import select

from taskpal import database
from taskpal.accounts.models import OwnerId
from taskpal.todos.exchange.models import Import
from tests.commands.conftest import Command, printed
from tests.todos.exchange.bringing import bring

OWNER = ("--owner", "ana@example.com")


def test_what_was_exported_can_be_imported(
    command: Command, ana: OwnerId, ben: OwnerId, tmp_path: Path
) -> None:
    file = tmp_path / "list.md"
    file.write_text("# Home\n- [ ] Buy milk\n  - [x] Find the bag\n")
    made = command("import", *OWNER, str(file))
    assert made.exit_code == 0, made.output

    saved = tmp_path / "all.json"
    saved.write_bytes(command("export", *OWNER).stdout_bytes)
    again = command("import", "--owner", "ben@example.com", str(saved), "--json")

    assert printed(again) == {
        "state": "done",
        "made": 3,
        "known": 0,
        "warnings": [],
    }
    his = command("export", "--owner", "ben@example.com", "--format", "markdown")
    assert "# Home\n\n- [ ] Buy milk\n  - [x] Find the bag `done " in his.stdout


def test_a_preview_makes_nothing(
    command: Command, ana: OwnerId, tmp_path: Path
) -> None:
    file = tmp_path / "todos.csv"
    file.write_text('title,due\nBuy milk,tomorrow\nCall Bob,"soon\n')

    shown = command("import", *OWNER, str(file), "--preview", "--json")

    found = printed(shown)
    assert found["todos"] == 1
    assert found["first"] == ["Buy milk"]
    assert "Line 3" in found["warnings"][0]
    assert json.loads(command("export", *OWNER).stdout)["todos"] == []


def test_a_project_of_todoist_becomes_the_list_its_file_is_named_after(
    command: Command, ana: OwnerId, tmp_path: Path
) -> None:
    file = tmp_path / "Work [220474322].csv"
    file.write_text("TYPE,CONTENT,PRIORITY\ntask,Write report,1\n")

    command("import", *OWNER, str(file))

    everything = json.loads(command("export", *OWNER).stdout)
    assert [one["name"] for one in everything["lists"]] == ["Work"]
    assert everything["todos"][0]["priority"] == "p1"


def test_what_is_no_file_of_todos_is_told_in_a_sentence(
    command: Command, ana: OwnerId, tmp_path: Path
) -> None:
    file = tmp_path / "photo.zip"
    file.write_bytes(b"PK\x03\x04")

    refused = command("import", *OWNER, str(file))

    assert refused.exit_code == 1
    assert "ZIP archive" in refused.stderr


def test_columns_of_any_name_can_be_said(
    command: Command, ana: OwnerId, tmp_path: Path
) -> None:
    file = tmp_path / "todos.csv"
    file.write_text("Aufgabe;Bis\nMilch kaufen;2026-12-24\n")
    said = ("--column", "title=Aufgabe", "--column", "due=Bis")

    shown = command("import", *OWNER, str(file), *said, "--preview", "--json")

    assert printed(shown)["first"] == ["Milch kaufen"]


def test_an_import_that_finds_no_room_is_stopped_and_told(
    command: Command, ana: OwnerId, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    bring(ana, b"title\nThe first\n")
    monkeypatch.setattr("taskpal.todos.exchange.making.todos.MOST", 2)
    file = tmp_path / "todos.csv"
    file.write_text("title\nA\nB\n")

    refused = command("import", *OWNER, str(file))

    assert refused.exit_code == 1
    assert "can be no more" in refused.stderr
    with database.reading() as session:
        (found,) = session.exec(select(Import)).all()
    assert (found.state, found.done) == ("stopped", 0)
    assert found.reason in refused.stderr

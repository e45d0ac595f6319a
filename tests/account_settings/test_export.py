"""The export: everything of its owner, of nobody else, and never all of it at once."""

import json
import re
from datetime import timedelta

import pytest
from sqlmodel import Session, insert

from taskpal import database
from taskpal.account_settings import export
from taskpal.account_settings.archive import Export
from taskpal.columns import now
from taskpal.oauth import service as oauth
from taskpal.security import new_id
from taskpal.settings import PROJECT
from taskpal.todos import service as todos
from taskpal.todos.exchange.writing import parts
from taskpal.todos.models import Todo
from taskpal.todos.schemas import NewTodo
from tests.account_settings.conftest import Person
from tests.accounts.conftest import Clock
from tests.oauth import actors

COMMITTED = PROJECT / "docs" / "export.schema.json"


def exported(person: Person) -> Export:
    answer = person.browser.fill("/settings/export")
    assert answer.status_code == 200, answer.text
    return Export.model_validate_json(answer.content)


def fill(session: Session, person: Person, many: int) -> None:
    made = now() - timedelta(days=1)
    session.execute(
        insert(Todo),
        [
            {
                "owner_id": person.id,
                "id": new_id(),
                "title": f"Todo {number}",
                "created_at": made + timedelta(milliseconds=number // 3),
            }
            for number in range(many)
        ],
    )


def test_the_file_is_to_be_kept_and_says_from_when_it_is(ana: Person) -> None:
    answer = ana.browser.fill("/settings/export")

    named = answer.headers["content-disposition"]
    assert re.fullmatch(
        r'attachment; filename="taskpal-export-\d{4}-\d{2}-\d{2}\.json"', named
    )
    assert answer.headers["content-type"] == "application/json"
    assert answer.headers["cache-control"] == "no-store"
    assert ana.log[0] == "exported"


def test_looking_at_the_page_exports_nothing(ana: Person) -> None:
    page = ana.browser.get("/settings/export")

    assert page.headers["content-type"].startswith("text/html")
    assert "exported" not in ana.log


def test_an_account_with_nothing_in_it_is_a_file_too(ana: Person) -> None:
    found = exported(ana)

    assert found.version == 1
    assert found.profile.email == "ana@example.com"
    assert found.todos == found.clients == found.connections == found.tokens == []
    assert [event.kind for event in found.log] == ["signed_up", "signed_in", "exported"]


def test_every_todo_is_in_it_with_all_that_was_written(ana: Person) -> None:
    with database.transaction() as session:
        new = NewTodo(title="Öl 🛒", description="Zwei\nFlaschen", priority="p1")
        opened = todos.add(session, ana.id, new)
        done = todos.add(session, ana.id, NewTodo(title="Done"))
        todos.complete(session, ana.id, done.id)
        gone = todos.add(session, ana.id, NewTodo(title="In the trash"))
        todos.delete(session, ana.id, gone.id)

    found = {todo.title: todo for todo in exported(ana).todos}

    assert found.keys() == {"Öl 🛒", "Done", "In the trash"}
    assert found["Öl 🛒"].description == "Zwei\nFlaschen"
    assert found["Öl 🛒"].priority == "p1"
    assert found["Öl 🛒"].id == opened.id
    assert found["Done"].completed_at
    assert found["In the trash"].deleted_at


def test_apps_tokens_and_browsers_are_in_it(ana: Person, ben: Person) -> None:
    app = actors.gpt(ben.id, name="Ben's GPT")
    app.tokens(ana.browser)
    actors.gpt(ana.id, name="My own GPT")
    with database.transaction() as session:
        oauth.make_personal_token(session, ana.id, "todos:read", name="Backups")
    ana.at_another_browser("Firefox/140.0 (X11; Linux)")

    found = exported(ana)

    assert [client.name for client in found.clients] == ["My own GPT"]
    assert [one.client_name for one in found.connections] == ["Ben's GPT"]
    assert [(one.name, one.scopes) for one in found.tokens] == [
        ("Backups", ["todos:read"])
    ]
    assert [one.device for one in found.sessions][1] == "Firefox on Linux"


def test_no_secret_nor_its_hash_is_in_it(ana: Person, clock: Clock) -> None:
    ana.turn_on_two_steps(clock)
    app = actors.gpt(ana.id)
    given = app.tokens(ana.browser)
    with database.transaction() as session:
        personal = oauth.make_personal_token(session, ana.id, "todos:read")

    content = ana.browser.fill("/settings/export").text

    for secret in (
        *(ana.secret, ana.browser.session, app.secret, personal),
        *(given["access_token"], given["refresh_token"], *ana.recovery_codes),
    ):
        assert secret
        assert secret not in content
    assert not re.search(r"[0-9a-f]{64}|\$2b\$", content)


def test_nothing_of_ben_is_in_anas_file(ana: Person, ben: Person) -> None:
    with database.transaction() as session:
        todos.add(session, ben.id, NewTodo(title="A surprise for Ana"))

    content = ana.browser.fill("/settings/export").text

    assert "surprise" not in content
    assert ben.id not in content


async def test_a_long_list_comes_in_pieces_each_todo_once(
    ana: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(parts, "AT_ONCE", 10)
    with database.transaction() as session:
        fill(session, ana, 35)

    pieces = [piece async for piece in export.written(ana.id)]

    found = Export.model_validate_json(b"".join(pieces))
    assert max(piece.count(b'"title"') for piece in pieces) == 10
    assert len({todo.id for todo in found.todos}) == 35
    by_age = sorted(found.todos, key=lambda todo: todo.created_at)
    assert [one.created_at for one in found.todos] == [one.created_at for one in by_age]


@pytest.mark.parametrize("many", [9, 10, 11, 20])
async def test_a_list_that_ends_with_a_piece_is_whole(
    ana: Person, monkeypatch: pytest.MonkeyPatch, many: int
) -> None:
    monkeypatch.setattr(parts, "AT_ONCE", 10)
    with database.transaction() as session:
        fill(session, ana, many)

    pieces = [piece async for piece in export.written(ana.id)]

    assert len(json.loads(b"".join(pieces))["todos"]) == many


def test_exports_have_a_limit(ana: Person) -> None:
    csrf = ana.browser.csrf("/settings/export")

    answers = [
        ana.browser.post("/settings/export", data={"csrf": csrf}) for _ in range(21)
    ]

    assert [answer.status_code for answer in answers] == [200] * 20 + [429]
    assert "Too many attempts" in answers[-1].text


def test_the_committed_schema_is_the_one_of_the_file() -> None:
    assert made() == COMMITTED.read_text(), (
        "The export changed. If that is meant: python -m tests.account_settings"
        ".test_export"
    )


def made() -> str:
    schema = Export.model_json_schema(mode="serialization")
    return json.dumps(schema, indent=2, ensure_ascii=False) + "\n"


if __name__ == "__main__":
    COMMITTED.write_text(made())

from datetime import date

from taskpal import security
from taskpal.accounts import queries as accounts
from taskpal.commands import seed as seeding
from taskpal.commands.examples import examples
from taskpal.database import reading
from taskpal.todos import queries
from taskpal.todos.schemas import TodoQuery
from tests.commands.conftest import Command


def test_the_example_account_can_sign_in_and_has_todos(command: Command) -> None:
    seeded = command("seed", "--todos", "12")

    assert seeded.exit_code == 0
    assert seeding.PASSWORD in seeded.stdout
    with reading() as session:
        ana = accounts.credentials(session, seeding.EMAIL)
        assert ana is not None
        assert security.check_password(seeding.PASSWORD, ana.password_hash)
        page = queries.page(session, ana.owner_id, TodoQuery(status="all"))
        assert page.total == 12


def test_more_are_added_to_an_account_that_exists(command: Command, ben: str) -> None:
    seeded = command("seed", "--owner", "ben@example.com", "--todos", "3")

    assert seeded.stdout == ""


def test_examples_are_the_same_every_time() -> None:
    today = date(2026, 11, 22)

    assert list(examples(50, today)) == list(examples(50, today))
    assert len(list(examples(3, today))) == 3

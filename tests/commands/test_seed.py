from datetime import date

from taskpal import security
from taskpal.accounts import queries as accounts
from taskpal.accounts.models import OwnerId
from taskpal.commands import seed as seeding
from taskpal.commands.examples import examples
from taskpal.database import reading
from taskpal.todos import queries
from taskpal.todos.finding.filters import queries as filters
from taskpal.todos.finding.filters.schemas import FilterQuery
from taskpal.todos.lists import queries as lists
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
        inbox = TodoQuery(status="all", list="inbox")
        assert queries.page(session, ana.owner_id, inbox).total == 12


def test_the_example_account_shows_what_there_is(command: Command) -> None:
    command("seed", "--todos", "0")

    with reading() as session:
        ana = accounts.account_of(session, seeding.EMAIL)
        assert ana is not None
        owner_id = OwnerId(ana.id)
        todos = queries.page(session, owner_id, TodoQuery(limit=100)).items
        named = lists.names(session, owner_id)
        kept = filters.page(session, owner_id, FilterQuery()).items
        first = TodoQuery(filter=kept[1].query)
        calls = queries.page(session, owner_id, first).items
    assert sorted(named.values()) == [
        "Garden shed",
        "Home",
        "Trip of last year",
        "Work",
    ]
    titles = {todo.title for todo in todos}
    assert {"Pay the rent", "Ask Noor for her trailer", "Stand-up"} <= titles
    assert "Book the ferry" not in titles
    assert sum(todo.repeat is not None for todo in todos) == 6
    assert {todo.title for todo in calls} == {
        "Invite everyone",
        "Ask Noor for her trailer",
    }


def test_an_account_that_exists_gets_todos_and_nothing_else(
    command: Command, ben: str
) -> None:
    command("seed", "--owner", "ben@example.com", "--todos", "3")

    with reading() as session:
        assert lists.names(session, OwnerId(ben)) == {}


def test_more_are_added_to_an_account_that_exists(command: Command, ben: str) -> None:
    seeded = command("seed", "--owner", "ben@example.com", "--todos", "3")

    assert seeded.stdout == ""


def test_examples_are_the_same_every_time() -> None:
    today = date(2026, 11, 22)

    assert list(examples(50, today)) == list(examples(50, today))
    assert len(list(examples(3, today))) == 3

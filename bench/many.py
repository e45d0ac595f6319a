"""What 100,000 todos of a user cost: to search them, and to list a hundred of them."""

import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from time import perf_counter
from typing import Any

import sqlalchemy as sa
from alembic import command
from alembic.config import Config

from bench import records
from bench.measure import Measure, Row, Step
from taskpal import database
from taskpal.accounts.models import Account, OwnerId
from taskpal.settings import PROJECT
from taskpal.todos import queries
from taskpal.todos.by_hand import positions
from taskpal.todos.folding import search_key, title_key
from taskpal.todos.models import Todo
from taskpal.todos.schemas import TodoQuery
from taskpal.todos.search import queries as search
from taskpal.todos.search.schemas import SearchQuery
from tests import services

MANY = 100_000
FEW = 100
AT_ONCE = 5000
ROUNDS = 25
BEGINS = datetime(2025, 1, 1, tzinfo=UTC)
THINGS = ("milk", "dentist", "rent", "garden", "invoice", "letter", "bicycle", "roof")
SEARCHES = {
    "a rare word": "needle7777",
    "the beginning of a word of 7,000 old ones": "needle7",
    "a word of all": "todo",
    "the beginning of a word of all": "to",
    "two words": "invoice monday",
    "a word that is not there": "nowhere",
}
LISTS: dict[str, dict[str, Any]] = {
    "newest first": {},
    "of the Inbox, by hand": {"list": "inbox", "sort": "position"},
}


def searches(step: Step) -> list[Measure]:
    """The slowest kind of search among 100,000 todos of a user."""
    return [
        _search(name, url, step)
        for name, url in (("SQLite", _sqlite()), ("PostgreSQL", services.postgresql()))
    ]


def lists(step: Step) -> list[Measure]:
    """Listing 100 of 100,000 todos, against 100 of 100."""
    return [
        _list(name, url, step)
        for name, url in (("SQLite", _sqlite()), ("PostgreSQL", services.postgresql()))
    ]


ROWS = [
    Row("Searching 100,000 todos", 4, searches),
    Row("Listing 100 of 100,000 todos", 4, lists),
]


def _search(name: str, url: str, step: Step) -> Measure:
    step(f"writing {MANY:,} todos, {name}")
    with _filled(url) as (many, _):
        step(f"searching, {name}")
        took = {
            kind: _milliseconds(search.page, many, SearchQuery(query=words, limit=50))
            for kind, words in SEARCHES.items()
        }
    each = ", ".join(f"{kind} {one:.1f} ms" for kind, one in took.items())
    return Measure(
        f"Search in {MANY:,} todos of a user, {name}",
        max(took.values()),
        "ms",
        must=20,
        aim=10,
        how=f"the slowest of {each}; the best of {ROUNDS} times each, 50 hits "
        "with what is shown of them",
        better="less",
    )


def _list(name: str, url: str, step: Step) -> Measure:
    step(f"writing {MANY:,} todos, {name}")
    with _filled(url) as (many, few):
        step(f"listing, {name}")
        ratios = {}
        for kind, asked in LISTS.items():
            query = TodoQuery(limit=100, **asked)
            ratios[kind] = _milliseconds(queries.page, many, query) / _milliseconds(
                queries.page, few, query
            )
    each = ", ".join(f"{kind} {one:.2f}" for kind, one in ratios.items())
    return Measure(
        f"Listing 100 of {MANY:,} todos, against 100 of 100, {name}",
        max(ratios.values()),
        "times",
        must=1.3,
        aim=1.1,
        how=f"the greatest of {each}; the best of {ROUNDS} times each",
        better="less",
    )


def _sqlite() -> str:
    return f"sqlite:///{Path(tempfile.mkdtemp(prefix='taskpal-bench-')) / 'many.db'}"


@contextmanager
def _filled(url: str) -> Iterator[tuple[OwnerId, OwnerId]]:
    """A database with a user of many todos, and one of few."""
    with records.use(url):
        command.upgrade(Config(PROJECT / "alembic.ini"), "head")
        users = OwnerId(records.owner(0)), OwnerId(records.owner(1))
        with database.engine().begin() as connection:
            for user, todos in zip(users, (MANY, FEW), strict=True):
                _write(connection, user, todos)
        if url.startswith("postgresql"):
            vacuum = database.engine().execution_options(isolation_level="AUTOCOMMIT")
            with vacuum.connect() as connection:
                connection.execute(sa.text("VACUUM ANALYZE"))
        yield users


def _write(connection: sa.Connection, user: OwnerId, todos: int) -> None:
    account = {"id": user, "email": user, "email_key": user, "name": user}
    connection.execute(
        sa.insert(Account).values(
            **account, password_hash="-", created_at=BEGINS, revision=todos
        )
    )
    for begin in range(0, todos, AT_ONCE):
        numbers = range(begin, min(begin + AT_ONCE, todos))
        rows = [_todo(user, number) for number in numbers]
        connection.execute(sa.insert(Todo), rows)


def _todo(user: OwnerId, number: int) -> dict[str, Any]:
    """A third of them have a day, most of which is to come."""
    moment = BEGINS + timedelta(minutes=number)
    thing, day = THINGS[number % len(THINGS)], f"{moment:%A}"
    title = f"Todo number {number}: {thing} on {day}"
    notes = f"needle{number % 10_000}" if number % 3 else ""
    due = date(2026, 11, 1) + timedelta(days=number % 3000) if number % 3 == 0 else None
    return {
        "owner_id": user,
        "id": f"{number:012d}",
        "title": title,
        "title_key": title_key(title),
        "description": notes,
        "search_key": search_key(title, notes),
        "priority": 1 + number % 4,
        "position": positions.last(moment),
        "label_ids": "",
        "due_on": due,
        "repeat_past": 0,
        "created_at": moment,
        "updated_at": moment,
        "revision": number,
    }


def _milliseconds(read: Callable[..., object], *asked: object) -> float:
    """The best of several times: what else the machine did is no part of it."""
    took = []
    for _ in range(ROUNDS):
        with database.reading() as session:
            began = perf_counter()
            read(session, *asked)
            took.append(perf_counter() - began)
    return min(took) * 1000

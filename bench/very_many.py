"""The database of a user who has very many todos, and of one who has few."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from typing import Any, Final

import sqlalchemy as sa
from alembic import command
from alembic.config import Config

from bench import records
from taskpal import database
from taskpal.accounts.models import Account, OwnerId
from taskpal.settings import PROJECT
from taskpal.todos.by_hand import positions
from taskpal.todos.folding import fold, search_key, title_key
from taskpal.todos.labels.models import Label
from taskpal.todos.lists.models import Section, TodoList
from taskpal.todos.models import Todo

MANY: Final = 100_000
FEW: Final = 100
PLACE: Final = "t00000000000"
"""The id of a list of 2,500 todos, of a section of 125, and of a label of 1,666."""
FIRST: Final = "000000000000"
"""The id of a todo with 100 subtasks."""
LIST: Final = "Garden"
LABEL: Final = "outside"

_AT_ONCE = 5000
_BEGINS = datetime(2025, 1, 1, tzinfo=UTC)
_THINGS = ("milk", "dentist", "rent", "garden", "invoice", "letter", "bicycle", "roof")


@contextmanager
def filled(url: str) -> Iterator[tuple[OwnerId, OwnerId]]:
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
            **account, password_hash="-", created_at=_BEGINS, revision=todos
        )
    )
    thing = {"owner_id": user, "id": PLACE, "colour": "grey", "position": "8"}
    for table, name in ((TodoList, LIST), (Section, LIST), (Label, LABEL)):
        moments = {"created_at": _BEGINS, "updated_at": _BEGINS, "revision": 1}
        named = thing | moments | {"name": name, "name_key": fold(name)}
        known = {key: value for key, value in named.items() if key in table.__table__.c}
        connection.execute(sa.insert(table).values(known))
    for begin in range(0, todos, _AT_ONCE):
        numbers = range(begin, min(begin + _AT_ONCE, todos))
        rows = [_todo(user, number) for number in numbers]
        connection.execute(sa.insert(Todo), rows)


def _todo(user: OwnerId, number: int) -> dict[str, Any]:
    """A third of them have a day, most of which is to come; some have a place."""
    moment = _BEGINS + timedelta(minutes=number)
    thing, day = _THINGS[number % len(_THINGS)], f"{moment:%A}"
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
        "label_ids": PLACE if number % 60 == 59 else "",
        "list_id": PLACE if number % 400 > 389 else None,
        "section_id": PLACE if number % 800 == 399 else None,
        "parent_id": FIRST if number % 1000 == 999 else None,
        "due_on": due,
        "repeat_past": 0,
        "created_at": moment,
        "updated_at": moment,
        "revision": number,
    }

"""When an account goes, all of it goes, and nothing of anybody else's."""

from io import BytesIO
from itertools import chain
from typing import Any

import pyotp
from sqlalchemy import Column, ColumnElement, ForeignKey, or_, select
from sqlmodel import Session

from taskpal import database
from taskpal.accounts import service, two_step
from taskpal.accounts.models import OwnerId
from taskpal.accounts.preferences import service as preferences
from taskpal.accounts.preferences.schemas import PreferenceChanges
from taskpal.accounts.schemas import Credentials
from taskpal.columns import now
from taskpal.models import metadata
from taskpal.oauth import service as oauth
from taskpal.todos import service as todos
from taskpal.todos.comments import service as comments
from taskpal.todos.comments.schemas import NewComment
from taskpal.todos.exchange import service as imports
from taskpal.todos.exchange.preparing import prepared
from taskpal.todos.exchange.reading.context import Context
from taskpal.todos.feeds import service as feeds
from taskpal.todos.feeds.schemas import NewFeed
from taskpal.todos.finding.filters import service as filters
from taskpal.todos.finding.filters.schemas import NewFilter
from taskpal.todos.lists import service as lists
from taskpal.todos.lists.schemas import NewList
from taskpal.todos.lists.sections import service as sections
from taskpal.todos.lists.sections.schemas import NewSection
from taskpal.todos.models import TodoId
from taskpal.todos.schemas import NewTodo
from tests.oauth import actors
from tests.oauth.devices import actors as devices
from tests.todos.exchange.bringing import bring

Rows = dict[str, set[tuple[Any, ...]]]
OF_NOBODY = {"invitation"}


def live_a_little(owner_id: OwnerId) -> None:
    """Leave something in every table."""
    with database.transaction() as session:
        service.sign_in(session, Credentials(owner_id, "-"))
        app = pyotp.TOTP(two_step.begin(session, owner_id, "a@example.com").secret)
        two_step.confirm(session, owner_id, app.now())
        oauth.make_personal_token(session, owner_id, "todos:read todos:write")
    person, gpt = actors.browser(owner_id), actors.gpt(owner_id)
    token = gpt.tokens(person)["access_token"]
    add_twice_alike(token)
    unknown = gpt.request(redirect_uri=actors.CALLBACK.replace("g-123", "g-456"))
    actors.authorize(person, unknown)
    actors.authorize(person, gpt.request(prompt="consent"))
    devices.begun(actors.device(owner_id))
    keep_todos(owner_id)


def add_twice_alike(token: str) -> None:
    headers = {"Authorization": f"Bearer {token}", "Idempotency-Key": "once"}
    added = actors.anyone().post("/api/todos", json={"title": "Milk"}, headers=headers)
    assert added.status_code == 201, added.text


def keep_todos(owner_id: OwnerId) -> None:
    file = b"title\nBuy soap\n"
    bring(owner_id, file)
    with database.transaction() as session:
        preferences.change(session, owner_id, PreferenceChanges(zone="Asia/Tokyo"))
        home = lists.add(session, owner_id, NewList(name="Home"))
        sections.add(session, owner_id, NewSection(name="Soon", list=home.id))
        filters.add(session, owner_id, NewFilter(name="Now", query="today"))
        new = NewTodo(title="Water", due=now().date(), repeat="daily", labels=["home"])
        todo = todos.add(session, owner_id, new)
        todos.complete(session, owner_id, TodoId(todo.id))
        comments.add(session, owner_id, NewComment(todo=todo.id, text="All of them"))
        feeds.make(session, owner_id, NewFeed())
        imports.keep(session, owner_id, prepared(BytesIO(file), Context(now())))


def rows_of(session: Session, owner_id: OwnerId) -> Rows:
    """The keys of every row that is the account's, or hangs on one that is."""
    found: Rows = {"account": {(owner_id,)}}
    for table in metadata.sorted_tables:
        if table.name == "account":
            continue
        ties = (ties_of(column, owner_id, found) for column in table.columns)
        belongs = chain.from_iterable(ties)
        keys = select(*table.primary_key.columns).where(or_(False, *belongs))
        found[table.name] = {tuple(row) for row in session.execute(keys)}
    return found


def ties_of(
    column: Column[Any], owner_id: OwnerId, found: Rows
) -> list[ColumnElement[bool]]:
    """What makes a row theirs, as far as this column goes."""
    if column.name in {"owner_id", "account_id"}:
        return [column == owner_id]
    parents = [found[parent(key)] for key in column.foreign_keys]
    return [column.in_([key[0] for key in keys]) for keys in parents]


def parent(key: ForeignKey) -> str:
    return str(key.target_fullname.partition(".")[0])


def test_no_row_of_a_removed_account_is_left(ana: OwnerId, ben: OwnerId) -> None:
    for person in (ana, ben):
        live_a_little(person)
    with database.reading() as session:
        of_ana, of_ben = rows_of(session, ana), rows_of(session, ben)
    assert {name for name, keys in of_ana.items() if not keys} == OF_NOBODY

    with database.transaction() as session:
        service.remove(session, ana)

    with database.reading() as session:
        assert rows_of(session, ben) == of_ben
        for table in metadata.sorted_tables:
            keys = select(*table.primary_key.columns)
            left = {tuple(row) for row in session.execute(keys)}
            assert not left & of_ana[table.name], table.name

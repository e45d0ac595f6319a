"""How todos are found. Every query takes the owner, so none can be forgotten.

Lists are read column by column from statements built once: making table objects and
building the same statement anew would cost more than the database does.
"""

import re
from collections.abc import Collection
from datetime import date, datetime, timedelta
from functools import cache
from typing import Any, NamedTuple

import sqlalchemy as sa
from sqlalchemy import ColumnElement
from sqlmodel import Session

from taskpal import statements
from taskpal.accounts.models import OwnerId
from taskpal.columns import now
from taskpal.todos import paging
from taskpal.todos.errors import TodoNotFound
from taskpal.todos.folding import search_pattern
from taskpal.todos.models import Todo, TodoId
from taskpal.todos.schemas import (
    PRIORITIES,
    Sort,
    Status,
    TodoPage,
    TodoQuery,
    TodoRow,
    TodoView,
)

TRASH_KEEPS = timedelta(days=30)

_todo = Todo.__table__  # type: ignore[attr-defined]
_c = _todo.c
_ID = re.compile(r"[0-9a-z]{12}")
_OWNER = sa.bindparam("owner_id", type_=sa.String())
_LIMIT = sa.bindparam("limit", type_=sa.Integer())


def are_there(session: Session, owner_id: OwnerId, many: int) -> bool:
    """Whether the owner has as many todos, wherever they are."""
    last = sa.select(_c.id).where(_c.owner_id == owner_id).offset(many - 1).limit(1)
    return session.execute(last).first() is not None


def todo(session: Session, owner_id: OwnerId, todo_id: TodoId) -> Todo:
    """The owner's todo.

    Raises:
        TodoNotFound: there is none, it is in the trash, or it is someone else's.
    """
    found = _one(session, owner_id, todo_id, _ONE)
    if found.deleted_at:
        raise TodoNotFound
    return found


def todo_to_change(session: Session, owner_id: OwnerId, todo_id: TodoId) -> Todo:
    """The owner's todo, which nobody else changes until the transaction ends.

    Raises:
        TodoNotFound: there is none, it is in the trash, or it is someone else's.
    """
    found = todo_to_restore(session, owner_id, todo_id)
    if found.deleted_at:
        raise TodoNotFound
    return found


def todo_to_restore(session: Session, owner_id: OwnerId, todo_id: TodoId) -> Todo:
    """The owner's todo, be it in the trash, which nobody else changes meanwhile.

    Raises:
        TodoNotFound: there is none, or it is someone else's.
    """
    return _one(session, owner_id, todo_id, _ONE_LOCKED)


def page(session: Session, owner_id: OwnerId, query: TodoQuery) -> TodoPage:
    """One page of the owner's todos, in a total order that paging never repeats.

    Raises:
        BadValues: the cursor was not made for this owner, sort and filter.
    """
    after = paging.position(owner_id, query)
    wanted = _page_statement(
        query.status, query.sort, searching=bool(query.query), continued=bool(after)
    )
    named = _named(owner_id, query.query) | after | {"limit": query.limit + 1}
    found = statements.rows(session, wanted, named)
    shown = found[: query.limit]
    more = len(found) > query.limit
    return TodoPage(
        items=[_view(row) for row in shown],
        total=found[0][-1] if found else total(session, owner_id, query),
        next_cursor=(
            paging.cursor(owner_id, query, _Last(*shown[-1])) if more else None
        ),
    )


def total(session: Session, owner_id: OwnerId, query: TodoQuery) -> int:
    """How many todos the query finds on all pages."""
    wanted = sa.select(_total(query.status, searching=bool(query.query)))
    return int(session.execute(wanted, _named(owner_id, query.query)).scalar_one())


def rows(
    session: Session, owner_id: OwnerId, status: Status = "open", query: str = ""
) -> list[TodoRow]:
    """Every todo that a dashboard list shows, newest first."""
    query = query.strip()
    wanted = _rows_statement(status, searching=bool(query))
    named = _named(owner_id, query)
    return [_row(found) for found in statements.rows(session, wanted, named)]


def changes_since(
    session: Session, owner_id: OwnerId, revision: int, limit: int = 500
) -> list[TodoRow]:
    """What changed after a revision, oldest change first, trashed todos included."""
    wanted = (
        sa.select(*_ROW)
        .where(_c.owner_id == owner_id, _c.revision > revision)
        .order_by(_c.revision, _c.id)
        .limit(limit)
    )
    return [_row(found) for found in session.execute(wanted)]


def trash(session: Session, owner_id: OwnerId) -> list[TodoRow]:
    """Every todo that can still be restored, the latest deleted first."""
    wanted = (
        sa.select(*_ROW)
        .where(_c.owner_id == owner_id, _c.deleted_at > trash_begins())
        .order_by(_c.deleted_at.desc(), _c.id)
    )
    return [_row(found) for found in session.execute(wanted)]


def rows_of(
    session: Session, owner_id: OwnerId, todo_ids: Collection[str]
) -> list[TodoRow]:
    """These todos as a dashboard list shows them, trashed ones included."""
    wanted = sa.select(*_ROW).where(_c.owner_id == owner_id, _c.id.in_(todo_ids))
    return [_row(found) for found in session.execute(wanted)]


def containing(
    session: Session, owner_id: OwnerId, query: str, todo_ids: Collection[str]
) -> set[str]:
    """Those of these todos that a search finds."""
    found = _c.search_key.like(search_pattern(query), escape="\\")
    wanted = sa.select(_c.id).where(_c.owner_id == owner_id, _c.id.in_(todo_ids), found)
    return set(session.scalars(wanted))


def trash_begins() -> datetime:
    """Todos deleted before this moment are gone."""
    return now() - TRASH_KEEPS


_ONE = sa.select(Todo).where(_c.owner_id == _OWNER, _c.id == sa.bindparam("id"))
_ONE_LOCKED = _ONE.with_for_update().execution_options(populate_existing=True)


def _one(
    session: Session, owner_id: OwnerId, todo_id: TodoId, wanted: sa.Select[Todo]
) -> Todo:
    if not _ID.fullmatch(todo_id):  # NUL and the like must not reach the driver
        raise TodoNotFound
    named = {"owner_id": owner_id, "id": todo_id}
    found: Todo | None = session.execute(wanted, named).scalar_one_or_none()
    if found is None:
        raise TodoNotFound
    return found


_VIEW = (
    _c.id,
    _c.title,
    _c.description,
    _c.priority,
    _c.due_on,
    _c.completed_at,
    _c.created_at,
    _c.updated_at,
)


class _Last(NamedTuple):
    """The last row of a page, for the cursor: `_VIEW` and the total, by name."""

    id: str
    title: str
    description: str
    priority: int
    due_on: date | None
    completed_at: datetime | None
    created_at: datetime
    updated_at: datetime
    total: int


@cache
def _page_statement(
    status: Status, sort: Sort, *, searching: bool, continued: bool
) -> sa.Select[Any]:
    order = paging.ORDERS[sort]
    wanted = (
        sa.select(*_VIEW, _total(status, searching=searching).label("total"))
        .where(*_filter(_c, status, searching=searching))
        .order_by(*order.by())
        .limit(_LIMIT)
    )
    return wanted.where(order.after()) if continued else wanted


@cache
def _total(status: Status, *, searching: bool) -> sa.ScalarSelect[int]:
    counted = _todo.alias("counted")
    wanted = sa.select(sa.func.count()).select_from(counted)
    return wanted.where(
        *_filter(counted.c, status, searching=searching)
    ).scalar_subquery()


def _view(row: Any) -> TodoView:
    id_, title, description, priority, due, completed_at, created, updated, _ = row
    return TodoView(
        id=id_,
        title=title,
        description=description,
        completed=completed_at is not None,
        priority=PRIORITIES[priority - 1],
        due=due,
        completed_at=completed_at,
        created_at=created,
        updated_at=updated,
    )


_ROW = (
    _c.id,
    _c.title,
    _c.priority,
    _c.due_on,
    _c.completed_at,
    _c.created_at,
    _c.revision,
    _c.deleted_at,
    _c.description != "",
)


@cache
def _rows_statement(status: Status, *, searching: bool) -> sa.Select[Any]:
    return (
        sa.select(*_ROW)
        .where(*_filter(_c, status, searching=searching))
        .order_by(*paging.ORDERS["created"].by())
    )


def _row(found: Any) -> TodoRow:
    id_, title, priority, due, completed_at, created, revision, deleted, notes = found
    return TodoRow(
        id=id_,
        title=title,
        priority=PRIORITIES[priority - 1],
        due=due,
        completed=completed_at is not None,
        created_at=created,
        revision=revision,
        gone=deleted is not None,
        has_description=bool(notes),
    )


def _filter(
    columns: Any, status: Status, *, searching: bool
) -> list[ColumnElement[bool]]:
    wanted = [columns.owner_id == _OWNER, columns.deleted_at.is_(None)]
    if status == "open":
        wanted.append(columns.completed_at.is_(None))
    if status == "done":
        wanted.append(columns.completed_at.is_not(None))
    if searching:
        pattern = sa.bindparam("pattern", type_=sa.Text())
        wanted.append(columns.search_key.like(pattern, escape="\\"))
    return wanted


def _named(owner_id: OwnerId, query: str) -> dict[str, Any]:
    """The values of the parameters that `_filter` names."""
    if query:
        return {"owner_id": owner_id, "pattern": search_pattern(query)}
    return {"owner_id": owner_id}

"""Todos as the rows of a dashboard list need them."""

from collections.abc import Collection
from functools import cache
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session

from taskpal import statements
from taskpal.accounts.models import OwnerId
from taskpal.todos import paging
from taskpal.todos.lists.models import TodoList
from taskpal.todos.models import Todo
from taskpal.todos.queries.narrowing import with_status
from taskpal.todos.queries.single import trash_begins
from taskpal.todos.schemas import Status, TodoRow
from taskpal.todos.search.asking import ANY
from taskpal.todos.search.index import ENTRY, finds, holds, says
from taskpal.todos.search.words import sought
from taskpal.todos.todo_fields import PRIORITIES

_todo = Todo.__table__  # type: ignore[attr-defined]
_c = _todo.c
_list = TodoList.__table__.c  # type: ignore[attr-defined]


def rows(
    session: Session, owner_id: OwnerId, status: Status = "open", query: str = ""
) -> list[TodoRow]:
    """Every todo that a dashboard list shows, newest first."""
    wanted, named = _rows_statement(status), {"owner_id": owner_id}
    if not query.strip():
        return [_row(found) for found in statements.rows(session, wanted, named)]
    wanted = wanted.where(finds(_c, owner_id, sought(query)))
    return [_row(found) for found in session.execute(wanted, named)]


def changes_since(
    session: Session, owner_id: OwnerId, revision: int, limit: int = 500
) -> list[TodoRow]:
    """What changed after a revision, oldest change first, trashed todos included."""
    wanted = (
        sa.select(*_ROW_NOW)
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
    wanted = sa.select(*_ROW_NOW).where(_c.owner_id == owner_id, _c.id.in_(todo_ids))
    return [_row(found) for found in session.execute(wanted)]


def containing(
    session: Session, owner_id: OwnerId, query: str, todo_ids: Collection[str]
) -> set[str]:
    """Those of these todos that a search finds."""
    wanted = sought(query)
    if not wanted:
        return set()
    dialect = session.get_bind().dialect.name
    its = sa.and_(ENTRY.c.owner_id == _c.owner_id, ENTRY.c.todo_id == _c.id)
    found = (
        sa.select(_c.id)
        .select_from(_todo.join(ENTRY, its))
        .where(_c.owner_id == owner_id, _c.id.in_(todo_ids), *says(_c, wanted))
        .where(holds(dialect, ENTRY.c.words, owner_id, wanted, ANY))
    )
    return set(session.scalars(found))


_ROW = (
    _c.id,
    _c.title,
    _c.priority,
    _c.due_on,
    _c.due_time,
    _c.due_at,
    _c.repeat_rule.is_not(None),
    _c.list_id,
    _c.completed_at,
    _c.created_at,
    _c.revision,
    _c.deleted_at.is_not(None),
    _c.description != "",
)
_HIDDEN = sa.exists().where(
    _list.owner_id == _c.owner_id,
    _list.id == _c.list_id,
    _list.archived_at.is_not(None),
    _c.completed_at.is_(None),
)
_ROW_NOW = (*_ROW, _HIDDEN)


@cache
def _rows_statement(status: Status) -> sa.Select[Any]:
    return (
        sa.select(*_ROW)
        .where(*with_status(_c, status))
        .order_by(*paging.ORDERS["created"].by())
    )


def _row(found: Any) -> TodoRow:
    """What `_ROW` reads, or `_ROW_NOW`: what is listed as a whole is not hidden."""
    id_, title, priority, due, due_time, due_at, repeats, list_id = found[:8]
    completed_at, created, revision, gone, notes, *hidden = found[8:]
    return TodoRow(
        id=id_,
        title=title,
        priority=PRIORITIES[priority - 1],
        due=due,
        due_time=due_time,
        due_at=due_at,
        repeats=bool(repeats),
        list=list_id,
        completed=completed_at is not None,
        created_at=created,
        revision=revision,
        gone=bool(gone),
        hidden=any(hidden),
        has_description=bool(notes),
    )

"""Todos as CSV, one a row, that no spreadsheet takes for formulas."""

import csv
import io
from collections.abc import AsyncIterator, Iterable
from datetime import UTC, datetime
from typing import Any, Final

import sqlalchemy as sa
from sqlmodel import Session, col, select

from taskpal.accounts.models import OwnerId
from taskpal.database import in_reading
from taskpal.todos.exchange.reading.guarded import guarded
from taskpal.todos.exchange.reading.plain_csv import OWN_HEADER, PATH, joined
from taskpal.todos.exchange.records import TodoRecord
from taskpal.todos.exchange.writing.names import Names, names, record
from taskpal.todos.models import Todo

AT_ONCE: Final = 500


async def written(owner_id: OwnerId) -> AsyncIterator[bytes]:
    """The file, in pieces; it begins with a mark by which Excel knows UTF-8."""
    known = await in_reading(names, owner_id)
    yield b"\xef\xbb\xbf" + _rows([OWN_HEADER])
    after: tuple[Any, ...] | None = None
    while True:
        found = await in_reading(_some, owner_id, after)
        yield _rows(_cells(record(todo, known), known) for todo in found)
        if len(found) < AT_ONCE:
            return
        after = (found[-1].created_at, found[-1].id)


def _some(
    session: Session, owner_id: OwnerId, after: tuple[Any, ...] | None
) -> list[Todo]:
    keys = (col(Todo.created_at), col(Todo.id))
    wanted = select(Todo).where(
        Todo.owner_id == owner_id, col(Todo.deleted_at).is_(None)
    )
    if after is not None:
        wanted = wanted.where(sa.tuple_(*keys) > after)
    return list(session.exec(wanted.order_by(*keys).limit(AT_ONCE)).all())


def _cells(todo: TodoRecord, known: Names) -> list[str]:
    repeat = todo.repeat
    return [
        todo.source_id,
        todo.title,
        todo.description,
        PATH.join(known.path(todo.list)),
        known.sections.get(todo.section or "", ""),
        todo.parent or "",
        joined(todo.labels),
        f"p{todo.priority}",
        str(todo.due or ""),
        f"{todo.due_time:%H:%M}" if todo.due_time else "",
        todo.due_zone or "",
        str(todo.start or ""),
        str(todo.deadline or ""),
        str(todo.duration_minutes or ""),
        repeat.text if repeat else "",
        repeat.rule if repeat else "",
        repeat.anchor if repeat else "",
        _moment(todo.completed_at),
        _moment(todo.created_at),
    ]


def _moment(at: datetime | None) -> str:
    return at.astimezone(UTC).isoformat() if at else ""


def _rows(rows: Iterable[Iterable[str]]) -> bytes:
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerows([guarded(cell) for cell in row] for row in rows)
    return text.getvalue().encode()

"""Todos as everyone outside sees them: the API, the assistant, other programs."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date, datetime, time
from typing import Any, NamedTuple

import sqlalchemy as sa
from sqlmodel import Session

from taskpal.accounts.models import OwnerId
from taskpal.todos.labels import queries as labels
from taskpal.todos.lists.models import INBOX
from taskpal.todos.models import Todo
from taskpal.todos.recurrence.schemas import RepeatView
from taskpal.todos.schemas import TodoView, label_names
from taskpal.todos.todo_fields import PRIORITIES

_c = Todo.__table__.c  # type: ignore[attr-defined]
VIEW = (
    _c.id,
    _c.title,
    _c.description,
    _c.priority,
    _c.due_on,
    _c.due_time,
    _c.due_zone,
    _c.start_on,
    _c.deadline_on,
    _c.duration_minutes,
    _c.list_id,
    _c.section_id,
    _c.parent_id,
    _c.label_ids,
    _c.repeat_rule,
    _c.repeat_anchor,
    _c.repeat_text,
    _c.completed_at,
    _c.created_at,
    _c.updated_at,
    _c.position,
)
LABELS = VIEW.index(_c.label_ids)


class _Last(NamedTuple):
    """The last row of a page, for the cursor: `VIEW`, by name."""

    id: str
    title: str
    description: str
    priority: int
    due_on: date | None
    due_time: time | None
    due_zone: str | None
    start_on: date | None
    deadline_on: date | None
    duration_minutes: int | None
    list_id: str | None
    section_id: str | None
    parent_id: str | None
    label_ids: str
    repeat_rule: str | None
    repeat_anchor: str | None
    repeat_text: str | None
    completed_at: datetime | None
    created_at: datetime
    updated_at: datetime
    position: str


def view(session: Session, todo: Todo) -> TodoView:
    """The todo as everyone outside sees it."""
    return TodoView.of(
        todo, names_of_labels(session, OwnerId(todo.owner_id), [todo.label_ids])
    )


def views(session: Session, owner_id: OwnerId, todos: Sequence[Todo]) -> list[TodoView]:
    """Some of the owner's todos as everyone outside sees them, in their order."""
    names = names_of_labels(session, owner_id, (todo.label_ids for todo in todos))
    return [TodoView.of(todo, names) for todo in todos]


def views_by_id(
    session: Session, owner_id: OwnerId, todo_ids: Collection[str]
) -> dict[str, TodoView]:
    """Some of the owner's todos as everyone outside sees them, by their ids."""
    wanted = sa.select(*VIEW).where(_c.owner_id == owner_id, _c.id.in_(todo_ids))
    found = session.execute(wanted).all()
    names = names_of_labels(session, owner_id, (row[LABELS] for row in found))
    return {row[0]: made(row, names) for row in found}


def names_of_labels(
    session: Session, owner_id: OwnerId, label_ids: Iterable[str]
) -> Mapping[str, str]:
    """The names of all these labels: most lists have none, and ask nothing."""
    wanted = {one for ids in label_ids if ids for one in ids.split()}
    return labels.names_of(session, owner_id, wanted) if wanted else {}


def made(row: Any, names: Mapping[str, str]) -> TodoView:
    id_, title, description, priority, due, due_time, due_zone, start, deadline = row[
        :9
    ]
    minutes, list_id, section_id, parent_id, label_ids = row[9:14]
    rule, anchor, words = row[14:17]
    completed_at, created, updated = row[17:20]
    return TodoView(
        id=id_,
        title=title,
        description=description,
        completed=completed_at is not None,
        priority=PRIORITIES[priority - 1],
        due=due,
        due_time=due_time and due_time.isoformat("minutes"),
        due_zone=due_zone,
        start=start,
        deadline=deadline,
        duration_minutes=minutes,
        list=list_id or INBOX,
        section=section_id,
        parent=parent_id,
        labels=label_names(label_ids, names) if label_ids else [],
        repeat=RepeatView(rule, anchor, words) if rule else None,
        completed_at=completed_at,
        created_at=created,
        updated_at=updated,
    )


def last(row: Sequence[Any]) -> Any:
    """The last row of a page, by name, for the cursor."""
    return _Last(*row[: len(VIEW)])

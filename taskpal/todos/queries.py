"""How todos are found. Every query takes the owner, so none can be forgotten.

Lists are read column by column from statements built once: making table objects and
building the same statement anew would cost more than the database does.
"""

import re
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from functools import cache
from typing import Any, Final, Literal, NamedTuple

import sqlalchemy as sa
from sqlalchemy import ColumnElement
from sqlmodel import Session

from taskpal import statements
from taskpal.accounts.models import OwnerId
from taskpal.accounts.preferences import queries as preferences
from taskpal.columns import now
from taskpal.language.filters import Condition
from taskpal.todos import paging
from taskpal.todos.errors import TodoNotFound
from taskpal.todos.fields import MOST_COUNTED
from taskpal.todos.finding.matching import (
    Matching,
    about_done,
    names_a_place,
    understood,
)
from taskpal.todos.folding import fold
from taskpal.todos.labels import queries as labels
from taskpal.todos.labels.models import Label, TodoLabel
from taskpal.todos.lists.models import INBOX, TodoList
from taskpal.todos.models import Todo, TodoId
from taskpal.todos.recurrence.schemas import RepeatView
from taskpal.todos.schemas import (
    Sort,
    Status,
    TodoPage,
    TodoQuery,
    TodoRow,
    TodoView,
    label_names,
)
from taskpal.todos.search.asking import ANY
from taskpal.todos.search.index import ENTRY, finds, holds, says
from taskpal.todos.search.words import sought
from taskpal.todos.todo_fields import PRIORITIES

TRASH_KEEPS = timedelta(days=30)

_todo = Todo.__table__  # type: ignore[attr-defined]
_c = _todo.c
_label = Label.__table__.c  # type: ignore[attr-defined]
_list = TodoList.__table__.c  # type: ignore[attr-defined]
_carried = TodoLabel.__table__.c  # type: ignore[attr-defined]
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
    """The owner's todo as it is now, for a caller that holds the owner (`live.hold`).

    Raises:
        TodoNotFound: there is none, it is in the trash, or it is someone else's.
    """
    found = todo_to_restore(session, owner_id, todo_id)
    if found.deleted_at:
        raise TodoNotFound
    return found


def todo_to_restore(session: Session, owner_id: OwnerId, todo_id: TodoId) -> Todo:
    """As `todo_to_change`, be it in the trash.

    Raises:
        TodoNotFound: there is none, or it is someone else's.
    """
    return _one(session, owner_id, todo_id, _ONE_AS_IT_IS)


def page(session: Session, owner_id: OwnerId, query: TodoQuery) -> TodoPage:
    """One page of the owner's todos, in a total order that paging never repeats.

    Raises:
        BadValues: the cursor was not made for this owner, sort and filter.
    """
    after = paging.position(owner_id, query)
    named = _named(owner_id, query) | after | {"limit": query.limit + 1}
    if query.filter or query.query:
        wanted = _filtered_page(session, owner_id, query, continued=bool(after))
        found: Sequence[Any] = session.execute(wanted, named).all()
    else:
        wanted = _page_statement(
            query.status, query.sort, asked_for(query), continued=bool(after)
        )
        found = statements.rows(session, wanted, named)
    shown = found[: query.limit]
    more = len(found) > query.limit
    names = _names(session, owner_id, (row[_LABELS] for row in shown))
    return TodoPage(
        items=[_view(row, names) for row in shown],
        total=_unless_many(found[0][-1]) if found else total(session, owner_id, query),
        next_cursor=(
            paging.cursor(owner_id, query, _Last(*shown[-1])) if more else None
        ),
    )


def total(session: Session, owner_id: OwnerId, query: TodoQuery) -> int | None:
    """How many todos the query finds on all pages; None, when they are many."""
    if query.filter or query.query:
        wanted = _filtered(session, owner_id, query).total()
    else:
        wanted = _total(query.status, asked_for(query))
    named = _named(owner_id, query)
    return _unless_many(session.execute(sa.select(wanted), named).scalar_one())


def view(session: Session, todo: Todo) -> TodoView:
    """The todo as everyone outside sees it."""
    return TodoView.of(todo, _names(session, OwnerId(todo.owner_id), [todo.label_ids]))


def views(session: Session, owner_id: OwnerId, todos: Sequence[Todo]) -> list[TodoView]:
    """Some of the owner's todos as everyone outside sees them, in their order."""
    names = _names(session, owner_id, (todo.label_ids for todo in todos))
    return [TodoView.of(todo, names) for todo in todos]


def views_by_id(
    session: Session, owner_id: OwnerId, todo_ids: Collection[str]
) -> dict[str, TodoView]:
    """Some of the owner's todos as everyone outside sees them, by their ids."""
    wanted = sa.select(*_VIEW).where(_c.owner_id == owner_id, _c.id.in_(todo_ids))
    found = session.execute(wanted).all()
    names = _names(session, owner_id, (row[_LABELS] for row in found))
    return {row[0]: _view(row, names) for row in found}


def _names(
    session: Session, owner_id: OwnerId, label_ids: Iterable[str]
) -> Mapping[str, str]:
    """The names of all these labels: most lists have none, and ask nothing."""
    wanted = {one for ids in label_ids if ids for one in ids.split()}
    return labels.names_of(session, owner_id, wanted) if wanted else {}


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


def trash_begins() -> datetime:
    """Todos deleted before this moment are gone."""
    return now() - TRASH_KEEPS


_ONE = sa.select(Todo).where(_c.owner_id == _OWNER, _c.id == sa.bindparam("id"))
_ONE_AS_IT_IS = _ONE.execution_options(populate_existing=True)


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
_LABELS = _VIEW.index(_c.label_ids)


class _Last(NamedTuple):
    """The last row of a page, for the cursor: `_VIEW` and the total, by name."""

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
    total: int


Narrowing = frozenset[Literal["list", "inbox", "section", "parent", "label", "named"]]
"""What a list is narrowed down by besides its status; `named`: a filter names lists."""


def asked_for(query: TodoQuery) -> Narrowing:
    """What the query narrows the list down by."""
    asked = frozenset(name for name in _NARROWING if getattr(query, name))
    return asked - {"list"} | {"inbox"} if query.list == INBOX else asked


_NARROWING: Final[Narrowing] = frozenset({"list", "section", "parent", "label"})


@cache
def _page_statement(
    status: Status, sort: Sort, asked: Narrowing, *, continued: bool
) -> sa.Select[Any]:
    order = paging.ORDERS[sort]
    wanted = (
        sa.select(*_VIEW, _total(status, asked).label("total"))
        .where(*_filter(_c, status, asked))
        .order_by(*_of_one_list(sort, asked), *order.by())
        .limit(_LIMIT)
    )
    return wanted.where(order.after()) if continued else wanted


def _of_one_list(sort: Sort, asked: Narrowing) -> list[ColumnElement[Any]]:
    """The same for all of them, but PostgreSQL sees that an index has this order."""
    by_hand = sort == "position" and asked & {"list", "inbox"}
    return [_c.list_id] if by_hand else []


@dataclass(frozen=True, slots=True)
class _Filtered:
    """A list narrowed down by a filter or words: no two are alike, so none is kept."""

    query: TodoQuery
    owner_id: OwnerId
    condition: Condition | None
    matching: Matching | None

    def where(self, columns: Any) -> list[ColumnElement[bool]]:
        status, asked = self.query.status, asked_for(self.query)
        found: list[ColumnElement[bool]] = []
        if self.condition and self.matching:
            if "status" not in self.query.model_fields_set and about_done(
                self.condition
            ):
                status = "all"
            if names_a_place(self.condition):
                asked = asked | {"named"}
            matching = replace(self.matching, columns=columns)
            found.append(matching.condition(self.condition))
        if self.query.query:
            found.append(finds(columns, self.owner_id, sought(self.query.query)))
        return [*_filter(columns, status, asked), *found]

    def total(self) -> sa.ScalarSelect[int]:
        counted = _todo.alias("counted")
        return _count(counted, self.where(counted.c))


def _filtered(session: Session, owner_id: OwnerId, query: TodoQuery) -> _Filtered:
    if not query.filter:
        return _Filtered(query, owner_id, None, None)
    moment, prefs = now(), preferences.preferences(session, owner_id)
    condition = understood(query.filter, moment, prefs)
    matching = Matching(_c, owner_id, moment, prefs)
    return _Filtered(query, owner_id, condition, matching)


def _filtered_page(
    session: Session, owner_id: OwnerId, query: TodoQuery, *, continued: bool
) -> sa.Select[Any]:
    filtered, order = _filtered(session, owner_id, query), paging.ORDERS[query.sort]
    wanted = (
        sa.select(*_VIEW, filtered.total().label("total"))
        .where(*filtered.where(_c))
        .order_by(*order.by())
        .limit(_LIMIT)
    )
    return wanted.where(order.after()) if continued else wanted


@cache
def _total(status: Status, asked: Narrowing) -> sa.ScalarSelect[int]:
    counted = _todo.alias("counted")
    return _count(counted, _filter(counted.c, status, asked))


def _count(todos: Any, where: Sequence[ColumnElement[bool]]) -> sa.ScalarSelect[int]:
    """How many there are, counted until it is clear that they are many."""
    some = sa.select(todos.c.id).where(*where).limit(sa.literal(MOST_COUNTED + 1))
    counted = sa.select(sa.func.count()).select_from(some.subquery("some"))
    return counted.scalar_subquery()


def _unless_many(count: int) -> int | None:
    return count if count <= MOST_COUNTED else None


def _view(row: Any, names: Mapping[str, str]) -> TodoView:
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
        .where(*_filter(_c, status, frozenset()))
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


def with_status(columns: Any, status: Status) -> list[ColumnElement[bool]]:
    """The conditions of a list that nothing narrows down; `:owner_id` says whose."""
    return _filter(columns, status, frozenset())


def _filter(
    columns: Any, status: Status, asked: Narrowing
) -> list[ColumnElement[bool]]:
    wanted = [columns.owner_id == _OWNER, columns.deleted_at.is_(None)]
    if status == "open":
        wanted.append(columns.completed_at.is_(None))
    if status == "done":
        wanted.append(columns.completed_at.is_not(None))
    elif not asked & _PLACES:
        wanted.append(_in_sight(columns))
    narrowed = sorted(asked - {"named"})
    return wanted + [_NARROW[name](columns) for name in narrowed]


_PLACES: Final = frozenset({"list", "inbox", "section", "parent", "named"})


def _in_sight(columns: Any) -> ColumnElement[bool]:
    """Whether it is done, or in no archived list: those are seen when asked for."""
    archived = sa.select(_list.id).where(
        _list.owner_id == _OWNER, _list.archived_at.is_not(None)
    )
    return sa.or_(
        columns.list_id.is_(None),
        columns.list_id.not_in(archived),
        columns.completed_at.is_not(None),
    )


_NARROW: Final[Mapping[str, Callable[[Any], ColumnElement[bool]]]] = {
    "inbox": lambda columns: columns.list_id.is_(None),
    "list": lambda columns: columns.list_id == _text("list"),
    "section": lambda columns: columns.section_id == _text("section"),
    "parent": lambda columns: columns.parent_id == _text("parent"),
    "label": lambda columns: columns.id.in_(_carrying()),
}


def _carrying() -> sa.Select[Any]:
    """The ids of the owner's todos with the label of this name."""
    return (
        sa.select(_carried.todo_id)
        .join(
            Label.__table__,  # type: ignore[attr-defined]
            sa.and_(
                _label.owner_id == _carried.owner_id, _label.id == _carried.label_id
            ),
        )
        .where(
            _carried.owner_id == _OWNER,
            _label.name_key == _text("label"),
            _label.deleted_at.is_(None),
        )
    )


def _text(name: str) -> sa.BindParameter[str]:
    return sa.bindparam(name, type_=sa.String())


def _named(owner_id: OwnerId, query: TodoQuery) -> dict[str, Any]:
    """The values of the parameters that `_filter` names."""
    named: dict[str, Any] = {"owner_id": owner_id}
    for name in asked_for(query) - {"inbox"}:
        value = getattr(query, name)
        match name:
            case "label":
                named["label"] = fold(value)
            case _:
                named[name] = value
    return named

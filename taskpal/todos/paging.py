"""The orders a list can be in, and the cursors that say where its next page begins.

Each order is total (the id comes last) and runs in one direction, so that "after this
row" is one comparison of row values, which both databases answer from an index.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy import ColumnElement

from taskpal.accounts.models import OwnerId
from taskpal.columns import UtcDateTime
from taskpal.todos import cursors
from taskpal.todos.folding import title_key
from taskpal.todos.models import Todo
from taskpal.todos.schemas import Sort, TodoQuery

_c = Todo.__table__.c  # type: ignore[attr-defined]


@dataclass(frozen=True)
class Order:
    """`keys` are compared one after the other; `key` reads them from a row."""

    keys: tuple[ColumnElement[Any], ...]
    key: Callable[[Any], tuple[Any, ...]]
    newest_first: bool = False

    def by(self) -> list[ColumnElement[Any]]:
        """What to ORDER BY."""
        return [key.desc() if self.newest_first else key.asc() for key in self.keys]

    def after(self) -> ColumnElement[bool]:
        """Whether a row comes after the parameters `after_0`, `after_1`, ..."""
        here = sa.tuple_(*self.keys)
        there = sa.tuple_(
            *(
                sa.bindparam(f"after_{number}", type_=key.type)
                for number, key in enumerate(self.keys)
            )
        )
        return here < there if self.newest_first else here > there

    def unindexed(self) -> "Order":
        """The same order, but no index has it: what is found is sorted.

        Databases guess how much they will find. Where they guess too much they walk
        along an index in this order, past all that is not meant.
        """
        keys = tuple(sa.func.coalesce(key, key) for key in self.keys)
        return replace(self, keys=keys)


_NO_DUE = sa.case((_c.due_on.is_(None), 1), else_=0)
_DUE = sa.func.coalesce(_c.due_on, sa.literal(date.max, sa.Date()))


def _due(row: Any) -> tuple[int, date]:
    return (int(row.due_on is None), row.due_on or date.max)


ORDERS: Mapping[Sort, Order] = {
    "created": Order(
        (_c.created_at, _c.id), lambda row: (row.created_at, row.id), newest_first=True
    ),
    "updated": Order(
        (_c.updated_at, _c.id), lambda row: (row.updated_at, row.id), newest_first=True
    ),
    "due": Order(
        (_NO_DUE, _DUE, _c.priority, _c.created_at, _c.id),
        lambda row: (*_due(row), row.priority, row.created_at, row.id),
    ),
    "priority": Order(
        (_c.priority, _NO_DUE, _DUE, _c.created_at, _c.id),
        lambda row: (row.priority, *_due(row), row.created_at, row.id),
    ),
    "position": Order((_c.position, _c.id), lambda row: (row.position, row.id)),
    "title": Order((_c.title_key, _c.id), lambda row: (title_key(row.title), row.id)),
}


def cursor(owner_id: OwnerId, query: TodoQuery, row: Any) -> str:
    """Where the page after this row begins, safe to put in a URL."""
    keys = [_to_json(key) for key in ORDERS[query.sort].key(row)]
    return cursors.made(owner_id, _asked(query), keys)


def position(owner_id: OwnerId, query: TodoQuery) -> dict[str, Any]:
    """The parameters for `Order.after`; none when the list begins.

    Raises:
        BadValues: the cursor was not made for this owner, sort and filter.
    """
    if not query.cursor:
        return {}
    keys = cursors.read(owner_id, _asked(query), query.cursor)
    types = [key.type for key in ORDERS[query.sort].keys]
    return {
        f"after_{number}": _from_json(value, type_)
        for number, (value, type_) in enumerate(zip(keys, types, strict=True))
    }


def _asked(query: TodoQuery) -> dict[str, Any]:
    """What tells this list of todos from others; with a name, so that no other is."""
    return {"todos": query.model_dump(exclude={"limit", "cursor"})}


def _to_json(key: Any) -> Any:
    return key.isoformat() if isinstance(key, date) else key


def _from_json(value: Any, type_: Any) -> Any:
    if isinstance(type_, UtcDateTime):
        return datetime.fromisoformat(value)
    return date.fromisoformat(value) if isinstance(type_, sa.Date) else value

"""Pages of todos: what lists, filters and searches answer with."""

from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any, Final

import sqlalchemy as sa
from sqlalchemy import ColumnElement
from sqlmodel import Session

from taskpal import statements
from taskpal.accounts.models import OwnerId
from taskpal.todos import paging
from taskpal.todos.models import Todo
from taskpal.todos.queries.counting import capped, exact
from taskpal.todos.queries.narrowing import Narrowing
from taskpal.todos.queries.shown import LABELS, VIEW, last, made, names_of_labels
from taskpal.todos.queries.wanted import Wanted, wanted
from taskpal.todos.schemas import Sort, Status, TodoPage, TodoQuery

_c = Todo.__table__.c  # type: ignore[attr-defined]
_LIMIT = sa.bindparam("limit", type_=sa.Integer())
_FEW: Final = 2000  # to sort so many takes no longer than to go past what is not meant

Values = Mapping[str, Any]


def page(session: Session, owner_id: OwnerId, query: TodoQuery) -> TodoPage:
    """One page of the owner's todos, in a total order that paging never repeats.

    Raises:
        BadValues: the cursor was not made for this owner, sort and filter, or the
            filter cannot be read.
    """
    after = paging.position(owner_id, query)
    asked = wanted(session, owner_id, query, _c)
    values = asked.values | after | {"limit": query.limit + 1}
    look = _of_all if asked.is_all else _of_some
    found, total = look(session, asked, query.sort, values)
    shown, more = found[: query.limit], len(found) > query.limit
    names = names_of_labels(session, owner_id, (row[LABELS] for row in shown))
    return TodoPage(
        items=[made(row, names) for row in shown],
        total=total,
        next_cursor=paging.cursor(owner_id, query, last(shown[-1])) if more else None,
    )


def _of_all(
    session: Session, asked: Wanted, sort: Sort, values: Values
) -> tuple[Sequence[Any], int | None]:
    """The rows of a page and their total, with one statement unless they are many."""
    whole = whole_list(asked.status, sort, continued="after_0" in values)
    found = statements.rows(session, whole, values)
    counted = found[0][-1] if found else _counted(session, asked)
    return found, exact(session, asked, counted)


def _of_some(
    session: Session, asked: Wanted, sort: Sort, values: Values
) -> tuple[Sequence[Any], int | None]:
    """So too, counted first: how many they are says how they are best found."""
    total = exact(session, asked, _counted(session, asked))
    if total == 0:
        return [], 0
    few, continued = total is not None and total <= _FEW, "after_0" in values
    if asked.is_usual:
        part = _part(asked.status, sort, asked.asked, continued=continued, few=few)
        return statements.rows(session, part, values), total
    part = _page(asked, sort, continued=continued, few=few)
    return session.execute(part, values).all(), total


def _counted(session: Session, asked: Wanted) -> int:
    if asked.is_usual:
        count = _count(asked.status, asked.asked)
        return int(statements.rows(session, count, asked.values)[0][0])
    return int(session.execute(capped(asked), asked.values).scalar_one())


@cache
def whole_list(status: Status, sort: Sort, *, continued: bool) -> sa.Select[Any]:
    """A page of a list that nothing narrows down, with its total, in one statement."""
    every = _usual(status, frozenset())
    total = capped(every).scalar_subquery().label("total")
    return _page(every, sort, continued=continued, few=False).add_columns(total)


@cache
def _part(
    status: Status, sort: Sort, asked: Narrowing, *, continued: bool, few: bool
) -> sa.Select[Any]:
    return _page(_usual(status, asked), sort, continued=continued, few=few)


@cache
def _count(status: Status, asked: Narrowing) -> sa.Select[Any]:
    return capped(_usual(status, asked))


def _usual(status: Status, asked: Narrowing) -> Wanted:
    """Whosever they are, and whichever list or label it is: values say that."""
    return Wanted(OwnerId(""), status, asked, {})


def _page(asked: Wanted, sort: Sort, *, continued: bool, few: bool) -> sa.Select[Any]:
    """Of many, an index has some in their order; few are found first, then sorted."""
    order = paging.ORDERS[sort].unindexed() if few else paging.ORDERS[sort]
    by = [*_of_one_list(sort, asked.asked), *order.by()]
    where = asked.where(_c, many=not few)
    found = sa.select(*VIEW).where(*where).order_by(*by).limit(_LIMIT)
    return found.where(order.after()) if continued else found


def _of_one_list(sort: Sort, asked: Narrowing) -> list[ColumnElement[Any]]:
    """The same for all of them, but PostgreSQL sees that an index has this order."""
    by_hand = sort == "position" and asked & {"list", "inbox"}
    return [_c.list_id] if by_hand else []

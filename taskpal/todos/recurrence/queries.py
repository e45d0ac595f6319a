"""What came of a todo's rounds, and which are next. Every query takes the owner."""

from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session

from taskpal.accounts.models import OwnerId
from taskpal.columns import now
from taskpal.errors import BadValues
from taskpal.language.errors import NotUnderstood
from taskpal.todos import cursors, queries
from taskpal.todos.models import TodoId
from taskpal.todos.recurrence import beginning, series
from taskpal.todos.recurrence.errors import DoesNotRepeat
from taskpal.todos.recurrence.models import Occurrence
from taskpal.todos.recurrence.schemas import (
    DatesQuery,
    NextDates,
    RepeatAsked,
    RepeatShown,
    RepeatView,
    RoundPage,
    RoundsQuery,
    RoundView,
    dates_shown,
)
from taskpal.todos.recurrence.series import Series
from taskpal.todos.recurrence.standing import due_moment, series_of

_c = Occurrence.__table__.c  # type: ignore[attr-defined]


def rounds_of(
    session: Session, owner_id: OwnerId, todo_id: TodoId, query: RoundsQuery
) -> RoundPage:
    """One page of the rounds that are over, the latest first.

    Raises:
        TodoNotFound: the owner has no such todo.
        BadValues: the cursor was not made for this todo.
    """
    queries.todo(session, owner_id, todo_id)
    mine = (_c.owner_id == owner_id, _c.todo_id == todo_id, _c.deleted_at.is_(None))
    wanted = sa.select(Occurrence).where(*mine)
    if query.cursor:
        at, last = cursors.read(owner_id, ["rounds", todo_id], query.cursor)
        there = sa.tuple_(sa.literal(datetime.fromisoformat(at), _c.at.type), last)
        wanted = wanted.where(sa.tuple_(_c.at, _c.id) < there)
    wanted = wanted.order_by(_c.at.desc(), _c.id.desc()).limit(query.limit + 1)
    found = session.execute(wanted).scalars().all()
    shown = found[: query.limit]
    counted: int = session.execute(
        sa.select(sa.func.count()).select_from(Occurrence).where(*mine)
    ).scalar_one()
    return RoundPage(
        items=[RoundView.of(row) for row in shown],
        total=counted,
        next_cursor=(
            _cursor(owner_id, todo_id, shown[-1]) if len(found) > len(shown) else None
        ),
    )


def next_dates(
    session: Session, owner_id: OwnerId, todo_id: TodoId, query: DatesQuery
) -> NextDates:
    """The dates after the current one.

    Raises:
        TodoNotFound: the owner has no such todo.
        DoesNotRepeat: there are none.
    """
    todo = queries.todo(session, owner_id, todo_id)
    if todo.repeat_rule is None or todo.completed:
        raise DoesNotRepeat
    state = series_of(todo)
    moments = series.upcoming(state, query.number, due_moment(todo))
    return NextDates(dates_shown(moments, timed=state.timed))


def shown(session: Session, owner_id: OwnerId, asked: RepeatAsked) -> RepeatShown:
    """What a rule means: its words, and its first five dates.

    Raises:
        BadValues: it is no rule, or one that never comes true.
    """
    try:
        found = beginning.read(session, owner_id, asked.repeat, now(), asked.due)
    except NotUnderstood as error:
        raise BadValues({"repeat": str(error)}) from None
    timed = found.clock is not None
    first = datetime.combine(found.day, found.clock or datetime.min.time())
    state = Series(found.rule, found.anchor, first, first, timed)
    few = [first, *series.upcoming(state, 4)]
    view = RepeatView(found.rule, found.anchor, found.text)
    return RepeatShown(view, dates_shown(few, timed=timed))


def _cursor(owner_id: OwnerId, todo_id: TodoId, last: Any) -> str:
    return cursors.made(owner_id, ["rounds", todo_id], [last.at.isoformat(), last.id])

"""What "today" and "overdue" mean: decided here, in the user's zone, only.

A todo without a time is due on its day, wherever the user is, until that day is over.
One with a floating time is due when the clock on their wall shows it. One whose time
has a zone is due at that moment; its day is the user's day at that moment.

Each meaning is here twice: for one todo, and as a condition for the database. On the
dashboard time goes by without the server: assets/todo_dates.js says the same there.
Tests hold all of them against each other.
"""

import operator
from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta
from typing import Any, Final, Literal, NamedTuple
from zoneinfo import ZoneInfo

import sqlalchemy as sa
from sqlalchemy import ColumnElement

from taskpal.language.preferences import Preferences

Sign = Literal["<", "<=", "=", ">=", ">"]

_COMPARE: Final[dict[Sign, Callable[[Any, Any], Any]]] = {
    "<": operator.lt,
    "<=": operator.le,
    "=": operator.eq,
    ">=": operator.ge,
    ">": operator.gt,
}
_DAY: Final = timedelta(days=1)


def due_instant(
    day: date | None, clock: time | None, zone: str | None
) -> datetime | None:
    """The moment, in UTC, of a time that has a zone; None of any other.

    A time that clocks skip when summer time begins is as much later as they skip; of
    one that they show twice the first is meant (RFC 5545 §3.3.5).
    """
    if day is None or clock is None or zone is None:
        return None
    try:
        return datetime.combine(day, clock, ZoneInfo(zone)).astimezone(UTC)
    except OverflowError:  # the first or the last day of the calendar
        return datetime.combine(day, clock, UTC)


def today(now: datetime, prefs: Preferences) -> date:
    """The day it is where the user lives."""
    return prefs.local(now).date()


def bounds(day: date, prefs: Preferences) -> tuple[datetime, datetime]:
    """When the user's day begins and ends, in UTC: 23 hours apart, or 25, at times."""
    return _begins(day, prefs), _begins(_after(day), prefs)


class Local(NamedTuple):
    """A day and a time of day where the user lives; no time means all day."""

    day: date
    clock: time | None


def due_local(
    day: date | None, clock: time | None, due_at: datetime | None, prefs: Preferences
) -> Local | None:
    """When a todo is due on the user's clock; `due_at` is its moment, if it has one."""
    if day is None:
        return None
    if due_at is None:
        return Local(day, clock)
    here = prefs.local(due_at)
    return Local(here.date(), here.time())


def is_overdue(
    day: date | None,
    clock: time | None,
    due_at: datetime | None,
    now: datetime,
    prefs: Preferences,
) -> bool:
    """Whether the day or time at which a todo was due is past."""
    if day is None:
        return False
    if due_at is not None:
        return due_at < now
    local = prefs.local(now)
    if clock is None:
        return day < local.date()
    return datetime.combine(day, clock) < local


def overdue(columns: Any, now: datetime, prefs: Preferences) -> ColumnElement[bool]:
    """As `is_overdue`, for the database."""
    local = prefs.local(now)
    here = sa.and_(
        columns.due_at.is_(None),
        columns.due_on.is_not(None),
        sa.or_(
            columns.due_on < local.date(),
            sa.and_(
                columns.due_on == local.date(),
                columns.due_time.is_not(None),
                columns.due_time < local.time(),
            ),
        ),
    )
    return sa.or_(here, sa.and_(columns.due_at.is_not(None), columns.due_at < now))


def due(columns: Any, sign: Sign, day: date, prefs: Preferences) -> ColumnElement[bool]:
    """Whether the user's day on which a todo is due compares so with a day."""
    here = sa.and_(
        columns.due_at.is_(None),
        columns.due_on.is_not(None),
        _COMPARE[sign](columns.due_on, day),
    )
    return sa.or_(here, happened(columns.due_at, sign, day, prefs))


def near(columns: Any, sign: Sign, day: date) -> ColumnElement[bool]:
    """What holds of all that is due then, in any zone: an index answers it, no "or".

    A day is another one elsewhere, but never by more than two.
    """
    least = _days_from(day, -2) if sign in {"=", ">=", ">"} else date.min
    most = _days_from(day, 2) if sign in {"=", "<=", "<"} else date.max
    return sa.and_(columns.due_on.is_not(None), columns.due_on.between(least, most))


def _days_from(day: date, days: int) -> date:
    ordinal = day.toordinal() + days
    return date.fromordinal(min(max(ordinal, 1), date.max.toordinal()))


def happened(
    column: Any, sign: Sign, day: date, prefs: Preferences
) -> ColumnElement[bool]:
    """Whether the user's day of a moment compares so with a day."""
    begins, ends = bounds(day, prefs)
    conditions = {
        "<": column < begins,
        "<=": column < ends,
        "=": sa.and_(column >= begins, column < ends),
        ">=": column >= begins,
        ">": column >= ends,
    }
    return sa.and_(column.is_not(None), conditions[sign])


def dated(column: Any, sign: Sign, day: date) -> ColumnElement[bool]:
    """Whether a date compares so with a day."""
    return sa.and_(column.is_not(None), _COMPARE[sign](column, day))


def _begins(day: date, prefs: Preferences) -> datetime:
    """The first moment of a day; it is not midnight where clocks skip that."""
    try:
        return datetime.combine(day, time(), ZoneInfo(prefs.zone)).astimezone(UTC)
    except OverflowError:
        return datetime.combine(day, time(), UTC)


def _after(day: date) -> date:
    return day + _DAY if day < date.max else day

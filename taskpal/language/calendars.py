"""Arithmetic on days: the next one that fits, and the ends of weeks and months."""

import calendar
from datetime import date, timedelta

from dateutil.relativedelta import relativedelta

_FOUR_YEARS = 5  # more than it takes for a 29 February, except around 2100
_ALL_WEEKDAYS = 72  # months, in which also a 31st falls on every weekday
MONDAY, SATURDAY = 0, 5


def shifted(day: date, number: int, unit: str) -> date:
    """The day some days, weeks, months or years later; the last one of short months.

    Raises:
        OverflowError, ValueError: calendars do not reach that far.
    """
    if unit == "day":
        return day + timedelta(days=number)
    if unit == "week":
        return day + timedelta(weeks=number)
    if unit in {"month", "quarter"}:
        return day + relativedelta(months=number * (3 if unit == "quarter" else 1))
    return day + relativedelta(years=number)


def next_weekday(today: date, weekday: int, *, today_too: bool = False) -> date:
    """The next such weekday after today, or today itself if that is asked for."""
    ahead = (weekday - today.weekday()) % 7
    return today + timedelta(days=ahead or (0 if today_too else 7))


def week_begins(day: date, week_start: int) -> date:
    """The first day of the week that the day is in."""
    return day - timedelta(days=(day.weekday() - week_start) % 7)


def weekend(today: date) -> date:
    """The coming Saturday, or today when it is the weekend already."""
    return today if today.weekday() >= SATURDAY else next_weekday(today, SATURDAY)


def end_of_month(day: date) -> date:
    """The last day of the month that the day is in."""
    return day.replace(day=calendar.monthrange(day.year, day.month)[1])


def period(day: date, unit: str, week_start: int) -> tuple[date, date]:
    """The first and last day of the week, month, quarter or year that the day is in."""
    if unit == "week":
        begins = week_begins(day, week_start)
        return begins, begins + timedelta(days=6)
    if unit == "month":
        return day.replace(day=1), end_of_month(day)
    if unit == "quarter":
        first = date(day.year, day.month - (day.month - 1) % 3, 1)
        return first, end_of_month(first + relativedelta(months=2))
    if unit == "year":
        return date(day.year, 1, 1), date(day.year, 12, 31)
    return day, day


def next_day_of_month(
    today: date, number: int, weekday: int | None = None
) -> date | None:
    """The next time, from today on, that a month has this day; None when none has.

    With a weekday, only when it falls on that: friday the 13th.
    """
    first = today.replace(day=1)
    for ahead in range(12 if weekday is None else _ALL_WEEKDAYS):
        month = first + relativedelta(months=ahead)
        day = made(month.year, month.month, number)
        if day and day >= today and weekday in {None, day.weekday()}:
            return day
    return None


def next_day_of_year(today: date, month: int, number: int) -> date | None:
    """The next time, from today on, that it is this day; None for 31 February."""
    for year in range(today.year, today.year + 2 * _FOUR_YEARS):
        day = made(year, month, number)
        if day and day >= today:
            return day
    return None


def nth_weekday(month: date, weekday: int, nth: int) -> date | None:
    """The nth such weekday of the month, or the last (-1); None for a missing 5th."""
    if nth < 0:
        last = end_of_month(month)
        return last - timedelta(days=(last.weekday() - weekday) % 7)
    first = next_weekday(month.replace(day=1), weekday, today_too=True)
    day = first + timedelta(weeks=nth - 1)
    return day if day.month == month.month else None


def made(year: int, month: int, number: int) -> date | None:
    """The date, or None when there is no such day."""
    try:
        return date(year, month, number)
    except ValueError:
        return None

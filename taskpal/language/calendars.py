"""Arithmetic on days: the next one that fits, and the ends of weeks and months."""

import calendar
from datetime import date, timedelta

from dateutil.relativedelta import relativedelta

_FOUR_YEARS = 5  # more than it takes for a 29 February, except around 2100
SATURDAY = 5


def shifted(day: date, number: int, unit: str) -> date:
    """The day some days, weeks, months or years later; the last one of short months.

    Raises:
        OverflowError, ValueError: calendars do not reach that far.
    """
    if unit == "day":
        return day + timedelta(days=number)
    if unit == "week":
        return day + timedelta(weeks=number)
    if unit == "month":
        return day + relativedelta(months=number)
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


def next_day_of_month(today: date, number: int) -> date | None:
    """The next time, from today on, that a month has this day; None when none has."""
    first = today.replace(day=1)
    for ahead in range(12):
        month = first + relativedelta(months=ahead)
        day = made(month.year, month.month, number)
        if day and day >= today:
            return day
    return None


def next_day_of_year(today: date, month: int, number: int) -> date | None:
    """The next time, from today on, that it is this day; None for 31 February."""
    for year in range(today.year, today.year + 2 * _FOUR_YEARS):
        day = made(year, month, number)
        if day and day >= today:
            return day
    return None


def made(year: int, month: int, number: int) -> date | None:
    """The date, or None when there is no such day."""
    try:
        return date(year, month, number)
    except ValueError:
        return None

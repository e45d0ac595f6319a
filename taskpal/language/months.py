"""Months, and what lies in them: january, mid january, end of month, last friday."""

from collections.abc import Callable
from datetime import date, datetime

from taskpal.language import calendars
from taskpal.language.numeric_dates import (
    ORDINAL,
    YEAR,
    Day,
    nth,
    of_month,
    ordinal_at,
)
from taskpal.language.preferences import Preferences
from taskpal.language.vocabulary import MONTHS, WEEKDAYS
from taskpal.language.words import Words

Form = Callable[[Words, int, datetime, Preferences], Day | None]


def month_at(
    words: Words, index: int, now: datetime, _prefs: Preferences
) -> Day | None:
    """January, january 27, january the 27th, january 2027."""
    month = MONTHS[words.at(index)]
    if words.at(index + 1) == "the" and ORDINAL.fullmatch(words.at(index + 2)):
        index += 1
    named = words.at(index + 1)
    ordinal = ORDINAL.fullmatch(named)
    number = ordinal[1] if ordinal else named
    if number.isdecimal() and len(number) <= 2:  # noqa: PLR2004
        return of_month(words, index + 2, now, month, int(number))
    if YEAR.fullmatch(named):
        return Day(index + 2, date(int(named), month, 1))
    if words.at(index - 1)[:1].isdecimal():
        return None  # the dec of "24-26 dec", and of "to 26 dec"
    return Day(index + 1, first_of(now.date(), month), sure=False)


def middle_at(
    words: Words, index: int, now: datetime, _prefs: Preferences
) -> Day | None:
    """Mid january, mid-january, mid-month."""
    joined = words.at(index).removeprefix("mid-")
    name = words.at(index + 1) if joined == "mid" else joined
    if name == "month":
        middle = calendars.next_day_of_month(now.date(), 15)
    else:
        middle = calendars.next_day_of_year(now.date(), MONTHS.get(name, 0), 15)
    return Day(index + 1 + (joined == "mid"), middle) if middle else None


def counted_at(
    words: Words, index: int, now: datetime, prefs: Preferences
) -> Day | None:
    """First of january, second of next month, last friday or day of the month."""
    word = words.at(index)
    if words.at(index + 1) == "day" and word in {"last", "first", "1st"}:
        edge = end_at if word == "last" else start_at
        return edge(words, index + 1, now, prefs)
    number = -1 if word == "last" else nth(word) or 0
    if words.at(index + 1) in WEEKDAYS and words.at(index + 2) == "of":
        return _nth_weekday(words, index + 1, now.date(), number)
    if word == "last" or words.at(index + 1) != "of":
        return None
    found = ordinal_at(words, index, now, number)
    return found if found and found.sure else None


def _nth_weekday(words: Words, index: int, today: date, number: int) -> Day | None:
    """The weekday of some month, which has been said to be the second, say."""
    month = _month_of(words, index + 2, today)
    if month is None:
        return None
    end, first = month
    weekday = WEEKDAYS[words.at(index)]
    day = calendars.nth_weekday(first, weekday, number)
    if day and day < today:
        later = calendars.shifted(
            first, 1, "year" if words.at(end - 1) in MONTHS else "month"
        )
        day = calendars.nth_weekday(later, weekday, number)
    return Day(end, day) if day else None


def _month_of(words: Words, index: int, today: date) -> tuple[int, date] | None:
    """December, the month, this month, next month: its first day, read up to a word."""
    this = today.replace(day=1)
    if words.at(index) in MONTHS:
        month = MONTHS[words.at(index)]
        year = this.year + (month < this.month)
        return index + 1, date(year, month, 1)
    if words.at(index) in {"the", "this", "next"} and words.at(index + 1) == "month":
        return index + 2, calendars.shifted(this, words.at(index) == "next", "month")
    return None


def end_at(words: Words, index: int, now: datetime, prefs: Preferences) -> Day | None:
    """End of the week, of month, of next year, of january."""
    period = _period(words, index, now, prefs)
    return period and Day(period[0], period[2])


def start_at(words: Words, index: int, now: datetime, prefs: Preferences) -> Day | None:
    """Start of next month, beginning of january."""
    period = _period(words, index, now, prefs)
    if period is None or period[1] < now.date():
        return None
    return Day(period[0], period[1])


def _period(
    words: Words, index: int, now: datetime, prefs: Preferences
) -> tuple[int, date, date] | None:
    """The first and last day of what is meant behind "of", read up to a word."""
    if words.at(index + 1) != "of":
        return None
    at, day = index + 2, now.date()
    following = words.at(at) == "next"
    if words.at(at) in {"the", "this", "next"}:
        at += 1
    what = words.at(at)
    if what in MONTHS:
        first = first_of(day, MONTHS[what])
        return at + 1, first, calendars.end_of_month(first)
    if what not in {"day", "week", "month", "quarter", "year"}:
        return None
    if following:
        first = day if what in {"day", "week"} else day.replace(day=1)
        day = calendars.shifted(first, 1, what)
    return at + 1, *calendars.period(day, what, prefs.week_start)


def end_of(unit: str) -> Form:
    """The last day of this week, month or year, whichever is asked for."""

    def form(_words: Words, index: int, now: datetime, prefs: Preferences) -> Day:
        _, last = calendars.period(now.date(), unit, prefs.week_start)
        return Day(index + 1, last)

    return form


def first_of(today: date, month: int) -> date:
    """The first of the next such month; of this one only on its first day."""
    first = date(today.year, month, 1)
    return first if first >= today else date(today.year + 1, month, 1)

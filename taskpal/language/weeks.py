"""Days of weeks, and weeks themselves: friday, next week, this weekend, later."""

from datetime import date, datetime, timedelta

from taskpal.language import calendars
from taskpal.language.distances import Distance, day_away, distance_at
from taskpal.language.months import first_of, month_at
from taskpal.language.numeric_dates import ORDINAL, Day, date_at
from taskpal.language.preferences import Preferences
from taskpal.language.vocabulary import MONTHS, WEEKDAYS
from taskpal.language.words import Words


def weekday_at(words: Words, index: int, now: datetime, prefs: Preferences) -> Day:
    """A weekday; before a full date it only repeats what the date says."""
    weekday = WEEKDAYS[words.at(index)]
    after = index + 2 if words.at(index + 1) == "," else index + 1
    if words.at(index + 1) == "next" and words.at(index + 2) == "week":
        return Day(index + 3, _in_next_week(now.date(), weekday, prefs))
    if words.at(index + 1) == "in":
        far = distance_at(words, index + 2)
        if far and far.unit == "week":
            return _in_weeks(far, now.date(), weekday, prefs)
    named = words.at(after)
    if named in MONTHS or named[:1].isdecimal() or named == "the":
        full = _same_weekday(words, after, now, prefs, weekday)
        if full:
            return full
    day = calendars.next_weekday(now.date(), weekday)
    return a_week_on(words, Day(index + 1, day, sure=False))


def a_week_on(words: Words, day: Day) -> Day:
    """Tomorrow week, friday week: a week later, as the British say at the end."""
    if words.at(day.end) != "week" or not words.only_taken(day.end + 1):
        return day
    return Day(day.end + 1, day.day + timedelta(weeks=1))


def _in_weeks(far: Distance, today: date, weekday: int, prefs: Preferences) -> Day:
    """Friday in 2 weeks: that of the week in which it is then."""
    begins = calendars.week_begins(day_away(today, far), prefs.week_start)
    return Day(far.end, calendars.next_weekday(begins, weekday, today_too=True))


def _same_weekday(
    words: Words, index: int, now: datetime, prefs: Preferences, weekday: int
) -> Day | None:
    """The date that begins here if it is such a weekday; friday the 13th."""
    number = index + 1 if words.at(index) == "the" else index
    exact = month_at if words.at(number) in MONTHS else date_at
    full = exact(words, number, now, prefs)
    nth = ORDINAL.fullmatch(words.at(number))
    if full and nth and not full.sure:
        day = calendars.next_day_of_month(now.date(), int(nth[1]), weekday)
        return full._replace(day=day) if day else None
    return full if full and full.day.weekday() == weekday else None


def next_at(words: Words, index: int, now: datetime, prefs: Preferences) -> Day | None:
    """Next friday, next week on friday, next weekend, next month, next january."""
    today, what = now.date(), words.at(index + 1)
    if what in WEEKDAYS:
        return Day(index + 2, _in_next_week(today, WEEKDAYS[what], prefs))
    if what == "week":
        return _next_week(words, index + 2, today, prefs)
    if what == "weekend":
        saturday = calendars.next_weekday(calendars.weekend(today), calendars.SATURDAY)
        return Day(index + 2, saturday)
    if what in {"month", "quarter", "year"}:
        return _next_period(words, index + 2, today, what)
    if what in MONTHS:
        found = month_at(words, index + 1, now, prefs)
        return found._replace(sure=True) if found else None
    return None


def _next_period(words: Words, end: int, today: date, unit: str) -> Day:
    """The first day of the next month, quarter or year; next month on the 5th."""
    later = calendars.shifted(today.replace(day=1), 1, unit)
    first, _ = calendars.period(later, unit, calendars.MONDAY)
    named = end + (words.at(end) == "on")
    named += words.at(named) == "the"
    found = ORDINAL.fullmatch(words.at(named)) if unit == "month" else None
    if found is None:
        return Day(end, first)
    return Day(named + 1, first.replace(day=int(found[1])))


def _next_week(words: Words, end: int, today: date, prefs: Preferences) -> Day:
    """Next week, next week friday, next week on friday."""
    named = end + 1 if words.at(end) == "on" else end
    if words.at(named) in WEEKDAYS:
        weekday = WEEKDAYS[words.at(named)]
        return Day(named + 1, _in_next_week(today, weekday, prefs))
    return Day(end, _in_next_week(today, prefs.week_start, prefs))


def _in_next_week(today: date, weekday: int, prefs: Preferences) -> date:
    begins = calendars.week_begins(today, prefs.week_start) + timedelta(weeks=1)
    return calendars.next_weekday(begins, weekday, today_too=True)


def this_at(words: Words, index: int, now: datetime, prefs: Preferences) -> Day | None:
    """This friday, this coming friday, this weekend, this evening, this may."""
    today = now.date()
    index += words.at(index + 1) == "coming"
    what = words.at(index + 1)
    if what in WEEKDAYS:
        this = calendars.next_weekday(today, WEEKDAYS[what], today_too=True)
        return Day(index + 2, this)
    if what == "weekend":
        return Day(index + 2, calendars.weekend(today))
    if what in prefs.parts:
        return Day(index + 2, today, prefs.parts[what])
    if MONTHS.get(what, today.month) != today.month:
        return Day(index + 2, first_of(today, MONTHS[what]))
    return None


def coming_at(
    words: Words, index: int, now: datetime, _prefs: Preferences
) -> Day | None:
    """Coming friday."""
    what = words.at(index + 1)
    if what not in WEEKDAYS:
        return None
    return Day(index + 2, calendars.next_weekday(now.date(), WEEKDAYS[what]))

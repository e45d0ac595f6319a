"""Days in a line: tomorrow, next friday, 27 jan, 24.12., in 3 days, end of month."""

import re
from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from typing import NamedTuple

from taskpal.language import calendars
from taskpal.language.preferences import Preferences
from taskpal.language.vocabulary import MONTHS, NUMBERS, UNITS, WEEKDAYS
from taskpal.language.words import Words

_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})(?:t(\d{2}):(\d{2})(?::\d{2})?)?")
_SLASHES = re.compile(r"(\d{1,2})/(\d{1,2})(?:/(\d{4}|\d{2}))?")
_DOTS = re.compile(r"(\d{1,2})\.(\d{1,2})\.(\d{4}|\d{2})?")
_ORDINAL = re.compile(r"(\d{1,2})(?:st|nd|rd|th)")
_NUMBER = re.compile(r"\d{1,4}")
_AHEAD = re.compile(r"\+(\d{1,4})(d|w|m|y|h)?")
_YEAR = re.compile(r"(?:19|20|21)\d{2}")
_LETTERS = {"d": "day", "w": "week", "m": "month", "y": "year", "h": "hour"}


class Day(NamedTuple):
    """A day that ends before the word `end`, with a time when the words named one.

    `sure` is false for what is a date only in the right place: a bare "may" or "27th".
    """

    end: int
    day: date
    clock: time | None = None
    sure: bool = True


Form = Callable[[Words, int, datetime, Preferences], Day | None]


def day_at(words: Words, index: int, now: datetime, prefs: Preferences) -> Day | None:
    """The day that begins at this word, if one does; `now` is local time."""
    word = words.at(index)
    if not word:
        return None
    form = _FORMS.get(word)
    try:
        if form is not None:
            return form(words, index, now, prefs)
        if word[0].isdecimal():
            return _in_digits(words, index, now, prefs)
        if word[0] == "+":
            return _plus(words, index, now)
    except (OverflowError, ValueError):  # further than calendars reach
        return None
    return None


# ---- Words ---------------------------------------------------------------------------


def _in_days(days: int) -> Form:
    def form(_words: Words, index: int, now: datetime, _prefs: Preferences) -> Day:
        return Day(index + 1, now.date() + timedelta(days=days))

    return form


def _tom(words: Words, index: int, now: datetime, _prefs: Preferences) -> Day:
    """Tom may be a friend: only written small, and in the right place."""
    typed_small = words.raw[index].islower()
    tomorrow = now.date() + timedelta(days=1)
    return Day(index + 1, tomorrow, sure=False) if typed_small else _nothing()


def _tonight(_words: Words, index: int, now: datetime, prefs: Preferences) -> Day:
    return Day(index + 1, now.date(), prefs.parts["night"])


def _weekday(words: Words, index: int, now: datetime, prefs: Preferences) -> Day:
    """A weekday; before a full date it only repeats what the date says."""
    weekday = WEEKDAYS[words.at(index)]
    after = index + 2 if words.at(index + 1) == "," else index + 1
    named = words.at(after)
    if named in MONTHS or named[:1].isdecimal():
        full = day_at(words, after, now, prefs)
        if full and full.sure and full.day.weekday() == weekday:
            return full
    day = calendars.next_weekday(now.date(), weekday)
    return Day(index + 1, day, sure=False)


def _next(words: Words, index: int, now: datetime, prefs: Preferences) -> Day | None:
    today, what = now.date(), words.at(index + 1)
    next_week = calendars.week_begins(today, prefs.week_start) + timedelta(weeks=1)
    if what in WEEKDAYS:
        return Day(
            index + 2, calendars.next_weekday(next_week, WEEKDAYS[what], today_too=True)
        )
    if what == "week":
        return Day(index + 2, next_week)
    if what == "weekend":
        saturday = calendars.SATURDAY
        return Day(
            index + 2, calendars.next_weekday(next_week, saturday, today_too=True)
        )
    if what in {"month", "year"}:
        later = calendars.shifted(today.replace(day=1), 1, what)
        return Day(index + 2, later if what == "month" else later.replace(month=1))
    if what in MONTHS:
        return Day(index + 2, _first_of(today, MONTHS[what]))
    return None


def _this(words: Words, index: int, now: datetime, prefs: Preferences) -> Day | None:
    today, what = now.date(), words.at(index + 1)
    if what in WEEKDAYS:
        this = calendars.next_weekday(today, WEEKDAYS[what], today_too=True)
        return Day(index + 2, this)
    if what == "weekend":
        return Day(index + 2, calendars.weekend(today))
    if what in prefs.parts:
        return Day(index + 2, today, prefs.parts[what])
    return None


def _in(words: Words, index: int, now: datetime, _prefs: Preferences) -> Day | None:
    """In 3 days, in an hour, in january."""
    if words.at(index + 1) in MONTHS:
        return _month(words, index + 1, now, _prefs)._replace(sure=True)
    return _distance(words, index + 1, now)


def _month(words: Words, index: int, now: datetime, _prefs: Preferences) -> Day:
    """January, january 27, january 27th 2027, january 2027."""
    month = MONTHS[words.at(index)]
    named = words.at(index + 1)
    ordinal = _ORDINAL.fullmatch(named)
    number = ordinal[1] if ordinal else named
    if number.isdecimal() and len(number) <= 2:  # noqa: PLR2004
        return _of_month(words, index + 2, now, month, int(number))
    if _YEAR.fullmatch(named):
        return Day(index + 2, date(int(named), month, 1))
    return Day(index + 1, _first_of(now.date(), month), sure=False)


def _the(words: Words, index: int, now: datetime, prefs: Preferences) -> Day | None:
    """The 27th."""
    if _ORDINAL.fullmatch(words.at(index + 1)):
        return _in_digits(words, index + 1, now, prefs)
    return None


def _end(words: Words, index: int, now: datetime, prefs: Preferences) -> Day | None:
    """End of the week, of month, of this year, of january."""
    if words.at(index + 1) != "of":
        return None
    skipped = index + 2
    if words.at(skipped) in {"the", "this"}:
        skipped += 1
    what = words.at(skipped)
    if what in MONTHS:
        last = calendars.end_of_month(_first_of(now.date(), MONTHS[what]))
        return Day(skipped + 1, last)
    return _last_of(what, skipped + 1, now, prefs)


def _end_of(unit: str) -> Form:
    def form(
        _words: Words, index: int, now: datetime, prefs: Preferences
    ) -> Day | None:
        return _last_of(unit, index + 1, now, prefs)

    return form


def _mid(words: Words, index: int, now: datetime, _prefs: Preferences) -> Day | None:
    month = MONTHS.get(words.at(index + 1))
    if month is None:
        return None
    middle = calendars.next_day_of_year(now.date(), month, 15)
    return Day(index + 2, middle) if middle else None


# ---- Digits --------------------------------------------------------------------------


def _in_digits(  # noqa: PLR0911 - one return a form
    words: Words, index: int, now: datetime, prefs: Preferences
) -> Day | None:
    word = words.at(index)
    if found := _ISO.fullmatch(word):
        day = date(*(int(part) for part in found.groups()[:3]))
        clock = time(int(found[4]), int(found[5])) if found[4] else None
        return Day(index + 1, day, clock)
    if found := _SLASHES.fullmatch(word):
        return _slashes(found, index, now, prefs)
    if found := _DOTS.fullmatch(word):
        return _dated(index, now, int(found[2]), int(found[1]), found[3])
    if found := _ORDINAL.fullmatch(word):
        return _ordinal(words, index, now, int(found[1]))
    if _NUMBER.fullmatch(word):
        if words.at(index + 1) in MONTHS and len(word) <= 2:  # noqa: PLR2004
            month = MONTHS[words.at(index + 1)]
            return _of_month(words, index + 2, now, month, int(word))
        far = _distance(words, index, now)
        return far._replace(sure=False) if far and far.clock is None else None
    return None


def _slashes(
    found: re.Match[str], index: int, now: datetime, prefs: Preferences
) -> Day | None:
    """27/1: whichever of the two can be the month is; else as the person prefers."""
    first, second = int(found[1]), int(found[2])
    day, month = (first, second) if prefs.day_first else (second, first)
    if month > 12:  # noqa: PLR2004
        day, month = month, day
    dated = _dated(index, now, month, day, found[3])
    return dated._replace(sure=bool(found[3])) if dated else None


def _ordinal(words: Words, index: int, now: datetime, number: int) -> Day | None:
    of = words.at(index + 1) == "of"
    month = MONTHS.get(words.at(index + 2 if of else index + 1))
    if month is not None:
        return _of_month(words, index + (3 if of else 2), now, month, number)
    day = calendars.next_day_of_month(now.date(), number)
    return Day(index + 1, day, sure=False) if day else None


def _of_month(words: Words, index: int, now: datetime, month: int, number: int) -> Day:
    """The day and month are read; a year may follow."""
    year = index + 1 if words.at(index) == "," else index
    if _YEAR.fullmatch(words.at(year)):
        return Day(year + 1, date(int(words.at(year)), month, number))
    day = calendars.next_day_of_year(now.date(), month, number)
    return Day(index, day) if day else _nothing()


def _dated(
    index: int, now: datetime, month: int, number: int, year: str | None
) -> Day | None:
    if year:
        return Day(index + 1, date(int(year) + 2000 * (len(year) < 4), month, number))  # noqa: PLR2004
    day = calendars.next_day_of_year(now.date(), month, number)
    return Day(index + 1, day) if day else None


def _plus(words: Words, index: int, now: datetime) -> Day | None:
    found = _AHEAD.fullmatch(words.at(index))
    if found is None:
        return None
    if found[2]:
        return _shifted(now, int(found[1]), _LETTERS[found[2]], index + 1)
    unit = UNITS.get(words.at(index + 1))
    return _shifted(now, int(found[1]), unit, index + 2) if unit else None


def _distance(words: Words, index: int, now: datetime) -> Day | None:
    """3 weeks, an hour, a couple of days."""
    word = words.at(index)
    if word == "a" and words.at(index + 1) == "couple":
        index, word = index + 1, "couple"
    number = int(word) if _NUMBER.fullmatch(word) else NUMBERS.get(word)
    after = index + 2 if words.at(index + 1) == "of" else index + 1
    unit = UNITS.get(words.at(after))
    if number is None or unit is None:
        return None
    return _shifted(now, number, unit, after + 1)


def _shifted(now: datetime, number: int, unit: str, end: int) -> Day:
    if unit in {"hour", "minute"}:
        later = now + timedelta(minutes=number * (60 if unit == "hour" else 1))
        return Day(end, later.date(), later.time().replace(second=0, microsecond=0))
    return Day(end, calendars.shifted(now.date(), number, unit))


# ---- Ends and firsts -----------------------------------------------------------------


def _last_of(unit: str, end: int, now: datetime, prefs: Preferences) -> Day | None:
    today = now.date()
    if unit == "day":
        return Day(end, today)
    if unit == "week":
        begins = calendars.week_begins(today, prefs.week_start)
        return Day(end, begins + timedelta(days=6))
    if unit == "month":
        return Day(end, calendars.end_of_month(today))
    if unit == "year":
        return Day(end, date(today.year, 12, 31))
    return None


def _first_of(today: date, month: int) -> date:
    """The first of the next such month; of this one only on its first day."""
    first = date(today.year, month, 1)
    return first if first >= today else date(today.year + 1, month, 1)


def _nothing() -> Day:
    raise ValueError("It is no date.")


_FORMS: dict[str, Form] = {
    "today": _in_days(0),
    "tod": _in_days(0),
    "tomorrow": _in_days(1),
    "tmr": _in_days(1),
    "tom": _tom,
    "yesterday": _in_days(-1),
    "tonight": _tonight,
    "next": _next,
    "this": _this,
    "in": _in,
    "the": _the,
    "end": _end,
    "eod": _end_of("day"),
    "eow": _end_of("week"),
    "eom": _end_of("month"),
    "eoy": _end_of("year"),
    "mid": _mid,
    **dict.fromkeys(WEEKDAYS, _weekday),
    **dict.fromkeys(MONTHS, _month),
}

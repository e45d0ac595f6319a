"""Days in a line: tomorrow, next friday, in 3 days, 3 days before jan 27."""

from datetime import date, datetime, timedelta

from taskpal.language import calendars
from taskpal.language.distances import (
    Distance,
    day_away,
    distance_at,
    moment_away,
    plus_at,
)
from taskpal.language.months import (
    Form,
    counted_at,
    end_at,
    end_of,
    first_of,
    middle_at,
    month_at,
    start_at,
)
from taskpal.language.numeric_dates import ORDINAL, Day, date_at
from taskpal.language.preferences import Preferences
from taskpal.language.vocabulary import MONTHS, NUMBERS, ORDINALS, WEEKDAYS
from taskpal.language.words import Words

__all__ = ["BEGINNINGS", "Day", "day_at"]

_WORDED = frozenset({"last", *(name for name in ORDINALS if name.isalpha())})
_AFTER_THE = _WORDED | {"day", "end", "start", "beginning"}


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
            return _plus(words, index, now, prefs)
    except (OverflowError, ValueError):  # no such day, or further than calendars reach
        return None
    return None


def _in_digits(
    words: Words, index: int, now: datetime, prefs: Preferences
) -> Day | None:
    if words.at(index + 1) in WEEKDAYS and ORDINAL.fullmatch(words.at(index)):
        return counted_at(words, index, now, prefs)
    return date_at(words, index, now, prefs) or _far(words, index, now, prefs)


# ---- One day -------------------------------------------------------------------------


def _in_days(days: int) -> Form:
    def form(_words: Words, index: int, now: datetime, _prefs: Preferences) -> Day:
        return Day(index + 1, now.date() + timedelta(days=days))

    return form


def _tom(words: Words, index: int, now: datetime, _prefs: Preferences) -> Day | None:
    """Tom may be a friend: only written small, and in the right place."""
    if not words.raw[index].islower():
        return None
    return Day(index + 1, now.date() + timedelta(days=1), sure=False)


def _day_after(
    words: Words, index: int, now: datetime, _prefs: Preferences
) -> Day | None:
    """Day after tomorrow."""
    if (words.at(index + 1), words.at(index + 2)) != ("after", "tomorrow"):
        return None
    return Day(index + 3, now.date() + timedelta(days=2))


def _tonight(_words: Words, index: int, now: datetime, prefs: Preferences) -> Day:
    return Day(index + 1, now.date(), prefs.parts["night"])


def _the(words: Words, index: int, now: datetime, prefs: Preferences) -> Day | None:
    """The 27th, the weekend, the end of the month, the day after tomorrow."""
    what = words.at(index + 1)
    if what == "weekend":
        return Day(index + 2, calendars.weekend(now.date()), sure=False)
    if what in _AFTER_THE or ORDINAL.fullmatch(what):
        return day_at(words, index + 1, now, prefs)
    return None


# ---- Weekdays, weeks and months ------------------------------------------------------


def _weekday(words: Words, index: int, now: datetime, prefs: Preferences) -> Day:
    """A weekday; before a full date it only repeats what the date says."""
    weekday = WEEKDAYS[words.at(index)]
    after = index + 2 if words.at(index + 1) == "," else index + 1
    if words.at(index + 1) == "next" and words.at(index + 2) == "week":
        return Day(index + 3, _in_next_week(now.date(), weekday, prefs))
    named = words.at(after)
    if named in MONTHS or named[:1].isdecimal() or named == "the":
        full = _same_weekday(words, after, now, prefs, weekday)
        if full:
            return full
    day = calendars.next_weekday(now.date(), weekday)
    return Day(index + 1, day, sure=False)


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


def _next(words: Words, index: int, now: datetime, prefs: Preferences) -> Day | None:
    today, what = now.date(), words.at(index + 1)
    if what in WEEKDAYS:
        return Day(index + 2, _in_next_week(today, WEEKDAYS[what], prefs))
    if what == "week":
        return _next_week(words, index + 2, today, prefs)
    if what == "weekend":
        saturday = calendars.next_weekday(calendars.weekend(today), calendars.SATURDAY)
        return Day(index + 2, saturday)
    if what in {"month", "year"}:
        later = calendars.shifted(today.replace(day=1), 1, what)
        return Day(index + 2, later if what == "month" else later.replace(month=1))
    if what in MONTHS:
        return Day(index + 2, first_of(today, MONTHS[what]))
    return None


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


# ---- So far away ---------------------------------------------------------------------


def _in(words: Words, index: int, now: datetime, prefs: Preferences) -> Day | None:
    """In 3 days, in an hour and a half, in january."""
    if words.at(index + 1) in MONTHS:
        found = month_at(words, index + 1, now, prefs)
        return found._replace(sure=True) if found else None
    far = distance_at(words, index + 1)
    return _away(far, now, prefs) if far else None


def _plus(words: Words, index: int, now: datetime, prefs: Preferences) -> Day | None:
    far = plus_at(words, index)
    return _away(far, now, prefs) if far else None


def _away(far: Distance, now: datetime, prefs: Preferences) -> Day:
    return Day(far.end, *moment_away(now, far, prefs))


def _far(words: Words, index: int, now: datetime, prefs: Preferences) -> Day | None:
    """3 weeks, two weeks from now, 3 days before jan 27, a week after tomorrow."""
    far = distance_at(words, index)
    if far is None or not far.of_days:
        return None
    if words.at(far.end) in {"from", "after", "before"}:
        return _far_from(words, far, now, prefs)
    if far.number == 1 and words.at(index).isalpha():
        return None  # "once a week" is no date
    return Day(far.end, day_away(now.date(), far), sure=False)


def _far_from(
    words: Words, far: Distance, now: datetime, prefs: Preferences
) -> Day | None:
    relation, index = words.at(far.end), far.end + 1
    if (relation, words.at(index)) == ("from", "now"):
        return Day(index + 1, day_away(now.date(), far))
    if distance_at(words, index):
        return None  # from one distance to the next there would be no end
    other = day_at(words, index, now, prefs)
    if other is None or other.clock:
        return None
    sign = -1 if relation == "before" else 1
    return other._replace(day=day_away(other.day, far, sign), sure=True)


_FORMS: dict[str, Form] = {
    "today": _in_days(0),
    "tod": _in_days(0),
    "tomorrow": _in_days(1),
    "tmr": _in_days(1),
    "tom": _tom,
    "yesterday": _in_days(-1),
    "day": _day_after,
    "tonight": _tonight,
    "next": _next,
    "this": _this,
    "in": _in,
    "within": _in,
    "the": _the,
    "end": end_at,
    "start": start_at,
    "beginning": start_at,
    "eod": end_of("day"),
    "eow": end_of("week"),
    "eom": end_of("month"),
    "eoy": end_of("year"),
    "mid": middle_at,
    **dict.fromkeys((f"mid-{name}" for name in MONTHS), middle_at),
    **dict.fromkeys(NUMBERS, _far),
    **dict.fromkeys(_WORDED, counted_at),
    **dict.fromkeys(WEEKDAYS, _weekday),
    **dict.fromkeys(MONTHS, month_at),
}

BEGINNINGS = frozenset(_FORMS)
"""The words that a day may begin with, besides those that begin with a figure or +."""

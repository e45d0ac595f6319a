"""Days in a line: tomorrow, next friday, in 3 days, 3 days before jan 27."""

from datetime import datetime, timedelta

from taskpal.language import calendars, holidays
from taskpal.language.distances import (
    Distance,
    compact_at,
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
    middle_at,
    month_at,
    start_at,
)
from taskpal.language.numeric_dates import ORDINAL, Day, date_at
from taskpal.language.preferences import Preferences
from taskpal.language.vocabulary import MONTHS, NUMBERS, ORDINALS, WEEKDAYS
from taskpal.language.weeks import (
    a_week_on,
    coming_at,
    next_at,
    this_at,
    weekday_at,
)
from taskpal.language.words import Words

__all__ = ["BEGINNINGS", "Day", "day_at"]

_WORDED = frozenset({"last", *(name for name in ORDINALS if name.isalpha())})
_EDGES = frozenset({"end", "start", "beginning"})
_AFTER_THE = _WORDED | _EDGES | {"day"}


def day_at(words: Words, index: int, now: datetime, prefs: Preferences) -> Day | None:
    """The day that begins at this word, if one does; `now` is local time."""
    word = words.at(index)
    if not word:
        return None
    if holiday := holidays.day_at(words, index, now, prefs):
        return holiday
    form = _FORMS.get(word) or _SIGNED.get(word[0])
    try:
        return form(words, index, now, prefs) if form else None
    except (OverflowError, ValueError):  # no such day, or further than calendars reach
        return None


def _in_digits(
    words: Words, index: int, now: datetime, prefs: Preferences
) -> Day | None:
    if words.at(index + 1) in WEEKDAYS and ORDINAL.fullmatch(words.at(index)):
        return counted_at(words, index, now, prefs)
    return date_at(words, index, now, prefs) or _far(words, index, now, prefs)


# ---- One day -------------------------------------------------------------------------


def _in_days(days: int) -> Form:
    def form(words: Words, index: int, now: datetime, _prefs: Preferences) -> Day:
        return a_week_on(words, Day(index + 1, now.date() + timedelta(days=days)))

    return form


def _tom(words: Words, index: int, now: datetime, _prefs: Preferences) -> Day | None:
    """Tom may be a friend: only written small, and in the right place."""
    if not words.raw[index].islower():
        return None
    return Day(index + 1, now.date() + timedelta(days=1), sure=False)


def _day_after(
    words: Words, index: int, now: datetime, prefs: Preferences
) -> Day | None:
    """Day after tomorrow, day before christmas."""
    one = Distance(index + 1, 1, "day")
    beside = words.at(one.end) in {"after", "before"}
    return _far_from(words, one, one.end + 1, now, prefs) if beside else None


def _tonight(_words: Words, index: int, now: datetime, prefs: Preferences) -> Day:
    return Day(index + 1, now.date(), prefs.parts["night"])


def _at(words: Words, index: int, now: datetime, prefs: Preferences) -> Day | None:
    """At the weekend, at the end of the month, at christmas."""
    if holiday := holidays.day_at(words, index + 1, now, prefs):
        return holiday
    the = index + (words.at(index + 1) == "the")
    what = words.at(the + 1)
    if what == "weekend":
        return Day(the + 2, calendars.weekend(now.date()))
    return day_at(words, the + 1, now, prefs) if what in _EDGES else None


def _the(words: Words, index: int, now: datetime, prefs: Preferences) -> Day | None:
    """The 27th, the weekend, the end of the month, the day after tomorrow."""
    what = words.at(index + 1)
    if what == "weekend":
        return Day(index + 2, calendars.weekend(now.date()), sure=False)
    if what in _AFTER_THE or ORDINAL.fullmatch(what):
        return day_at(words, index + 1, now, prefs)
    return None


def _later(words: Words, index: int, now: datetime, prefs: Preferences) -> Day | None:
    """Later today; later this week is in two days, if the week is still on then."""
    if words.at(index + 1) in {"today", "tonight"}:
        return day_at(words, index + 1, now, prefs)
    if (words.at(index + 1), words.at(index + 2)) != ("this", "week"):
        return None
    _, last = calendars.period(now.date(), "week", prefs.week_start)
    return Day(index + 3, min(last, now.date() + timedelta(days=2)))


# ---- So far away ---------------------------------------------------------------------


def _in(words: Words, index: int, now: datetime, prefs: Preferences) -> Day | None:
    """In 3 days, in an hour and a half, in january, in mid january."""
    if words.at(index + 1) in MONTHS:
        found = month_at(words, index + 1, now, prefs)
        return found._replace(sure=True) if found else None
    if words.at(index + 1)[:3] == "mid":
        return day_at(words, index + 1, now, prefs)
    far = distance_at(words, index + 1) or compact_at(words, index + 1)
    if far is None:
        return None
    if words.at(far.end) == "time":  # in two weeks' time
        far = far._replace(end=far.end + 1)
    away = _away(far, now, prefs)
    return _on_weekday(words, away, prefs) if far.unit == "week" else away


def _on_weekday(words: Words, away: Day, prefs: Preferences) -> Day:
    """In 2 weeks on friday: the friday of that week."""
    named = away.end + 1 if words.at(away.end) == "on" else away.end
    if words.at(named) not in WEEKDAYS:
        return away
    begins = calendars.week_begins(away.day, prefs.week_start)
    weekday = WEEKDAYS[words.at(named)]
    day = calendars.next_weekday(begins, weekday, today_too=True)
    return Day(named + 1, day)


def _plus(words: Words, index: int, now: datetime, prefs: Preferences) -> Day | None:
    far = plus_at(words, index)
    return _away(far, now, prefs) if far else None


def _away(far: Distance, now: datetime, prefs: Preferences) -> Day:
    return Day(far.end, *moment_away(now, far, prefs))


def _far(words: Words, index: int, now: datetime, prefs: Preferences) -> Day | None:
    """3 weeks, two weeks from now, 3 days before jan 27, a week after tomorrow."""
    far = distance_at(words, index)
    if far is None or words.at(index - 1) == "for":
        return None  # away for 2 weeks from friday
    if (words.at(far.end), words.at(far.end + 1)) == ("from", "now"):
        return _away(far._replace(end=far.end + 2), now, prefs)
    if not far.of_days:
        return None
    a_week_today = far.unit == "week" and words.at(far.end) in {"today", "tomorrow"}
    if a_week_today or words.at(far.end) in {"from", "after", "before"}:
        other = far.end if a_week_today else far.end + 1
        return _far_from(words, far, other, now, prefs)
    if far.number == 1 and words.at(index).isalpha():
        return None  # "once a week" is no date
    return Day(far.end, day_away(now.date(), far), sure=False)


def _far_from(
    words: Words, far: Distance, index: int, now: datetime, prefs: Preferences
) -> Day | None:
    if distance_at(words, index) or words.at(index) in {"day", "the"}:
        return None  # from one distance to the next there would be no end
    other = day_at(words, index, now, prefs)
    if other is None or other.clock:
        return None
    sign = -1 if words.at(far.end) == "before" else 1
    return other._replace(day=day_away(other.day, far, sign), sure=True)


_FORMS: dict[str, Form] = {
    "today": _in_days(0),
    "tod": _in_days(0),
    "tomorrow": _in_days(1),
    "tmr": _in_days(1),
    "tmrw": _in_days(1),
    "tom": _tom,
    "yesterday": _in_days(-1),
    "day": _day_after,
    "tonight": _tonight,
    "next": next_at,
    "this": this_at,
    "coming": coming_at,
    "later": _later,
    "at": _at,
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
    **dict.fromkeys((f"mid-{name}" for name in ("month", *MONTHS)), middle_at),
    **dict.fromkeys(NUMBERS, _far),
    **dict.fromkeys(_WORDED, counted_at),
    **dict.fromkeys(WEEKDAYS, weekday_at),
    **dict.fromkeys(MONTHS, month_at),
}

_SIGNED: dict[str, Form] = {"+": _plus, **dict.fromkeys("0123456789", _in_digits)}

BEGINNINGS = frozenset(_FORMS)
"""The words that a day may begin with, besides those that begin with a figure or +."""

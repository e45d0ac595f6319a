"""Days in a line: tomorrow, next friday, in 3 days, mid january, end of month."""

from collections.abc import Callable
from datetime import date, datetime, timedelta

from taskpal.language import calendars
from taskpal.language.distances import (
    Distance,
    day_away,
    distance_at,
    moment_away,
    plus_at,
)
from taskpal.language.numeric_dates import (
    ORDINAL,
    YEAR,
    Day,
    date_at,
    nth,
    of_month,
    ordinal_at,
)
from taskpal.language.preferences import Preferences
from taskpal.language.vocabulary import MONTHS, NUMBERS, ORDINALS, WEEKDAYS
from taskpal.language.words import Words

__all__ = ["Day", "day_at"]

_WORDED = frozenset({"last", *(name for name in ORDINALS if name.isalpha())})
_AFTER_THE = _WORDED | {"day", "end", "start", "beginning"}
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
            return _plus(words, index, now, prefs)
    except (OverflowError, ValueError):  # no such day, or further than calendars reach
        return None
    return None


def _in_digits(
    words: Words, index: int, now: datetime, prefs: Preferences
) -> Day | None:
    if words.at(index + 1) in WEEKDAYS and ORDINAL.fullmatch(words.at(index)):
        return _worded(words, index, now, prefs)
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
    full = day_at(words, number, now, prefs)
    if full is None:
        return None
    if full.sure:
        return full if full.day.weekday() == weekday else None
    nth = ORDINAL.fullmatch(words.at(number))
    if nth is None:
        return None
    day = calendars.next_day_of_month(now.date(), int(nth[1]), weekday)
    return full._replace(day=day) if day else None


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
        return Day(index + 2, _first_of(today, MONTHS[what]))
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


def _month(words: Words, index: int, now: datetime, _prefs: Preferences) -> Day | None:
    """January, january 27, january 27th 2027, january 2027."""
    month = MONTHS[words.at(index)]
    named = words.at(index + 1)
    ordinal = ORDINAL.fullmatch(named)
    number = ordinal[1] if ordinal else named
    if number.isdecimal() and len(number) <= 2:  # noqa: PLR2004
        return of_month(words, index + 2, now, month, int(number))
    if YEAR.fullmatch(named):
        return Day(index + 2, date(int(named), month, 1))
    return Day(index + 1, _first_of(now.date(), month), sure=False)


def _worded(words: Words, index: int, now: datetime, prefs: Preferences) -> Day | None:
    """First of january, second of next month, last friday or day of the month."""
    word = words.at(index)
    if (word, words.at(index + 1)) == ("last", "day"):
        return _end(words, index + 1, now, prefs)
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


# ---- So far away ---------------------------------------------------------------------


def _in(words: Words, index: int, now: datetime, prefs: Preferences) -> Day | None:
    """In 3 days, in an hour and a half, in january."""
    if words.at(index + 1) in MONTHS:
        found = _month(words, index + 1, now, prefs)
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
    relation = words.at(far.end)
    if relation == "from" and words.at(far.end + 1) == "now":
        return Day(far.end + 2, day_away(now.date(), far))
    if relation in {"from", "after", "before"}:
        other = day_at(words, far.end + 1, now, prefs)
        if other is None or other.clock:
            return None
        sign = -1 if relation == "before" else 1
        return other._replace(day=day_away(other.day, far, sign), sure=True)
    if far.number == 1 and words.at(index).isalpha():
        return None  # "once a week" is no date
    return Day(far.end, day_away(now.date(), far), sure=False)


# ---- Ends and firsts -----------------------------------------------------------------


def _end(words: Words, index: int, now: datetime, prefs: Preferences) -> Day | None:
    """End of the week, of month, of next year, of january."""
    period = _period(words, index, now, prefs)
    return period and Day(period[0], period[2])


def _start(words: Words, index: int, now: datetime, prefs: Preferences) -> Day | None:
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
        first = _first_of(day, MONTHS[what])
        return at + 1, first, calendars.end_of_month(first)
    if what not in {"day", "week", "month", "year"}:
        return None
    if following:
        first = day.replace(day=1) if what in {"month", "year"} else day
        day = calendars.shifted(first, 1, what)
    return at + 1, *calendars.period(day, what, prefs.week_start)


def _end_of(unit: str) -> Form:
    def form(_words: Words, index: int, now: datetime, prefs: Preferences) -> Day:
        _, last = calendars.period(now.date(), unit, prefs.week_start)
        return Day(index + 1, last)

    return form


def _mid(words: Words, index: int, now: datetime, _prefs: Preferences) -> Day | None:
    """Mid january, mid-january."""
    joined = words.at(index).removeprefix("mid-")
    name = words.at(index + 1) if joined == "mid" else joined
    middle = calendars.next_day_of_year(now.date(), MONTHS.get(name, 0), 15)
    return Day(index + 1 + (joined == "mid"), middle) if middle else None


def _first_of(today: date, month: int) -> date:
    """The first of the next such month; of this one only on its first day."""
    first = date(today.year, month, 1)
    return first if first >= today else date(today.year + 1, month, 1)


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
    "end": _end,
    "start": _start,
    "beginning": _start,
    "eod": _end_of("day"),
    "eow": _end_of("week"),
    "eom": _end_of("month"),
    "eoy": _end_of("year"),
    "mid": _mid,
    **dict.fromkeys((f"mid-{name}" for name in MONTHS), _mid),
    **dict.fromkeys(NUMBERS, _far),
    **dict.fromkeys(_WORDED, _worded),
    **dict.fromkeys(WEEKDAYS, _weekday),
    **dict.fromkeys(MONTHS, _month),
}

"""So far from now: 3 days, an hour and a half, a couple of weeks, +2w."""

import re
from datetime import date, datetime, time, timedelta
from typing import NamedTuple
from zoneinfo import ZoneInfo

from taskpal.language import calendars
from taskpal.language.durations import length_at
from taskpal.language.preferences import Preferences
from taskpal.language.vocabulary import NUMBERS, UNITS
from taskpal.language.words import Words

_NUMBER = re.compile(r"\d{1,4}")
_COMPACT = re.compile(r"\+?(\d{1,4})([a-z]+)")
_PLUS = re.compile(r"\+(\d{1,4})")
_OWNING = re.compile(r"(?<=s)['’]$|['’]s$")  # noqa: RUF001
_FORTNIGHTS = dict.fromkeys(("fortnight", "fortnights"), (2, "week"))
_MOST_MONTHS = 12  # +30m might be minutes as well
_SHORT = frozenset({"hour", "minute"})


class Distance(NamedTuple):
    """So many units, said before the word `end`."""

    end: int
    number: int
    unit: str

    @property
    def of_days(self) -> bool:
        """Whether it is of days or longer, and so gives no time."""
        return self.unit not in _SHORT


def distance_at(words: Words, index: int) -> Distance | None:
    """The distance that begins at this word, if one does: 3 weeks, half an hour."""
    return _counted(words, index) or _in_minutes(words, index)


def plus_at(words: Words, index: int) -> Distance | None:
    """+5 days, + 5 days, +2w, +1m."""
    if words.at(index) == "+":
        return _counted(words, index + 1)
    if found := _PLUS.fullmatch(words.at(index)):
        unit = UNITS.get(words.at(index + 1))
        return Distance(index + 2, int(found[1]), unit) if unit else None
    far = compact_at(words, index)
    if far is None or not words.at(index).endswith("m"):
        return far
    return far._replace(unit="month") if far.number <= _MOST_MONTHS else None


def compact_at(words: Words, index: int) -> Distance | None:
    """3d, 2w, 45min: the number and the unit in one word."""
    found = _COMPACT.fullmatch(words.at(index))
    unit = UNITS.get(found[2]) if found else None
    return Distance(index + 1, int(found[1]), unit) if found and unit else None


def day_away(day: date, far: Distance, sign: int = 1) -> date:
    """The day so far from this one.

    Raises:
        OverflowError, ValueError: calendars do not reach that far.
    """
    return calendars.shifted(day, sign * far.number, far.unit)


def moment_away(
    now: datetime, far: Distance, prefs: Preferences
) -> tuple[date, time | None]:
    """The day, or the minute, that is so far from now.

    Two hours later is two hours of waiting, also when clocks change in between.
    """
    if far.of_days:
        return day_away(now.date(), far), None
    minutes = far.number * (60 if far.unit == "hour" else 1)
    later = (_in_zone(now, prefs) + timedelta(minutes=minutes)).astimezone(
        ZoneInfo(prefs.zone)
    )
    return later.date(), time(later.hour, later.minute)


def _in_zone(now: datetime, prefs: Preferences) -> datetime:
    zone = ZoneInfo(prefs.zone)
    return now.replace(tzinfo=zone).astimezone(ZoneInfo("UTC"))


def _counted(words: Words, index: int) -> Distance | None:
    word = words.at(index)
    if word == "a" and words.at(index + 1) == "couple":
        index, word = index + 1, "couple"
    number = int(word) if _NUMBER.fullmatch(word) else NUMBERS.get(word)
    after = index + 2 if words.at(index + 1) == "of" else index + 1
    name = _owner(words, after)
    times, unit = _FORTNIGHTS.get(name, (1, UNITS.get(name)))
    if number is None or unit is None or _goes_on(words, after + 1, unit):
        return None
    return Distance(after + 1, times * number, unit)


def _owner(words: Words, index: int) -> str:
    """The weeks of "two weeks' time", else the word as it is."""
    word = words.at(index)
    return _OWNING.sub("", word) if words.at(index + 1) == "time" else word


def _goes_on(words: Words, index: int, unit: str) -> bool:
    """Whether minutes follow the hours: then it is a length of its own."""
    return unit == "hour" and (
        words.at(index) == "and" or words.at(index)[:1].isdecimal()
    )


def _in_minutes(words: Words, index: int) -> Distance | None:
    length = length_at(words, index)
    return Distance(length.end, length.minutes, "minute") if length else None

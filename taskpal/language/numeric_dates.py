"""Dates in digits: 2026-12-24, 27/1, 24.12., 27 jan, the 27th."""

import re
from datetime import date, datetime, time, timedelta
from typing import NamedTuple

from taskpal.language import calendars
from taskpal.language.preferences import Preferences
from taskpal.language.vocabulary import MONTHS, ORDINALS
from taskpal.language.words import Words

ORDINAL = re.compile(r"(\d{1,2})(?:st|nd|rd|th)")
YEAR = re.compile(r"(?:19|20|21)\d{2}")
_ISO = re.compile(
    r"(\d{4})([-/])(\d{1,2})\2(\d{1,2})(?:t(\d{2}):(\d{2})(?::\d{2}(?:\.\d+)?)?(z)?)?"
)
_SLASHES = re.compile(r"(\d{1,2})/(\d{1,2})(?:/(\d{4}|\d{2}))?")
_DASHES = re.compile(r"(\d{1,2})-(\d{1,2})-(\d{4})")
_DOTS = re.compile(r"(\d{1,2})\.(\d{1,2})\.(\d{4}|\d{2})?")
_AROUND_THE_CLOCK = "24/7"


class Day(NamedTuple):
    """A day that ends before the word `end`, with a time when the words named one.

    `sure` is false for what is a date only in the right place: a bare "may" or "27th".
    """

    end: int
    day: date
    clock: time | None = None
    sure: bool = True
    zone: str | None = None


def date_at(words: Words, index: int, now: datetime, prefs: Preferences) -> Day | None:
    """The date in digits that begins at this word, if one does.

    Raises:
        ValueError: it would be one if there were such a day.
    """
    word = words.at(index)
    if found := _ISO.fullmatch(word):
        return _iso(found, index)
    if found := _SLASHES.fullmatch(word) or _DASHES.fullmatch(word):
        return _by_preference(found, index, now, prefs)
    if found := _DOTS.fullmatch(word):
        return _dated(index, now, int(found[2]), int(found[1]), found[3])
    if found := ORDINAL.fullmatch(word):
        return ordinal_at(words, index, now, int(found[1]))
    if len(word) <= 2 and word.isdecimal() and words.at(index + 1) in MONTHS:  # noqa: PLR2004
        month = MONTHS[words.at(index + 1)]
        return of_month(words, index + 2, now, month, int(word))
    return None


def nth(word: str) -> int | None:
    """The number that 3rd or third stands for."""
    if word in ORDINALS:
        return ORDINALS[word]
    found = ORDINAL.fullmatch(word)
    return int(found[1]) if found and int(found[1]) else None


def ordinal_at(words: Words, index: int, now: datetime, number: int) -> Day | None:
    """27th, 27th jan, 27th of january, 27th of next month, 27th next month."""
    of = words.at(index + 1) == "of"
    month = index + 2 if of else index + 1
    if words.at(month) in MONTHS:
        return of_month(words, month + 1, now, MONTHS[words.at(month)], number)
    if words.at(month) in {"next", "this"} and words.at(month + 1) == "month":
        ahead = int(words.at(month) == "next")
        first = calendars.shifted(now.date().replace(day=1), ahead, "month")
        return Day(month + 2, first.replace(day=number))
    day = calendars.next_day_of_month(now.date(), number)
    return Day(index + 1, day, sure=False) if day else None


def of_month(
    words: Words, index: int, now: datetime, month: int, number: int
) -> Day | None:
    """The day and month are read before this word; a year may follow."""
    year = index + 1 if words.at(index) == "," else index
    if YEAR.fullmatch(words.at(year)):
        return Day(year + 1, date(int(words.at(year)), month, number))
    day = calendars.next_day_of_year(now.date(), month, number)
    return Day(index, day) if day else None


def day_and_month(word: str, prefs: Preferences) -> tuple[int, int] | None:
    """The day and the month that 27/1 says, without a year."""
    found = _SLASHES.fullmatch(word)
    if found is None or found[3] or word == _AROUND_THE_CLOCK:
        return None
    day, month = _in_order(int(found[1]), int(found[2]), prefs)
    return (day, month) if 1 <= month <= 12 and 1 <= day <= 31 else None  # noqa: PLR2004


def _in_order(first: int, second: int, prefs: Preferences) -> tuple[int, int]:
    day, month = (first, second) if prefs.day_first else (second, first)
    return (month, day) if month > 12 else (day, month)  # noqa: PLR2004


def _iso(found: re.Match[str], index: int) -> Day:
    year, _, month, number, hour, minute, utc = found.groups()
    day = date(int(year), int(month), int(number))
    if not hour:
        return Day(index + 1, day)
    if hour == "24" and minute == "00":  # the end of that day, as ISO 8601 writes it
        day, hour = day + timedelta(days=1), "00"
    clock = time(int(hour), int(minute))
    return Day(index + 1, day, clock, zone="UTC" if utc else None)


def _by_preference(
    found: re.Match[str], index: int, now: datetime, prefs: Preferences
) -> Day | None:
    """27/1: whichever of the two can be the month is; else as the person prefers."""
    day, month = _in_order(int(found[1]), int(found[2]), prefs)
    dated = _dated(index, now, month, day, found[3])
    if dated is None or found[0] == _AROUND_THE_CLOCK:
        return None
    return dated._replace(sure=bool(found[3]))


def _dated(
    index: int, now: datetime, month: int, number: int, year: str | None
) -> Day | None:
    if year:
        century = 2000 if len(year) < 4 else 0  # noqa: PLR2004
        return Day(index + 1, date(int(year) + century, month, number))
    day = calendars.next_day_of_year(now.date(), month, number)
    return Day(index + 1, day) if day else None

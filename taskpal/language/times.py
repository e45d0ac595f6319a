"""Times of day in a line, and the zones they may carry."""

import re
from datetime import time
from functools import cache
from typing import NamedTuple
from zoneinfo import available_timezones

from taskpal.language.preferences import Preferences
from taskpal.language.words import Words

_CLOCK = re.compile(r"(\d{1,2})(?::(\d{2}))?(?::\d{2})?(am|pm|a\.m|p\.m)?")
_HALVES = {"am": 0, "a.m": 0, "pm": 12, "p.m": 12}

# Only when written in capitals: "est" and "met" are words.
_ABBREVIATIONS = {
    "UTC": "UTC",
    "GMT": "UTC",
    "ET": "America/New_York",
    "EST": "America/New_York",
    "EDT": "America/New_York",
    "CT": "America/Chicago",
    "CST": "America/Chicago",
    "CDT": "America/Chicago",
    "MT": "America/Denver",
    "MST": "America/Denver",
    "MDT": "America/Denver",
    "PT": "America/Los_Angeles",
    "PST": "America/Los_Angeles",
    "PDT": "America/Los_Angeles",
    "BST": "Europe/London",
    "CET": "Europe/Berlin",
    "CEST": "Europe/Berlin",
    "EET": "Europe/Athens",
    "EEST": "Europe/Athens",
    "MSK": "Europe/Moscow",
    "IST": "Asia/Kolkata",
    "JST": "Asia/Tokyo",
    "KST": "Asia/Seoul",
    "SGT": "Asia/Singapore",
    "AEST": "Australia/Sydney",
    "AEDT": "Australia/Sydney",
    "NZST": "Pacific/Auckland",
    "NZDT": "Pacific/Auckland",
}


# What may follow the 7 of "at 7 with Bob"; "look at 7 houses" is no time.
_GOES_ON = frozenset(
    {",", "with", "for", "to", "in", "on", "and", "or", "by", "from", "near", "via"}
)


class Clock(NamedTuple):
    """A time of day that ends before the word `end`.

    `sure` is false for what is only a time in the right place: the 7 of "at 7".
    """

    end: int
    clock: time
    zone: str | None
    sure: bool


def time_at(
    words: Words, index: int, prefs: Preferences, *, after_date: bool = False
) -> Clock | None:
    """The time of day that begins at this word, if one does."""
    word = words.at(index)
    if not word:
        return None
    if word == "at":
        found = _said(words, index + 1, prefs, at=True)
    elif word in {"in", "this"} or after_date:
        found = _part(words, index, prefs) or _said(words, index, prefs, at=False)
    else:
        found = _said(words, index, prefs, at=False)
    if found is None:
        return None
    zone = _zone_at(words, found.end)
    return found._replace(end=found.end + 1, zone=zone) if zone else found


def clock_time(text: str) -> time | None:
    """The time that 18:00, 6pm or 6:30 p.m. stand for; None for anything else."""
    found = _CLOCK.fullmatch(text)
    if found is None or not (found[2] or found[3]):
        return None
    return _clock(found)


def _said(words: Words, index: int, prefs: Preferences, *, at: bool) -> Clock | None:
    word = words.at(index)
    if word in {"noon", "midday"}:
        return Clock(index + 1, time(12), None, at)
    if word == "midnight":
        return Clock(index + 1, time(0), None, at)
    if at and word in prefs.parts:
        return Clock(index + 1, prefs.parts[word], None, True)
    found = _CLOCK.fullmatch(word) if word[:1].isdecimal() else None
    if found is None:
        return None
    half = words.at(index + 1)
    if not (found[2] and found[3]) and half in _HALVES and not found[3]:
        found = _CLOCK.fullmatch(word + half)
        index += 1
    clock = _clock(found) if found else None
    if found is None or clock is None or not (at or found[2] or found[3]):
        return None
    sure = bool(found[2] or found[3]) or words.at(index + 1) in _GOES_ON
    return Clock(index + 1, clock, None, sure)


def _part(words: Words, index: int, prefs: Preferences) -> Clock | None:
    """In the morning, this evening, or just "morning" behind a day."""
    while words.at(index) in {"in", "the", "this"}:
        index += 1
    part = words.at(index)
    if part not in prefs.parts:
        return None
    return Clock(index + 1, prefs.parts[part], None, True)


def _clock(found: re.Match[str]) -> time | None:
    hour, minute = int(found[1]), int(found[2] or 0)
    if found[3]:
        if not 1 <= hour <= 12:  # noqa: PLR2004
            return None
        hour = hour % 12 + _HALVES[found[3]]
    return time(hour, minute) if hour < 24 and minute < 60 else None  # noqa: PLR2004


def _zone_at(words: Words, index: int) -> str | None:
    word = words.at(index)
    if not word:
        return None
    if "/" in word:
        return _zones().get(word)
    return _ABBREVIATIONS.get(words.raw[index])


@cache
def _zones() -> dict[str, str]:
    return {name.lower(): name for name in available_timezones() if "/" in name}

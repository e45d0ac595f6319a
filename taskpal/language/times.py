"""Times of day in a line, and the zones they may carry."""

import re
from datetime import time
from typing import NamedTuple

from taskpal.language.preferences import Preferences
from taskpal.language.words import Words
from taskpal.language.zone_words import zone_at

_CLOCK = re.compile(
    r"(\d{1,2})(?::(\d{2})(?::\d{2})?|\.(\d{2})(?=[ap]))?(am|pm|[ap]\.m\.?)?"
)
_HALVES = {"am": 0, "a.m": 0, "a.m.": 0, "pm": 12, "p.m": 12, "p.m.": 12}
_O_CLOCK = frozenset({"o'clock", "o’clock", "oclock"})  # noqa: RUF001
_AT = frozenset({"at", "@"})


# What may follow the 7 of "at 7 with Bob"; "look at 7 houses" is no time.
_GOES_ON = frozenset(
    {",", "with", "for", "to", "in", "on", "and", "or", "by", "from", "near", "via"}
    | set(".;:?!)")
)


class Clock(NamedTuple):
    """A time of day that ends before the word `end`.

    `sure` is false for what is only a time in the right place: the 7 of "at 7". `half`
    says whether it is known to be before or after noon, `bare` whether it is a number
    and nothing more.
    """

    end: int
    clock: time
    zone: str | None
    sure: bool
    half: bool = True
    bare: bool = False


def time_at(
    words: Words, index: int, prefs: Preferences, *, after_date: bool = False
) -> Clock | None:
    """The time of day that begins at this word, if one does."""
    word = words.at(index)
    if not word:
        return None
    if word in _AT:
        found = _said(words, index + 1, prefs, at=True)
    elif word in {"in", "this"} or after_date:
        found = _part(words, index, prefs) or _said(words, index, prefs, at=False)
    else:
        found = _said(words, index, prefs, at=False)
    if found is None:
        return None
    zone = zone_at(words, found.end)
    return found._replace(end=found.end + 1, zone=zone) if zone else found


def time_in_part(words: Words, index: int, part: time) -> Clock | None:
    """The time behind a part of the day: the "at 8" of "tonight at 8" is 20:00."""
    at = words.at(index) in _AT
    found = _number(words, index + 1 if at else index)
    if found is None or (found.bare and not at):
        return None
    zone = zone_at(words, found.end)
    end = found.end + 1 if zone else found.end
    return within(part, found._replace(end=end, zone=zone, sure=True))


def part_at(words: Words, index: int, prefs: Preferences) -> Clock | None:
    """In the morning, this evening, at night, or just "morning"; no time behind it."""
    index += words.at(index) in {"in", "this", "at"}
    index += words.at(index) == "the"
    clock = prefs.parts.get(words.at(index))
    return Clock(index + 1, clock, None, True) if clock is not None else None


def within(part: time, clock: Clock) -> Clock:
    """The hour as it is meant in this part of the day: 8 in the evening is 20:00."""
    hour = clock.clock.hour
    small = part.hour >= _LATE and hour < _SMALL
    if clock.half or part.hour < _NOON or small:
        return clock
    return clock._replace(clock=clock.clock.replace(hour=hour + 12), half=True)


def minutes_between(begins: Clock, ends: Clock) -> int:
    """How long it is from the one time to the other, which may be on the next day."""
    afternoon = within(time(_NOON), ends)
    if ends.clock <= begins.clock < afternoon.clock:
        ends = afternoon
    minutes = (ends.clock.hour - begins.clock.hour) * 60
    minutes += ends.clock.minute - begins.clock.minute
    return (minutes - 1) % (24 * 60) + 1


def clock_time(text: str) -> time | None:
    """The time that 18:00, 6pm or 6:30 p.m. stand for; None for anything else."""
    found = _CLOCK.fullmatch(text)
    if found is None or not (found[2] or found[4]):
        return None
    return _clock(found)


_NOON, _LATE, _SMALL = 12, 20, 5
_LAST_HOUR, _LAST_MINUTE = 23, 59
_WITH_DOT = re.compile(r"(\d{1,2})\.(\d{2})")


def _said(words: Words, index: int, prefs: Preferences, *, at: bool) -> Clock | None:
    """A time in words or digits, and the part of the day behind it."""
    word = words.at(index)
    if word in {"noon", "midday"}:
        return Clock(index + 1, time(12), None, at)
    if word == "midnight":
        return Clock(index + 1, time(0), None, at)
    if at and word in prefs.parts:
        return Clock(index + 1, prefs.parts[word], None, True)
    found = _number(words, index) or (_dotted(words, index) if at else None)
    if found is None:
        return None
    if words.at(found.end) in {"in", "at", "this"}:
        part = part_at(words, found.end, prefs)
        if part:
            return within(part.clock, found._replace(end=part.end, sure=True))
    return found if at or not found.bare else None


def _number(words: Words, index: int) -> Clock | None:
    """7, 7:30, 6pm, 6 p.m., 5 o'clock."""
    word = words.at(index)
    found = _CLOCK.fullmatch(word) if word[:1].isdecimal() else None
    if found is None:
        return None
    half, end = words.at(index + 1), index + 1
    if half in _HALVES and not found[4]:
        found, end = _CLOCK.fullmatch(word + half), end + 1
    elif half in _O_CLOCK:
        end += 1
    clock = _clock(found) if found else None
    if found is None or clock is None:
        return None
    bare = not (found[2] or found[4] or end > index + 1)
    sure = not bare or words.at(end) in _GOES_ON
    known = bool(found[4]) or not 1 <= clock.hour < _NOON or word[0] == "0"
    return Clock(end, clock, None, sure, known, bare)


def _dotted(words: Words, index: int) -> Clock | None:
    """The 17.30 of "at 17.30"."""
    found = _WITH_DOT.fullmatch(words.at(index))
    if found is None or int(found[1]) > _LAST_HOUR or int(found[2]) > _LAST_MINUTE:
        return None
    clock = time(int(found[1]), int(found[2]))
    known = not 1 <= clock.hour < _NOON or found[1][0] == "0"
    return Clock(index + 1, clock, None, sure=True, half=known)


def _part(words: Words, index: int, prefs: Preferences) -> Clock | None:
    """A part of the day, and the time in it that may follow."""
    if words.at(index) == "at":
        return None
    found = part_at(words, index, prefs)
    if found is None:
        return None
    return time_in_part(words, found.end, found.clock) or found


def _clock(found: re.Match[str]) -> time | None:
    hour, minute = int(found[1]), int(found[2] or found[3] or 0)
    if found[4]:
        if not 1 <= hour <= 12:  # noqa: PLR2004
            return None
        hour = hour % 12 + _HALVES[found[4]]
    return time(hour, minute) if hour < 24 and minute < 60 else None  # noqa: PLR2004

"""Times of day in a line, and the zones they may carry."""

from datetime import time

from taskpal.language.clocks import AT, NOON, Clock, number_at, with_at, with_h
from taskpal.language.preferences import Preferences
from taskpal.language.spoken_times import spoken_at
from taskpal.language.words import Words
from taskpal.language.zone_words import zone_at

_LATE, _SMALL = 20, 5
_LOOKING = frozenset({"look", "looks", "looking", "stare"})


def time_at(
    words: Words, index: int, prefs: Preferences, *, after_date: bool = False
) -> Clock | None:
    """The time of day that begins at this word, if one does."""
    word = words.at(index)
    if not word:
        return None
    if word in AT:
        found = _said(words, index + 1, prefs, at=True)
        if found and found.bare and words.at(index - 1) in _LOOKING:
            return None
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
    at = words.at(index) in AT
    found = number_at(words, index + at) or (with_at(words, index + 1) if at else None)
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
    if clock.half or part.hour < NOON or small:
        return clock
    return clock._replace(clock=clock.clock.replace(hour=hour + 12), half=True)


def minutes_between(begins: Clock, ends: Clock) -> int:
    """How long it is from the one time to the other, which may be on the next day."""
    afternoon = within(time(NOON), ends)
    if ends.clock <= begins.clock < afternoon.clock:
        ends = afternoon
    minutes = (ends.clock.hour - begins.clock.hour) * 60
    minutes += ends.clock.minute - begins.clock.minute
    return (minutes - 1) % (24 * 60) + 1


def _said(words: Words, index: int, prefs: Preferences, *, at: bool) -> Clock | None:
    """A time in words or digits, and the part of the day behind it."""
    word = words.at(index)
    if word in {"noon", "midday"}:
        return Clock(index + 1, time(12), None, at)
    if word == "midnight":
        return Clock(index + 1, time(0), None, at)
    if at and word in prefs.parts:
        return Clock(index + 1, prefs.parts[word], None, True)
    found = (
        number_at(words, index)
        or spoken_at(words, index, at=at)
        or (with_at(words, index) if at else None)
        or (None if prefs.foreign else with_h(words, index))
    )
    if found is None:
        return None
    if words.at(found.end) in {"in", "at", "this"}:
        part = part_at(words, found.end, prefs)
        if part:
            return within(part.clock, found._replace(end=part.end, sure=True))
    return found if at or not found.bare else None


def _part(words: Words, index: int, prefs: Preferences) -> Clock | None:
    """A part of the day, and the time in it that may follow."""
    if words.at(index) == "at":
        return None
    found = part_at(words, index, prefs)
    if found is None:
        return None
    return time_in_part(words, found.end, found.clock) or found

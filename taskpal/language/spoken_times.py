"""Times of day as they are said: half past five, quarter past 3, a quarter to six."""

from datetime import time

from taskpal.language.clocks import GOES_ON, NOON, Clock, number_at
from taskpal.language.vocabulary import HOURS
from taskpal.language.words import Words

_MINUTES = {"half": 30, "quarter": 15}
_DAY = 24 * 60
_HALF_DAY = _DAY // 2


def spoken_at(words: Words, index: int, *, at: bool) -> Clock | None:
    """Half past five; a quarter to 6 only where it is no quarter to somebody."""
    index += words.at(index) == "a"
    minutes, relation = _MINUTES.get(words.at(index), 0), words.at(index + 1)
    if not minutes or relation not in {"past", "to"}:
        return None
    hour = _hour(words, index + 2)
    if hour is None or hour.clock.minute or (minutes, relation) == (30, "to"):
        return None
    minutes = minutes if relation == "past" else -minutes
    clock = _shifted(hour, minutes)
    sure = at or relation == "past" or words.at(hour.end) in GOES_ON
    half = hour.half or clock.hour >= NOON
    return hour._replace(clock=clock, sure=sure, half=half, bare=False)


def _hour(words: Words, index: int) -> Clock | None:
    if words.at(index) in HOURS:
        clock = time(HOURS[words.at(index)])
        return Clock(index + 1, clock, None, sure=True, half=False)
    return number_at(words, index)


def _shifted(hour: Clock, minutes: int) -> time:
    """So many minutes from the hour, in its half of the day if that is known."""
    around = _DAY if hour.half else _HALF_DAY
    total = (hour.clock.hour * 60 + minutes) % around
    if not hour.half and total < 60:  # noqa: PLR2004 - half past twelve is at noon
        total += _HALF_DAY
    return time(*divmod(total, 60))

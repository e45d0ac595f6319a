"""Times of day in figures: 7, 7:30, 6 p.m., 18h30, 5 o'clock, 17.30."""

import re
from datetime import time
from typing import NamedTuple

from taskpal.language.vocabulary import HOURS
from taskpal.language.words import Words

AT = frozenset({"at", "@"})
NOON = 12
_CLOCK = re.compile(
    r"(\d{1,2})(?::(\d{2})(?::\d{2})?|\.(\d{2})(?=[ap]))?(am|pm|[ap]\.m\.?|[ap])?"
)
_HALVES = {"am": 0, "a.m": 0, "a.m.": 0, "a": 0}
_HALVES |= {name.replace("a", "p"): NOON for name in _HALVES}
_O_CLOCK = frozenset({"o'clock", "o’clock", "oclock"})  # noqa: RUF001
_WITH_DOT = re.compile(r"(\d{1,2})\.(\d{2})")
_WITH_H = re.compile(r"(\d{1,2})h([0-5]\d)?")

# What may follow the 7 of "at 7 with Bob"; "look at 7 houses" is no time.
GOES_ON = frozenset(
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


def number_at(words: Words, index: int) -> Clock | None:
    """7, 7:30, 6pm, 6 p.m., 6p, 5 o'clock, five o'clock."""
    word = words.at(index)
    if word in HOURS and words.at(index + 1) in _O_CLOCK:
        exact = time(HOURS[word])
        return Clock(index + 2, exact, None, sure=True, half=exact.hour == NOON)
    found = _CLOCK.fullmatch(word) if word[:1].isdecimal() else None
    if found is None:
        return None
    half, end = words.at(index + 1), index + 1
    if half in _HALVES and half != "a" and not found[4]:
        found, end = _CLOCK.fullmatch(word + half), end + 1
    elif half in _O_CLOCK:
        end += 1
    clock = _clock(found) if found else None
    if found is None or clock is None:
        return None
    bare = not (found[2] or found[4] or end > index + 1)
    short = found[4] in {"a", "p"}
    sure = not (bare or short) or words.at(end) in GOES_ON
    known = bool(found[4]) or not 1 <= clock.hour < NOON or word[0] == "0"
    return Clock(end, clock, None, sure, known, bare)


def with_at(words: Words, index: int) -> Clock | None:
    """What is a time behind "at" only: 17.30, 9h, eight."""
    return (
        _dotted(words, index) or _with_h(words, index) or _hour_in_words(words, index)
    )


def with_h(words: Words, index: int) -> Clock | None:
    """18h, 18h30; what has fewer hours says how long something takes."""
    found = _with_h(words, index)
    return found._replace(sure=False) if found and found.clock.hour > NOON else None


def clock_time(text: str) -> time | None:
    """The time that 18:00, 6pm or 6:30 p.m. stand for; None for anything else."""
    found = _CLOCK.fullmatch(text)
    if found is None or not (found[2] or len(found[4] or "") > 1):
        return None
    return _clock(found)


def _hour_in_words(words: Words, index: int) -> Clock | None:
    """The eight of "at eight"."""
    hour = HOURS.get(words.at(index))
    if hour is None:
        return None
    sure = words.at(index + 1) in GOES_ON
    return Clock(index + 1, time(hour), None, sure, half=hour == NOON, bare=True)


def _dotted(words: Words, index: int) -> Clock | None:
    """The 17.30 of "at 17.30"."""
    found = _WITH_DOT.fullmatch(words.at(index))
    return _exact(found, index) if found else None


def _with_h(words: Words, index: int) -> Clock | None:
    """The 9h of "at 9h", 18h30."""
    found = _WITH_H.fullmatch(words.at(index))
    return _exact(found, index) if found else None


def _exact(found: re.Match[str], index: int) -> Clock | None:
    try:
        clock = time(int(found[1]), int(found[2] or 0))
    except ValueError:  # 25.30
        return None
    known = not 1 <= clock.hour < NOON or found[1][0] == "0"
    return Clock(index + 1, clock, None, sure=True, half=known)


def _clock(found: re.Match[str]) -> time | None:
    hour, minute = int(found[1]), int(found[2] or found[3] or 0)
    if found[4]:
        if not 1 <= hour <= NOON:
            return None
        hour = hour % NOON + _HALVES[found[4]]
    return time(hour, minute) if hour < 24 and minute < 60 else None  # noqa: PLR2004

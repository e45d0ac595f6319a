"""How long something takes: for 45min, for 2 hours, 1h30."""

import re
from typing import NamedTuple

from taskpal.language.vocabulary import NUMBERS
from taskpal.language.words import Words

LONGEST = 24 * 60  # minutes

_TOGETHER = re.compile(
    r"(?:(\d{1,2}(?:\.\d)?)(?:h|hr|hrs|hours?))?(?:(\d{1,4})(m|min|mins|minutes?)?)?"
)
_SIXTY = re.compile(r"[0-5]\d")
_HOURS = frozenset(["h", "hr", "hrs", "hour", "hours"])
_MINUTES = frozenset(["m", "min", "mins", "minute", "minutes"])


class Duration(NamedTuple):
    """So many minutes, said before the word `end`.

    `sure` is false when it counts at the end of a line only, and None when it does not
    without a "for": the 2m of "cable 2m" may be metres.
    """

    end: int
    minutes: int
    sure: bool | None


def duration_at(words: Words, index: int) -> Duration | None:
    """The duration that begins at this word, with or without "for" before it."""
    introduced = words.at(index) == "for"
    found = length_at(words, index + 1 if introduced else index)
    if found is None or not 0 < found.minutes <= LONGEST:
        return None
    return found._replace(sure=True) if introduced else found


def length_at(words: Words, index: int) -> Duration | None:
    """The length that begins at this word: 45min, an hour and a half, 1h 30m."""
    word = words.at(index)
    if word[:1].isdecimal():
        return _together(words, index) or _apart(words, index)
    if word == "half":
        return _half(words, index)
    return _apart(words, index) if word in NUMBERS else None


def _together(words: Words, index: int) -> Duration | None:
    """1h30, 45min, 1.5h; the 30m of "1h 30m" may be a word of its own."""
    found = _TOGETHER.fullmatch(words.at(index))
    if found is None or not (found[1] or found[3]):
        return None
    minutes = round(float(found[1] or 0) * 60) + int(found[2] or 0)
    rest = _TOGETHER.fullmatch(words.at(index + 1))
    if found[1] and not found[2] and rest and rest[3] and not rest[1]:
        return Duration(index + 2, minutes + int(rest[2]), sure=False)
    sure = None if found[3] == "m" and not found[1] else False
    return Duration(index + 1, minutes, sure)


def _half(words: Words, index: int) -> Duration | None:
    """Half an hour."""
    if words.at(index + 1) in {"an", "a"} and words.at(index + 2) in _HOURS:
        return Duration(index + 3, 30, sure=False)
    return None


def _apart(words: Words, index: int) -> Duration | None:
    """2 hours, an hour and a half, 1 hour 30 minutes, 1.5 hours."""
    number = _number(words.at(index))
    if number is None:
        return None
    unit = words.at(index + 1)
    if unit in _MINUTES:
        return Duration(index + 2, round(number), sure=False)
    if unit not in _HOURS:
        return None
    end, minutes = _behind_hours(words, index + 2, unit)
    return Duration(end, round(number * 60) + minutes, sure=False)


def _behind_hours(words: Words, index: int, unit: str) -> tuple[int, int]:
    """Up to where, and how many: and a half, 30 minutes, the 30 of "1 h 30"."""
    joined = words.at(index) == "and"
    more = index + joined
    rest = words.at(more)
    if joined and rest == "a" and words.at(more + 1) == "half":
        return more + 2, 30
    if rest.isdecimal() and len(rest) <= 4 and words.at(more + 1) in _MINUTES:  # noqa: PLR2004
        return more + 2, int(rest)
    if unit == "h" and not joined and _SIXTY.fullmatch(rest):
        return more + 1, int(rest)
    return index, 0


def _number(word: str) -> float | None:
    if re.fullmatch(r"\d{1,4}(?:\.\d)?", word):
        return float(word)
    return NUMBERS.get(word)

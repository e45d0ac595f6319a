"""How long something takes: for 45min, for 2 hours, 1h30."""

import re
from typing import NamedTuple

from taskpal.language.vocabulary import NUMBERS
from taskpal.language.words import Words

LONGEST = 24 * 60  # minutes

_TOGETHER = re.compile(
    r"(?:(\d{1,2}(?:\.\d)?)(?:h|hr|hrs|hours?))?(?:(\d{1,4})(m|min|mins|minutes?)?)?"
)
_HOURS = frozenset(["h", "hr", "hrs", "hour", "hours"])
_MINUTES = frozenset(["m", "min", "mins", "minute", "minutes"])


class Duration(NamedTuple):
    """So many minutes, said before the word `end`."""

    end: int
    minutes: int
    sure: bool


def duration_at(words: Words, index: int) -> Duration | None:
    """The duration that begins at this word, with or without "for" before it.

    Without "for" it is not sure: at the end of a line it counts.
    """
    introduced = words.at(index) == "for"
    found = _length(words, index + 1 if introduced else index)
    if found is None or not 0 < found.minutes <= LONGEST:
        return None
    return found._replace(sure=introduced)


def _length(words: Words, index: int) -> Duration | None:
    word = words.at(index)
    if word[:1].isdecimal():
        return _together(words, index) or _apart(words, index)
    return _apart(words, index) if word in NUMBERS or word == "half" else None


def _together(words: Words, index: int) -> Duration | None:
    """1h30, 45min, 1.5h; the 30m of "1h 30m" may be a word of its own."""
    found = _TOGETHER.fullmatch(words.at(index))
    if found is None or not (found[1] or found[3]):
        return None
    minutes = round(float(found[1] or 0) * 60) + int(found[2] or 0)
    rest = _TOGETHER.fullmatch(words.at(index + 1))
    if found[1] and not found[2] and rest and rest[3] and not rest[1]:
        return Duration(index + 2, minutes + int(rest[2]), sure=False)
    return Duration(index + 1, minutes, sure=False)


def _apart(words: Words, index: int) -> Duration | None:
    """2 hours, an hour, half an hour, 1 hour 30 minutes."""
    if words.at(index) == "half" and words.at(index + 1) in {"an", "a"}:
        unit = words.at(index + 2)
        return Duration(index + 3, 30, sure=False) if unit in _HOURS else None
    word, unit = words.at(index), words.at(index + 1)
    number = int(word) if word.isdecimal() else NUMBERS.get(word)
    if number is None:
        return None
    if unit in _MINUTES:
        return Duration(index + 2, number, sure=False)
    if unit not in _HOURS:
        return None
    more = index + 3 if words.at(index + 2) == "and" else index + 2
    rest = _apart(words, more) if words.at(more).isdecimal() else None
    if rest and words.at(more + 1) in _MINUTES:
        return Duration(rest.end, number * 60 + rest.minutes, sure=False)
    return Duration(index + 2, number * 60, sure=False)

"""How far apart: every 3 days, 2 weeks, quarter, half year, 12 hours, 2 fridays."""

import re

from taskpal.language.chosen_days import named_days
from taskpal.language.numeric_dates import nth
from taskpal.language.pattern import Line, Pattern, only
from taskpal.language.vocabulary import NUMBERS, UNITS
from taskpal.language.words import Words

_MOST_INTERVAL = 999
_COMPACT = re.compile(r"(\d{1,3})([a-z]+)")
_FREQUENCIES = {
    "hour": "HOURLY",
    "day": "DAILY",
    "week": "WEEKLY",
    "month": "MONTHLY",
    "year": "YEARLY",
}
_SEVERAL = {
    **dict.fromkeys(("quarter", "quarters"), ("MONTHLY", 3)),
    **dict.fromkeys(("fortnight", "fortnights"), ("WEEKLY", 2)),
}


def interval_at(words: Words, index: int) -> tuple[int, Pattern] | None:
    """Day, 3 days, 2 weeks, two months, quarter, half year, 12 hours, 2h, 2nd week."""
    if (words.at(index), words.at(index + 1)) == ("half", "year"):
        return index + 2, only("MONTHLY", 6)
    end, number, unit = _counted(words, index)
    if not 1 <= number <= _MOST_INTERVAL:
        return None
    if unit in _SEVERAL:
        freq, times = _SEVERAL[unit]
        return end, only(freq, times * number)
    freq = _FREQUENCIES.get(UNITS.get(unit, ""), "")
    return (end, only(freq, number)) if freq else None


def _counted(words: Words, index: int) -> tuple[int, int, str]:
    """Where it ends, how many, and of what; a letter is a unit in one word only: 2h."""
    compact = _COMPACT.fullmatch(words.at(index))
    if compact and compact[2] in UNITS:
        return index + 1, int(compact[1]), compact[2]
    index, number = _number(words, index)
    unit = words.at(index)
    return index + 1, number, unit if len(unit) > 1 else ""


def _number(words: Words, index: int) -> tuple[int, int]:
    """The number that stands before a unit, 1 if none does, and where the unit is."""
    word = words.at(index)
    if word.isdecimal() and len(word) <= 3:  # noqa: PLR2004
        return index + 1, int(word)
    if word in NUMBERS:
        return index + 1, NUMBERS[word]
    following = words.at(index + 1)
    if following == "day" and words.at(index + 2) == "of":
        return index, 1  # every 2nd day of the month
    if (number := nth(word)) and following in {"day", "week", "month", "year"}:
        return index + 1, number
    return index, 1


def several_weekdays_at(words: Words, index: int) -> tuple[int, Pattern] | None:
    """2 fridays, three mondays: every so many weeks."""
    at, number = _number(words, index)
    days = named_days(words.at(at))
    if at == index or len(days) != 1 or not words.at(at).endswith("s"):
        return None
    if not 1 <= number <= _MOST_INTERVAL:
        return None
    return at + 1, Pattern((Line("WEEKLY", number, days=days),))

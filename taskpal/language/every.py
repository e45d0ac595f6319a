"""How often, in words: every 3 days, every other friday, monthly on the 15th."""

from dataclasses import replace
from typing import NamedTuple

from taskpal.language.chosen_days import chosen_at, named_days, weekdays_at
from taskpal.language.numeric_dates import nth
from taskpal.language.pattern import Line, Pattern, only
from taskpal.language.preferences import Preferences
from taskpal.language.rule_lines import WORKDAYS
from taskpal.language.rules import Anchor
from taskpal.language.times import time_at
from taskpal.language.vocabulary import NUMBERS, UNITS
from taskpal.language.words import Words

_MOST_INTERVAL = 999
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
_ADVERBS = {
    "everyday": ("DAILY", 1),
    "hourly": ("HOURLY", 1),
    "daily": ("DAILY", 1),
    "weekly": ("WEEKLY", 1),
    "biweekly": ("WEEKLY", 2),
    "bi-weekly": ("WEEKLY", 2),
    "fortnightly": ("WEEKLY", 2),
    "monthly": ("MONTHLY", 1),
    "bimonthly": ("MONTHLY", 2),
    "bi-monthly": ("MONTHLY", 2),
    "quarterly": ("MONTHLY", 3),
    "yearly": ("YEARLY", 1),
    "annually": ("YEARLY", 1),
}
EVERY = frozenset({"every", "ev", "each", "every!", "ev!"})
BEGINNINGS = EVERY | _ADVERBS.keys() | {"after"}
"""The words that a pattern may begin with."""


class Found(NamedTuple):
    """A pattern, said before the word `end`.

    `sure` is false for what is one at the end only, or when more of it follows: the
    monthly of "monthly report" is not. `said` are its words when those in the line hold
    more than the pattern: those of "every 9am" are "every day". `part` is where a part
    of the day stands.
    """

    end: int
    pattern: Pattern
    anchor: Anchor
    sure: bool = True
    said: str = ""
    zone: str | None = None
    part: int | None = None


def pattern_at(words: Words, index: int, prefs: Preferences) -> Found | None:
    """The pattern that begins at this word, if one does."""
    word = words.at(index)
    if word in _ADVERBS:
        plain = Found(index + 1, only(*_ADVERBS[word]), "schedule")
        found = _attached(words, plain, prefs)
        return found._replace(sure=found.end > plain.end)
    if word in EVERY:
        anchor: Anchor = "completion" if word.endswith("!") else "schedule"
        return _every(words, index + 1, anchor, prefs)
    if word == "after":
        rest = _interval(words, index + 1)
        return Found(*rest, "completion", sure=False) if rest else None
    return None


def _every(
    words: Words, index: int, anchor: Anchor, prefs: Preferences
) -> Found | None:
    if part := prefs.parts.get(words.at(index)):
        return Found(index + 1, only("DAILY", clock=part), anchor, part=index)
    if found := _interval(words, index):
        return _attached(words, Found(*found, anchor), prefs)
    if words.at(index) == "other":
        return _every_other(words, index + 1, anchor, prefs)
    found = _several_weekdays(words, index) or chosen_at(words, index)
    if found:
        return _attached(words, Found(*found, anchor), prefs)
    return _daily_at(words, index, anchor, prefs)


def _interval(words: Words, index: int) -> tuple[int, Pattern] | None:
    """Day, 3 days, 2 weeks, two months, quarter, 12 hours, 2nd week."""
    index, number = _number(words, index)
    unit = words.at(index)
    if not 1 <= number <= _MOST_INTERVAL:
        return None
    if unit in _SEVERAL:
        freq, times = _SEVERAL[unit]
        return index + 1, only(freq, times * number)
    if UNITS.get(unit) in _FREQUENCIES and len(unit) > 1:
        return index + 1, only(_FREQUENCIES[UNITS[unit]], number)
    return None


def _number(words: Words, index: int) -> tuple[int, int]:
    """The number that stands before a unit, 1 if none does, and where the unit is."""
    word = words.at(index)
    if word.isdecimal() and len(word) <= 3:  # noqa: PLR2004
        return index + 1, int(word)
    if word in NUMBERS:
        return index + 1, NUMBERS[word]
    following = words.at(index + 1)
    if (number := nth(word)) and following in {"day", "week", "month", "year"}:
        return index + 1, number
    return index, 1


def _several_weekdays(words: Words, index: int) -> tuple[int, Pattern] | None:
    """2 fridays, three mondays: every so many weeks."""
    at, number = _number(words, index)
    days = named_days(words.at(at))
    if at == index or len(days) != 1 or not words.at(at).endswith("s"):
        return None
    if not 1 <= number <= _MOST_INTERVAL:
        return None
    return at + 1, Pattern((Line("WEEKLY", number, days=days),))


def _every_other(
    words: Words, index: int, anchor: Anchor, prefs: Preferences
) -> Found | None:
    if found := _interval(words, index):
        end, pattern = found
        twice = tuple(
            replace(line, interval=2 * line.interval) for line in pattern.lines
        )
        return _attached(
            words, Found(end, replace(pattern, lines=twice), anchor), prefs
        )
    weekly = weekdays_at(words, index)
    if weekly is None or named_days(words.at(index)) == WORKDAYS:
        return None  # every other workday is no rule that RFC 5545 can say
    end, days = weekly
    pattern = Pattern((Line("WEEKLY", 2, days=days),))
    return _attached(words, Found(end, pattern, anchor), prefs)


def _daily_at(
    words: Words, index: int, anchor: Anchor, prefs: Preferences
) -> Found | None:
    """Every 9am, every noon."""
    clock = time_at(words, index, prefs)
    if clock is None:
        return None
    said = f"{words.at(index - 1)} day"
    pattern = only("DAILY", clock=clock.clock)
    return Found(clock.end, pattern, anchor, said=said, zone=clock.zone)


def _attached(words: Words, plain: Found, prefs: Preferences) -> Found:
    """Every week on monday, every 3 months on the 1st, every year on jan 27."""
    index, pattern = plain.end, plain.pattern
    if part := prefs.parts.get(words.at(index)):
        clocked = replace(pattern, clock=part)
        return plain._replace(end=index + 1, pattern=clocked, part=index)
    on = words.at(index) == "on"
    (line, *more) = pattern.lines
    if more or line.days or not (on or _may_do_without(words, index)):
        return plain
    found = chosen_at(words, index + 1 if on else index)
    if found is None or any(one.freq != line.freq for one in found[1].lines):
        return plain
    inner = tuple(
        replace(one, freq=line.freq, interval=line.interval) for one in found[1].lines
    )
    return plain._replace(end=found[0], pattern=Pattern(inner))


def _may_do_without(words: Words, index: int) -> bool:
    """Every 2 weeks friday, every month 15th: days that need no "on"."""
    word = words.at(index)
    return bool(named_days(word)) or (word[:1].isdecimal() and not word.isdecimal())

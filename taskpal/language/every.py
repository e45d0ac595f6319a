"""How often, in words: every 3 days, every other friday, monthly on the 15th."""

from collections.abc import Iterator
from dataclasses import replace
from typing import NamedTuple

from taskpal.language import holidays
from taskpal.language.chosen_days import chosen_at, named_days, weekdays_at
from taskpal.language.intervals import interval_at, several_weekdays_at
from taskpal.language.numeric_dates import day_and_month, nth
from taskpal.language.pattern import Line, Pattern, only
from taskpal.language.preferences import Preferences
from taskpal.language.rule_lines import WORKDAYS
from taskpal.language.rules import Anchor
from taskpal.language.times import time_at
from taskpal.language.vocabulary import PLURAL_WEEKDAYS, UNITS
from taskpal.language.words import Words

_PLURAL_DAYS = PLURAL_WEEKDAYS.keys() | {"weekdays", "workdays", "weekends"}
_COUNTING = frozenset({"the", "last"})
_MOST_BEFORE = 12  # words: the 1st, 3rd and last friday of every month
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
BEGINNINGS = EVERY | _ADVERBS.keys() | {"after", "on"}
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
    if word == "after" and words.at(index + 1) not in UNITS:
        rest = interval_at(words, index + 1)
        return Found(*rest, "completion", sure=False) if rest else None
    days = _on_plural_days(words, index) or _of_every_month(words, index)
    return _attached(words, Found(*days, "schedule"), prefs) if days else None


def starts(words: Words) -> Iterator[int]:
    """Where in the line a pattern may begin: on the 15th of every month as well."""
    low = words.low
    every = [at for at, word in enumerate(low) if word in EVERY]
    near = {
        index
        for at in every
        if at and low[at - 1] == "of"
        for index in range(at - _MOST_BEFORE, at)
    }
    for index, word in enumerate(low):
        if word in BEGINNINGS or (
            index in near and (word in _COUNTING or nth(word) is not None)
        ):
            yield index


def _on_plural_days(words: Words, index: int) -> tuple[int, Pattern] | None:
    """On mondays, on tuesdays and thursdays, on weekdays."""
    if words.at(index) != "on" or words.at(index + 1) not in _PLURAL_DAYS:
        return None
    weekly = weekdays_at(words, index + 1)
    return weekly and (weekly[0], Pattern((Line("WEEKLY", days=weekly[1]),)))


def _of_every_month(words: Words, index: int) -> tuple[int, Pattern] | None:
    """On the 15th of every month, last friday of each month."""
    found = chosen_at(words, index + 1 if words.at(index) == "on" else index)
    if found is None or words.at(found[0] - 1) != "month":
        return None
    return found if words.at(found[0] - 2) in {"every", "each"} else None


def _every(
    words: Words, index: int, anchor: Anchor, prefs: Preferences
) -> Found | None:
    index += words.at(index) == "single"
    if part := prefs.parts.get(words.at(index)):
        return Found(index + 1, only("DAILY", clock=part), anchor, part=index)
    if found := interval_at(words, index):
        return _attached(words, Found(*found, anchor), prefs)
    if words.at(index) == "other":
        return _every_other(words, index + 1, anchor, prefs)
    found = (
        several_weekdays_at(words, index)
        or chosen_at(words, index)
        or _in_digits(words, index, prefs)
    )
    if found:
        return _attached(words, Found(*found, anchor), prefs)
    return _holiday(words, index, anchor) or _daily_at(words, index, anchor, prefs)


def _in_digits(
    words: Words, index: int, prefs: Preferences
) -> tuple[int, Pattern] | None:
    """Every 14/2."""
    found = day_and_month(words.at(index), prefs)
    if found is None:
        return None
    line = Line("YEARLY", months=(found[1],), month_days=(found[0],))
    return index + 1, Pattern((line,))


def _holiday(words: Words, index: int, anchor: Anchor) -> Found | None:
    """Every christmas, every new year's eve; "every christmas card" is none."""
    found = holidays.yearly_at(words, index)
    if found is None:
        return None
    end, month, day = found
    line = Line("YEARLY", months=(month,), month_days=(day,))
    sure = words.at(end - 1) in {"day", "eve"}
    return Found(end, Pattern((line,)), anchor, sure)


def _every_other(
    words: Words, index: int, anchor: Anchor, prefs: Preferences
) -> Found | None:
    if found := interval_at(words, index):
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

"""What may follow a pattern: a time, a beginning, an end, days it leaves out."""

import re
from dataclasses import dataclass, field
from datetime import date, datetime, time

from taskpal.language.chosen_days import behind_joint, weekdays_at
from taskpal.language.clocks import Clock
from taskpal.language.dates import day_at
from taskpal.language.every import Found
from taskpal.language.numeric_dates import YEAR
from taskpal.language.pattern import Pattern
from taskpal.language.preferences import Preferences
from taskpal.language.rule_lines import DAYS
from taskpal.language.times import time_at, within
from taskpal.language.vocabulary import MONTHS, NUMBERS, UNITS
from taskpal.language.words import Words

_TIMES = re.compile(r"(\d{1,4})(?:x|times)?")
BEGINNING = frozenset({"starting", "from", "beginning"})
_WITHOUT = frozenset({"except", "but", "excluding", "without", "not"})
UNTIL = frozenset({"until", "till", "ending", "ends"})
_END = UNTIL | {"through", "to"}


@dataclass(slots=True)
class Said:
    """What has been read of a phrase so far."""

    found: Found
    end: int
    clock: time | None = None
    clock_words: range = range(0)
    zone: str | None = None
    starts: date | None = None
    until: date | None = None
    ends_at: int | None = None
    lasts: tuple[int, str] | None = None
    count: int | None = None
    except_for: set[int] = field(default_factory=set)
    months: tuple[int, ...] = ()
    since: date | None = None

    @property
    def pattern(self) -> Pattern:
        """When it comes again."""
        return self.found.pattern


def more(said: Said, words: Words, now: datetime, prefs: Preferences) -> bool:
    """Read one more part behind the pattern: a time, a beginning, an end."""
    index = said.end + 1 if words.at(said.end) == "," else said.end
    return (
        _time(said, words, index, prefs)
        or _starting(said, words, index, now, prefs)
        or _until(said, words, index, now, prefs)
        or _lasting(said, words, index)
        or _counted(said, words, index)
        or _excepted(said, words, index)
        or _in_months(said, words, index)
    )


def _time(said: Said, words: Words, index: int, prefs: Preferences) -> bool:
    if said.clock_words:
        return False
    clock = time_at(words, index, prefs, after_date=True)
    return clock is not None and _timed(said, clock, index)


def _timed(said: Said, clock: Clock, index: int) -> bool:
    """At that time; in the morning or evening if that is what was said before."""
    if said.pattern.clock is not None:
        clock = within(said.pattern.clock, clock)
    said.clock, said.zone, said.end = clock.clock, clock.zone, clock.end
    said.clock_words = range(index, clock.end)
    return True


def _starting(
    said: Said, words: Words, index: int, now: datetime, prefs: Preferences
) -> bool:
    if words.at(index) not in BEGINNING or said.starts:
        return False
    on = index + 2 if words.at(index + 1) in {"on", "from"} else index + 1
    day = day_at(words, on, now, prefs)
    if day is None:
        clock = None if said.clock_words else time_at(words, on, prefs)
        return clock is not None and _timed(said, clock, index)
    said.starts, said.end = day.day, day.end
    if day.clock and said.clock is None:
        said.clock, said.zone = day.clock, day.zone
    return True


def _until(
    said: Said, words: Words, index: int, now: datetime, prefs: Preferences
) -> bool:
    if words.at(index) not in _END or said.until:
        return False
    if words.at(index) == "to" and not said.starts:
        return False
    said.ends_at = index + 2 if words.at(index + 1) == "on" else index + 1
    end = ending(said, words, now, prefs)
    if YEAR.fullmatch(words.at(said.ends_at)):
        said.until, end = date(int(words.at(said.ends_at)), 1, 1), said.ends_at + 1
    if end is not None:
        said.end = end
    return end is not None


def ending(said: Said, words: Words, now: datetime, prefs: Preferences) -> int | None:
    """Where its end is said; a friday is that after it starts, if it says when."""
    if said.ends_at is None:
        return None
    begins = said.starts or max(said.since or now.date(), now.date())
    day = day_at(words, said.ends_at, datetime.combine(begins, now.time()), prefs)
    if day is None:
        return None
    said.until = day.day
    return day.end


def _lasting(said: Said, words: Words, index: int) -> bool:
    """For 3 weeks: hours and minutes would be how long it takes."""
    if words.at(index) != "for" or said.lasts:
        return False
    if words.at(index + 1) == "the" and words.at(index + 2) == "next":
        index += 2
    word, unit = words.at(index + 1), UNITS.get(words.at(index + 2), "")
    number = int(word) if word.isdecimal() and len(word) < 5 else NUMBERS.get(word)  # noqa: PLR2004
    if number is None or unit not in {"day", "week", "month", "year"}:
        return False
    said.lasts, said.end = (number, unit), index + 3
    return True


def _counted(said: Said, words: Words, index: int) -> bool:
    counted = _times_at(words, index + 1 if words.at(index) == "for" else index)
    if counted is None or said.count:
        return False
    said.count, said.end = counted
    return True


def _times_at(words: Words, index: int) -> tuple[int, int] | None:
    """5 times, five times, 5x: how often, and where that ends."""
    word, end = words.at(index), index + 1
    found = _TIMES.fullmatch(word)
    number = int(found[1]) if found else NUMBERS.get(word, 0)
    if found is None or found[0] == found[1]:
        if words.at(end) not in {"times", "time"}:
            return None
        end += 1
    return (number, end) if number else None


def _excepted(said: Said, words: Words, index: int) -> bool:
    if words.at(index) not in _WITHOUT:
        return False
    end = index + 1
    if words.at(end) in {"on", "not", "for"}:
        end += 1
    found = weekdays_at(words, end)
    if found is None:
        return False
    said.end = found[0]
    said.except_for |= {DAYS.index(day) for day in found[1]}
    return True


def _in_months(said: Said, words: Words, index: int) -> bool:
    """In december, of may and june; of a year there is a first day only."""
    if words.at(index) not in {"in", "of", "during"} or said.months:
        return False
    months: list[int] = []
    at = end = index + 1
    while words.at(at) in MONTHS:
        months.append(MONTHS[words.at(at)])
        end = at + 1
        at = behind_joint(words, end)
    dated = words.at(end)[:1].isdecimal() and not _times_at(words, end)
    if not months or dated:
        return False
    said.months, said.end = tuple(sorted(set(months))), end
    return True

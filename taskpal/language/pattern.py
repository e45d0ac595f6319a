"""The heart of a recurrence: every 3 days, every mon, wed, every 2nd tuesday."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, time
from functools import cache
from typing import NamedTuple

import dateutil.rrule
from dateutil.rrule import rrule, weekday

from taskpal.language.preferences import Preferences
from taskpal.language.rules import (
    DAYS,
    WORKDAYS,
    Anchor,
    shift,
    written,
    years_to_the_end,
)
from taskpal.language.vocabulary import (
    MONTHS,
    NUMBERS,
    ORDINALS,
    PLURAL_WEEKDAYS,
    UNITS,
    WEEKDAYS,
)
from taskpal.language.words import Words

_NTH = re.compile(r"(\d{1,2})(?:st|nd|rd|th)")
_MOST_INTERVAL = 999
_FREQUENCIES = {
    "hour": "HOURLY",
    "day": "DAILY",
    "week": "WEEKLY",
    "month": "MONTHLY",
    "year": "YEARLY",
}
_ADVERBS = {
    "hourly": ("HOURLY", 1),
    "daily": ("DAILY", 1),
    "weekly": ("WEEKLY", 1),
    "biweekly": ("WEEKLY", 2),
    "fortnightly": ("WEEKLY", 2),
    "monthly": ("MONTHLY", 1),
    "bimonthly": ("MONTHLY", 2),
    "quarterly": ("MONTHLY", 3),
    "yearly": ("YEARLY", 1),
    "annually": ("YEARLY", 1),
}
_WORKDAY = frozenset({"workday", "workdays", "weekday", "weekdays"})
_JOINTS = frozenset({",", "and", "&"})
_LAST = -1


@dataclass(frozen=True, slots=True)
class Line:
    """One RRULE in the making. The numbers are those of RFC 5545."""

    freq: str
    interval: int = 1
    months: tuple[int, ...] = ()
    month_days: tuple[int, ...] = ()
    days: tuple[str, ...] = ()
    positions: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Pattern:
    """When something comes again, without where that begins and ends."""

    lines: tuple[Line, ...]
    clock: time | None = None

    @property
    def by_the_hour(self) -> bool:
        """Whether it comes several times a day."""
        return self.lines[0].freq == "HOURLY"

    def rule(self, week_start: int, interval: int | None = None) -> str:
        """The rule; `interval` replaces its own."""
        return "\n".join(_written(line, week_start, interval) for line in self.lines)

    def first(self, start: datetime) -> datetime | None:
        """Its first date from `start` on, whatever its interval; None for 30 February.

        Made without the detour over text, as this happens with every key pressed.
        """
        firsts = (_first(line, start) for line in self.lines)
        return min((one for one in firsts if one), default=None)

    def on_weekdays(self, weekdays: Iterable[int]) -> "Pattern":
        """The pattern on these days of the week only."""
        kept = tuple(DAYS[day] for day in weekdays)
        return replace(self, lines=tuple(_only(line, kept) for line in self.lines))


class Found(NamedTuple):
    """A pattern, said before the word `end`."""

    end: int
    pattern: Pattern
    anchor: Anchor


def pattern_at(
    words: Words, index: int, now: datetime, prefs: Preferences
) -> Found | None:
    """The pattern that begins at this word, if one does."""
    word = words.at(index)
    if word in _ADVERBS:
        freq, interval = _ADVERBS[word]
        return _attached(words, index + 1, _one(freq, interval), "schedule", prefs)
    if word in {"every", "ev", "each", "every!", "ev!"}:
        anchor: Anchor = "completion" if word.endswith("!") else "schedule"
        return _every(words, index + 1, anchor, now, prefs)
    if word == "after":
        found = _interval(words, index + 1)
        return Found(found[0], found[1], "completion") if found else None
    return None


def _every(
    words: Words, index: int, anchor: Anchor, now: datetime, prefs: Preferences
) -> Found | None:
    if part := prefs.parts.get(words.at(index)):
        return Found(index + 1, _one("DAILY", 1, clock=part), anchor)
    if found := _interval(words, index):
        end, pattern = found
        return _attached(words, end, pattern, anchor, prefs)
    if words.at(index) == "other":
        return _every_other(words, index + 1, anchor, prefs)
    if found := _chosen(words, index):
        return _attached(words, found[0], found[1], anchor, prefs)
    _ = now
    return None


def _interval(words: Words, index: int) -> tuple[int, Pattern] | None:
    """Day, 3 days, 2 weeks, two months, quarter, 12 hours, 2nd week."""
    word, number = words.at(index), 1
    if word.isdecimal() and len(word) <= 3:  # noqa: PLR2004
        index, number = index + 1, int(word)
    elif word in NUMBERS:
        index, number = index + 1, NUMBERS[word]
    elif (nth := _nth(word)) and words.at(index + 1) in {
        "day",
        "week",
        "month",
        "year",
    }:
        index, number = index + 1, nth
    unit = words.at(index)
    if not 1 <= number <= _MOST_INTERVAL:
        return None
    if unit in {"quarter", "quarters"}:
        return index + 1, _one("MONTHLY", 3 * number)
    if UNITS.get(unit) in _FREQUENCIES and len(unit) > 1:
        return index + 1, _one(_FREQUENCIES[UNITS[unit]], number)
    return None


def _every_other(
    words: Words, index: int, anchor: Anchor, prefs: Preferences
) -> Found | None:
    if found := _interval(words, index):
        end, pattern = found
        twice = tuple(
            replace(line, interval=2 * line.interval) for line in pattern.lines
        )
        return _attached(words, end, replace(pattern, lines=twice), anchor, prefs)
    weekly = _weekdays(words, index)
    if weekly is None:
        return None
    end, days = weekly
    return Found(end, Pattern((Line("WEEKLY", 2, days=days),)), anchor)


def _attached(
    words: Words, index: int, pattern: Pattern, anchor: Anchor, prefs: Preferences
) -> Found:
    """Every week on monday, every 3 months on the 1st, every year on jan 27."""
    plain = Found(index, pattern, anchor)
    if part := prefs.parts.get(words.at(index)):
        return Found(index + 1, replace(pattern, clock=part), anchor)
    if words.at(index) != "on" or len(pattern.lines) > 1:
        return plain
    the = index + 2 if words.at(index + 1) == "the" else index + 1
    found = _chosen(words, the)
    (line,) = pattern.lines
    if found is None or any(not _fits(line, one) for one in found[1].lines):
        return plain
    inner = tuple(
        replace(one, freq=line.freq, interval=line.interval) for one in found[1].lines
    )
    return Found(found[0], Pattern(inner), anchor)


def _fits(line: Line, chosen: Line) -> bool:
    return (line.freq, chosen.freq) in {
        ("WEEKLY", "WEEKLY"),
        ("MONTHLY", "MONTHLY"),
        ("YEARLY", "YEARLY"),
    } and not line.days


# ---- Chosen days ---------------------------------------------------------------------


class _Item(NamedTuple):
    """One of several: a weekday, or a day or workday of one month or of all."""

    month: int = 0
    month_day: int = 0
    day: str = ""
    workday: int = 0

    @property
    def shape(self) -> tuple[bool, ...]:
        """Items of one shape can be said by one RRULE."""
        return bool(self.month_day), bool(self.day), bool(self.workday)


def _chosen(words: Words, index: int) -> tuple[int, Pattern] | None:
    if weekly := _weekdays(words, index):
        end, days = weekly
        return end, Pattern((Line("WEEKLY", days=days),))
    items: list[_Item] = []
    end = index
    while found := _item(words, index):
        end, item = found
        items.append(item)
        if words.at(end) not in _JOINTS:
            break
        index = end + 1
    items = _spread(items)
    return (end, Pattern(_lines(items))) if items else None


def _weekdays(words: Words, index: int) -> tuple[int, tuple[str, ...]] | None:
    """Mon, wed and friday; workday; weekend."""
    days: list[str] = []
    end = index
    while named := _named_days(words.at(index)):
        if words.at(index + 1) in {"to", "-", "through"}:
            last = WEEKDAYS.get(words.at(index + 2))
            if last is None:
                return None
            named = _from_to(named, DAYS[last])
            index += 2
        days += [day for day in named if day not in days]
        end = index + 1
        index = end + 1 if words.at(end) in _JOINTS else end
        if words.at(end) not in _JOINTS or not _named_days(words.at(index)):
            break
    # "every fri jan" would be a friday of january
    if not days or words.at(end) in MONTHS:
        return None
    return end, tuple(sorted(days, key=DAYS.index))


def _named_days(word: str) -> tuple[str, ...]:
    if word in _WORKDAY:
        return WORKDAYS
    if word in {"weekend", "weekends"}:
        return DAYS[5:]
    day = WEEKDAYS.get(word, PLURAL_WEEKDAYS.get(word))
    if day is None and "-" in word:
        first, _, last = word.partition("-")
        if first in WEEKDAYS and last in WEEKDAYS:
            return _from_to((DAYS[WEEKDAYS[first]],), DAYS[WEEKDAYS[last]])
    return () if day is None else (DAYS[day],)


def _from_to(first: tuple[str, ...], last: str) -> tuple[str, ...]:
    begins, ends = DAYS.index(first[0]), DAYS.index(last)
    return tuple(
        DAYS[day % 7] for day in range(begins, begins + (ends - begins) % 7 + 1)
    )


def _item(  # noqa: PLR0911 - one return a form
    words: Words, index: int
) -> tuple[int, _Item] | None:
    word = words.at(index)
    if word == "the":
        return _item(words, index + 1)
    if word in MONTHS:
        return _in_month(words, index)
    number = _LAST if word == "last" else _nth(word) or _plain_number(word)
    if number is None:
        return None
    what = words.at(index + 1)
    if what in _WORKDAY:
        return _with_month(words, index + 2, _Item(workday=number))
    if what in WEEKDAYS and not word.isdecimal() and abs(number) <= 5:  # noqa: PLR2004
        day = f"{number}{DAYS[WEEKDAYS[what]]}"
        return _with_month(words, index + 2, _Item(day=day))
    if what == "day" and (number == _LAST or not word.isdecimal()):
        return _with_month(words, index + 2, _Item(month_day=number))
    if number == _LAST or not 1 <= number <= 31:  # noqa: PLR2004
        return None
    return _with_month(words, index + 1, _Item(month_day=number))


def _in_month(words: Words, index: int) -> tuple[int, _Item]:
    """Jan 27, january 1st, or january alone: its first day."""
    month, word = MONTHS[words.at(index)], words.at(index + 1)
    number = _nth(word) if word not in ORDINALS or word[0].isdecimal() else None
    number = number or _plain_number(word)
    if number and number <= 31:  # noqa: PLR2004
        return index + 2, _Item(month=month, month_day=number)
    return index + 1, _Item(month=month, month_day=1)


def _with_month(words: Words, index: int, item: _Item) -> tuple[int, _Item]:
    """Of january, or of the month, which is what no month means."""
    of = index + 1 if words.at(index) == "of" else index
    if words.at(of) in MONTHS:
        return of + 1, item._replace(month=MONTHS[words.at(of)])
    if of > index:
        of += words.at(of) in {"the", "each", "every"}
        if words.at(of) == "month":
            return of + 1, item
    return index, item


def _nth(word: str) -> int | None:
    if word in ORDINALS:
        return ORDINALS[word]
    found = _NTH.fullmatch(word)
    return int(found[1]) if found and found[1] != "0" else None


def _plain_number(word: str) -> int | None:
    return int(word) if word.isdecimal() and len(word) <= 2 and int(word) else None  # noqa: PLR2004


def _spread(items: list[_Item]) -> list[_Item]:
    """In "1st and 3rd tuesday" or "1st, 15th of jan" the last word is meant for all."""
    weekday = items[-1].day[-2:] if items else ""
    if weekday and all(0 < item.month_day <= 5 for item in items[:-1]):  # noqa: PLR2004
        alike = [_Item(day=f"{item.month_day}{weekday}") for item in items[:-1]]
        items = [*alike, items[-1]]
    if items and items[-1].month and not any(item.month for item in items[:-1]):
        return [item._replace(month=items[-1].month) for item in items]
    return items


def _lines(items: list[_Item]) -> tuple[Line, ...]:
    """As few lines as say it: by shape, and in a year by what comes in which months."""
    lines: list[Line] = []
    by_shape: dict[tuple[object, ...], list[_Item]] = {}
    for item in items:
        by_shape.setdefault((bool(item.month), item.shape), []).append(item)
    for alike in by_shape.values():
        lines += _yearly(alike) if alike[0].month else [_line("MONTHLY", alike)]
    return tuple(lines)


def _yearly(items: list[_Item]) -> list[Line]:
    in_month: dict[int, list[_Item]] = {}
    for item in items:
        in_month.setdefault(item.month, []).append(item._replace(month=0))
    months_of: dict[tuple[_Item, ...], list[int]] = {}
    for month, what in sorted(in_month.items()):
        months_of.setdefault(tuple(sorted(set(what))), []).append(month)
    return [
        replace(_line("YEARLY", what), months=tuple(months))
        for what, months in months_of.items()
    ]


def _line(freq: str, items: Iterable[_Item]) -> Line:
    items = list(items)
    positions = _once(item.workday for item in items if item.workday)
    days = tuple(dict.fromkeys(item.day for item in items if item.day))
    return Line(
        freq,
        month_days=_once(item.month_day for item in items if item.month_day),
        days=WORKDAYS if positions else days,
        positions=positions,
    )


def _once(numbers: Iterable[int]) -> tuple[int, ...]:
    """In their order, the last (-1) behind the others."""
    return tuple(sorted(set(numbers), key=lambda number: (number < 0, number)))


# ---- Writing -------------------------------------------------------------------------


def _one(freq: str, interval: int, clock: time | None = None) -> Pattern:
    return Pattern((Line(freq, interval),), clock)


def _first(line: Line, start: datetime) -> datetime | None:
    ahead = years_to_the_end(start)
    made = rrule(
        getattr(dateutil.rrule, line.freq),
        dtstart=shift(start, ahead),
        bymonth=line.months or None,
        bymonthday=line.month_days or None,
        byweekday=[_weekday(day) for day in line.days] or None,
        bysetpos=line.positions or None,
    )
    found = next(iter(made), None)
    return found and shift(found, -ahead)


@cache
def _weekday(day: str) -> weekday:
    nth = int(day[:-2]) if day[:-2] else None
    return weekday(DAYS.index(day[-2:]), nth)


def _written(line: Line, week_start: int, interval: int | None) -> str:
    every = interval or line.interval
    by_weeks = line.freq == "WEEKLY" and every > 1 and len(line.days) > 1
    return written(
        (
            ("FREQ", line.freq),
            ("INTERVAL", every if every > 1 else ""),
            ("BYMONTH", _joined(line.months)),
            ("BYMONTHDAY", _joined(line.month_days)),
            ("BYDAY", ",".join(line.days)),
            ("BYSETPOS", _joined(line.positions)),
            ("WKST", DAYS[week_start] if by_weeks and week_start else ""),
        )
    )


def _joined(numbers: tuple[int, ...]) -> str:
    return ",".join(map(str, numbers))


def _only(line: Line, days: tuple[str, ...]) -> Line:
    if line.freq == "DAILY" and line.interval == 1:
        return Line("WEEKLY", days=days)
    kept = tuple(day for day in line.days if day in days) if line.days else days
    return replace(line, days=kept)

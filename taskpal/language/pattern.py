"""When something comes again, without where that begins and ends."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, time
from functools import cache

import dateutil.rrule
from dateutil.rrule import rrule, weekday

from taskpal.language.rule_lines import DAYS, shift, written, years_to_the_end


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


def only(freq: str, interval: int = 1, clock: time | None = None) -> Pattern:
    """Every so many hours, days, weeks, months or years, and nothing more."""
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

"""When something comes again, without where that begins and ends."""

from calendar import monthrange
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, time, timedelta

from taskpal.language.errors import NotUnderstood
from taskpal.language.rule_lines import DAYS, written

_MONTHS_TO_TRY = 12 * 9
_A_YEAR = 366 + 7  # days, in which every weekday of every month comes


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

        Counted here, as it happens with every key pressed: dateutil takes 0.1 ms.
        """
        firsts = (_first(line, start) for line in self.lines)
        return min((one for one in firsts if one), default=None)

    def on_weekdays(self, weekdays: Iterable[int]) -> "Pattern":
        """The pattern on these days of the week only.

        Raises:
            NotUnderstood: there is no rule that says so.
        """
        kept = tuple(DAYS[day] for day in weekdays)
        return replace(self, lines=tuple(_only(line, kept) for line in self.lines))

    def in_months(self, months: tuple[int, ...]) -> "Pattern":
        """The pattern in these months only.

        Raises:
            NotUnderstood: there is no rule that says so.
        """
        lines = tuple(one for line in self.lines for one in _in(line, months))
        if not lines:
            raise NotUnderstood("No rule says this of some months.")
        return replace(self, lines=lines)


def only(freq: str, interval: int = 1, clock: time | None = None) -> Pattern:
    """Every so many hours, days, weeks, months or years, and nothing more."""
    return Pattern((Line(freq, interval),), clock)


def _first(line: Line, start: datetime) -> datetime | None:
    if line.freq in {"MONTHLY", "YEARLY"} and (line.month_days or line.days):
        return _first_in_months(line, start)
    if not (line.days or line.months):
        return start
    chosen = {DAYS.index(day) for day in line.days} or set(range(7))
    months = line.months or range(1, 13)
    return next(
        day
        for day in (start + timedelta(days=ahead) for ahead in range(_A_YEAR))
        if day.weekday() in chosen and day.month in months
    )


def _first_in_months(line: Line, start: datetime) -> datetime | None:
    """A month after the other: a 29 February comes within eight years, if ever."""
    for ahead in range(_MONTHS_TO_TRY):
        years, month = divmod(start.month - 1 + ahead, 12)
        if line.months and month + 1 not in line.months:
            continue
        for number in _days_of(line, start.year + years, month + 1):
            day = start.replace(year=start.year + years, month=month + 1, day=number)
            if day >= start:
                return day
    return None


def _days_of(line: Line, year: int, month: int) -> list[int]:
    """The days of this month that the line is about, the positions counted."""
    begins, length = monthrange(year, month)
    days: Sequence[int] = range(1, length + 1)
    if line.month_days:
        chosen = {day if day > 0 else length + 1 + day for day in line.month_days}
        days = [day for day in days if day in chosen]
    if line.days:
        chosen = {day for name in line.days for day in _weekdays(name, begins, length)}
        days = [day for day in days if day in chosen]
    if not line.positions:
        return list(days)
    at = {place - 1 if place > 0 else len(days) + place for place in line.positions}
    return [day for place, day in enumerate(days) if place in at]


def _weekdays(name: str, begins: int, length: int) -> list[int]:
    """The days of a month, which begins on that weekday, that TU or 2TU stand for."""
    first = 1 + (DAYS.index(name[-2:]) - begins) % 7
    days = list(range(first, length + 1, 7))
    nth = int(name[:-2] or 0)
    if not nth:
        return days
    place = nth - 1 if nth > 0 else len(days) + nth
    return [days[place]] if 0 <= place < len(days) else []


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
    if line.freq == "WEEKLY" and line.days:
        return replace(line, days=tuple(day for day in line.days if day in days))
    if line.month_days:
        return replace(line, days=days)
    raise NotUnderstood("No rule leaves out such days.")


def _in(line: Line, months: tuple[int, ...]) -> tuple[Line, ...]:
    """The line in these months only; where no rule says so, none at all."""
    if line.freq == "YEARLY" and not (line.months or line.month_days):
        return (
            replace(line, months=months, month_days=(1,)),
        )  # every year in december
    if line.months or line.freq == "HOURLY" or line.interval > 1:
        return ()
    if line.freq != "MONTHLY":
        return (replace(line, months=months),)
    if not (line.month_days or line.days):
        return ()
    # BYSETPOS counts through all the months of a year's line.
    apart = [(month,) for month in months] if line.positions else [months]
    return tuple(replace(line, freq="YEARLY", months=some) for some in apart)

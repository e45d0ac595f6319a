"""Single days that something comes on, joined into as few RRULEs as say them."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import NamedTuple

from taskpal.language.pattern import Line
from taskpal.language.rule_lines import WORKDAYS


class Item(NamedTuple):
    """One of several: a weekday, or a day or workday of one month or of all."""

    month: int = 0
    month_day: int = 0
    day: str = ""
    workday: int = 0
    vague: bool = False
    """Whether it counts only together with a weekday: "first" or "15"."""
    whole: bool = False
    """Whether a month is all that was said."""

    @property
    def shape(self) -> tuple[bool, ...]:
        """Items of one shape can be said by one RRULE."""
        return bool(self.month_day), bool(self.day), bool(self.workday)


def spread(items: list[Item]) -> list[Item]:
    """In "1st and 3rd tuesday" or "1st, 15th of jan" the last word is meant for all."""
    found: list[Item] = []
    for named, months in _groups(items):
        named = _alike(named)
        last = [item for item in named if item.month == named[-1].month]
        found += named
        found += [item._replace(month=month) for month in months for item in last]
    return found


def _groups(items: list[Item]) -> Iterator[tuple[list[Item], list[int]]]:
    """Days, and the months behind them: the apr of "1st and 3rd monday of jan, apr"."""
    named: list[Item] = []
    months: list[int] = []
    for item in items:
        if item.whole and named and named[-1].month:
            months.append(item.month)
            continue
        if months:
            yield named, months
            named, months = [], []
        named.append(item)
    if named:
        yield named, months


def _alike(items: list[Item]) -> list[Item]:
    weekday = items[-1].day[-2:]
    if weekday and all(0 < item.month_day <= 5 for item in items[:-1]):  # noqa: PLR2004
        alike = [Item(day=f"{item.month_day}{weekday}") for item in items[:-1]]
        items = [*alike, items[-1]]
    if items[-1].workday and all(item.month_day > 0 for item in items[:-1]):
        items = [*(Item(workday=item.month_day) for item in items[:-1]), items[-1]]
    if items[-1].month and not any(item.month for item in items[:-1]):
        month = items[-1].month
        return [item._replace(month=month, vague=False) for item in items]
    return items


def lines_of(items: list[Item]) -> tuple[Line, ...]:
    """As few lines as say it: by shape, and in a year by what comes in which months."""
    lines: list[Line] = []
    by_shape: dict[tuple[object, ...], list[Item]] = {}
    for item in items:
        by_shape.setdefault((bool(item.month), item.shape), []).append(item)
    for alike in by_shape.values():
        lines += _yearly(alike) if alike[0].month else [_line("MONTHLY", alike)]
    return tuple(lines)


def _yearly(items: list[Item]) -> list[Line]:
    in_month: dict[int, list[Item]] = {}
    for item in items:
        in_month.setdefault(item.month, []).append(
            item._replace(month=0, vague=False, whole=False)
        )
    months_of: dict[tuple[int, tuple[Item, ...]], list[int]] = {}
    for month, what in sorted(in_month.items()):
        # BYSETPOS counts through all the months of a year's line.
        apart = month if what[0].workday else 0
        months_of.setdefault((apart, tuple(sorted(set(what)))), []).append(month)
    return [
        replace(_line("YEARLY", what), months=tuple(months))
        for (_, what), months in months_of.items()
    ]


def _line(freq: str, items: Iterable[Item]) -> Line:
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

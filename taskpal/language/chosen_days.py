"""The days something comes on: mon, wed; the 2nd tuesday; 27th; 14 jan, 14 apr."""

from collections.abc import Iterable
from dataclasses import replace
from typing import NamedTuple

from taskpal.language.numeric_dates import nth
from taskpal.language.pattern import Line, Pattern
from taskpal.language.rule_lines import DAYS, WORKDAYS
from taskpal.language.vocabulary import MONTHS, PLURAL_WEEKDAYS, WEEKDAYS
from taskpal.language.words import Words

_WORKDAY = frozenset({"workday", "workdays", "weekday", "weekdays"})
_WORKING = frozenset({"business", "working", "work"})
_JOINTS = frozenset({",", "and", "&"})
_LAST = -1
_MAY_FOLLOW = frozenset(
    {",", "and", "&", "at", "@", "on", "of", "for", "in"}
    | {"starting", "from", "beginning", "until", "till", "ending", "except", "but"}
    | set(".;:?!)")
)
"""What a bare number has behind it: "every 15 minutes" is no day of the month."""


class _Item(NamedTuple):
    """One of several: a weekday, or a day or workday of one month or of all."""

    month: int = 0
    month_day: int = 0
    day: str = ""
    workday: int = 0
    vague: bool = False
    """Whether it counts only together with a weekday: "first" or "15"."""

    @property
    def shape(self) -> tuple[bool, ...]:
        """Items of one shape can be said by one RRULE."""
        return bool(self.month_day), bool(self.day), bool(self.workday)


def chosen_at(words: Words, index: int) -> tuple[int, Pattern] | None:
    """The days that are named from this word on, read up to a word."""
    if weekly := weekdays_at(words, index):
        end, days = weekly
        return end, Pattern((Line("WEEKLY", days=days),))
    items: list[_Item] = []
    end = index
    while found := _item(words, index):
        end, item = found
        items.append(item)
        index = _behind_joint(words, end)
        if index == end:
            break
    items = _spread(items)
    if not items or any(item.vague for item in items):
        return None
    return end, Pattern(_lines(items))


def weekdays_at(words: Words, index: int) -> tuple[int, tuple[str, ...]] | None:
    """Mon, wed and friday; mon-fri; workday; weekend."""
    days: list[str] = []
    end = index
    while named := _weekdays(words, index):
        end, some = named
        days += [day for day in some if day not in days]
        index = _behind_joint(words, end)
    # "every fri jan" would be a friday of january
    if not days or words.at(end) in MONTHS:
        return None
    return end, tuple(sorted(days, key=DAYS.index))


def _behind_joint(words: Words, index: int) -> int:
    """Past a comma, an "and", or both."""
    if words.at(index) == ",":
        index += 1
    return index + 1 if words.at(index) in _JOINTS else index


def _weekdays(words: Words, index: int) -> tuple[int, tuple[str, ...]] | None:
    named = named_days(words.at(index))
    if words.at(index) in _WORKING and words.at(index + 1) in {"day", "days"}:
        return index + 2, WORKDAYS
    if not named or words.at(index + 1) not in {"to", "-", "–", "through"}:  # noqa: RUF001
        return (index + 1, named) if named else None
    last = WEEKDAYS.get(words.at(index + 2))
    if last is None or len(named) > 1:
        return index + 1, named
    return index + 3, _from_to(named[0], DAYS[last])


def named_days(word: str) -> tuple[str, ...]:
    """The days that friday, weekend, weekdays or mon-fri stand for."""
    if word in _WORKDAY:
        return WORKDAYS
    if word in {"weekend", "weekends"}:
        return DAYS[5:]
    day = WEEKDAYS.get(word, PLURAL_WEEKDAYS.get(word))
    if day is None and "-" in word:
        first, _, last = word.partition("-")
        if first in WEEKDAYS and last in WEEKDAYS:
            return _from_to(DAYS[WEEKDAYS[first]], DAYS[WEEKDAYS[last]])
    return () if day is None else (DAYS[day],)


def _from_to(first: str, last: str) -> tuple[str, ...]:
    begins, ends = DAYS.index(first), DAYS.index(last)
    return tuple(
        DAYS[day % 7] for day in range(begins, begins + (ends - begins) % 7 + 1)
    )


def _item(words: Words, index: int) -> tuple[int, _Item] | None:
    index += words.at(index) == "the"
    word = words.at(index)
    if word in MONTHS:
        return _in_month(words, index)
    if word == "last":
        return _kind_of_day(words, index + 1, _LAST)
    ordinal = nth(word)
    if ordinal is None:
        return _plain(words, index)
    if found := _kind_of_day(words, index + 1, ordinal):
        return found
    if not 1 <= ordinal <= 31:  # noqa: PLR2004
        return None
    end, item = _with_month(words, index + 1, _Item(month_day=ordinal))
    return end, item._replace(vague=word.isalpha() and not item.month)


def _kind_of_day(words: Words, index: int, number: int) -> tuple[int, _Item] | None:
    """The workday, the weekday or the day of which the number is told before."""
    what = words.at(index)
    if what in _WORKING and words.at(index + 1) == "day":
        return _with_month(words, index + 2, _Item(workday=number))
    if what in _WORKDAY:
        return _with_month(words, index + 1, _Item(workday=number))
    if what in WEEKDAYS and abs(number) <= 5:  # noqa: PLR2004
        day = f"{number}{DAYS[WEEKDAYS[what]]}"
        return _with_month(words, index + 1, _Item(day=day))
    if what == "day" and number <= 31:  # noqa: PLR2004
        return _with_month(words, index + 1, _Item(month_day=number))
    return None


def _plain(words: Words, index: int) -> tuple[int, _Item] | None:
    """The 15 of "every 15": only where it can be nothing else."""
    number = _number(words.at(index))
    if number is None or not 1 <= number <= 31:  # noqa: PLR2004
        return None
    after = words.at(index + 1)
    if after in MONTHS:
        return _with_month(words, index + 1, _Item(month_day=number))
    last = words.only_taken(index + 1)
    followed = after in _MAY_FOLLOW or after[:1].isdecimal() or not after
    if not (last or followed):
        return None
    return _with_month(words, index + 1, _Item(month_day=number))


def _in_month(words: Words, index: int) -> tuple[int, _Item]:
    """Jan 27, january 1st, or january alone: its first day."""
    month, word = MONTHS[words.at(index)], words.at(index + 1)
    number = nth(word) if word[:1].isdecimal() else None
    number = number or _number(word)
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


def _number(word: str) -> int | None:
    return int(word) if word.isdecimal() and len(word) <= 2 and int(word) else None  # noqa: PLR2004


def _spread(items: list[_Item]) -> list[_Item]:
    """In "1st and 3rd tuesday" or "1st, 15th of jan" the last word is meant for all."""
    weekday = items[-1].day[-2:] if items else ""
    if weekday and all(0 < item.month_day <= 5 for item in items[:-1]):  # noqa: PLR2004
        alike = [_Item(day=f"{item.month_day}{weekday}") for item in items[:-1]]
        items = [*alike, items[-1]]
    if items and items[-1].workday and all(item.month_day > 0 for item in items[:-1]):
        items = [*(_Item(workday=item.month_day) for item in items[:-1]), items[-1]]
    if items and items[-1].month and not any(item.month for item in items[:-1]):
        month = items[-1].month
        return [item._replace(month=month, vague=False) for item in items]
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

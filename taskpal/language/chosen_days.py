"""The days something comes on: mon, wed; the 2nd tuesday; 27th; 14 jan, 14 apr."""

from taskpal.language.days_named import Item, lines_of, spread
from taskpal.language.numeric_dates import nth
from taskpal.language.pattern import Line, Pattern
from taskpal.language.rule_lines import DAYS, WORKDAYS
from taskpal.language.vocabulary import MONTHS, PLURAL_WEEKDAYS, UNITS, WEEKDAYS
from taskpal.language.words import Words

_WORKDAY = frozenset({"workday", "workdays", "weekday", "weekdays"})
_WORKING = frozenset({"business", "working", "work"})
_JOINTS = frozenset({",", "and", "&"})
_EACH = frozenset({"the", "each", "every"})
_LAST = -1
_NEVER_BEHIND = UNITS.keys() | WEEKDAYS.keys() | {"quarter", "weekend", "last", "of"}
_COUNTED = _NEVER_BEHIND | frozenset(
    {"times", "time", "am", "pm", "a.m.", "p.m.", "o'clock", "%"}
)
_MAY_FOLLOW = frozenset(
    {",", "and", "&", "at", "@", "on", "of", "for", "in"}
    | {"starting", "from", "beginning", "until", "till", "ending", "except", "but"}
    | set(".;:?!)")
)
"""What a bare number has behind it: "every 15 minutes" is no day of the month."""


def chosen_at(words: Words, index: int) -> tuple[int, Pattern] | None:
    """The days that are named from this word on, read up to a word."""
    if weekly := weekdays_at(words, index):
        end, days = weekly
        return end, Pattern((Line("WEEKLY", days=days),))
    items: list[Item] = []
    end = index
    while found := _item(words, index) or _listed(words, index, end):
        end, item = found
        items.append(item)
        index = behind_joint(words, end)
        if index == end:
            break
    items = spread(items)
    if _goes_on(words, end):
        return None
    if not items or any(item.vague for item in items):
        return None
    return end, Pattern(lines_of(items))


def _goes_on(words: Words, end: int) -> bool:
    """Whether the numbers are of something else: every 2, 3 and 5 minutes."""
    joined = words.at(end) in {"and", "or", "&"} and words.at(end + 1).isdecimal()
    return joined and words.at(end + 2) in UNITS


def weekdays_at(words: Words, index: int) -> tuple[int, tuple[str, ...]] | None:
    """Mon, wed and friday; mon-fri; workday; weekend."""
    days: list[str] = []
    end = index
    while named := _weekdays(words, index):
        end, some = named
        days += [day for day in some if day not in days]
        index = behind_joint(words, end)
    # "every fri jan" would be a friday of january
    if not days or words.at(end) in MONTHS:
        return None
    if words.at(end) == "of" and words.at(end + 1) not in MONTHS:
        if words.at(end + 1) not in _EACH or words.at(end + 2) != "month":
            return None
        end += 3
    return end, tuple(sorted(days, key=DAYS.index))


def behind_joint(words: Words, index: int) -> int:
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
    if day is None and "/" in word:
        several = word.split("/")
        known = all(name in WEEKDAYS for name in several)
        return tuple(DAYS[WEEKDAYS[name]] for name in several) if known else ()
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


def _item(words: Words, index: int) -> tuple[int, Item] | None:
    index += words.at(index) == "the"
    word = words.at(index)
    if word in MONTHS:
        return _in_month(words, index)
    if word in {"last", "end", "day"}:
        return _last_or_day(words, index)
    ordinal = nth(word)
    return _nth(words, index, ordinal) if ordinal else _plain(words, index)


def _nth(words: Words, index: int, ordinal: int) -> tuple[int, Item] | None:
    """1st workday, 2nd tuesday, 27th, first of the month, 3rd of may."""
    if found := _kind_of_day(words, index + 1, ordinal):
        return found
    if not 1 <= ordinal <= 31:  # noqa: PLR2004
        return None
    end, item = _with_month(words, index + 1, Item(month_day=ordinal))
    alone = end == index + 1
    if words.at(end) in (_NEVER_BEHIND if alone else {"of"}):
        return None  # every 3rd weekend, every 1st day of the quarter
    return end, item._replace(vague=words.at(index).isalpha() and alone)


def _last_or_day(words: Words, index: int) -> tuple[int, Item] | None:
    """Last friday, end of the month, end of february; day 5."""
    if words.at(index) == "last":
        return _kind_of_day(words, index + 1, _LAST)
    if words.at(index) == "end":
        end, item = _with_month(words, index + 1, Item(month_day=_LAST))
        return (end, item) if end > index + 1 else None
    number = _number(words.at(index + 1))
    if number is None or number > 31:  # noqa: PLR2004
        return None
    return _with_month(words, index + 2, Item(month_day=number))


def _kind_of_day(words: Words, index: int, number: int) -> tuple[int, Item] | None:
    """The workday, the weekday or the day of which the number is told before."""
    what = words.at(index)
    if what in _WORKING and words.at(index + 1) == "day":
        return _with_month(words, index + 2, Item(workday=number))
    if what in _WORKDAY:
        return _with_month(words, index + 1, Item(workday=number))
    if what in WEEKDAYS and abs(number) <= 5:  # noqa: PLR2004
        day = f"{number}{DAYS[WEEKDAYS[what]]}"
        return _with_month(words, index + 1, Item(day=day))
    if what == "day" and number <= 31:  # noqa: PLR2004
        end, item = _with_month(words, index + 1, Item(month_day=number))
        return None if words.at(end) == "of" else (end, item)
    return None


def _plain(words: Words, index: int) -> tuple[int, Item] | None:
    """The 15 of "every 15": only where it can be nothing else."""
    number = _number(words.at(index))
    if number is None or not 1 <= number <= 31:  # noqa: PLR2004
        return None
    after = words.at(index + 1)
    if after in MONTHS:
        return _with_month(words, index + 1, Item(month_day=number))
    if after in {"workday", "weekday", *_WORKING}:
        return _kind_of_day(words, index + 1, number)
    last = words.only_taken(index + 1)
    followed = after in _MAY_FOLLOW or after[:1].isdecimal() or not after
    if not (last or followed):
        return None
    return _with_month(words, index + 1, Item(month_day=number))


def _listed(words: Words, index: int, end: int) -> tuple[int, Item] | None:
    """The 27 of "every 2, 15, 27 check meters": what is joined to bare numbers."""
    number = _number(words.at(index))
    joined = end < index and words.at(end - 1).isdecimal()
    if number is None or number > 31 or not joined:  # noqa: PLR2004
        return None
    if words.at(index + 1) in _COUNTED:
        return None  # every 15, 5 times; every 15, 5 pm
    return index + 1, Item(month_day=number)


def _in_month(words: Words, index: int) -> tuple[int, Item]:
    """Jan 27, january 1st, or january alone: its first day."""
    month, word = MONTHS[words.at(index)], words.at(index + 1)
    number = nth(word) if word[:1].isdecimal() else None
    number = number or _number(word)
    if number and number <= 31:  # noqa: PLR2004
        return index + 2, Item(month=month, month_day=number)
    return index + 1, Item(month=month, month_day=1, whole=True)


def _with_month(words: Words, index: int, item: Item) -> tuple[int, Item]:
    """Of january, or of the month, which is what no month means."""
    of = index + 1 if words.at(index) == "of" else index
    of += words.at(of) == "in" and words.at(of + 1) in MONTHS
    if words.at(of) in MONTHS:
        return of + 1, item._replace(month=MONTHS[words.at(of)])
    if of > index:
        of += words.at(of) in _EACH
        if words.at(of) == "month":
            return of + 1, item
    return index, item


def _number(word: str) -> int | None:
    return int(word) if word.isdecimal() and len(word) <= 2 and int(word) else None  # noqa: PLR2004

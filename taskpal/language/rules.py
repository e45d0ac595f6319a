"""Rules of recurrence, as RFC 5545 writes them.

A rule here is one RRULE, or a few on lines of their own when one cannot say it: "every
14 jan, 15 apr". Its dates are those of all lines together.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from itertools import islice
from typing import Any, Literal
from zoneinfo import ZoneInfo

from dateutil.rrule import rrule, rruleset, rrulestr

from taskpal.language.errors import NotUnderstood

DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
WORKDAYS = DAYS[:5]
_MOST_LENGTH, _MOST_LINES, _MOST_INTERVAL = 500, 12, 999
_MOST_TIMES = 9999
_NO_RULE = "This is not a rule of recurrence (RFC 5545)."
_IN_EVERY_RULE = frozenset({"FREQ", "INTERVAL", "COUNT", "UNTIL", "WKST"})
_OF_MONTHS = frozenset({"BYMONTH", "BYMONTHDAY", "BYDAY", "BYSETPOS"})
_SAY_WHICH = {
    "HOURLY": frozenset[str](),
    "DAILY": frozenset({"BYMONTH", "BYDAY"}),
    "WEEKLY": frozenset({"BYMONTH", "BYDAY"}),
    "MONTHLY": _OF_MONTHS,
    "YEARLY": _OF_MONTHS,
}
_ONLY_EACH = {
    "DAILY": frozenset({"BYMONTH", "BYDAY"}),
    "WEEKLY": frozenset({"BYMONTH"}),
}
_CALENDAR = 400  # years, after which the days of all months fall on the same weekdays
_LASTS = {
    "HOURLY": timedelta(hours=1),
    "DAILY": timedelta(days=1),
    "WEEKLY": timedelta(weeks=1),
}
_LONG = timedelta(days=400)
_SHORTEST_MONTH = 28  # days

Anchor = Literal["schedule", "completion"]


@dataclass(frozen=True, slots=True)
class Recurrence:
    """How a todo repeats.

    Attributes:
        rule: RRULEs without their name, one a line.
        anchor: whether the next date follows from the last due date (schedule) or from
            the day it was done (completion).
        text: the rule in the words it was written with.
    """

    rule: str
    anchor: Anchor
    text: str


def dates(rule: str, start: datetime) -> Iterator[datetime]:
    """Every date of the rule from its start on, in local time without a zone.

    Raises:
        NotUnderstood: it is not a rule.
    """
    return iter(_set(rule, start))


def first(rule: str, start: datetime, after: datetime | None = None) -> datetime | None:
    """The first date of the rule, from its start or later than `after`.

    Raises:
        NotUnderstood: it is not a rule.
    """
    if after is None:
        return next(iter(_set(rule, start)), None)
    found: datetime | None = _set(rule, start, near=after).after(after)
    return found


def preview(
    rule: str, start: datetime, after: datetime, number: int = 5
) -> list[datetime]:
    """The next few dates later than `after`.

    Raises:
        NotUnderstood: it is not a rule.
    """
    return list(islice(_set(rule, start, near=after).xafter(after), number))


def by_the_hour(rule: str) -> bool:
    """Whether it comes several times a day, so that its dates have a time."""
    return "FREQ=HOURLY" in rule


def count(rule: str) -> int | None:
    """How many dates it has in all; None when that is not said."""
    said = _parts(rule.split("\n")[0]).get("COUNT")
    return int(said) if said else None


def uncounted(rule: str) -> str:
    """The rule without saying how many dates it has."""
    lines = (parts(line) for line in rule.split("\n"))
    return "\n".join(
        written((name, value) for name, value in line.items() if name != "COUNT")
        for line in lines
    )


def as_sent(text: str, zone: str) -> str:
    """A rule as other programs write it, the way rules are kept here.

    The end of a series is a local time here; others write it in UTC. Of a series by the
    hour a day as its end means all of that day.
    """
    lines = text.upper().replace("\r\n", "\n").strip().split("\n")
    return "\n".join(
        _with_local_end(line.strip().removeprefix("RRULE:").strip("; "), zone)
        for line in lines
    )


def with_short_months(rule: str, day: date) -> str:
    """The rule for a series from this day on, which then misses no month.

    RFC 5545 leaves out what is not there: monthly from 31 January on skips February. To
    people it is the last day then, and the 31st again in March; so it is said in full.
    """
    if "\n" in rule or day.day <= _SHORTEST_MONTH:
        return rule
    named = _parts(rule)
    if named.keys() & _OF_MONTHS:
        return rule
    yearly = named.get("FREQ") == "YEARLY"
    if not yearly and named.get("FREQ") != "MONTHLY":
        return rule
    if yearly and day.month != 2:  # noqa: PLR2004 - only February has leap days
        return rule
    days = ",".join(map(str, range(_SHORTEST_MONTH, day.day + 1)))
    last = {"BYMONTHDAY": days, "BYSETPOS": "-1"}
    begins = [(name, named.pop(name, "")) for name in ("FREQ", "INTERVAL")]
    months = {"BYMONTH": "2"} if yearly else {}
    return written([*begins, *months.items(), *last.items(), *named.items()])


def checked(rule: str, start: datetime) -> str:
    """The rule, if it is one and ever happens.

    Raises:
        NotUnderstood: it is not a rule, or has no date at all.
    """
    if begins(rule, start) is None:
        raise NotUnderstood("This rule never comes true: it has no date.")
    return rule


def begins(rule: str, start: datetime) -> datetime | None:
    """The first date of the rule; None when it has none, such as 30 February.

    Raises:
        NotUnderstood: it is not a rule.
    """
    firsts = [_first(line, start) for line in _split(rule)]
    return min((one for one in firsts if one), default=None)


def bounded(rule: str, bound: str) -> str:
    """The rule with UNTIL or COUNT at the end of each line."""
    return "\n".join(f"{line};{bound}" for line in rule.split("\n"))


def years_to_the_end(start: datetime) -> int:
    """How many years later a rule is tried, so that its search soon meets the end.

    Looking for 30 February ends in the year 9999 only; the calendar is the same there.
    """
    return (9999 - _CALENDAR // 10 - start.year) // _CALENDAR * _CALENDAR


def shift(moment: datetime, years: int) -> datetime:
    """The same day of the calendar, whole rounds of it later or earlier."""
    return moment.replace(year=moment.year + years)


def parts(line: str) -> dict[str, str]:
    """One line of a rule, by the names of its parts."""
    return dict(part.split("=", 1) for part in line.split(";"))


def written(pairs: Iterable[tuple[str, object]]) -> str:
    """A line of a rule made of its parts; those without a value are left out."""
    return ";".join(f"{name}={value}" for name, value in pairs if value)


def _set(rule: str, start: datetime, near: datetime | None = None) -> rruleset:
    """All dates of the rule; with `near`, surely only those later than that."""
    found = rruleset()
    for line in _split(rule):
        made = _line(line, start)
        found.rrule(made if near is None else _nearer(made, line, start, near))
    return found


def _nearer(made: rrule, line: str, start: datetime, near: datetime) -> rrule:
    """The rule counted from shortly before `near`: its later dates are the same.

    Going through every hour since the year 1 would take minutes.
    """
    named = _parts(line)
    if near - start < _LONG or "COUNT" in named:
        return made
    every, freq = int(named.get("INTERVAL", "1")), named["FREQ"]
    if lasts := _LASTS.get(freq):
        steps = (near - start) // (lasts * every) - 1
        return made.replace(dtstart=start + max(0, steps) * every * lasts)
    months = every * (12 if freq == "YEARLY" else 1)
    passed = (near.year - start.year) * 12 + near.month - start.month
    ahead = start.year * 12 + start.month - 1 + max(0, passed // months - 1) * months
    begins = start.replace(year=ahead // 12, month=ahead % 12 + 1, day=1)
    if begins <= start:
        return made
    implied: dict[str, Any] = {}  # what the first date says of the others
    if not named.keys() & {"BYMONTHDAY", "BYDAY"}:
        implied["bymonthday"] = start.day
        if freq == "YEARLY" and "BYMONTH" not in named:
            implied["bymonth"] = start.month
    return made.replace(dtstart=begins, **implied)


def _with_local_end(line: str, zone: str) -> str:
    head, until, rest = line.partition("UNTIL=")
    end, semicolon, tail = rest.partition(";")
    if until and end.endswith("Z"):
        try:
            moment = datetime.strptime(end, "%Y%m%dT%H%M%SZ").replace(tzinfo=UTC)
            end = f"{moment.astimezone(ZoneInfo(zone)):%Y%m%dT%H%M%S}"
        except (ValueError, OverflowError):
            raise NotUnderstood(_NO_RULE) from None
    elif until and by_the_hour(line) and "T" not in end:
        end += "T235959"
    return f"{head}{until}{end}{semicolon}{tail}"


def _split(rule: str) -> list[str]:
    lines = rule.split("\n")
    if len(rule) > _MOST_LENGTH or len(lines) > _MOST_LINES:
        raise NotUnderstood("This rule is longer than any that is needed.")
    return lines


def _parts(line: str) -> dict[str, str]:
    try:
        return parts(line)
    except ValueError as error:
        raise NotUnderstood(_NO_RULE) from error


def _first(line: str, start: datetime) -> datetime | None:
    until = _parts(line).get("UNTIL", "")[:8]
    made = _line(line, start)
    ahead = years_to_the_end(start)
    late = made.replace(dtstart=shift(start, ahead), until=None, count=None)
    found = next(iter(late), None)
    begins = found and shift(found, -ahead)
    too_late = begins is not None and until and f"{begins:%Y%m%d}" > until
    return None if too_late else begins


def _line(line: str, start: datetime) -> rrule:
    _refuse_excess(_parts(line))
    try:
        made = rrulestr(f"RRULE:{line}", dtstart=start)
    except (ValueError, KeyError, TypeError, AttributeError, IndexError) as error:
        raise NotUnderstood(_NO_RULE) from error
    if not isinstance(made, rrule):
        raise NotUnderstood(_NO_RULE)
    return made


def _refuse_excess(named: dict[str, str]) -> None:
    """Some rules would keep a computer busy for years, or have no day at all."""
    freq, interval = named.get("FREQ", ""), named.get("INTERVAL", "1")
    if freq not in _SAY_WHICH:
        raise NotUnderstood("A rule is hourly, daily, weekly, monthly or yearly.")
    if not (interval.isdecimal() and 1 <= int(interval[:9]) <= _MOST_INTERVAL):
        raise NotUnderstood("The interval of a rule is between 1 and 999.")
    times = named.get("COUNT", "1")
    if not (times.isdecimal() and 1 <= int(times[:9]) <= _MOST_TIMES):
        raise NotUnderstood(f"A rule comes between 1 and {_MOST_TIMES} times.")
    if "COUNT" in named and "UNTIL" in named:
        raise NotUnderstood("A rule ends by COUNT or by UNTIL, not by both.")
    unknown = named.keys() - _SAY_WHICH[freq] - _IN_EVERY_RULE
    if int(interval) > 1:  # they might never meet: every 7 days, but on mondays only
        unknown |= named.keys() & _ONLY_EACH.get(freq, frozenset())
    if unknown:
        raise NotUnderstood(
            f"A rule like this cannot say {', '.join(sorted(unknown))}."
        )

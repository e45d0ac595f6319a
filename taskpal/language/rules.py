"""Rules of recurrence, as RFC 5545 writes them.

A rule here is one RRULE, or a few on lines of their own when one cannot say it: "every
14 jan, 15 apr". Its dates are those of all lines together.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from itertools import islice
from typing import Any, Literal
from zoneinfo import ZoneInfo

from dateutil.rrule import rrule, rruleset

from taskpal.language.errors import NotUnderstood
from taskpal.language.rule_lines import (
    NO_RULE,
    OF_MONTHS,
    first_of,
    in_lines,
    made,
    parts,
    written,
)

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
    said = parts(rule.split("\n")[0]).get("COUNT")
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
    named = parts(rule)
    if named.keys() & OF_MONTHS:
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
    firsts = [first_of(line, start) for line in in_lines(rule)]
    return min((one for one in firsts if one), default=None)


def bounded(rule: str, bound: str) -> str:
    """The rule with UNTIL or COUNT at the end of each line."""
    return "\n".join(f"{line};{bound}" for line in rule.split("\n"))


def _set(rule: str, start: datetime, near: datetime | None = None) -> rruleset:
    """All dates of the rule; with `near`, surely only those later than that."""
    found = rruleset()
    for line in in_lines(rule):
        one = made(line, start)
        found.rrule(one if near is None else _nearer(one, line, start, near))
    return found


def _nearer(rule: rrule, line: str, start: datetime, near: datetime) -> rrule:
    """The rule counted from shortly before `near`: its later dates are the same.

    Going through every hour since the year 1 would take minutes.
    """
    named = parts(line)
    if near - start < _LONG or "COUNT" in named:
        return rule
    every, freq = int(named.get("INTERVAL", "1")), named["FREQ"]
    if lasts := _LASTS.get(freq):
        steps = (near - start) // (lasts * every) - 1
        return rule.replace(dtstart=start + max(0, steps) * every * lasts)
    months = every * (12 if freq == "YEARLY" else 1)
    passed = (near.year - start.year) * 12 + near.month - start.month
    ahead = start.year * 12 + start.month - 1 + max(0, passed // months - 1) * months
    begins = start.replace(year=ahead // 12, month=ahead % 12 + 1, day=1)
    if begins <= start:
        return rule
    implied: dict[str, Any] = {}  # what the first date says of the others
    if not named.keys() & {"BYMONTHDAY", "BYDAY"}:
        implied["bymonthday"] = start.day
        if freq == "YEARLY" and "BYMONTH" not in named:
            implied["bymonth"] = start.month
    return rule.replace(dtstart=begins, **implied)


def _with_local_end(line: str, zone: str) -> str:
    head, until, rest = line.partition("UNTIL=")
    end, semicolon, tail = rest.partition(";")
    if until and end.endswith("Z"):
        try:
            moment = datetime.strptime(end, "%Y%m%dT%H%M%SZ").replace(tzinfo=UTC)
            end = f"{moment.astimezone(ZoneInfo(zone)):%Y%m%dT%H%M%S}"
        except (ValueError, OverflowError):
            raise NotUnderstood(NO_RULE) from None
    elif until and by_the_hour(line) and "T" not in end:
        end += "T235959"
    return f"{head}{until}{end}{semicolon}{tail}"

"""One line of a rule of recurrence, an RRULE of RFC 5545: its parts and its limits."""

from collections.abc import Iterable
from datetime import MAXYEAR, datetime

from dateutil.rrule import rrule, rrulestr

from taskpal.language.errors import NotUnderstood

DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
WORKDAYS = DAYS[:5]
NO_RULE = "This is not a rule of recurrence (RFC 5545)."
OF_MONTHS = frozenset({"BYMONTH", "BYMONTHDAY", "BYDAY", "BYSETPOS"})
_MOST_LENGTH, _MOST_LINES, _MOST_INTERVAL = 500, 12, 999
_MOST_TIMES = 9999
_IN_EVERY_RULE = frozenset({"FREQ", "INTERVAL", "COUNT", "UNTIL", "WKST"})
_SAY_WHICH = {
    "HOURLY": frozenset[str](),
    "DAILY": frozenset({"BYMONTH", "BYDAY"}),
    "WEEKLY": frozenset({"BYMONTH", "BYDAY"}),
    "MONTHLY": OF_MONTHS,
    "YEARLY": OF_MONTHS,
}
_ONLY_EACH = {
    "DAILY": frozenset({"BYMONTH", "BYDAY"}),
    "WEEKLY": frozenset({"BYMONTH"}),
}
_NUMBERS = {
    "BYMONTH": range(1, 13),
    "BYMONTHDAY": range(-31, 32),
    "BYSETPOS": range(-366, 367),
}
_CALENDAR = 400  # years, after which the days of all months fall on the same weekdays


def in_lines(rule: str) -> list[str]:
    """The lines of a rule.

    Raises:
        NotUnderstood: it is longer than any rule needs to be.
    """
    lines = rule.split("\n")
    if len(rule) > _MOST_LENGTH or len(lines) > _MOST_LINES:
        raise NotUnderstood("This rule is longer than any that is needed.")
    return lines


def parts(line: str) -> dict[str, str]:
    """One line of a rule, by the names of its parts.

    Raises:
        NotUnderstood: it has no such parts, or one of them twice.
    """
    said = line.split(";")
    try:
        named = dict(part.split("=", 1) for part in said)
    except ValueError as error:
        raise NotUnderstood(NO_RULE) from error
    if not line.isascii() or len(named) < len(said):
        raise NotUnderstood(NO_RULE)
    return named


def written(pairs: Iterable[tuple[str, object]]) -> str:
    """A line of a rule made of its parts; those without a value are left out."""
    return ";".join(f"{name}={value}" for name, value in pairs if value)


def made(line: str, start: datetime) -> rrule:
    """What gives the dates of the line, in local time without a zone.

    Raises:
        NotUnderstood: it is no rule, or none that TaskPal keeps.
    """
    named = parts(line)
    _refuse_excess(named)
    _refuse_other_numbers(named)
    try:
        found = rrulestr(f"RRULE:{line}", dtstart=start)
    except (ValueError, KeyError, TypeError, AttributeError, IndexError) as error:
        raise NotUnderstood(NO_RULE) from error
    if not isinstance(found, rrule):
        raise NotUnderstood(NO_RULE)
    return found


def first_of(line: str, start: datetime) -> datetime | None:
    """The first date of the line; None when it has none, such as 30 February.

    Raises:
        NotUnderstood: it is no rule.
    """
    until = parts(line).get("UNTIL", "")[:8]
    ahead = years_to_the_end(start)
    late = made(line, start).replace(
        dtstart=shift(start, ahead), until=None, count=None
    )
    found = next(iter(late), None)
    if found is None or found.year - ahead > MAXYEAR:
        return None
    begins = shift(found, -ahead)
    return None if until and f"{begins:%Y%m%d}" > until else begins


def years_to_the_end(start: datetime) -> int:
    """How many years later a rule is tried, so that its search soon meets the end.

    Looking for 30 February ends in the year 9999 only; the calendar is the same there.
    """
    return (9999 - _CALENDAR // 10 - start.year) // _CALENDAR * _CALENDAR


def shift(moment: datetime, years: int) -> datetime:
    """The same day of the calendar, whole rounds of it later or earlier."""
    return moment.replace(year=moment.year + years)


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


def _refuse_other_numbers(named: dict[str, str]) -> None:
    for name, allowed in _NUMBERS.items():
        if not _all_within(named.get(name), allowed):
            raise NotUnderstood(f"{name} of a rule has other numbers.")


def _all_within(numbers: str | None, allowed: range) -> bool:
    try:
        found = [int(number) for number in (numbers or "1").split(",")]
    except ValueError:
        return False
    return all(number in allowed and number != 0 for number in found)

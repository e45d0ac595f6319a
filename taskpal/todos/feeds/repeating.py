"""How a todo that repeats is said in a calendar.

By its rule, if one line says all, from this round on: each calendar program knows that.
A round that was moved is an exception to it, as RFC 5545 has them. What takes more than
one line is said by its next dates. What repeats from when it is done has none yet.
"""

import re
from collections.abc import Sequence
from datetime import UTC, date, datetime, time
from typing import Final, NamedTuple
from zoneinfo import ZoneInfo

import icalendar

from taskpal.language import rules
from taskpal.language.errors import NotUnderstood
from taskpal.todos.models import Todo

_UNTIL: Final = re.compile(r"UNTIL=([0-9T]+)")
ROUNDS: Final = 30  # dates that are said one by one


class Rounds(NamedTuple):
    """The rounds of a todo from this one on.

    Attributes:
        begins: where its rule puts this round, wherever it was moved to.
        rule: all later rounds in one line, if there is one that says them.
        dates: else the next of them.
    """

    begins: date | datetime
    rule: icalendar.vRecur | None = None
    dates: Sequence[date | datetime] = ()


def rounds(todo: Todo, at: date | datetime) -> Rounds:
    """When the todo that is due then comes again."""
    if not todo.repeat_rule or todo.repeat_anchor == "completion":
        return Rounds(at)
    scheduled = _scheduled(todo, at)
    try:
        if _says_all(todo.repeat_rule, _local(scheduled)):
            return Rounds(scheduled, rule=_rule(todo, scheduled))
        return Rounds(at, dates=_later(todo, at))
    except (NotUnderstood, ValueError, OverflowError):
        return Rounds(at)  # a rule of old that is none: then only this round is shown


def _scheduled(todo: Todo, at: date | datetime) -> date | datetime:
    """Where the rule put this round, a day or a time as the others of the series."""
    if todo.repeat_due is None:
        return at
    if todo.repeat_time is None:
        return todo.repeat_due.date()
    zone = ZoneInfo(todo.repeat_zone) if todo.repeat_zone else None
    return todo.repeat_due.replace(tzinfo=zone)


def _says_all(rule: str, begins: datetime) -> bool:
    """Whether the rule alone, from this date on, gives just the dates to come."""
    return "\n" not in rule and rules.first(rule, begins) == begins


def _local(begins: date | datetime) -> datetime:
    if isinstance(begins, datetime):
        return begins.replace(tzinfo=None)
    return datetime.combine(begins, time())


def _rule(todo: Todo, begins: date | datetime) -> icalendar.vRecur:
    """The rule, with its end in the form that goes with its beginning."""
    rule = todo.repeat_rule or ""
    made: icalendar.vRecur = icalendar.vRecur.from_ical(rule)
    if times := rules.count(rule):
        at = _local(begins)
        left = rules.preview(rule, todo.repeat_from or at, at, times)
        made["COUNT"] = [1 + len(left)]
    if until := _UNTIL.search(rule):
        made["UNTIL"] = [_until(until[1], begins)]
    return made


def _until(said: str, begins: date | datetime) -> date | datetime:
    """Kept as a local day or time; a calendar wants days, or UTC if it has a zone."""
    day = datetime.strptime(said[:8], "%Y%m%d").date()  # noqa: DTZ007 - only its day
    if not isinstance(begins, datetime):
        return day
    clock = time(23, 59, 59)
    if "T" in said:
        clock = datetime.strptime(said[:15], "%Y%m%dT%H%M%S").time()  # noqa: DTZ007
    until = datetime.combine(day, clock)
    return (
        until.replace(tzinfo=begins.tzinfo).astimezone(UTC) if begins.tzinfo else until
    )


def _later(todo: Todo, begins: date | datetime) -> list[date | datetime]:
    """The next dates after the one it is due at, or was to be due at."""
    start = todo.repeat_from or _local(begins)
    after = todo.repeat_due or _local(begins)
    found = rules.preview(todo.repeat_rule or "", start, after, ROUNDS)
    if not isinstance(begins, datetime):
        return [moment.date() for moment in found]
    zone = ZoneInfo(todo.due_zone) if todo.due_zone else None
    return [moment.replace(tzinfo=zone) for moment in found]

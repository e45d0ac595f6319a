"""How a todo that repeats is said in a calendar.

By its rule, if that says all: one line, from the date it is due now. Otherwise by its
next dates, one by one. What repeats from when it is done has no next date yet.
"""

import re
from datetime import UTC, date, datetime, time
from typing import Any, Final
from zoneinfo import ZoneInfo

import icalendar

from taskpal.language import rules
from taskpal.language.errors import NotUnderstood
from taskpal.todos.models import Todo

_UNTIL: Final = re.compile(r"UNTIL=([0-9T]+)")
ROUNDS: Final = 30  # dates that are said one by one


def add_rounds(event: icalendar.Event, todo: Todo, begins: date | datetime) -> None:
    """Say in the event when the todo comes again."""
    if not todo.repeat_rule or todo.repeat_anchor == "completion":
        return
    try:
        if _says_all(todo, _local(begins)):
            event.add("rrule", _rule(todo.repeat_rule, begins))
        elif later := _later(todo, begins):
            event.add("rdate", later)
    except (NotUnderstood, ValueError, OverflowError):
        return  # a rule of old that is none: then only this round is shown


def _says_all(todo: Todo, begins: datetime) -> bool:
    """Whether the rule alone, from this date on, gives just the dates to come."""
    rule = todo.repeat_rule or ""
    counted = "\n" in rule or rules.count(rule) is not None
    if counted or todo.repeat_due is not None:
        return False
    return rules.first(rule, begins) == begins


def _local(begins: date | datetime) -> datetime:
    if isinstance(begins, datetime):
        return begins.replace(tzinfo=None)
    return datetime.combine(begins, time())


def _rule(rule: str, begins: date | datetime) -> icalendar.vRecur:
    """The rule, with its end in the form that goes with its beginning."""
    made: icalendar.vRecur = icalendar.vRecur.from_ical(rule)
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


def _later(todo: Todo, begins: date | datetime) -> list[Any]:
    """The next dates after the one it is due at, or was to be due at."""
    start = todo.repeat_from or _local(begins)
    after = todo.repeat_due or _local(begins)
    found = rules.preview(todo.repeat_rule or "", start, after, ROUNDS)
    if not isinstance(begins, datetime):
        return [moment.date() for moment in found]
    zone = ZoneInfo(todo.due_zone) if todo.due_zone else None
    return [moment.replace(tzinfo=zone) for moment in found]

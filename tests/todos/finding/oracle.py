"""What a filter should find, worked out for one todo after the other, in Python."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time
from fnmatch import fnmatchcase
from zoneinfo import ZoneInfo

from taskpal.language.filters import (
    AllOf,
    AnyOf,
    AssignedTo,
    Condition,
    Contains,
    HasLabel,
    HasPriority,
    InList,
    InSection,
    Is,
    Not,
    When,
)


@dataclass
class Known:
    """A todo as plain values; `place` is the lists it is in, the outermost first."""

    title: str
    priority: int = 4
    place: tuple[str, ...] = ()
    section: str | None = None
    labels: Sequence[str] = ()
    due: date | None = None
    due_time: time | None = None
    due_zone: str | None = None
    start: date | None = None
    deadline: date | None = None
    created: datetime | None = None
    completed: datetime | None = None
    repeats: bool = False
    subtask: bool = False
    comments: Sequence[str] = field(default=())


def finds(  # noqa: C901, PLR0911, PLR0912 - one branch a form
    tree: Condition, todo: Known, now: datetime, zone: str
) -> bool:
    """Whether the filter finds the todo, for someone in this zone."""
    home = ZoneInfo(zone)
    match tree:
        case AllOf(several):
            return all(finds(one, todo, now, zone) for one in several)
        case AnyOf(several):
            return any(finds(one, todo, now, zone) for one in several)
        case Not(other):
            return not finds(other, todo, now, zone)
        case HasPriority(number):
            return todo.priority == number
        case HasLabel(name):
            # A folded name has no brackets or question marks in these tests.
            return any(fnmatchcase(one.lower(), name.lower()) for one in todo.labels)
        case InList(name, below):
            if name.lower() == "inbox":
                return not todo.place
            path = [one.lower() for one in todo.place]
            return name.lower() in (path if below else path[-1:])
        case InSection(name):
            return (todo.section or "").lower() == name.lower()
        case Contains(text):
            texts = [todo.title, *todo.comments]
            return any(text.lower() in one.lower() for one in texts)
        case AssignedTo(who):
            return who.lower() == "me"
        case Is(kind):
            return _kinds(todo, now, home)[kind]
        case When(moment, sign, day):
            is_day = _days(todo, home)[moment]
            if day is None:
                return is_day is None
            return (
                is_day is not None
                and {
                    "<": is_day < day,
                    "<=": is_day <= day,
                    "=": is_day == day,
                    ">=": is_day >= day,
                    ">": is_day > day,
                }[sign]
            )


def _kinds(todo: Known, now: datetime, home: ZoneInfo) -> Mapping[str, bool]:
    return {
        "all": True,
        "done": todo.completed is not None,
        "overdue": todo.completed is None and _overdue(todo, now, home),
        "recurring": todo.repeats,
        "subtask": todo.subtask,
        "no label": not todo.labels,
        "no section": todo.section is None,
        "no time": todo.due is not None and todo.due_time is None,
    }


def _overdue(todo: Known, now: datetime, home: ZoneInfo) -> bool:
    if todo.due is None:
        return False
    if todo.due_time is None:
        return todo.due < now.astimezone(home).date()
    due = datetime.combine(todo.due, todo.due_time)
    if todo.due_zone:
        # Added in UTC: a time that clocks skip is later by as much as they skip.
        return due.replace(tzinfo=ZoneInfo(todo.due_zone)).timestamp() < now.timestamp()
    return due < now.astimezone(home).replace(tzinfo=None)


def _days(todo: Known, home: ZoneInfo) -> Mapping[str, date | None]:
    due = todo.due
    if due and todo.due_time and todo.due_zone:
        there = datetime.combine(due, todo.due_time, ZoneInfo(todo.due_zone))
        due = datetime.fromtimestamp(there.timestamp(), home).date()
    return {
        "due": due,
        "start": todo.start,
        "deadline": todo.deadline,
        "created": todo.created and todo.created.astimezone(home).date(),
        "completed": todo.completed and todo.completed.astimezone(home).date(),
    }

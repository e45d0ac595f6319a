"""The columns of a table of todos, whatever other programs call them."""

import re
from collections.abc import Mapping, Sequence
from typing import Final

_NAMES: Final = {
    "id": "id uid task_id todo_id key",
    "title": "title task todo name subject summary what content item task_name text",
    "description": "description notes note details body comment comments",
    "list": "list project list_name project_name folder category board",
    "section": "section heading section_column group column",
    "parent": "parent parent_task parent_title subtask_of",
    "labels": "labels label tags tag contexts context",
    "priority": "priority prio urgency importance",
    "due": "due due_date due_on date when duedate due_day scheduled",
    "time": "time due_time at",
    "zone": "zone timezone time_zone tz due_zone",
    "start": "start start_date start_on begins defer defer_date hide_until",
    "deadline": "deadline deadline_date deadline_on",
    "duration": "duration duration_minutes estimate length minutes",
    "repeat": "repeat recurrence repeats recurring rrule repeat_rule rule",
    "completed": "completed done status complete completed_at completion_date checked "
    "is_completed finished state",
    "created": "created created_at created_date creation_date added date_created",
}
_KNOWN: Final = {
    name: column for column, names in _NAMES.items() for name in names.split()
}
_OTHER = re.compile(r"[^a-z0-9]+")


def columns(header: Sequence[str]) -> Mapping[str, int]:
    """Which of the columns stands where; of two that mean the same, the first."""
    found: dict[str, int] = {}
    for place, name in enumerate(header):
        column = _KNOWN.get(folded(name))
        if column:
            found.setdefault(column, place)
    return found


def folded(name: str) -> str:
    """A column's name without case, blanks and signs."""
    return _OTHER.sub("_", name.strip().lower()).strip("_")

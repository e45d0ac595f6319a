"""The columns of a table of todos, whatever other programs call them."""

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from taskpal.todos.exchange.errors import UnreadableFile
from taskpal.todos.exchange.records import quoted

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
_LISTED: Final = 8
_OTHER = re.compile(r"[^a-z0-9]+")


def columns(
    header: Sequence[str], chosen: Mapping[str, str] | None = None
) -> Mapping[str, int]:
    """Which of the columns stands where; of two that mean the same, the first.

    `chosen` says what some of ours are called in this header.

    Raises:
        UnreadableFile: the header has no column that was chosen.
    """
    found = _chosen(header, chosen or {})
    for place, name in enumerate(header):
        column = _KNOWN.get(folded(name))
        if column and place not in found.values():
            found.setdefault(column, place)
    return found


def chosen(said: Iterable[str]) -> dict[str, str]:
    """Which of our columns is called what: of `title=Aufgabe` and the like.

    Raises:
        UnreadableFile: it says something else.
    """
    found: dict[str, str] = {}
    for one in said:
        column, sign, name = (part.strip() for part in one.partition("="))
        if not sign or not name:
            sentence = f"{quoted(one)} does not say which column is which: it takes"
            raise UnreadableFile(f"{sentence} the form title=Name of a column.")
        if column not in _NAMES:
            known = ", ".join(_NAMES)
            raise UnreadableFile(f"{quoted(column)} is none of the columns: {known}.")
        found[column] = name
    return found


def _chosen(header: Sequence[str], chosen: Mapping[str, str]) -> dict[str, int]:
    there = [name.strip().casefold() for name in header]
    found: dict[str, int] = {}
    for column, name in chosen.items():
        if name.casefold() not in there:
            sentence = f"The table has no column {quoted(name)}."
            raise UnreadableFile(f"{sentence} It has {listed(header)}.")
        found[column] = there.index(name.casefold())
    return found


def listed(header: Sequence[str]) -> str:
    """The first of the columns, as a sentence names them."""
    named = [quoted(cell) for cell in header if cell.strip()]
    return ", ".join(named[:_LISTED]) + (" …" if len(named) > _LISTED else "")


def folded(name: str) -> str:
    """A column's name without case, blanks and signs."""
    return _OTHER.sub("_", name.strip().lower()).strip("_")

"""Todos as a calendar (iCalendar, RFC 5545), folded and escaped by the library.

An event is on the day its todo is due, and as long as it takes; without a duration half
an hour, so that it can be seen. A day without a time is all day. A time without a zone
is the same on every clock ("floating"); one with a zone brings the zone's rules along.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any, Final
from zoneinfo import ZoneInfo

import icalendar

from taskpal import security
from taskpal.todos.feeds.repeating import rounds
from taskpal.todos.feeds.schemas import Shows
from taskpal.todos.models import Todo

_PRODUCT: Final = "-//TaskPal//TaskPal//EN"
_SHORTEST: Final = timedelta(minutes=30)
_DAY: Final = timedelta(days=1)
_URGENCY: Final = {1: 1, 2: 3, 3: 5}  # of 1 to 9; p4 is nothing in particular
_LARGEST: Final = 2**31 - 1
_REFRESH: Final = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Page:
    """What is written around the todos."""

    name: str
    owner_id: str
    public_url: str
    labels: Mapping[str, str]
    zone: str | None = None


def written(page: Page, todos: Sequence[Todo], shows: Shows) -> bytes:
    """The file for a calendar program."""
    calendar = icalendar.Calendar()
    calendar.add("prodid", _PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", page.name)
    calendar.add("name", page.name)
    if page.zone:  # Google's calendar reads times without a zone as UTC without it
        calendar.add("x-wr-timezone", page.zone)
    calendar.add("refresh-interval", _REFRESH, {"VALUE": "DURATION"})
    calendar.add("x-published-ttl", "PT1H")
    for todo in todos:
        for made in _events(todo) if shows == "events" else [_task(page, todo)]:
            _describe(made, page, todo)
            calendar.add_component(made)
    calendar.add_missing_timezones()
    return bytes(calendar.to_ical())


def uid(page: Page, todo_id: str) -> str:
    """The same for ever; ids are only their owner's, so that tells them apart too."""
    return f"{todo_id}-{security.sign('calendar', page.owner_id)[:16]}@taskpal"


def due(todo: Todo) -> date | datetime | None:
    """When it is due: a day, a time on every clock, or a time in a zone."""
    if todo.due_on is None or todo.due_time is None:
        return todo.due_on
    at = datetime.combine(todo.due_on, todo.due_time)
    return at.replace(tzinfo=ZoneInfo(todo.due_zone)) if todo.due_zone else at


def _events(todo: Todo) -> Iterator[icalendar.Event]:
    """Its event; if it repeats and this round was moved, that is one of its own."""
    at = due(todo)
    if at is None:
        return
    said = rounds(todo, at)
    event = _event(todo, said.begins)
    if said.rule:
        event.add("rrule", said.rule)
    elif said.dates:
        event.add("rdate", said.dates)
    yield event
    if said.begins != at:
        moved = _event(todo, at)
        moved.add("recurrence-id", said.begins)
        yield moved


def _event(todo: Todo, begins: date | datetime) -> icalendar.Event:
    event = icalendar.Event()
    event.add("dtstart", begins)
    lasts = timedelta(minutes=todo.duration_minutes or 0)
    if isinstance(begins, datetime):
        # Not an end: when clocks go back, 2:30 in the night would come twice.
        event.add("duration", lasts or _SHORTEST)
        event.add("transp", "OPAQUE")
    else:
        whole_days = max(_DAY, -(-lasts // _DAY) * _DAY)
        event.add("dtend", begins + whole_days)  # the first day after it
        event.add("transp", "TRANSPARENT")
    return event


def _task(page: Page, todo: Todo) -> icalendar.Todo:
    """A todo; one that repeats is shown with the round that is next."""
    task, at = icalendar.Todo(), due(todo)
    if at is not None:
        task.add("due", at)
    if begins := _start(todo, at):
        task.add("dtstart", begins)
    if todo.parent_id:
        task.add("related-to", uid(page, todo.parent_id))
    task.add("status", "NEEDS-ACTION")
    return task


def _start(todo: Todo, at: date | datetime | None) -> date | datetime | None:
    """Its start, of the same kind as its due date, as the standard wants it."""
    if todo.start_on is None or (todo.due_on and todo.start_on >= todo.due_on):
        return None
    if isinstance(at, datetime):
        return datetime.combine(todo.start_on, time(), at.tzinfo)
    return todo.start_on


def _describe(made: Any, page: Page, todo: Todo) -> None:
    made.add("uid", uid(page, todo.id))
    made.add("dtstamp", todo.updated_at)
    made.add("created", todo.created_at)
    made.add("last-modified", todo.updated_at)
    made.add("sequence", min(todo.revision, _LARGEST))
    made.add("summary", todo.title)
    made.add("url", f"{page.public_url}/todo/{todo.id}")
    made.add("class", "PRIVATE")
    if todo.description:
        made.add("description", todo.description)
    if todo.priority in _URGENCY:
        made.add("priority", _URGENCY[todo.priority])
    named = [page.labels[one] for one in todo.label_ids.split() if one in page.labels]
    if named:
        made.add("categories", named)

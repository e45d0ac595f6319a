"""Where a todo that repeats stands, as its columns say; it asks no database."""

from datetime import date, datetime, time
from typing import Final, NamedTuple

from taskpal.errors import BadValues
from taskpal.todos import days
from taskpal.todos.models import Todo
from taskpal.todos.recurrence.series import Series

MIDNIGHT: Final = time()


class Due(NamedTuple):
    """When a round is due."""

    day: date | None
    clock: time | None
    zone: str | None


def series_of(todo: Todo) -> Series:
    """Where the series of a todo that repeats stands."""
    due = due_moment(todo)
    assert todo.repeat_rule and due and todo.repeat_from  # noqa: S101, PT018
    return Series(
        rule=todo.repeat_rule,
        anchor="completion" if todo.repeat_anchor == "completion" else "schedule",
        begins=todo.repeat_from,
        scheduled=todo.repeat_due or due,
        timed=clock_of(todo)[0] is not None,
        past=todo.repeat_past,
    )


def clock_of(todo: Todo) -> tuple[time | None, str | None]:
    """The time and the zone of its rounds, whatever this one was given by hand."""
    if todo.repeat_due is None:
        return todo.due_time, todo.due_zone
    return todo.repeat_time, todo.repeat_zone


def due_of(todo: Todo) -> Due:
    """When this round is due."""
    return Due(todo.due_on, todo.due_time, todo.due_zone)


def due_moment(todo: Todo) -> datetime | None:
    """The due date and time on the clock that the todo goes by."""
    if todo.due_on is None:
        return None
    return datetime.combine(todo.due_on, todo.due_time or MIDNIGHT)


def end(todo: Todo) -> None:
    """The todo repeats no longer; it stays due as it is."""
    todo.repeat_rule = todo.repeat_anchor = todo.repeat_text = None
    todo.repeat_from, todo.repeat_past = None, 0
    as_scheduled(todo)


def put_off(todo: Todo, was: Due) -> None:
    """This round was moved by hand: remember when the rule has it, and the others."""
    if todo.due_on is None:
        sentence = "A todo that repeats needs a date; send repeat: null with it."
        raise BadValues({"due": sentence})
    if todo.repeat_due is None and was.day is not None:
        todo.repeat_due = datetime.combine(was.day, was.clock or MIDNIGHT)
        todo.repeat_time, todo.repeat_zone = was.clock, was.zone
    clock, zone = clock_of(todo)
    if (due_moment(todo), todo.due_time) == (todo.repeat_due, clock):
        todo.due_zone = todo.due_zone or zone
        as_scheduled(todo)
        settle(todo)


def as_scheduled(todo: Todo) -> None:
    """This round is not put off, or not any longer."""
    todo.repeat_due = todo.repeat_time = todo.repeat_zone = None


def settle(todo: Todo) -> None:
    """Make anew what is kept of a due time that has a zone."""
    todo.due_at = days.due_instant(todo.due_on, todo.due_time, todo.due_zone)

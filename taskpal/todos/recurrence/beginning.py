"""How a todo begins to repeat: from words, or from a rule as calendars write it."""

from dataclasses import astuple
from datetime import date, datetime, time
from typing import NamedTuple
from zoneinfo import ZoneInfo

from sqlmodel import Session

from taskpal.accounts.models import OwnerId
from taskpal.accounts.preferences import queries as preferences
from taskpal.errors import BadValues
from taskpal.language import rules
from taskpal.language.errors import NotUnderstood
from taskpal.language.recurrence import recurrence
from taskpal.todos.models import Todo
from taskpal.todos.recurrence.schemas import LONGEST_TEXT, RepeatRule
from taskpal.todos.recurrence.standing import MIDNIGHT, as_scheduled, due_moment, settle


class Beginning(NamedTuple):
    """A rule as it is kept, and the first date it has."""

    rule: str
    anchor: rules.Anchor
    text: str
    day: date
    clock: time | None
    zone: str | None


def goes_on(todo: Todo, said: str | RepeatRule) -> bool:
    """Whether the todo repeats like this already, so that its series is left alone."""
    if isinstance(said, str):
        return " ".join(said.lower().split()) == todo.repeat_text
    if (said.rule, said.anchor) != (todo.repeat_rule, todo.repeat_anchor):
        return False
    todo.repeat_text = said.text or todo.repeat_text
    return True


def begin(
    session: Session, todo: Todo, said: str | RepeatRule, moment: datetime
) -> None:
    """The todo repeats from its due date on, which moves to the rule's first date.

    Raises:
        BadValues: it is no rule, or one that never comes true.
    """
    owner_id = OwnerId(todo.owner_id)
    try:
        found = read(
            session, owner_id, said, moment, todo.due_on, todo.due_time, todo.due_zone
        )
    except NotUnderstood as error:
        raise BadValues({"repeat": str(error)}) from None
    todo.repeat_rule, todo.repeat_anchor = found.rule, found.anchor
    todo.repeat_text, todo.repeat_past = found.text, 0
    todo.due_on, todo.due_time, todo.due_zone = found.day, found.clock, found.zone
    todo.repeat_from = due_moment(todo)
    as_scheduled(todo)
    settle(todo)


def read(  # noqa: PLR0913, PLR0917
    session: Session,
    owner_id: OwnerId,
    said: str | RepeatRule,
    moment: datetime,
    day: date | None = None,
    clock: time | None = None,
    zone: str | None = None,
) -> Beginning:
    """The rule, and its first date from this day on, or from today on.

    Raises:
        NotUnderstood: it is no rule, or one that never comes true.
    """
    prefs = preferences.preferences(session, owner_id)
    if isinstance(said, str):
        found = recurrence(said, moment, prefs, since=day, clock=clock)
        rule, anchor, text = astuple(found.recurrence)
        rule = rules.with_short_months(rule, found.day)
        text, zone = text[:LONGEST_TEXT], found.zone or zone
        return Beginning(rule, anchor, text, found.day, found.clock, zone)
    local = moment.astimezone(ZoneInfo(zone or prefs.zone)).replace(tzinfo=None)
    rule = rules.as_sent(said.rule, zone or prefs.zone)
    hourly = rules.by_the_hour(rule)
    if hourly and clock is None:
        clock = local.time().replace(second=0, microsecond=0)
    start = datetime.combine(day or local.date(), clock or MIDNIGHT)
    rule = rules.with_short_months(rule, start.date())
    first = rules.first(rules.checked(rule, start), start)
    if first is None:
        raise NotUnderstood("This rule never comes true: it has no date.")
    clock = first.time() if hourly else clock
    return Beginning(rule, said.anchor, said.text, first.date(), clock, zone)

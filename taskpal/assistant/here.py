"""What it is like where the user is: what every answer about their todos goes by."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time

from sqlmodel import Session

from taskpal.accounts.models import OwnerId
from taskpal.accounts.preferences import queries as preferences
from taskpal.columns import now
from taskpal.language import saying
from taskpal.language.preferences import Preferences
from taskpal.todos import days
from taskpal.todos.lists import queries as lists
from taskpal.todos.schemas import TodoView


@dataclass(frozen=True, slots=True)
class Here:
    """This moment, the clocks on the user's wall, and what their lists are called."""

    moment: datetime
    prefs: Preferences
    lists: Mapping[str, str]

    @property
    def now(self) -> str:
        """This moment in words."""
        return saying.moment(self.moment, self.prefs.zone)

    @property
    def today(self) -> date:
        return days.today(self.moment, self.prefs)

    def due(self, todo: TodoView) -> str | None:
        """When the todo is due, by the user's clock."""
        local = days.due_local(todo.due, _clock(todo), _instant(todo), self.prefs)
        return saying.day(local.day, self.today, local.clock) if local else None

    def overdue(self, todo: TodoView) -> bool:
        """Whether it should be done by now, and is not."""
        when = todo.due, _clock(todo), _instant(todo)
        late = days.is_overdue(*when, self.moment, self.prefs)
        return late and not todo.completed


def here(session: Session, owner_id: OwnerId) -> Here:
    """What it is like where the owner is."""
    prefs = preferences.preferences(session, owner_id)
    return Here(now(), prefs, lists.names(session, owner_id))


def _clock(todo: TodoView) -> time | None:
    return time.fromisoformat(todo.due_time) if todo.due_time else None


def _instant(todo: TodoView) -> datetime | None:
    return days.due_instant(todo.due, _clock(todo), todo.due_zone)

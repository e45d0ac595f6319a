"""How a series should stand: a model that knows no rules, only the calendar.

It goes through the days one by one, where TaskPal asks dateutil.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from taskpal.columns import now

DAY = timedelta(days=1)
_FURTHEST = 9 * 366  # days: no rule here waits longer than for 29 February
_NO_TIME = time()

Fits = Callable[[date, date], bool]
Over = tuple[date, time | None, bool]


def _every(days: int) -> Fits:
    return lambda day, begins: (day - begins).days % days == 0


def _every_other_week(weekday: int) -> Fits:
    def fits(day: date, begins: date) -> bool:
        weeks = (_monday(day) - _monday(begins)).days // 7
        return day.weekday() == weekday and weeks % 2 == 0

    return fits


def _monday(day: date) -> date:
    return day - day.weekday() * DAY


def _each_month(day: date, begins: date) -> bool:
    """On the same day; the last day of a month that is too short for it."""
    is_last = (day + DAY).day == 1
    return day.day == begins.day or (is_last and day.day < begins.day)


RULES: dict[str, Fits] = {
    "every day": _every(1),
    "every 3 days": _every(3),
    "every 2 days for 3 times": lambda day, begins: (day - begins).days in {0, 2, 4},
    "every monday, thursday": lambda day, _: day.weekday() in {0, 3},
    "every other tuesday": _every_other_week(1),
    "every workday": lambda day, _: day.weekday() < 5,
    "every month": _each_month,
    "every last day": lambda day, _: (day + DAY).day == 1,
    "every 31st": lambda day, _: day.day == 31,
    "every 29 feb": lambda day, _: (day.month, day.day) == (2, 29),
    "every 2nd friday": lambda day, _: day.weekday() == 4 and 8 <= day.day <= 14,
}
FROM_COMPLETION = {"every! 2 days": 2, "after 5 days": 5}
PHRASES = [*RULES, *FROM_COMPLETION]


@dataclass(frozen=True)
class When:
    """A date, and perhaps a time, and perhaps a zone."""

    day: date
    clock: time | None = None
    zone: str | None = None

    @property
    def moment(self) -> datetime:
        return datetime.combine(self.day, self.clock or _NO_TIME)

    @property
    def now(self) -> datetime:
        """What clocks show that it goes by."""
        return self.local(now())

    def local(self, moment: datetime) -> datetime:
        """The moment on clocks that it goes by; accounts without a zone live in UTC."""
        return moment.astimezone(ZoneInfo(self.zone or "UTC")).replace(tzinfo=None)


@dataclass(frozen=True)
class Model:
    """How the todo should stand; `said` is None once it does not repeat.

    `scheduled` is when the rule has the current round, `due` when it is due by hand.
    """

    title: str
    said: str | None
    begins: date
    scheduled: When
    due: When
    deadline: date
    past: int = 0
    completed: bool = False
    deleted: bool = False
    list_id: str | None = None
    step_done: bool = False
    deeper_done: bool = False
    others: int = 0
    over: tuple[Over, ...] = ()

    def begun(self, said: str, clock: time | None = None) -> "Model":
        """The same todo, with a new series from its due date on."""
        first = replace(self.due, clock=clock or self.due.clock)
        if said in RULES:
            first = replace(first, day=_first(said, first.day))
        due = {"scheduled": first, "due": first, "begins": first.day}
        return replace(self, said=said, past=0, **due)

    def ended(self) -> "Model":
        alone = {"scheduled": self.due, "begins": self.due.day}
        return replace(self, said=None, past=0, **alone)

    def put_off(self, day: date, clock: time | None) -> "Model":
        due = When(day, clock, self.due.zone if clock else None)
        if self.said is None:
            return replace(self, due=due, scheduled=due, begins=day)
        if (day, clock) == (self.scheduled.day, self.scheduled.clock):
            due = replace(due, zone=due.zone or self.scheduled.zone)
            return replace(self, due=due, scheduled=due)
        return replace(self, due=due)

    def done(self) -> "Model":
        if self.said is None:
            return replace(self, completed=True, step_done=True, deeper_done=True)
        at = self.scheduled.now
        until = at if self.scheduled.clock else _end_of(at)
        return self._moved_on(at, max(self.scheduled.moment, until), skipped=False)

    def skipped(self) -> "Model":
        at = self.scheduled.now
        until = max(self.scheduled.moment, _end_of(at - DAY))
        at = max(at, self.scheduled.moment)
        return self._moved_on(at, until, skipped=True)

    def reopened(self) -> "Model":
        over = self.over[:-1] if self.said else self.over
        return replace(self, completed=False, over=over)

    def _moved_on(self, at: datetime, after: datetime, *, skipped: bool) -> "Model":
        over = (*self.over, (self.due.day, self.due.clock, skipped))
        following = self._following(at, after)
        if following is None:
            through = {"completed": True, "step_done": True, "deeper_done": True}
            return replace(self, over=over, **through)
        moves = following - self.scheduled.day
        scheduled = replace(self.scheduled, day=following)
        return replace(
            self,
            over=over,
            past=self.past + 1,
            begins=following if self.said in FROM_COMPLETION else self.begins,
            scheduled=scheduled,
            due=scheduled,
            deadline=self.deadline + moves,
            step_done=False,
            deeper_done=False,
        )

    def _following(self, at: datetime, after: datetime) -> date | None:
        assert self.said
        if days := FROM_COMPLETION.get(self.said):
            return at.date() + days * DAY
        fits, clock = RULES[self.said], self.scheduled.clock or _NO_TIME
        for day in _days(after.date()):
            if fits(day, self.begins) and datetime.combine(day, clock) > after:
                return day
        return None


def _first(said: str, due: date) -> date:
    if said == "every other tuesday":
        return next(day for day in _days(due) if day.weekday() == 1)
    return next(day for day in _days(due) if RULES[said](day, due))


def _days(first: date) -> Iterator[date]:
    return (first + number * DAY for number in range(_FURTHEST))


def _end_of(moment: datetime) -> datetime:
    return datetime.combine(moment, time.max)

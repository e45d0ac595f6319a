"""A series keeps its rule, whatever is done to it and taken back, in any order.

The model beside it knows no rules: it goes through the calendar day by day.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)
from sqlmodel import Session, col, select

from taskpal import database
from taskpal.accounts.models import OwnerId
from taskpal.columns import now
from taskpal.todos import service
from taskpal.todos.history import service as history
from taskpal.todos.history.schemas import Undo
from taskpal.todos.models import Todo, TodoId
from taskpal.todos.recurrence import service as series
from taskpal.todos.recurrence.models import Occurrence
from taskpal.todos.schemas import NewTodo, TodoChanges

DAY = timedelta(days=1)
Fits = Callable[[date, date], bool]


def _every(days: int) -> Fits:
    return lambda day, begins: (day - begins).days % days == 0


def _every_other_week(*weekdays: int) -> Fits:
    def fits(day: date, begins: date) -> bool:
        weeks = (_monday(day) - _monday(begins)).days // 7
        return day.weekday() in weekdays and weeks % 2 == 0

    return fits


def _monday(day: date) -> date:
    return day - day.weekday() * DAY


RULES: dict[str, Fits] = {
    "every day": _every(1),
    "every 3 days": _every(3),
    "every monday, thursday": lambda day, _: day.weekday() in {0, 3},
    "every other tuesday": _every_other_week(1),
    "every workday": lambda day, _: day.weekday() < 5,
    "every last day": lambda day, _: (day + DAY).day == 1,
    "every 30th": lambda day, _: day.day == 30,
    "every 29 feb": lambda day, _: (day.month, day.day) == (2, 29),
    "every 2nd friday": lambda day, _: day.weekday() == 4 and 8 <= day.day <= 14,
}
FROM_COMPLETION = {"every! 2 days": 2, "after 5 days": 5}


@dataclass(frozen=True)
class Model:
    """How the todo should stand; `said` is None once it does not repeat."""

    said: str | None
    begins: date
    scheduled: date
    due: date
    completed: bool = False
    over: tuple[tuple[date, bool], ...] = field(default=())

    def moved_on(self, after: date, *, skipped: bool) -> "Model":
        assert self.said
        over = (*self.over, (self.due, skipped))
        if days := FROM_COMPLETION.get(self.said):
            following = after + days * DAY
            return replace(
                self, begins=following, scheduled=following, due=following, over=over
            )
        following = next(self._dates(max(self.scheduled, after) + DAY))
        return replace(self, scheduled=following, due=following, over=over)

    def _dates(self, first: date) -> Iterator[date]:
        assert self.said
        fits, day = RULES[self.said], first
        while True:
            if fits(day, self.begins):
                yield day
            day += DAY


def _begun(said: str, due: date) -> Model:
    first = due
    if said in RULES:
        first = next(Model(said, due, due, due)._dates(due))
        if said == "every other tuesday":
            first = next(day for day in _days(due) if day.weekday() == 1)
    return Model(said, first, first, first)


def _days(first: date) -> Iterator[date]:
    while True:
        yield first
        first += DAY


class SeriesMachine(RuleBasedStateMachine):
    owner_id: OwnerId

    def __init__(self) -> None:
        super().__init__()
        self.undoable: list[Model] = []

    def do(self, work: Callable[..., Any], *args: Any) -> Any:
        with database.transaction() as session:
            return work(session, self.owner_id, *args)

    def becomes(self, model: Model) -> None:
        if model != self.model:
            self.undoable.append(self.model)
            self.model = model

    @initialize(
        said=st.sampled_from([*RULES, *FROM_COMPLETION]), ahead=st.integers(-40, 40)
    )
    def begin(self, said: str, ahead: int) -> None:
        due = now().date() + ahead * DAY
        new = NewTodo(title="Water plants", due=due, repeat=said)
        self.id = TodoId(self.do(service.add, new).id)
        self.step = TodoId(
            self.do(service.add, NewTodo(title="Balcony", parent=self.id)).id
        )
        self.model = _begun(said, due)

    @precondition(lambda self: not self.model.completed)
    @rule()
    def complete(self) -> None:
        self.do(service.complete, self.id)
        if self.model.said is None:
            self.becomes(replace(self.model, completed=True))
        else:
            self.becomes(self.model.moved_on(now().date(), skipped=False))

    @precondition(lambda self: self.model.said and not self.model.completed)
    @rule()
    def skip(self) -> None:
        self.do(series.skip, self.id)
        today = now().date()
        if self.model.said in FROM_COMPLETION:
            after = max(today, self.model.scheduled)
        else:
            after = today - DAY
        self.becomes(self.model.moved_on(after, skipped=True))

    @precondition(lambda self: not self.model.completed)
    @rule(days=st.integers(-10, 40))
    def put_off(self, days: int) -> None:
        due = self.model.scheduled + days * DAY
        self.do(service.change, self.id, TodoChanges(due=due))
        self.becomes(replace(self.model, due=due))
        if self.model.said is None:
            self.model = replace(self.model, scheduled=due)

    @rule(title=st.sampled_from(["Water", "Water all plants"]))
    def rename(self, title: str) -> None:
        with database.transaction() as session:
            before = session.get_one(Todo, (self.owner_id, self.id)).title
        self.do(service.change, self.id, TodoChanges(title=title))
        if before != title:
            self.undoable.append(self.model)

    @precondition(lambda self: not self.model.completed)
    @rule(said=st.sampled_from([*RULES, *FROM_COMPLETION]))
    def change_the_rule(self, said: str) -> None:
        self.do(service.change, self.id, TodoChanges(repeat=said))
        begun = _begun(said, self.model.due)
        self.becomes(replace(begun, over=self.model.over))

    @precondition(lambda self: self.model.said and not self.model.completed)
    @rule()
    def end(self) -> None:
        self.do(series.end, self.id)
        model = self.model
        self.becomes(replace(model, said=None, begins=model.due, scheduled=model.due))

    @precondition(lambda self: self.model.completed)
    @rule()
    def reopen(self) -> None:
        self.do(service.reopen, self.id)
        self.becomes(replace(self.model, completed=False))

    @precondition(lambda self: self.undoable)
    @rule()
    def undo(self) -> None:
        self.do(history.undo, Undo())
        self.model = self.undoable.pop()

    @invariant()
    def it_stands_as_it_should(self) -> None:
        with database.transaction() as session:
            todo = session.get_one(Todo, (self.owner_id, self.id))
            assert todo.repeat_text == self.model.said
            assert (todo.repeat_rule is None) == (self.model.said is None)
            assert todo.due_on == self.model.due
            assert todo.completed == self.model.completed
            assert _over(session, self.id) == sorted(self.model.over)


def _over(session: Session, todo_id: TodoId) -> list[tuple[date, bool]]:
    wanted = select(Occurrence).where(
        col(Occurrence.todo_id) == todo_id, col(Occurrence.deleted_at).is_(None)
    )
    return sorted((one.due_on, one.skipped) for one in session.exec(wanted))


@pytest.mark.parametrize("steps", [12])
def test_a_series_keeps_its_rule_in_whatever_order(ana: OwnerId, steps: int) -> None:
    class Machine(SeriesMachine):
        owner_id = ana

    run_state_machine_as_test(
        Machine,
        settings=settings(
            max_examples=40,
            stateful_step_count=steps,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )

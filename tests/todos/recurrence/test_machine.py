"""A series keeps its rule, whatever is done to it and taken back, in any order."""

import itertools
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import time, timedelta
from typing import Any

import sqlalchemy as sa
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
from taskpal.language.recurrence import recurrence
from taskpal.todos import days, service
from taskpal.todos.history import queries as history_queries
from taskpal.todos.history import service as history
from taskpal.todos.history.schemas import ChangeQuery, Undo, Undone
from taskpal.todos.lists import service as lists
from taskpal.todos.lists.schemas import NewList
from taskpal.todos.models import Todo, TodoId
from taskpal.todos.recurrence import service as series
from taskpal.todos.recurrence.models import Occurrence
from taskpal.todos.schemas import NewTodo, TodoChanges
from tests import depth
from tests.conftest import make_account
from tests.todos.recurrence.model import DAY, PHRASES, Model, When

_numbers = itertools.count()
_BEGUN = now()  # or the same steps would lead elsewhere a minute later

phrases = st.sampled_from(PHRASES)
zones = st.sampled_from([None, "Europe/Berlin", "America/New_York", "Asia/Tokyo"])
hours = st.sampled_from([-5, 5, None])
"""How far a time is from now, so that none passes meanwhile; None is midnight."""


def _clock(when: When, ahead: int | None) -> time:
    if ahead is None:
        return time()
    clock = when.local(_BEGUN + timedelta(hours=ahead)).time()
    return clock.replace(second=0, microsecond=0)


@dataclass(frozen=True)
class Redo:
    """An undo: its batch, the models it went back through, and the one before it."""

    batch: int
    back: list[Model]
    model: Model


def _standing(*, completed: bool | None = None, said: bool | None = None) -> Any:
    def holds(machine: "SeriesMachine") -> bool:
        model = machine.model
        return (
            not model.deleted
            and completed in (None, model.completed)
            and said in (None, model.said is not None)
        )

    return precondition(holds)


class SeriesMachine(RuleBasedStateMachine):
    """A todo with a subtask that has one too, and what should have become of it."""

    def do(self, work: Callable[..., Any], *args: Any, **named: Any) -> Any:
        with database.transaction() as session:
            return work(session, self.owner_id, *args, **named)

    def becomes(self, model: Model) -> None:
        if model != self.model:
            self.undoable.append(self.model)
            self.undone: list[Redo] = []
            self.model = model

    @initialize(
        said=phrases, ahead=st.integers(-40, 40), zone=zones, hour=st.none() | hours
    )
    def begin(self, said: str, ahead: int, zone: str | None, hour: int | None) -> None:
        self.owner_id = make_account(f"ana.{next(_numbers)}")
        self.undoable: list[Model] = []
        self.undone = []
        due = When(now().date() + ahead * DAY)
        if hour is not None:
            due = replace(due, clock=_clock(replace(due, zone=zone), hour), zone=zone)
        self.id = self.add(
            title="Water",
            due=due.day,
            due_time=due.clock,
            due_zone=due.zone,
            deadline=due.day + DAY,
            repeat=said,
        )
        self.step = self.add(title="Balcony", parent=self.id)
        self.deeper = self.add(title="Tomatoes", parent=self.step)
        self.home = self.do(lists.add, NewList(name="Home")).id
        plain = Model("Water", None, due.day, due, due, due.day + DAY)
        self.model = plain.begun(said)

    def add(self, **said: Any) -> TodoId:
        return TodoId(self.do(service.add, NewTodo(**said)).id)

    # ---- Rounds ----------------------------------------------------------------------

    @_standing(completed=False)
    @rule()
    def complete(self) -> None:
        self.do(service.complete, self.id)
        self.becomes(self.model.done())

    @_standing(completed=False)
    @rule()
    def complete_twice(self) -> None:
        due = self.model.due
        if (due.day, due.clock) in {one[:2] for one in self.model.over}:
            return  # such a round was done just now, as far as anybody can tell
        for _ in range(2):
            self.do(service.complete, self.id, due=due.day, due_time=due.clock)
        self.becomes(self.model.done())

    @_standing(completed=False, said=True)
    @rule()
    def skip(self) -> None:
        self.do(series.skip, self.id)
        self.becomes(self.model.skipped())

    @_standing(completed=True)
    @rule()
    def reopen(self) -> None:
        self.do(service.reopen, self.id)
        self.becomes(self.model.reopened())

    @_standing()
    @rule()
    def complete_the_subtask(self) -> None:
        self.do(service.complete, self.step)
        if not self.model.step_done:
            self.becomes(replace(self.model, step_done=True, deeper_done=True))

    @_standing()
    @rule(done=st.booleans())
    def tick_what_is_deeper(self, done: bool) -> None:
        self.do(service.complete if done else service.reopen, self.deeper)
        self.becomes(replace(self.model, deeper_done=done))

    # ---- One of them, or all ---------------------------------------------------------

    @_standing(completed=False)
    @rule(ahead=st.integers(-10, 40))
    def put_off(self, ahead: int) -> None:
        day = self.model.scheduled.day + ahead * DAY
        self.do(service.change, self.id, TodoChanges(due=day))
        self.becomes(self.model.put_off(day, self.model.due.clock))

    @_standing(completed=False)
    @rule(hour=hours, all_day=st.booleans())
    def give_this_round_a_time(self, hour: int | None, all_day: bool) -> None:
        clock = None if all_day else _clock(self.model.due, hour)
        self.do(service.change, self.id, TodoChanges(due_time=clock))
        self.becomes(self.model.put_off(self.model.due.day, clock))

    @_standing(completed=False, said=True)
    @rule()
    def change_this_round_alone(self) -> None:
        self.do(series.split, self.id, TodoChanges(title="Ask ben"))
        moved_on = self.model.skipped()
        self.becomes(replace(moved_on, others=self.model.others + 1))

    @_standing()
    @rule(title=st.sampled_from(["Water", "Water all plants"]))
    def rename(self, title: str) -> None:
        self.do(service.change, self.id, TodoChanges(title=title))
        self.becomes(replace(self.model, title=title))

    @_standing()
    @rule(home=st.booleans())
    def move(self, home: bool) -> None:
        place = self.home if home else "inbox"
        self.do(service.change, self.id, TodoChanges(list=place))
        self.becomes(replace(self.model, list_id=self.home if home else None))

    @_standing(completed=False)
    @rule(said=phrases)
    def change_the_rule(self, said: str) -> None:
        self.do(service.change, self.id, TodoChanges(repeat=said))
        if said != self.model.said:
            self.becomes(self.model.begun(said))

    @_standing(completed=False)
    @rule(said=phrases, hour=hours)
    def change_the_rule_and_the_time(self, said: str, hour: int | None) -> None:
        clock = _clock(self.model.due, hour)
        if clock == self.model.due.clock:
            return
        changes = TodoChanges(repeat=said, due_time=clock)
        self.do(service.change, self.id, changes)
        self.becomes(self.model.begun(said, clock))

    @_standing(completed=False, said=True)
    @rule()
    def end(self) -> None:
        self.do(series.end, self.id)
        self.becomes(self.model.ended())

    # ---- The trash, and undo ---------------------------------------------------------

    @_standing()
    @rule()
    def delete(self) -> None:
        self.do(service.delete, self.id)
        self.becomes(replace(self.model, deleted=True))

    @precondition(lambda self: self.model.deleted)
    @rule()
    def restore(self) -> None:
        self.do(service.restore, self.id)
        self.becomes(replace(self.model, deleted=False))

    @precondition(lambda self: self.undoable)
    @rule(steps=st.integers(1, 3))
    def undo(self, steps: int) -> None:
        steps = min(steps, len(self.undoable))
        self.went_back(steps, self.do(history.undo, Undo(steps=steps)))

    @precondition(lambda self: self.undoable and not self.undone)
    @rule()
    def undo_the_batch(self) -> None:
        latest = self.do(history_queries.changes, ChangeQuery(limit=1)).items[0]
        if latest.undoes is None:
            self.went_back(1, self.do(history.undo, Undo(batch=latest.batch)))

    def went_back(self, steps: int, undone: Undone) -> None:
        assert len(undone.undid) == steps
        back = self.undoable[-steps:]
        del self.undoable[-steps:]
        self.undone.append(Redo(undone.batch, back, self.model))
        self.model = back[0]

    @precondition(lambda self: self.undone)
    @rule()
    def redo(self) -> None:
        undo = self.undone.pop()
        self.do(history.undo, Undo(batch=undo.batch))
        self.undoable += undo.back
        self.model = undo.model

    # ---- How it stands ---------------------------------------------------------------

    @invariant()
    def it_stands_as_it_should(self) -> None:
        model = self.model
        with database.reading() as session:
            todo, *below = (
                session.get_one(Todo, (self.owner_id, one))
                for one in (self.id, self.step, self.deeper)
            )
            found = Model(
                title=todo.title,
                said=todo.repeat_text,
                begins=todo.repeat_from.date() if todo.repeat_from else model.begins,
                scheduled=_scheduled(todo),
                due=When(todo.due_on or now().date(), todo.due_time, todo.due_zone),
                deadline=todo.deadline_on or now().date(),
                past=todo.repeat_past,
                completed=todo.completed,
                deleted=todo.deleted_at is not None,
                list_id=todo.list_id,
                step_done=below[0].completed,
                deeper_done=below[1].completed,
                others=_others(session, self.owner_id),
                over=_over(session, self.id),
            )
        assert found == model
        assert todo.repeat_rule == _rule(model)
        assert todo.due_at == days.due_instant(
            todo.due_on, todo.due_time, todo.due_zone
        )
        for one in below:
            assert (one.list_id, one.deleted_at) == (todo.list_id, todo.deleted_at)


def _scheduled(todo: Todo) -> When:
    if todo.repeat_due:
        return When(todo.repeat_due.date(), todo.repeat_time, todo.repeat_zone)
    return When(todo.due_on or now().date(), todo.due_time, todo.due_zone)


def _rule(model: Model) -> str | None:
    if model.said is None:
        return None
    kept = recurrence(model.said, now(), since=model.begins).recurrence.rule
    if model.said == "every month" and model.begins.day > 28:
        every = ",".join(str(day) for day in range(28, model.begins.day + 1))
        return f"{kept};BYMONTHDAY={every};BYSETPOS=-1"
    return kept


def _others(session: Session, owner_id: OwnerId) -> int:
    wanted = select(sa.func.count()).where(
        col(Todo.owner_id) == owner_id,
        col(Todo.deleted_at).is_(None),
        col(Todo.title) == "Ask ben",
    )
    return session.exec(wanted).one()


def _over(session: Session, todo_id: TodoId) -> tuple[Any, ...]:
    wanted = select(Occurrence).where(
        col(Occurrence.todo_id) == todo_id, col(Occurrence.deleted_at).is_(None)
    )
    found = session.exec(wanted.order_by(col(Occurrence.at)))
    return tuple((one.due_on, one.due_time, one.skipped) for one in found)


def test_a_series_keeps_its_rule_in_whatever_order(db: None) -> None:
    run_state_machine_as_test(SeriesMachine, settings=depth.machine(15, 15))

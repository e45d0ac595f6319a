"""Changes, undo and redo in any order, against what plain dictionaries say."""

import itertools
import json
from collections import Counter
from collections.abc import Callable
from typing import Any

import sqlalchemy as sa
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    precondition,
    rule,
    run_state_machine_as_test,
)
from sqlmodel import Session

from taskpal import acting, database
from taskpal.accounts.models import OwnerId
from taskpal.errors import TaskPalError
from taskpal.todos import service as todos
from taskpal.todos.comments import service as comments
from taskpal.todos.comments.schemas import NewComment
from taskpal.todos.folding import fold, search_key
from taskpal.todos.history.errors import CannotUndo, NothingToUndo
from taskpal.todos.history.schemas import Undone
from taskpal.todos.history.things import TABLES
from taskpal.todos.labels import service as labelling
from taskpal.todos.labels.models import TodoLabel
from taskpal.todos.labels.schemas import LabelChanges
from taskpal.todos.lists import keeping
from taskpal.todos.lists import service as lists
from taskpal.todos.lists.schemas import ListChanges, NewList
from taskpal.todos.lists.sections import service as sections
from taskpal.todos.lists.sections.schemas import NewSection, SectionChanges
from taskpal.todos.models import TodoId
from taskpal.todos.recurrence import service as recurrence
from taskpal.todos.schemas import NewTodo, TodoChanges
from tests import depth
from tests.conftest import make_account
from tests.todos.history.conftest import Person

Key = tuple[str, str]
Row = dict[str, Any]
State = dict[Key, Row]
Diff = dict[Key, tuple[Row | None, Row | None]]
Done = tuple[int, Diff]
"""A batch, and what it changed."""

_numbers = itertools.count()
_BOOKKEEPING = {"owner_id", "revision", "updated_at"}

which = st.integers(0, 99)
titles = st.sampled_from(["Buy milk", "Buy BREAD", "Straße", "Call ben"])
labels = st.lists(st.sampled_from(["home", "errands"]), unique=True)
changes = st.one_of(
    st.fixed_dictionaries(
        {},
        optional={
            "title": titles,
            "description": titles,
            "priority": st.sampled_from(["p1", "p4"]),
            "labels": labels,
        },
    ),
    st.sampled_from(
        [
            {"due": None},
            {"due": "2026-12-24"},
            {"due": "2026-12-25", "due_time": "18:00", "due_zone": "Europe/Berlin"},
            {"due_time": None},
            {"repeat": "every day"},
            {"repeat": None},
            {"list": "inbox"},
            {"parent": None},
        ]
    ),
)


def live_rows(session: Session, owner_id: OwnerId) -> State:
    """Everything that is not in the trash."""
    found: State = {}
    for kind, table in TABLES.items():
        wanted = sa.select(*(c for c in table.c if c.name not in _BOOKKEEPING)).where(
            table.c.owner_id == owner_id, table.c.deleted_at.is_(None)
        )
        for row in session.connection().execute(wanted).mappings():
            found[kind, row["id"]] = dict(row)
    return found


def difference(before: State, after: State) -> Diff:
    return {
        key: (before.get(key), after.get(key))
        for key in before.keys() | after.keys()
        if before.get(key) != after.get(key)
    }


def without(state: State, diff: Diff) -> State:
    """The state as if this had not happened."""
    found = {key: dict(row) for key, row in state.items()}
    for key, (before, after) in diff.items():
        if before is None:
            found.pop(key, None)
        elif after is None:
            found[key] = before
        else:
            changed = {n for n in before if before[n] != after[n]}
            found[key] |= {name: before[name] for name in changed}
    return found


class Undoing(RuleBasedStateMachine):
    """`done` are the batches that hold, `undone` those that redoing brings back.

    The latest can always be undone, unless something was undone `out_of_turn`.
    """

    @initialize()
    def begin(self) -> None:
        owner_id = make_account(f"ana.{next(_numbers)}")
        self.ana = Person(owner_id, acting.DASHBOARD)
        self.state: State = {}
        self.done: list[Done] = []
        self.undone: list[tuple[int, Diff, list[Done]]] = []
        self.out_of_turn = False

    def seen(self) -> State:
        return self.ana.does(live_rows)

    def ids(self, kind: str) -> list[str]:
        """In the order they were made: ids are different each time."""
        found = [key for key in self.state if key[0] == kind]
        return [i for _, i in sorted(found, key=lambda k: self.state[k]["created_at"])]

    def do(self, work: Callable[..., Any], *args: Any, **named: Any) -> Any:
        before = self.state
        try:
            made = self.ana.does(work, *args, **named)
        except TaskPalError:
            assert self.seen() == before
            return None
        self.state = self.seen()
        diff = difference(before, self.state)
        if diff:
            batch = self.ana.changes(limit=1).items[0].batch
            assert not self.done or batch > self.done[-1][0]
            self.done.append((batch, diff))
            self.undone.clear()
        return made

    def one(self, kind: str, number: int) -> str:
        """Any of them, or one that is not there."""
        ids = self.ids(kind)
        return ids[number % len(ids)] if ids else "000000000000"

    @rule(title=titles, labels=labels, inside=which, nested=st.booleans())
    def add(self, title: str, labels: list[str], inside: int, nested: bool) -> None:
        new: dict[str, Any] = {"title": title, "labels": labels}
        if nested and self.ids("todo"):
            new["parent"] = self.one("todo", inside)
        elif inside % 2 and self.ids("list"):
            new["list"] = self.one("list", inside)
        self.do(todos.add, NewTodo(**new))

    @rule(title=titles)
    def add_recurring(self, title: str) -> None:
        new = NewTodo.model_validate_json(
            f'{{"title": "{title}", "due": "2026-12-01", "repeat": "every 2 days"}}'
        )
        self.do(todos.add, new)

    @rule(number=which, changes=changes)
    def change(self, number: int, changes: dict[str, Any]) -> None:
        said = TodoChanges.model_validate_json(json.dumps(changes))
        self.do(todos.change, TodoId(self.one("todo", number)), said)

    @rule(number=which, other=which)
    def nest(self, number: int, other: int) -> None:
        said = TodoChanges(parent=self.one("todo", other))
        self.do(todos.change, TodoId(self.one("todo", number)), said)

    @rule(number=which, other=which)
    def move(self, number: int, other: int) -> None:
        said = TodoChanges(list=self.one("list", other))
        self.do(todos.change, TodoId(self.one("todo", number)), said)

    @rule(
        number=which,
        work=st.sampled_from(
            [todos.complete, todos.reopen, todos.delete, recurrence.skip]
        ),
    )
    def touch(self, number: int, work: Callable[..., Any]) -> None:
        self.do(work, TodoId(self.one("todo", number)))

    @rule(number=which)
    def restore(self, number: int) -> None:
        trashed = [
            key[1]
            for _, diff in self.done
            for key, (_, after) in diff.items()
            if key[0] == "todo" and after is None and key not in self.state
        ]
        if trashed:
            self.do(todos.restore, TodoId(trashed[number % len(trashed)]))

    @rule(name=titles, inside=which)
    def add_list(self, name: str, inside: int) -> None:
        parent = self.one("list", inside) if self.ids("list") and inside % 2 else None
        self.do(lists.add, NewList(name=name, parent=parent))

    @rule(number=which, other=which)
    def nest_list(self, number: int, other: int) -> None:
        said = ListChanges(parent=self.one("list", other))
        self.do(lists.change, self.one("list", number), said)

    @rule(
        number=which,
        work=st.sampled_from([keeping.delete, keeping.archive, keeping.unarchive]),
    )
    def touch_list(self, number: int, work: Callable[..., Any]) -> None:
        self.do(work, self.one("list", number))

    @rule(name=titles, inside=which)
    def add_section(self, name: str, inside: int) -> None:
        list_ = self.one("list", inside) if self.ids("list") else "inbox"
        self.do(sections.add, NewSection(name=name, list=list_))

    @rule(number=which, other=which)
    def put_into_a_section(self, number: int, other: int) -> None:
        said = TodoChanges(section=self.one("section", other))
        self.do(todos.change, TodoId(self.one("todo", number)), said)

    @rule(number=which, other=which, gone=st.booleans())
    def touch_section(self, number: int, other: int, gone: bool) -> None:
        section = self.one("section", number)
        if gone:
            self.do(sections.delete, section)
        else:
            said = SectionChanges(list=self.one("list", other))
            self.do(sections.change, section, said)

    @rule(number=which, name=titles, gone=st.booleans())
    def touch_label(self, number: int, name: str, gone: bool) -> None:
        label = self.one("label", number)
        if gone:
            self.do(labelling.delete, label)
        else:
            self.do(labelling.change, label, LabelChanges(name=name.replace(" ", "-")))

    @rule(number=which, text=titles, gone=st.booleans())
    def comment(self, number: int, text: str, gone: bool) -> None:
        if gone:
            self.do(comments.delete, self.one("comment", number))
        else:
            said = NewComment(todo=self.one("todo", number), text=text)
            self.do(comments.add, said)

    @rule(number=which, title=titles)
    def several_at_once(self, number: int, title: str) -> None:
        todo_id = TodoId(self.one("todo", number))

        def work(session: Session, owner_id: OwnerId) -> None:
            todos.change(session, owner_id, todo_id, TodoChanges(title=title))
            todos.add(session, owner_id, NewTodo(title=title, labels=["new"]))
            todos.complete(session, owner_id, todo_id)
            todos.change(session, owner_id, todo_id, TodoChanges(title="x"))
            todos.delete(session, owner_id, todo_id)

        self.do(work)

    @precondition(lambda self: self.done)
    @rule(steps=st.integers(1, 3))
    def undo_the_latest(self, steps: int) -> None:
        after, back = self.state, self.done[-steps:]
        if not back:
            return
        undone = self.tried(steps=len(back))
        if isinstance(undone, CannotUndo):
            assert self.out_of_turn, f"It is the latest, but: {undone}"
            assert self.seen() == after
            return
        del self.done[-steps:]
        assert undone.undid == [batch for batch, _ in reversed(back)]
        self.state, expected = self.seen(), after
        for _, diff in reversed(back):
            expected = without(expected, diff)
        assert self.state == expected
        self.undone.append((undone.batch, difference(self.state, after), back))

    @precondition(lambda self: self.done)
    @rule(number=which)
    def undo_one_change_of_the_latest(self, number: int) -> None:
        batch, diff = self.done[-1]
        entries = self.ana.changes(batch=batch, limit=100).items
        times = Counter(entry.thing for entry in entries)
        alone = [one for one in entries if times[one.thing] == 1 and not one.undone]
        if len(entries) < 2 or len(alone) < 2:
            return
        chosen, before = alone[number % len(alone)], self.state
        if isinstance(self.tried(change=chosen.id), CannotUndo):
            assert self.seen() == before
            return
        self.out_of_turn = True
        self.state, key = self.seen(), (chosen.kind, chosen.thing)
        assert self.state == without(before, {key: diff[key]} if key in diff else {})
        self.done[-1] = batch, {k: both for k, both in diff.items() if k != key}
        self.undone.clear()

    @precondition(lambda self: self.undone)
    @rule()
    def redo(self) -> None:
        before = self.state
        batch, diff, back = self.undone.pop()
        redone = self.ana.undo(batch=batch)
        self.state = self.seen()
        original = {key: (after, first) for key, (first, after) in diff.items()}
        assert self.state == without(before, original)
        assert redone.undid == [batch]
        latest = self.ana.changes(limit=1).items[0]
        assert latest.undoes == batch
        self.done += back

    @rule(number=which)
    def undo_any(self, number: int) -> None:
        if not self.done:
            return
        index = number % len(self.done)
        batch, diff = self.done[index]
        before = self.state
        undone, latest = self.tried(batch=batch), index == len(self.done) - 1
        self.state = self.seen()
        if isinstance(undone, CannotUndo):
            assert self.out_of_turn or not latest, f"It is the latest, but: {undone}"
            assert self.state == before
            return
        self.out_of_turn |= not latest
        assert self.state == without(before, diff)
        del self.done[index]
        self.undone.clear()

    def tried(self, **what: Any) -> Undone | CannotUndo:
        try:
            return self.ana.undo(**what)
        except CannotUndo as refused:
            return refused

    def teardown(self) -> None:
        if not hasattr(self, "ana"):
            return
        self._check_derived()
        left = -1
        while len(self.done) != left:
            left = len(self.done)
            self.undo_the_latest(1)
        if left:  # what was undone out of turn is in the way of the rest
            return
        assert self.state == {}
        try:
            self.ana.undo()
        except NothingToUndo:
            pass
        else:
            raise AssertionError("There was more to undo than was done.")

    def _check_derived(self) -> None:
        """What is made from other columns is as if it had been made just now."""
        carried = set()
        for (kind, id_), row in self.state.items():
            if kind == "todo":
                assert row["title_key"] == fold(row["title"])
                assert row["search_key"] == search_key(row["title"], row["description"])
                assert (row["due_at"] is None) == (row["due_zone"] is None)
                carried |= {(id_, one) for one in row["label_ids"].split()}
        with database.transaction() as session:
            of = TodoLabel.__table__.c  # type: ignore[attr-defined]
            wanted = sa.select(of.todo_id, of.label_id).where(
                of.owner_id == self.ana.id, of.todo_id.in_(self.ids("todo"))
            )
            found = {tuple(row) for row in session.execute(wanted)}
        assert found == carried


def test_undo_and_redo_in_any_order_agree_with_plain_dictionaries(db: None) -> None:
    run_state_machine_as_test(Undoing, settings=depth.machine(8, 30))

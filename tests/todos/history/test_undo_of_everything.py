"""Whatever can be done to whatever is kept: undone, all is as before; redone, as after.

What is looked at are the rows themselves, so nothing can be forgotten.
"""

from collections.abc import Callable
from typing import Any

import pytest
import sqlalchemy as sa
from sqlmodel import Session, select

from taskpal.accounts.models import OwnerId
from taskpal.columns import now
from taskpal.todos import service as todos
from taskpal.todos.comments import service as comments
from taskpal.todos.comments.schemas import CommentChanges, NewComment
from taskpal.todos.finding.filters import service as filters
from taskpal.todos.finding.filters.schemas import FilterChanges, NewFilter
from taskpal.todos.history.things import COLUMNS, KINDS, TABLES
from taskpal.todos.labels import service as labels
from taskpal.todos.labels.models import Label, TodoLabel
from taskpal.todos.labels.schemas import LabelChanges
from taskpal.todos.lists import keeping
from taskpal.todos.lists import service as lists
from taskpal.todos.lists.schemas import ListChanges, NewList
from taskpal.todos.lists.sections import service as sections
from taskpal.todos.lists.sections.schemas import (
    NewSection,
    SectionChanges,
    SectionMove,
)
from taskpal.todos.models import TodoId
from taskpal.todos.recurrence import service as series
from taskpal.todos.schemas import NewTodo, TodoChanges, TodoMove
from tests.todos.history.conftest import Person

Ids = dict[str, Any]
Rows = dict[tuple[str, str], dict[str, Any]]
Deed = Callable[[Session, OwnerId, Ids], object]


def house(session: Session, owner_id: OwnerId) -> Ids:
    """Lists in a list, a section, todos with subtasks, labels, comments, a filter."""

    def todo(title: str, **more: Any) -> TodoId:
        return TodoId(todos.add(session, owner_id, NewTodo(title=title, **more)).id)

    home = lists.add(session, owner_id, NewList(name="Home")).id
    garden = lists.add(session, owner_id, NewList(name="Garden", parent=home)).id
    work = lists.add(session, owner_id, NewList(name="Work")).id
    soon = sections.add(session, owner_id, NewSection(name="Soon", list=home)).id
    paint = todo("Paint", section=soon, labels=["diy", "home"])
    walls = todo("Walls", parent=paint)
    north = todo("North", parent=walls, labels=["diy"])
    water = todo("Water", list=garden, due=now().date(), repeat="every day")
    said = NewComment(todo=paint, text="Blue, or green?")
    found = {
        "home": home,
        "garden": garden,
        "work": work,
        "soon": soon,
        "later": sections.add(session, owner_id, NewSection(name="Later")).id,
        "paint": paint,
        "walls": walls,
        "north": north,
        "water": water,
        "milk": todo("Buy milk"),
        "comment": comments.add(session, owner_id, said).id,
        "filter": filters.add(
            session, owner_id, NewFilter(name="Mine", query="#Home & @diy")
        ).id,
    }
    ids = session.execute(select(Label.name, Label.id).where(_mine(Label, owner_id)))
    return found | {f"@{name}": id_ for name, id_ in ids}


def _mine(table: Any, owner_id: str) -> Any:
    return table.owner_id == owner_id


DEEDS: dict[str, Deed] = {
    "a list deleted": lambda s, o, i: keeping.delete(s, o, i["home"]),
    "a list archived": lambda s, o, i: keeping.archive(s, o, i["home"]),
    "a list renamed": lambda s, o, i: lists.change(
        s, o, i["home"], ListChanges(name="House", colour="red")
    ),
    "a list nested": lambda s, o, i: lists.change(
        s, o, i["home"], ListChanges(parent=i["work"])
    ),
    "a section deleted": lambda s, o, i: sections.delete(s, o, i["soon"]),
    "a section moved with its todos": lambda s, o, i: sections.change(
        s, o, i["soon"], SectionChanges(list=i["work"], name="Sooner")
    ),
    "a section put elsewhere": lambda s, o, i: sections.move(
        s, o, i["soon"], SectionMove(after=i["later"])
    ),
    "a label deleted": lambda s, o, i: labels.delete(s, o, i["@diy"]),
    "a label renamed": lambda s, o, i: labels.change(
        s, o, i["@diy"], LabelChanges(name="hammer")
    ),
    "a comment deleted": lambda s, o, i: comments.delete(s, o, i["comment"]),
    "a comment changed": lambda s, o, i: comments.change(
        s, o, i["comment"], CommentChanges(text="Green.")
    ),
    "a filter deleted": lambda s, o, i: filters.delete(s, o, i["filter"]),
    "a filter changed": lambda s, o, i: filters.change(
        s, o, i["filter"], FilterChanges(query="today")
    ),
    "a todo deleted": lambda s, o, i: todos.delete(s, o, i["paint"]),
    "a todo completed": lambda s, o, i: todos.complete(s, o, i["paint"]),
    "a todo moved": lambda s, o, i: todos.change(
        s, o, i["paint"], TodoChanges(list=i["work"])
    ),
    "a todo put elsewhere": lambda s, o, i: todos.move(
        s, o, i["paint"], TodoMove(after=i["water"])
    ),
    "a todo made a subtask": lambda s, o, i: todos.change(
        s, o, i["milk"], TodoChanges(parent=i["north"])
    ),
    "a todo changed in every way": lambda s, o, i: todos.change(
        s,
        o,
        i["paint"],
        TodoChanges(
            title="Paint it",
            description="Twice",
            priority="p1",
            due=now().date(),
            start=now().date(),
            deadline=now().date(),
            duration_minutes=90,
            labels=["new"],
            section=i["later"],
            repeat="every week",
        ),
    ),
    "a round completed": lambda s, o, i: todos.complete(s, o, i["water"]),
    "a round skipped": lambda s, o, i: series.skip(s, o, i["water"]),
    "a round changed alone": lambda s, o, i: series.split(
        s, o, i["water"], TodoChanges(title="Ask ben")
    ),
    "a series ended": lambda s, o, i: series.end(s, o, i["water"]),
}


def rows(session: Session, owner_id: OwnerId) -> Rows:
    """All that is kept of whatever is not in the trash, and which todo has a label."""
    found: Rows = {}
    for kind, table in TABLES.items():
        kept = {*COLUMNS[kind], "id"} | {"due_at", "search_key"} & {*table.c.keys()}
        wanted = sa.select(*(table.c[name] for name in sorted(kept)))
        here = wanted.where(table.c.owner_id == owner_id, table.c.deleted_at.is_(None))
        for row in session.execute(here).mappings():
            found[kind, row["id"]] = dict(row)
    carried = select(TodoLabel).where(_mine(TodoLabel, owner_id))
    for one in session.exec(carried):
        if ("todo", one.todo_id) in found:
            found["carried", f"{one.todo_id} {one.label_id}"] = {}
    return found


@pytest.mark.parametrize("name", DEEDS)
def test_what_was_done_is_taken_back_and_done_again(anas: Person, name: str) -> None:
    ids = anas.does(house)
    before = anas.does(rows)
    anas.does(DEEDS[name], ids)
    after = anas.does(rows)
    assert before != after

    undone = anas.undo()
    assert len(undone.undid) == 1
    assert anas.does(rows) == before

    anas.undo(batch=undone.batch)
    assert anas.does(rows) == after
    anas.undo()
    assert anas.does(rows) == before


def test_a_label_comes_back_to_what_was_in_the_trash_already(anas: Person) -> None:
    ids = anas.does(house)
    before = anas.does(rows)
    for name in ("a todo deleted", "a label deleted"):
        anas.does(DEEDS[name], ids)

    anas.undo()
    anas.does(todos.restore, ids["paint"])

    assert anas.does(rows) == before


def test_all_of_it_is_taken_back_in_as_many_steps(anas: Person) -> None:
    ids = anas.does(house)
    before = anas.does(rows)
    deeds = (
        *("a comment deleted", "a label deleted", "a round completed"),
        *("a section deleted", "a list archived", "a list deleted"),
    )
    for name in deeds:
        anas.does(DEEDS[name], ids)

    anas.undo(steps=len(deeds))

    assert anas.does(rows) == before


def test_every_kind_of_thing_is_there(anas: Person) -> None:
    anas.does(house)

    found = {kind for kind, _ in anas.does(rows)}

    assert found == {*KINDS, "carried"} - {"occurrence"}

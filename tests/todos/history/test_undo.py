import json
from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from sqlmodel import col

from taskpal import database
from taskpal.columns import now
from taskpal.todos import queries, service
from taskpal.todos.history.errors import (
    CannotUndo,
    ChangeNotFound,
    NeedsDeleting,
    NothingToUndo,
    UndoneAlready,
)
from taskpal.todos.labels import queries as labels
from taskpal.todos.labels.models import TodoLabel
from taskpal.todos.lists import keeping
from taskpal.todos.lists import service as lists
from taskpal.todos.lists.models import TodoList
from taskpal.todos.lists.schemas import ListChanges, NewList
from taskpal.todos.models import Todo, TodoId
from taskpal.todos.schemas import NewTodo, TodoChanges, TodoView
from tests.todos.history.conftest import CHATGPT, Person


def add(person: Person, title: str = "Buy milk", **fields: Any) -> Todo:
    return person.does(service.add, NewTodo(title=title, **fields))


def change(person: Person, todo: Todo, **fields: Any) -> Todo:
    changes = TodoChanges.model_validate_json(json.dumps(fields))
    return person.does(service.change, TodoId(todo.id), changes)


def delete(person: Person, todo: Todo) -> None:
    person.does(service.delete, TodoId(todo.id))


def seen(person: Person, todo: Todo) -> TodoView | None:
    def look(session: Any, owner_id: Any) -> TodoView | None:
        found = queries.todo_to_restore(session, owner_id, TodoId(todo.id))
        return None if found.deleted_at else queries.view(session, found)

    view = person.does(look)
    if view:
        view.updated_at = view.created_at
    return view


def test_what_was_added_goes_to_the_trash(anas: Person) -> None:
    milk = add(anas)

    undone = anas.undo()

    assert seen(anas, milk) is None
    assert undone.message == "Undone: adding “Buy milk”."
    assert (undone.count, len(undone.changes)) == (1, 1)


CHANGES: list[dict[str, Any]] = [
    {"title": "Buy oat milk", "description": "Two", "priority": "p1"},
    {"due": "2026-12-24", "due_time": "18:00", "due_zone": "Europe/Berlin"},
    {"labels": ["home", "errands"]},
    {"start": "2026-12-01", "deadline": "2026-12-31", "duration_minutes": 45},
    {"completed": True},
]


@pytest.mark.parametrize("fields", CHANGES, ids=lambda fields: next(iter(fields)))
def test_changed_fields_are_as_they_were(anas: Person, fields: dict[str, Any]) -> None:
    milk = add(anas, title="Milk", description="One", labels=["errands"])
    before = seen(anas, milk)
    change(anas, milk, **fields)
    after = seen(anas, milk)

    undone = anas.undo()
    back = seen(anas, milk)
    anas.undo(batch=undone.batch)

    assert before == back != after
    assert seen(anas, milk) == after


def test_what_is_made_from_other_columns_is_made_anew(anas: Person) -> None:
    milk = add(anas, title="Milk", due_zone=None)
    change(anas, milk, title="Bread", due="2026-12-24")
    change(anas, milk, due_time="18:00", due_zone="Europe/Berlin")

    anas.undo()
    anas.undo()

    with database.transaction() as session:
        row = session.get_one(Todo, (anas.id, milk.id))
        assert (row.title_key, row.search_key, row.due_at) == ("milk", "milk\n", None)
    anas.undo(batch=anas.changes().items[0].batch)
    anas.undo(batch=anas.changes(order="oldest").items[2].batch + 1)
    with database.transaction() as session:
        row = session.get_one(Todo, (anas.id, milk.id))
        assert (row.title_key, row.search_key) == ("bread", "bread\n")
        assert row.due_at is not None


def test_labels_are_on_the_todo_again(anas: Person) -> None:
    milk = add(anas, labels=["home"])
    change(anas, milk, labels=[])

    anas.undo()

    with database.transaction() as session:
        carried = sa.select(col(TodoLabel.todo_id))
        assert list(session.execute(carried).scalars()) == [milk.id]


def test_a_label_made_on_the_way_goes_too(anas: Person) -> None:
    add(anas, labels=["home"])

    anas.undo()

    with database.transaction() as session:
        assert labels.ids_by_key(session, anas.id, ["home"]) == {}


def test_a_label_that_is_in_use_by_now_stays(anas: Person) -> None:
    milk = add(anas, labels=["home"])
    bread = add(anas, "Buy bread", labels=["home"])
    batch = anas.changes(thing=milk.id).items[0].batch

    anas.undo(batch=batch)

    view = seen(anas, bread)
    assert view is not None
    assert view.labels == ["home"]
    assert seen(anas, milk) is None


def test_several_steps_go_further_back(anas: Person) -> None:
    milk = add(anas, "a")
    for title in ("b", "c", "d"):
        change(anas, milk, title=title)

    one = anas.undo()
    two = anas.undo(steps=2)

    assert (len(one.undid), len(two.undid)) == (1, 2)
    view = seen(anas, milk)
    assert view is not None
    assert view.title == "a"


def test_more_steps_than_there_are_undo_all_there_are(anas: Person) -> None:
    milk = add(anas)

    assert len(anas.undo(steps=100).undid) == 1
    assert seen(anas, milk) is None


def test_with_nothing_to_undo_that_is_said(anas: Person) -> None:
    with pytest.raises(NothingToUndo):
        anas.undo()

    add(anas)
    anas.undo()
    with pytest.raises(NothingToUndo):
        anas.undo()


def test_what_was_done_long_ago_is_not_undone_by_chance(anas: Person) -> None:
    milk = add(anas)
    with database.transaction() as session:
        session.execute(
            sa.text("UPDATE change SET at = :at").bindparams(
                sa.bindparam("at", now() - timedelta(days=31), type_=sa.DateTime())
            )
        )

    with pytest.raises(NothingToUndo):
        anas.undo()
    anas.undo(batch=anas.changes().items[0].batch)

    assert seen(anas, milk) is None


def test_undo_of_undo_of_undo(anas: Person) -> None:
    milk = add(anas)
    batch = anas.undo().batch

    there = []
    for _ in range(4):
        batch = anas.undo(batch=batch).batch
        there.append(seen(anas, milk) is not None)

    assert there == [True, False, True, False]


def test_after_redoing_it_can_be_undone_again(anas: Person) -> None:
    milk = add(anas, "a")
    change(anas, milk, title="b")
    first = anas.undo()

    anas.undo(batch=first.batch)
    again = anas.undo()

    assert again.undid == first.undid
    view = seen(anas, milk)
    assert view is not None
    assert view.title == "a"


def test_one_change_of_a_batch_is_undone_alone(anas: Person) -> None:
    def both(session: Any, owner_id: Any) -> list[Todo]:
        return [
            service.add(session, owner_id, NewTodo(title=title)) for title in ("a", "b")
        ]

    one, two = anas.does(both)
    entry = anas.changes(thing=two.id).items[0]

    anas.undo(change=entry.id)

    assert seen(anas, one) is not None
    assert seen(anas, two) is None
    with pytest.raises(UndoneAlready):
        anas.undo(change=entry.id)
    anas.undo(batch=entry.batch)
    assert seen(anas, one) is None


def test_a_thing_changed_twice_in_a_batch_is_as_before_it(anas: Person) -> None:
    milk = add(anas, "a")
    before = seen(anas, milk)

    def twice(session: Any, owner_id: Any) -> None:
        for changes in ({"title": "b"}, {"title": "c", "priority": "p1"}):
            service.change(session, owner_id, TodoId(milk.id), TodoChanges(**changes))
        service.delete(session, owner_id, TodoId(milk.id))

    anas.does(twice)
    undone = anas.undo()

    assert seen(anas, milk) == before
    assert undone.count == 1


def test_what_was_undone_is_not_undone_again(anas: Person) -> None:
    add(anas)
    batch = anas.changes().items[0].batch
    anas.undo(batch=batch)

    with pytest.raises(UndoneAlready):
        anas.undo(batch=batch)


def test_nobody_undoes_what_somebody_else_did(anas: Person, bens: Person) -> None:
    milk = add(anas)
    entry = anas.changes().items[0]

    for what in ({"batch": entry.batch}, {"change": entry.id}):
        with pytest.raises(ChangeNotFound):
            bens.undo(**what)
    with pytest.raises(NothingToUndo):
        bens.undo()

    assert seen(anas, milk) is not None


def test_a_later_change_of_the_same_field_stands_in_the_way(anas: Person) -> None:
    milk = add(anas, "a")
    change(anas, milk, title="b")
    change(anas.through(CHATGPT), milk, title="c")
    before = seen(anas, milk)

    with pytest.raises(CannotUndo, match="“c” was changed since, by ChatGPT") as said:
        anas.undo()

    assert seen(anas, milk) == before
    standing = said.value.more["batch"]
    anas.undo(batch=standing)
    anas.undo()
    view = seen(anas, milk)
    assert view is not None
    assert view.title == "a"


def test_a_later_change_of_another_field_does_not(anas: Person) -> None:
    milk = add(anas, "a")
    change(anas, milk, title="b")
    change(anas.through(CHATGPT), milk, priority="p1")

    anas.undo()

    view = seen(anas, milk)
    assert view is not None
    assert (view.title, view.priority) == ("a", "p1")


def test_fields_that_belong_together_count_as_one(anas: Person) -> None:
    milk = add(anas)
    change(anas, milk, due="2026-12-24")
    change(anas.through(CHATGPT), milk, due_time="18:00")

    with pytest.raises(CannotUndo, match="was changed since"):
        anas.undo()


def test_what_was_changed_or_deleted_since_it_was_added_stays(anas: Person) -> None:
    milk, bread = add(anas), add(anas, "Buy bread")
    change(anas.through(CHATGPT), milk, title="Buy oat milk")
    delete(anas.through(CHATGPT), bread)

    for thing, was in ((milk, "changed"), (bread, "deleted")):
        batch = anas.changes(thing=thing.id, order="oldest").items[0].batch
        with pytest.raises(CannotUndo, match=f"was {was} since, by ChatGPT"):
            anas.undo(batch=batch)


def test_a_field_of_what_is_in_the_trash_is_not_undone(anas: Person) -> None:
    milk = add(anas)
    change(anas, milk, title="b")
    delete(anas.through(CHATGPT), milk)

    with pytest.raises(CannotUndo, match="“b” is in the trash"):
        anas.undo()


def test_a_list_with_something_in_it_is_not_unmade(anas: Person) -> None:
    home = anas.does(lists.add, NewList(name="Home"))
    milk = add(anas.through(CHATGPT), list=home.id)

    with pytest.raises(CannotUndo, match="“Buy milk” is in the list “Home” now"):
        anas.undo()

    anas.through(CHATGPT).undo()
    anas.undo()
    assert seen(anas, milk) is None


def test_a_todo_with_a_new_subtask_is_not_unmade(anas: Person) -> None:
    milk = add(anas)
    add(anas.through(CHATGPT), "Take a bag", parent=milk.id)

    with pytest.raises(CannotUndo, match="“Take a bag” is in “Buy milk” now"):
        anas.undo()


def test_a_todo_does_not_come_back_into_a_list_in_the_trash(anas: Person) -> None:
    home = anas.does(lists.add, NewList(name="Home"))
    milk = add(anas, list=home.id)
    change(anas, milk, list="inbox")
    anas.through(CHATGPT).does(keeping.delete, home.id)

    with pytest.raises(
        CannotUndo, match="“Buy milk” was in the list “Home”, which is in the trash"
    ):
        anas.undo()


def test_a_todo_does_not_come_back_into_a_list_that_is_gone(anas: Person) -> None:
    home = anas.does(lists.add, NewList(name="Home"))
    milk = add(anas, list=home.id)
    change(anas, milk, list="inbox")
    with database.transaction() as session:
        session.execute(sa.delete(TodoList))

    with pytest.raises(CannotUndo, match="was in a list that is gone for good"):
        anas.undo()


def test_a_deleted_list_comes_back_with_all_that_was_in_it(anas: Person) -> None:
    home = anas.does(lists.add, NewList(name="Home"))
    milk = add(anas, list=home.id)
    before = seen(anas, milk)
    anas.does(keeping.delete, home.id)

    undone = anas.undo()

    assert seen(anas, milk) == before
    assert undone.count == 2
    assert undone.message in (
        "Undone: deleting the list “Home” and deleting “Buy milk”.",
        "Undone: deleting “Buy milk” and deleting the list “Home”.",
    )
    add(anas, "Buy bread", list=home.id)
    with pytest.raises(CannotUndo, match="“Buy bread” is in the list “Home” now"):
        anas.undo(batch=undone.batch)


def test_moves_that_would_make_a_circle_are_refused(anas: Person) -> None:
    one, two = add(anas, "a"), add(anas, "b")
    change(anas, one, parent=two.id)
    change(anas, one, parent=None)
    change(anas.through(CHATGPT), two, parent=one.id)

    with pytest.raises(CannotUndo, match="inside itself"):
        anas.undo()


def test_lists_in_circles_are_refused_too(anas: Person) -> None:
    one, two = (anas.does(lists.add, NewList(name=name)) for name in ("a", "b"))
    anas.does(lists.change, one.id, ListChanges(parent=two.id))
    anas.does(lists.change, one.id, ListChanges(parent=None))
    anas.through(CHATGPT).does(lists.change, two.id, ListChanges(parent=one.id))

    with pytest.raises(CannotUndo, match="inside itself"):
        anas.undo()


def test_undoing_the_archiving_shows_the_todos_again(anas: Person) -> None:
    home = anas.does(lists.add, NewList(name="Home"))
    milk = add(anas, list=home.id)
    anas.does(keeping.archive, home.id)

    undone = anas.undo()

    with database.transaction() as session:
        assert session.get_one(TodoList, (anas.id, home.id)).archived_at is None
        assert session.get_one(Todo, (anas.id, milk.id)).revision == undone.batch


def test_a_list_in_an_archived_one_stays_archived(anas: Person) -> None:
    home = anas.does(lists.add, NewList(name="Home"))
    attic = anas.does(lists.add, NewList(name="Attic", parent=home.id))
    anas.does(keeping.archive, attic.id)
    anas.through(CHATGPT).does(keeping.archive, home.id)

    with pytest.raises(CannotUndo, match="is in the list “Home”, which is archived"):
        anas.undo()


def test_what_the_trash_no_longer_has_does_not_come_back(anas: Person) -> None:
    milk = add(anas)
    delete(anas, milk)
    long_ago = now() - timedelta(days=31)
    with database.transaction() as session:
        row = session.get_one(Todo, (anas.id, milk.id))
        row.deleted_at = long_ago

    with pytest.raises(CannotUndo, match="“Buy milk” was deleted more than 30 days"):
        anas.undo()
    with database.transaction() as session:
        session.execute(sa.delete(Todo))
    with pytest.raises(CannotUndo, match="“Buy milk” was deleted more than 30 days"):
        anas.undo()


def test_a_change_nobody_noted_is_not_overwritten(anas: Person) -> None:
    milk = add(anas, "a")
    change(anas, milk, title="b")
    with database.transaction() as session:
        session.execute(sa.update(Todo).values(title="c"))

    with pytest.raises(CannotUndo, match="was changed since"):
        anas.undo()


def test_an_app_undoes_its_own_latest_change(anas: Person) -> None:
    app = anas.through(CHATGPT)
    milk = add(app)
    bread = add(anas, "Buy bread")

    app.undo()

    assert seen(anas, milk) is None
    assert seen(anas, bread) is not None
    with pytest.raises(NothingToUndo):
        app.undo()


def test_an_app_undoes_what_others_did_when_it_names_it(anas: Person) -> None:
    milk = add(anas)
    change(anas, milk, title="b")
    batch = anas.changes().items[0].batch

    anas.through(CHATGPT).undo(batch=batch, may_delete=False)

    view = seen(anas, milk)
    assert view is not None
    assert view.title == "Buy milk"


def test_without_access_to_delete_only_what_one_added_goes(anas: Person) -> None:
    app = anas.through(CHATGPT)
    add(anas)
    own = add(app, "Buy bread")
    batch = anas.changes(order="oldest").items[0].batch

    app.undo(may_delete=False)
    with pytest.raises(NeedsDeleting):
        app.undo(batch=batch, may_delete=False)

    assert seen(anas, own) is None


def test_without_access_to_delete_no_deletion_is_done_again(anas: Person) -> None:
    milk = add(anas)
    delete(anas, milk)
    undone = anas.undo()

    with pytest.raises(NeedsDeleting):
        anas.through(CHATGPT).undo(batch=undone.batch, may_delete=False)


def test_two_labels_of_one_name_are_refused(anas: Person) -> None:
    milk = add(anas, labels=["home"])
    anas.undo()
    redo = anas.changes().items[0].batch
    bread = add(anas, "Buy bread", labels=["Home"])

    with pytest.raises(CannotUndo, match="There is another label “Home” now"):
        anas.undo(batch=redo)

    assert seen(anas, milk) is None
    assert seen(anas, bread) is not None

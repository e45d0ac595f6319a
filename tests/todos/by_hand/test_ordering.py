"""Orders made by hand, also where things share a position."""

import asyncio
import random

import pytest
from sqlmodel import Session, col, select

from taskpal import database
from taskpal.accounts.models import OwnerId
from taskpal.todos.by_hand import ordering, positions
from taskpal.todos.history import service as undoing
from taskpal.todos.history.schemas import Undo
from taskpal.todos.lists import service
from taskpal.todos.lists.models import TodoList
from taskpal.todos.lists.schemas import ListMove, NewList
from tests.todos.conftest import Api
from tests.todos.lists.test_api import make, names


def _with(session: Session, owner: OwnerId, **positions: str) -> dict[str, TodoList]:
    rows = {
        name: TodoList(owner_id=owner, id=name * 12, name=name, position=position)
        for name, position in positions.items()
    }
    session.add_all(rows.values())
    session.flush()
    return rows


def _order(session: Session, owner: OwnerId) -> str:
    wanted = (
        select(TodoList.name)
        .where(TodoList.owner_id == owner)
        .order_by(col(TodoList.position), col(TodoList.id))
    )
    return "".join(session.exec(wanted))


@pytest.mark.parametrize("shared", ["1", ""])
@pytest.mark.parametrize("side", ["before", "after"])
@pytest.mark.parametrize("moved", "abcd")
@pytest.mark.parametrize("beside", "abcd")
def test_things_that_share_a_position_are_told_apart(  # noqa: PLR0913, PLR0917
    session: Session, ana: OwnerId, shared: str, side: str, moved: str, beside: str
) -> None:
    if moved == beside:
        pytest.skip("nothing is beside itself")
    rows = _with(session, ana, a=shared, b=shared, c=shared, d="2")
    expected = [name for name in "abcd" if name != moved]
    expected.insert(expected.index(beside) + (side == "after"), moved)

    to = ListMove(**{side: rows[beside].id})
    service.move(session, ana, rows[moved].id, to)

    assert _order(session, ana) == "".join(expected)


def test_moving_one_writes_one_row(session: Session, ana: OwnerId) -> None:
    rows = [service.add(session, ana, NewList(name=name)) for name in "abc"]
    revisions = [row.revision for row in rows]

    service.move(session, ana, rows[2].id, ListMove(before=rows[0].id))

    assert [row.revision for row in rows[:2]] == revisions[:2]
    assert rows[2].revision > revisions[2]
    assert _order(session, ana) == "cab"


def test_any_order_can_be_made(session: Session, ana: OwnerId) -> None:
    rows = {name: service.add(session, ana, NewList(name=name)) for name in "abcdef"}
    expected, chance = list("abcdef"), random.Random(7)

    for _ in range(60):
        moved, beside = chance.sample("abcdef", 2)
        side = chance.choice(["before", "after"])
        expected.remove(moved)
        expected.insert(expected.index(beside) + (side == "after"), moved)
        to = ListMove(**{side: rows[beside].id})
        service.move(session, ana, rows[moved].id, to)

        assert _order(session, ana) == "".join(expected)


@pytest.mark.parametrize("always", ["after the first", "before the last", "in turns"])
def test_a_gap_never_gets_full(session: Session, ana: OwnerId, always: str) -> None:
    rows = _with(session, ana, a="1", z="2")
    among = ordering.Among(TodoList, (col(TodoList.owner_id) == ana,))
    expected = ["a", "z"]
    places = {
        "after the first": lambda _: ("after", "a"),
        "before the last": lambda _: ("before", "z"),
        "in turns": lambda turn: ("after", expected[turn % 2]),
    }

    for turn in range(800):
        side, name = places[always](turn)
        position = ordering.position(session, among, side, rows[name])
        made = TodoList(
            owner_id=ana, id=f"{turn:012}", name=f"{turn}", position=position
        )
        session.add(made)
        session.flush()
        rows[made.name] = made
        expected.insert(expected.index(name) + (side == "after"), made.name)

    ordered = sorted(rows.values(), key=lambda row: row.position)
    assert [row.name for row in ordered] == expected
    assert len({row.position for row in ordered}) == len(ordered)
    assert max(len(row.position) for row in ordered) <= ordering.LONGEST


def test_making_room_is_part_of_the_move_and_undone_with_it(
    session: Session, ana: OwnerId
) -> None:
    low = "1" * ordering.LONGEST
    rows = _with(session, ana, a=low, b=positions.between(low, low + "2"), c="5")
    session.commit()

    service.move(session, ana, rows["c"].id, ListMove(after=rows["a"].id))
    assert _order(session, ana) == "acb"
    assert len(rows["c"].position) < ordering.LONGEST
    session.commit()
    undoing.undo(session, ana, Undo())

    assert _order(session, ana) == "abc"
    assert session.get_one(TodoList, (ana, rows["a"].id)).position == low


async def test_two_moves_at_once_are_one_after_the_other(
    api: Api, ana: OwnerId
) -> None:
    client = api(ana)
    a, b, c, d = [await make(client, name) for name in "abcd"]

    answers = await asyncio.gather(
        client.post(f"/api/lists/{c}/move", json={"after": a}),
        client.post(f"/api/lists/{d}/move", json={"after": a}),
        client.post(f"/api/lists/{b}/move", json={"parent": c}),
        client.post(f"/api/lists/{c}/move", json={"parent": b}),
    )

    assert sorted(one.status_code for one in answers) == [200, 200, 200, 422]
    assert sorted(await names(client)) == ["Inbox", "a", "b", "c", "d"]
    with database.reading() as session:
        rows = session.exec(select(TodoList)).all()
    assert len({row.position for row in rows}) == len(rows)
    parents = {row.id: row.parent_id for row in rows}
    assert parents[b] != c or parents[c] != b

"""Whether things are still where they belong after an undo: else it is refused.

All that an undo changed is at one revision. It is looked at in a few statements,
however much it is.
"""

from collections.abc import Set
from typing import Any, Final, NamedTuple

import sqlalchemy as sa
from sqlmodel import Session

from taskpal.todos.history.errors import CannotUndo
from taskpal.todos.history.sentences import beginning, named
from taskpal.todos.history.things import TABLES, Kind


class Need(NamedTuple):
    """That one thing is in, or about, another."""

    kind: Kind
    column: str
    other: Kind


NEEDS: Final = (
    Need("todo", "list_id", "list"),
    Need("todo", "section_id", "section"),
    Need("todo", "parent_id", "todo"),
    Need("section", "list_id", "list"),
    Need("list", "parent_id", "list"),
    Need("comment", "todo_id", "todo"),
)
_PLACES: Final = {
    ("todo", "section"): ("list_id",),
    ("todo", "todo"): ("list_id", "section_id"),
}
"""Where both have to be in the same place."""


def check_places(
    session: Session, owner_id: str, revision: int, placed: Set[Kind]
) -> None:
    """See that what was placed anew at this revision is in what is there.

    And that nothing is left in what went to the trash.

    Raises:
        CannotUndo: it is not.
    """
    for need in NEEDS:
        if need.kind in placed:
            _check_there(session, owner_id, revision, need)
        if need.other in placed and need.kind != "comment":
            _check_left(session, owner_id, revision, need)
        if placed.isdisjoint((need.kind, need.other)):
            continue
        for place in _PLACES.get((need.kind, need.other), ()):
            _check_beside(session, owner_id, revision, need, place)


def pair(need: Need) -> tuple[Any, Any, Any]:
    """The thing, what it needs, and that they belong together."""
    one, other = TABLES[need.kind].alias("one"), TABLES[need.other].alias("other")
    together = sa.and_(
        other.c.owner_id == one.c.owner_id, other.c.id == one.c[need.column]
    )
    return one, other, together


def first(session: Session, wanted: sa.Select[Any]) -> Any:
    return session.connection().execute(wanted.limit(1)).first()


def called(kind: Kind, table: Any) -> Any:
    column = {"todo": "title", "comment": "text"}.get(kind, "name")
    return table.c[column]


def _check_there(session: Session, owner_id: str, revision: int, need: Need) -> None:
    """What a thing is in has to be there."""
    one, other, together = pair(need)
    found = first(
        session,
        sa.select(called(need.kind, one), called(need.other, other))
        .select_from(one.outerjoin(other, together))
        .where(
            one.c.owner_id == owner_id,
            one.c.revision == revision,
            one.c.deleted_at.is_(None),
            one.c[need.column].is_not(None),
            sa.or_(other.c.id.is_(None), other.c.deleted_at.is_not(None)),
        ),
    )
    if found:
        its, name = found
        what = beginning(named(need.kind, its))
        if name is None:
            raise CannotUndo(f"{what} was in a {need.other} that is gone for good.")
        where = named(need.other, name)
        belongs = "is about" if need.kind == "comment" else "was in"
        raise CannotUndo(
            f"{what} {belongs} {where}, which is in the trash. Restore that first."
        )


def _check_left(session: Session, owner_id: str, revision: int, need: Need) -> None:
    """Nothing may be left in a thing that goes to the trash."""
    one, other, together = pair(need)
    found = first(
        session,
        sa.select(called(need.kind, one), called(need.other, other))
        .select_from(other.join(one, together))
        .where(
            other.c.owner_id == owner_id,
            other.c.revision == revision,
            other.c.deleted_at.is_not(None),
            one.c.deleted_at.is_(None),
        ),
    )
    if found:
        left, name = found
        raise CannotUndo(
            f"{beginning(named(need.kind, left))} is in {named(need.other, name)} now. "
            "Move or delete it first."
        )


def _check_beside(
    session: Session, owner_id: str, revision: int, need: Need, place: str
) -> None:
    """A thing is in the list and the section that what it is in is in."""
    one, other, together = pair(need)
    apart = one.c[place].is_distinct_from(other.c[place])
    for moved in (one, other):
        found = first(
            session,
            sa.select(called(need.kind, one), called(need.other, other))
            .select_from(one.join(other, together))
            .where(
                moved.c.owner_id == owner_id,
                moved.c.revision == revision,
                one.c.deleted_at.is_(None),
                other.c.deleted_at.is_(None),
                apart,
            ),
        )
        if found:
            which, name = found
            raise CannotUndo(
                f"{beginning(named(need.kind, which))} and "
                f"{named(need.other, name)}, which it belongs to, would not be in the "
                "same list any more: one of them was moved or added since."
            )

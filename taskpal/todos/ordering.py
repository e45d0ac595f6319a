"""Putting a thing where people want it among others: one row is written.

Only where two things share a position, as may be after an import, those behind it get
positions of their own first.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final, Protocol

import sqlalchemy as sa
from sqlmodel import Session

from taskpal.errors import BadValues
from taskpal.todos import positions

LONGEST: Final = 500
"""Characters of a position: a cursor and an index have to hold it."""


class Placed(Protocol):
    """A row with a place in an order."""

    id: str
    position: str


@dataclass(frozen=True, slots=True)
class Among:
    """The things that are ordered together, without the one that is moved.

    Attributes:
        model: their table.
        where: which of its rows they are.
        touched: called for another row that had to be moved too.
    """

    model: Any
    where: tuple[sa.ColumnElement[bool], ...]
    touched: Callable[[Any], None] = lambda _row: None


def beside(before: str | None, after: str | None) -> tuple[str, str | None]:
    """Which of the two a caller said, and the id there; None when neither.

    Raises:
        BadValues: both.
    """
    if before is not None and after is not None:
        raise BadValues({"after": "cannot be said together with before"})
    return ("after", after) if before is None else ("before", before)


def position(session: Session, among: Among, field: str, there: Placed) -> str:
    """A position right `before` or `after` another thing, as `field` says.

    Raises:
        BadValues: so much was moved into this gap that it is full.
    """
    put = _before if field == "before" else _after
    return put(session, among, there)


def _before(session: Session, among: Among, there: Placed) -> str:
    nearest = _nearest(session, among, there, behind=False)
    low = nearest.position if nearest else None
    if not there.position or low == there.position:
        _untie(session, among, there)
    return _checked(low, there.position, "before")


def _after(session: Session, among: Among, there: Placed) -> str:
    nearest = _nearest(session, among, there, behind=True)
    if nearest and nearest.position == there.position:
        _untie(session, among, nearest)
    return _checked(there.position, nearest.position if nearest else None, "after")


def _nearest(
    session: Session, among: Among, there: Placed, *, behind: bool
) -> Placed | None:
    keys = among.model.position, among.model.id
    here, end = sa.tuple_(*keys), sa.tuple_(there.position, there.id)
    order = keys if behind else [key.desc() for key in keys]
    wanted = (
        sa.select(among.model)
        .where(*among.where, here > end if behind else here < end)
        .order_by(*order)
        .limit(1)
    )
    found: Placed | None = session.execute(wanted).scalar()
    return found


def _untie(session: Session, among: Among, first: Placed) -> None:
    """Move `first`, and what shares its position behind it, up to what follows."""
    if first.position and not _shared(session, among, first):
        return
    model = among.model
    tied = sa.select(model).where(
        *among.where, model.position == first.position, model.id >= first.id
    )
    later = sa.select(sa.func.min(model.position)).where(
        *among.where, model.position > first.position
    )
    ceiling = session.execute(later).scalar()
    at: str | None = first.position or None
    for row in session.execute(tied.order_by(model.id)).scalars().all():
        row.position = at = positions.between(at, ceiling)
        among.touched(row)


def _shared(session: Session, among: Among, first: Placed) -> bool:
    wanted = sa.select(among.model.id).where(
        *among.where,
        among.model.position == first.position,
        among.model.id != first.id,
    )
    return session.execute(wanted.limit(1)).first() is not None


def _checked(low: str | None, high: str | None, field: str) -> str:
    found = positions.between(low, high)
    if len(found) > LONGEST:
        raise BadValues({field: "There is no room left; move its neighbours first."})
    return found

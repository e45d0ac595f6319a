"""Putting a thing where people want it among others: one row is written.

Only where two things share a position, as may be after an import, those behind it get
positions of their own first; and where hundreds of things were put into the same gap,
those around it are spread out.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Final, Protocol

import sqlalchemy as sa
from sqlmodel import Session

from taskpal.errors import BadValues
from taskpal.todos.by_hand import positions

LONGEST: Final = 120
"""Characters of a position: every five things put into the same gap need one more."""

_AROUND: Final = 50  # things on either side of a full gap that are spread out at first


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
    """A position right `before` or `after` another thing, as `field` says."""
    put = _before if field == "before" else _after
    return put(session, among, there)


def _before(session: Session, among: Among, there: Placed) -> str:
    nearest = _nearest(session, among, there, behind=False)
    low = nearest.position if nearest else None
    if not there.position or low == there.position:
        _untie(session, among, there)
    return _between(session, among, low, there.position)


def _after(session: Session, among: Among, there: Placed) -> str:
    nearest = _nearest(session, among, there, behind=True)
    if nearest and nearest.position == there.position:
        _untie(session, among, nearest)
    high = nearest.position if nearest else None
    return _between(session, among, there.position, high)


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


def _between(session: Session, among: Among, low: str | None, high: str | None) -> str:
    found = positions.between(low, high)
    if len(found) <= LONGEST:
        return found
    return _made_room(session, among, low, high)


def _made_room(
    session: Session, among: Among, low: str | None, high: str | None
) -> str:
    """A position in a gap, after what is around it was spread out."""
    many = _AROUND
    while True:
        below, floor = _around(session, among, low, many, behind=False)
        above, ceiling = _around(session, among, high, many, behind=True)
        made = positions.spread(floor, ceiling, len(below) + 1 + len(above))
        if max(map(len, made)) <= LONGEST // 2 or floor is ceiling is None:
            break
        many *= 2
    free = made.pop(len(below))
    for row, at in zip([*reversed(below), *above], made, strict=True):
        row.position = at
        among.touched(row)
    return free


def _around(
    session: Session, among: Among, edge: str | None, many: int, *, behind: bool
) -> tuple[Sequence[Any], str | None]:
    """The nearest on one side of a gap, and the position of the next one there."""
    if edge is None:
        return [], None
    keys = among.model.position, among.model.id
    side = keys[0] >= edge if behind else keys[0] <= edge
    order = keys if behind else [key.desc() for key in keys]
    wanted = sa.select(among.model).where(*among.where, side).order_by(*order)
    found = session.execute(wanted.limit(many + 1)).scalars().all()
    return found[:many], found[many].position if len(found) > many else None

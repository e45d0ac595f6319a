"""Putting a list, section, label or filter right beside another one of its kind."""

from typing import Any, Protocol

import sqlalchemy as sa
from sqlmodel import Session

from taskpal.errors import BadValues
from taskpal.security import is_id
from taskpal.todos.by_hand import ordering
from taskpal.todos.written import written


class Move(Protocol):
    """Beside which thing a caller puts one."""

    @property
    def before(self) -> str | None: ...
    @property
    def after(self) -> str | None: ...


def move(session: Session, row: Any, to: Move, thing: str) -> None:
    """Put the row right beside another one of its kind, all of which are in one order.

    Raises:
        BadValues: there is no such place.
    """
    field, named = ordering.beside(to.before, to.after)
    if named is None:
        raise BadValues({"before": "is required, or after"})
    if named == row.id:
        raise BadValues({field: f"is the {thing} itself"})
    model = type(row)
    others = model.owner_id == row.owner_id, model.deleted_at.is_(None)
    one = sa.select(model).where(*others, model.id == named)
    other = session.execute(one).scalar() if is_id(named) else None
    if other is None:
        raise BadValues({field: f"There is no {thing} with this id."})
    among = ordering.Among(
        model,
        (*others, model.id != row.id),
        lambda neighbour: written(session, neighbour, "moved"),
    )
    row.position = ordering.position(session, among, field, other)

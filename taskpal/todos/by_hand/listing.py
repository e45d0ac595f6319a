"""Pages of lists, sections, labels and filters, in the order people gave them."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Generic, Protocol, TypeVar

import sqlalchemy as sa
from sqlmodel import Session
from sqlmodel.sql.expression import SelectOfScalar

from taskpal.accounts.models import OwnerId
from taskpal.todos import cursors

Row = TypeVar("Row")


class Asked(Protocol):
    """How much a caller wants to see at once, and from where on."""

    @property
    def limit(self) -> int: ...
    @property
    def cursor(self) -> str: ...


@dataclass(frozen=True, slots=True)
class Found(Generic[Row]):
    """What is on one page, how many there are on all, and where the next begins."""

    rows: Sequence[Row]
    total: int
    next_cursor: str | None


def page(  # noqa: PLR0913
    session: Session,
    owner_id: OwnerId,
    wanted: SelectOfScalar[Row],
    asked: Asked,
    *,
    of: Sequence[str],
    taken: int = 0,
) -> Found[Row]:
    """One page of the wanted rows; `of` tells this list of them from others.

    `taken` places of the page are for something else.

    Raises:
        BadValues: the cursor was not made for this owner and list.
    """
    model = wanted.column_descriptions[0]["entity"]
    keys, room = (model.position, model.id), asked.limit - taken
    counted = sa.select(sa.func.count()).select_from(wanted.subquery())
    total = session.execute(counted).scalar_one()
    after = cursors.read(owner_id, of, asked.cursor) if asked.cursor else ["", ""]
    here = wanted.where(sa.tuple_(*keys) > sa.tuple_(*after))
    rows: Sequence[Any] = session.exec(here.order_by(*keys).limit(room + 1)).all()
    shown = rows[:room]
    if len(rows) <= room:
        return Found(shown, total, None)
    last = [shown[-1].position, shown[-1].id] if shown else after
    return Found(shown, total, cursors.made(owner_id, of, last))

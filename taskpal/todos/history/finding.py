"""Which entries an undo is about, and which later ones stand on them."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Final, NamedTuple

import orjson
import sqlalchemy as sa
from sqlmodel import Session

from taskpal.acting import Actor
from taskpal.columns import now
from taskpal.todos.history.errors import ChangeNotFound, UndoneAlready
from taskpal.todos.history.models import Change
from taskpal.todos.history.things import COLUMNS

LATELY: Final = timedelta(days=30)
"""So long ago the latest of one's own changes may be; the trash keeps as long."""

_AT_ONCE = 2000
_c = Change.__table__.c  # type: ignore[attr-defined]
_WHEN = {"due_on", "due_time", "due_zone"} | {
    name for name in COLUMNS["todo"] if name.startswith("repeat_")
}
_WHERE = {"list_id", "section_id", "parent_id"}


Place = tuple[int, int]
"""Where an entry is in the history: its revision, and its number."""


class Touched(NamedTuple):
    """When a thing was changed, and which of its columns; None stands for all."""

    place: Place
    columns: Collection[str] | None


@dataclass(frozen=True, slots=True)
class Target:
    """The entries that are taken back together.

    Attributes:
        batch: their batch; its number is the revision at which it began.
        only: the place of the entry, if it is only this one.
    """

    owner_id: str
    batch: int
    only: Place | None = None

    def entries(self) -> sa.ColumnElement[bool]:
        """Those that are not undone yet."""
        which = _c.revision >= self.batch
        if self.only:
            revision, number = self.only
            which = sa.and_(_c.revision == revision, _c.number == number)
        return sa.and_(
            _c.owner_id == self.owner_id,
            which,
            _c.batch == self.batch,
            _c.undone_by.is_(None),
        )


def batch(session: Session, owner_id: str, number: int) -> Target:
    """The batch with this number.

    Raises:
        ChangeNotFound: the owner has none.
        UndoneAlready: all of it was taken back before.
    """
    return _checked(session, Target(owner_id, number))


def change(session: Session, owner_id: str, revision: int, number: int) -> Target:
    """Only this one entry of its batch.

    Raises:
        ChangeNotFound: the owner has none.
        UndoneAlready: it was taken back before.
    """
    of = sa.select(_c.batch).where(
        _c.owner_id == owner_id, _c.revision == revision, _c.number == number
    )
    found = session.execute(of).scalar_one_or_none()
    if found is None:
        raise ChangeNotFound
    return _checked(session, Target(owner_id, found, (revision, number)))


def latest(session: Session, owner_id: str, actor: Actor) -> int | None:
    """The latest batch of this actor that is neither an undo, nor undone."""
    wanted = (
        sa.select(_c.batch)
        .where(
            _c.owner_id == owner_id,
            _c.actor_kind == actor.kind,
            _c.actor_id == actor.id,
            _c.undone_by.is_(None),
            _c.undoes.is_(None),
            _c.at > now() - LATELY,
        )
        .order_by(_c.revision.desc(), _c.number.desc())
        .limit(1)
    )
    found: int | None = session.execute(wanted).scalar_one_or_none()
    return found


def is_by(actor: Actor, row: Any) -> bool:
    """Whether the actor did it."""
    return bool((actor.kind, actor.id) == (row.actor_kind, row.actor_id))


def backwards(session: Session, target: Target) -> Iterator[Sequence[Any]]:
    """The entries in some thousands at a time, the last one first."""
    before: Place = (2**63 - 1, 2**31 - 1)
    while True:
        wanted = (
            sa.select(*_c)
            .where(target.entries())
            .where(sa.tuple_(_c.revision, _c.number) < sa.tuple_(*_literal(before)))
            .order_by(_c.revision.desc(), _c.number.desc())
            .limit(_AT_ONCE)
        )
        found = session.execute(wanted).all()
        if found:
            yield found
        if len(found) < _AT_ONCE:
            return
        before = found[-1].revision, found[-1].number


def standing(session: Session, target: Target, touched: Mapping[str, Touched]) -> Any:
    """The latest change that stands on one of these things, in any of these columns.

    What was undone meanwhile, and its undo, cancel each other.
    """
    other = sa.true() if target.only else _c.batch != target.batch
    wanted = (
        sa.select(*_c)
        .where(
            _c.owner_id == target.owner_id,
            _c.thing_id.in_(touched),
            _c.revision >= target.batch,
            other,
            _c.undone_by.is_(None),
            sa.or_(_c.undoes.is_(None), _c.undoes < target.batch),
        )
        .order_by(_c.revision.desc(), _c.number.desc())
        .execution_options(yield_per=500)
    )
    with session.connection().execute(wanted) as rows:
        return next((row for row in rows if _is_on(row, touched[row.thing_id])), None)


def _is_on(row: Any, touched: Touched) -> bool:
    if (row.revision, row.number) <= touched.place:
        return False
    if touched.columns is None or row.after is None:
        return True
    return not _widened(touched.columns).isdisjoint(orjson.loads(row.after))


def _widened(columns: Collection[str]) -> set[str]:
    """Some columns only mean something together."""
    whole = set(columns)
    for group in (_WHEN, _WHERE):
        if whole & group:
            whole |= group
    return whole


def _checked(session: Session, target: Target) -> Target:
    some = sa.select(_c.batch).where(target.entries()).limit(1)
    if session.execute(some).first() is not None:
        return target
    ever = sa.select(_c.batch).where(
        _c.owner_id == target.owner_id,
        _c.batch == target.batch,
        _c.revision >= target.batch,
    )
    if session.execute(ever.limit(1)).first() is None:
        raise ChangeNotFound
    raise UndoneAlready


def _literal(place: Place) -> list[sa.ColumnElement[int]]:
    return [sa.literal(one, sa.BigInteger()) for one in place]

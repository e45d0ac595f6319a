"""How many todos a list has on all its pages.

To count 100,000 of them takes ten times as long as to answer with a hundred. So a list
is counted up to a few hundred, and what more there is once for each revision of its
owner: whatever can change a count raises that (`live.changed`), whoever does it and
wherever.
"""

from collections import OrderedDict
from collections.abc import Hashable
from threading import Lock
from typing import Any, Final

import sqlalchemy as sa
from sqlmodel import Session

from taskpal import statements
from taskpal.accounts.models import Account
from taskpal.engines import is_reading
from taskpal.todos.fields import MOST_COUNTED
from taskpal.todos.models import Todo
from taskpal.todos.queries.wanted import Wanted

_KEPT: Final = 10_000
_AT_ONCE: Final = 250  # what most have, and costs little beside a page of a hundred
_todo = Todo.__table__  # type: ignore[attr-defined]
_account = Account.__table__.c  # type: ignore[attr-defined]
_REVISION = sa.select(_account.revision).where(
    _account.id == sa.bindparam("owner_id", type_=sa.String())
)


class Counts:
    """How many there were, by what was counted; the latest asked for are kept."""

    def __init__(self, most: int = _KEPT) -> None:
        self._most = most
        self._kept: OrderedDict[Hashable, int] = OrderedDict()
        self._lock = Lock()

    def get(self, counted: Hashable) -> int | None:
        with self._lock:
            if counted in self._kept:
                self._kept.move_to_end(counted)
            return self._kept.get(counted)

    def keep(self, counted: Hashable, count: int) -> None:
        with self._lock:
            self._kept[counted] = count
            if len(self._kept) > self._most:
                self._kept.popitem(last=False)


_counts = Counts()


def capped(wanted: Wanted) -> sa.Select[Any]:
    """How many there are, counted until it is clear that they are many."""
    counted = _todo.alias("counted")
    some = sa.select(counted.c.id).where(*wanted.where(counted.c))
    some = some.limit(sa.literal(_most(wanted) + 1))
    return sa.select(sa.func.count()).select_from(some.subquery("some"))


def exact(session: Session, wanted: Wanted, counted: int) -> int | None:
    """How many there are, be they more than were counted; None of words too common."""
    if counted <= _most(wanted):
        return counted
    if wanted.is_by_words:
        return None
    if wanted.lasting is None or not is_reading(session.connection()):
        return _revision_and_count(session, wanted)[1]
    return _kept(session, wanted)


def _most(wanted: Wanted) -> int:
    """How many are counted each time."""
    return MOST_COUNTED if wanted.is_by_words else _AT_ONCE


def _kept(session: Session, wanted: Wanted) -> int:
    """Only of what is committed: another change may yet get the revision of ours."""
    owner = {"owner_id": wanted.owner_id}
    ((revision,),) = statements.rows(session, _REVISION, owner) or ((None,),)
    kept = _counts.get((revision, wanted.lasting))
    if kept is None:
        revision, kept = _revision_and_count(session, wanted)
        _counts.keep((revision, wanted.lasting), kept)
    return kept


def _revision_and_count(session: Session, wanted: Wanted) -> tuple[int | None, int]:
    """Both in one statement, so that they belong together."""
    every = sa.select(sa.func.count()).where(*wanted.where(_todo.c))
    both = sa.select(_REVISION.scalar_subquery(), every.scalar_subquery())
    revision, count = session.execute(both, wanted.values).one()
    return revision, count

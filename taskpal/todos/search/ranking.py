"""The order of hits: by tiers, in each the todos that were written down last.

What many todos have, some of the newest have too: so those are looked at first, row by
row, and the index is asked only for what they leave open (docs/decisions/searching.md).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final, NamedTuple

import sqlalchemy as sa
from sqlalchemy import ColumnElement
from sqlmodel import Session

from taskpal.accounts.models import OwnerId
from taskpal.todos import queries as todos
from taskpal.todos.models import Todo
from taskpal.todos.schemas import Status
from taskpal.todos.search.asking import ANY, TIERS, Tier
from taskpal.todos.search.index import ENTRY, entries, holds, plain, says
from taskpal.todos.search.schemas import MOST_COUNTED
from taskpal.todos.search.words import Sought

NEWEST: Final = 1000  # entries that are looked at row by row
FEW: Final = 2000  # todos of which all are

_todo = Todo.__table__  # type: ignore[attr-defined]

Place = tuple[int, int]
"""A hit's tier, and its entry's id with a minus: hits are sorted by it."""
BEGINNING: Final[Place] = (0, -(2**62))


class Found(NamedTuple):
    """A hit."""

    place: Place
    todo_id: str


class Hits(NamedTuple):
    """Some hits in their order; how many there are in all, or None for many."""

    some: list[Found]
    total: int | None


@dataclass(frozen=True, slots=True)
class Ranking:
    """One search."""

    session: Session
    owner_id: OwnerId
    sought: Sought
    status: Status

    def hits(self, after: Place, limit: int) -> Hits:
        """So many hits behind that place."""
        if self._are_few():
            return _some_of(self._all(), after, limit)
        recent, older = self._recent(), list[Found]()
        if (room := MOST_COUNTED + 1 - len(recent)) > 0:
            older = self._older(room)
        if len(recent) + len(older) <= MOST_COUNTED:
            return _some_of(recent + older, after, limit)
        return Hits(self._by_tiers(recent, after, limit), None)

    def _by_tiers(self, recent: list[Found], after: Place, limit: int) -> list[Found]:
        found, recent = [], sorted(one for one in recent if one.place > after)
        for tier in range(after[0], len(TIERS)):
            found += [one for one in recent if one.place[0] == tier]
            if len(found) < limit:
                behind = max(after, (tier, BEGINNING[1]))
                found += self._older_of(behind, limit - len(found))
            if len(found) >= limit:
                break
        return found[:limit]

    def _are_few(self) -> bool:
        """Whether the owner has so few todos of this status that no index helps."""
        some = sa.select(_todo.c.id).where(*todos.with_status(_todo.c, self.status))
        return not self._rows(some.offset(FEW).limit(1))

    def _all(self) -> list[Found]:
        """All hits, found row by row, from todos to their words."""
        its = sa.and_(
            ENTRY.c.owner_id == plain(self._dialect, _todo.c.owner_id),
            ENTRY.c.todo_id == plain(self._dialect, _todo.c.id),
        )
        there = [self._holds(ENTRY, ANY), *self._as_wanted()]
        return self._found(ENTRY, _todo.join(ENTRY, its), there)

    def _recent(self) -> list[Found]:
        """All hits among the newest todos, found row by row."""
        wanted = sa.select(ENTRY.c.id, ENTRY.c.todo_id, ENTRY.c.words)
        newest = self._in_order(wanted).limit(NEWEST).subquery("newest")
        there = [self._holds(newest, ANY), self._has_todo(newest)]
        return self._found(newest, newest, there)

    def _older(self, limit: int) -> list[Found]:
        """Some hits among the other todos, found by the index."""
        rows = entries(self._dialect, self.owner_id, self.sought, [ANY])
        there = [rows.c.id < self._floor(), self._has_todo(rows)]
        return self._found(rows, rows, there, limit)

    def _found(
        self,
        rows: Any,
        joined: Any,
        where: Sequence[ColumnElement[bool]],
        limit: int = FEW,
    ) -> list[Found]:
        held = [(self._holds(rows, tier), n) for n, tier in enumerate(TIERS[:-1])]
        tier = sa.case(*held, else_=len(TIERS) - 1)
        wanted = sa.select(tier, rows.c.id, rows.c.todo_id).select_from(joined)
        found = self._rows(wanted.where(*where).limit(limit))
        return [Found((tier, -id_), todo_id) for tier, id_, todo_id in found]

    def _older_of(self, behind: Place, limit: int) -> list[Found]:
        """Those of one tier, behind a place, among the other todos."""
        tier, before = behind[0], -behind[1]
        better = TIERS[max(tier - 2, 0) : tier]  # the two have whatever is better
        tiers = [TIERS[tier], *better]
        rows = entries(self._dialect, self.owner_id, self.sought, tiers, in_order=True)
        wanted = (
            sa.select(rows.c.id, rows.c.todo_id)
            .where(rows.c.id < self._floor(), rows.c.id < before, self._has_todo(rows))
            .order_by(rows.c.id.desc())
            .limit(limit)
        )
        return [Found((tier, -id_), todo_id) for id_, todo_id in self._rows(wanted)]

    def _has_todo(self, rows: Any) -> ColumnElement[bool]:
        """Whether the todo of the entry is wanted, looked at only if it may be shown.

        PostgreSQL would make a join of "exists", and read all todos for some hits.
        """
        its = _todo.c.owner_id == self.owner_id, _todo.c.id == rows.c.todo_id
        wanted = sa.select(sa.true()).where(*its, *self._as_wanted())
        return wanted.correlate(rows).scalar_subquery()

    def _as_wanted(self) -> list[ColumnElement[bool]]:
        """That the todo is to be seen, and says what it should."""
        seen = todos.with_status(_todo.c, self.status)
        return [*seen, *says(_todo.c, self.sought)]

    def _holds(self, rows: Any, tier: Tier) -> ColumnElement[bool]:
        return holds(self._dialect, rows.c.words, self.owner_id, self.sought, tier)

    def _floor(self) -> sa.ScalarSelect[int]:
        """The oldest of the newest."""
        wanted = self._in_order(sa.select(ENTRY.c.id))
        return wanted.offset(NEWEST - 1).limit(1).scalar_subquery()

    def _in_order(self, wanted: sa.Select[Any]) -> sa.Select[Any]:
        owned = wanted.where(ENTRY.c.owner_id == self.owner_id)
        return owned.order_by(ENTRY.c.id.desc())

    def _rows(self, wanted: Any) -> Sequence[Any]:
        return self.session.execute(wanted, {"owner_id": self.owner_id}).all()

    @property
    def _dialect(self) -> str:
        return self.session.get_bind().dialect.name


def _some_of(every: list[Found], after: Place, limit: int) -> Hits:
    behind = sorted(one for one in every if one.place > after)
    total = len(every)
    return Hits(behind[:limit], total if total <= MOST_COUNTED else None)

"""What became of the things of a file, in this import or in one before."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

import sqlalchemy as sa
from sqlmodel import Session

from taskpal.accounts.models import OwnerId
from taskpal.security import is_id
from taskpal.todos.exchange.models import Imported
from taskpal.todos.exchange.packing import KINDS
from taskpal.todos.exchange.records import Record, Trouble
from taskpal.todos.history import recording
from taskpal.todos.history.recording import Noted
from taskpal.todos.history.things import TABLES, Kind

OWN: Final = "taskpal"
Row = dict[str, Any]
"""The columns of a row, all of them: a hundred thousand objects would take minutes."""

_imported = Imported.__table__  # type: ignore[attr-defined]
_CALLED: Final[dict[str, Kind]] = {name: name[:-1] for name in KINDS}  # type: ignore[misc]


@dataclass(slots=True)
class Making:
    """What is needed to make one piece of a file: for whom, from where, and when."""

    session: Session
    owner_id: OwnerId
    source: str
    revision: int
    troubles: list[Trouble] = field(default_factory=list)
    known: int = 0

    @property
    def own(self) -> bool:
        """Whether it is an export of TaskPal, whose ids are kept if they are free."""
        return self.source.partition(":")[0] == OWN

    def things(self, kind: str, source_ids: Iterable[str | None]) -> dict[str, str]:
        """The ids of what was made of these, if it is still there or in the trash."""
        found = self._made(kind, source_ids)
        there = self._there(kind, found.values())
        return {name: thing for name, thing in found.items() if thing in there}

    def known_of(self, kind: str, records: Sequence[Record]) -> Collection[str]:
        """Those of these records that need not be made.

        What is in the trash here, and not in the file, is made again.
        """
        gone = {one.source_id for one in records if getattr(one, "deleted_at", None)}
        found = self._made(kind, (one.source_id for one in records))
        there = self._there(kind, found.values())
        return {
            name
            for name, thing in found.items()
            if thing in there and (name in gone or not there[thing])
        }

    def free(self, kind: str, wanted: Collection[str]) -> Collection[str]:
        """Those of these ids that nothing of this kind has, be it in the trash."""
        if not self.own:
            return ()
        table = TABLES[_CALLED[kind]]
        ids = {one for one in wanted if is_id(one)}
        taken = sa.select(table.c.id).where(
            table.c.owner_id == self.owner_id, table.c.id.in_(ids)
        )
        return ids - set(self.session.execute(taken).scalars())

    def insert(self, kind: str, rows: Mapping[str, Row], name: str) -> None:
        """Write the rows, by what the file calls them; remember and note each."""
        if not rows:
            return
        called = _CALLED[kind]
        self.session.connection().execute(sa.insert(TABLES[called]), [*rows.values()])
        self.remember(kind, {named: row["id"] for named, row in rows.items()})
        noted = (
            Noted(row["id"], self.revision, str(row[name])) for row in rows.values()
        )
        recording.note_many(self.session, self.owner_id, called, noted, "imported")

    def remember(self, kind: str, things: Mapping[str, str]) -> None:
        """That these became those; what they were before is forgotten."""
        if not things:
            return
        connection = self.session.connection()
        connection.execute(
            sa.delete(_imported).where(
                _imported.c.owner_id == self.owner_id,
                _imported.c.source == self.source,
                _imported.c.kind == kind,
                _imported.c.source_id.in_(things.keys()),
            )
        )
        common = {"owner_id": self.owner_id, "source": self.source, "kind": kind}
        connection.execute(
            sa.insert(_imported),
            [
                common | {"source_id": source_id, "thing_id": thing_id}
                for source_id, thing_id in things.items()
            ],
        )

    def trouble(self, line: int, sentence: str) -> None:
        """Something could not be made as the file has it."""
        self.troubles.append(Trouble(line, sentence))

    def _made(self, kind: str, source_ids: Iterable[str | None]) -> dict[str, str]:
        wanted = {source_id for source_id in source_ids if source_id}
        if not wanted:
            return {}
        found = remembered(self.session, self.owner_id, self.source, kind, wanted)
        if self.own:
            found |= {one: one for one in wanted - found.keys() if is_id(one)}
        return found

    def _there(self, kind: str, thing_ids: Iterable[str]) -> dict[str, bool]:
        """Those of these things that there are, and whether each is in the trash."""
        table = TABLES[_CALLED[kind]]
        wanted = sa.select(table.c.id, table.c.deleted_at.is_not(None)).where(
            table.c.owner_id == self.owner_id, table.c.id.in_(set(thing_ids))
        )
        return dict(self.session.execute(wanted).all())


def remembered(
    session: Session, owner_id: OwnerId, source: str, kind: str, wanted: Collection[str]
) -> dict[str, str]:
    """What was made of these things of this source, be it still there or not."""
    found = sa.select(_imported.c.source_id, _imported.c.thing_id).where(
        _imported.c.owner_id == owner_id,
        _imported.c.source == source,
        _imported.c.kind == kind,
        _imported.c.source_id.in_(wanted),
    )
    return dict(session.execute(found).all())

"""How changes are written down: services call `note` for each row they add or change.

What was done in one transaction is one batch. A note is one INSERT, sent at once; that
of a new todo goes along with it, for adding one is what everyone does.
"""

from collections.abc import Iterable, Mapping
from itertools import islice
from typing import Any, Final, Literal, NamedTuple

import orjson
import sqlalchemy as sa
from sqlmodel import Session

from taskpal import acting, live, statements
from taskpal.columns import now
from taskpal.todos.history import batches, differences
from taskpal.todos.history.models import Change
from taskpal.todos.history.things import (
    COLUMNS,
    KIND_OF,
    LONGEST_NAME,
    Kind,
    Thing,
    name_of,
)

Action = Literal[
    "added",
    "imported",
    "changed",
    "moved",
    "completed",
    "reopened",
    "skipped",
    "archived",
    "unarchived",
    "deleted",
    "restored",
    "undone",
]
Values = Mapping[str, Any]
"""Columns by their names, with their values as the table's class has them."""

_AT_ONCE: Final = 2000  # rows in one statement
_change = Change.__table__  # type: ignore[attr-defined]


class Noted(NamedTuple):
    """A row that a bulk statement changed: `before` is None when it was added.

    `before` and `after` hold the columns that it changes, under their names in the
    table; those that the history does not keep are left out by `note_many`.
    """

    id: str
    revision: int
    name: str
    before: Values | None = None
    after: Values | None = None
    undoes: int | None = None


def note(session: Session, owner_id: str, thing: Thing, action: Action) -> None:
    """Write down what is about to be written of this row; nothing, if nothing changed.

    Call it before the row is flushed, with the row's `revision` set by `live.changed`.
    """
    before: bytes | None = None
    after: bytes | None = None
    if action not in _NEW and differences.state_of(thing).persistent:
        kind = KIND_OF[type(thing)]
        old, new = differences.since_last_note(session, kind, thing)
        if not new:
            return
        before, after = packed(old), packed(new)
    before_and_after = {
        "before": before and before.decode(),
        "after": after and after.decode(),
        "undone_by": None,
        "undoes": None,
    }
    entry = _entry(session, owner_id, thing, action)
    statements.run(session, _INSERT, entry | before_and_after)


def of_new(session: Session, owner_id: str, thing: Thing) -> statements.Filled:
    """What `note` would send of a row that is added, to be sent together with it."""
    return _INSERT_NEW, _entry(session, owner_id, thing, "added")


def note_many(
    session: Session, owner_id: str, kind: Kind, rows: Iterable[Noted], action: Action
) -> None:
    """Write down what bulk statements do to many rows of a kind."""
    connection, left = session.connection(), iter(rows)
    while chunk := list(islice(left, _AT_ONCE)):
        common = _common(session, owner_id, chunk[0].revision, action) | {"kind": kind}
        made = [_row(session, owner_id, common, one) for one in chunk]
        connection.execute(_PLAIN_INSERT, made)


def packed(values: Values) -> bytes:
    """Values as JSON, from which `unpacked` makes the same again."""
    return orjson.dumps(dict(values))


def unpacked(kind: Kind, text: str) -> dict[str, Any]:
    """The values of columns that `packed` wrote."""
    readers = COLUMNS[kind]
    return {
        name: read(value) if value is not None and (read := readers[name]) else value
        for name, value in orjson.loads(text).items()
        if name in readers
    }


_NEW: Final = frozenset({"added", "imported"})
_OF_OLD: Final = frozenset({"before", "after", "undone_by", "undoes"})
_INSERT = sa.insert(_change).values({c.name: sa.bindparam(c.name) for c in _change.c})
_INSERT_NEW = sa.insert(_change).values(
    {c.name: sa.bindparam(c.name) for c in _change.c if c.name not in _OF_OLD}
)
_PLAIN_INSERT = sa.insert(_change)


def _entry(
    session: Session, owner_id: str, thing: Thing, action: Action
) -> dict[str, Any]:
    return _common(session, owner_id, thing.revision, action) | {
        "number": _number(session, owner_id),
        "kind": KIND_OF[type(thing)],
        "thing_id": thing.id,
        "name": name_of(thing),
    }


def _common(
    session: Session, owner_id: str, revision: int, action: Action
) -> dict[str, Any]:
    """What is the same for everything that changes together; begins the batch."""
    session.connection()  # begins the transaction, if nothing did
    # The latest, not the row's own: what was done later has a later place.
    revision = live.latest(session, owner_id) or revision
    begun = batches.transaction(session).batches
    batch = begun.setdefault(owner_id, batches.Batch(revision))
    actor = acting.actor(session)
    return {
        "owner_id": owner_id,
        "revision": revision,
        "batch": batch.first,
        "at": now(),
        "actor_kind": actor.kind,
        "actor_id": actor.id,
        "actor_name": actor.name[:100],
        "action": action,
    }


def _number(session: Session, owner_id: str) -> int:
    """The next number in the batch: entries are told apart, and stay in order."""
    batch = batches.transaction(session).batches[owner_id]
    batch.next += 1
    return batch.next - 1


def _row(
    session: Session, owner_id: str, common: dict[str, Any], one: Noted
) -> dict[str, Any]:
    kind: Kind = common["kind"]
    return common | {
        "number": _number(session, owner_id),
        "thing_id": one.id,
        "name": one.name[:LONGEST_NAME],
        "before": _kept(kind, one.before),
        "after": _kept(kind, one.after),
        "undone_by": None,
        "undoes": one.undoes,
    }


def _kept(kind: Kind, values: Values | None) -> str | None:
    if values is None:
        return None
    columns = COLUMNS[kind]
    return packed({n: v for n, v in values.items() if n in columns}).decode()

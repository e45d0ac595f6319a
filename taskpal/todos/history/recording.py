"""How changes are written down: services call `note` for each row they add or change.

What was done in one transaction is one batch. A note is one INSERT, sent at once:
adding a todo is what everyone does, and it shall not pay for more.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import islice
from typing import Any, Final, Literal, NamedTuple

import orjson
import sqlalchemy as sa
from sqlalchemy.orm import InstanceState, SessionTransaction
from sqlmodel import Session

from taskpal import acting, live, statements
from taskpal.columns import now
from taskpal.todos.history.models import Change
from taskpal.todos.history.things import (
    COLUMNS,
    KIND_OF,
    LONGEST_NAME,
    TABLES,
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

_NOTED = "history.noted"
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
    kind = KIND_OF[type(thing)]
    before: bytes | None = None
    after: bytes | None = None
    if action not in _NEW and _state(thing).persistent:
        old, new = _all_changed(session, kind, thing)
        if not new:
            return
        before, after = packed(old), packed(new)
    named = _common(session, owner_id, thing.revision, action) | {
        "number": _number(session, owner_id),
        "kind": kind,
        "thing_id": thing.id,
        "name": name_of(thing),
        "before": before and before.decode(),
        "after": after and after.decode(),
        "undoes": None,
    }
    statements.run(session, _INSERT, named)


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


def batch_of(session: Session, owner_id: str) -> int | None:
    """The batch of what was noted in this transaction; None, if nothing was."""
    found = _transaction(session).batches.get(owner_id)
    return found.first if found else None


def go_on(session: Session, owner_id: str, batch: int) -> None:
    """Let what this transaction does belong to a batch that an earlier one began."""
    session.connection()  # begins the transaction, if nothing did
    _transaction(session).batches[owner_id] = _Batch(batch)


def way_back(session: Session) -> Callable[[], None]:
    """What to call when all that is done from now on is rolled back, but no more."""
    session.connection()  # begins the transaction, if nothing did
    kept = _transaction(session).copy()

    def go_back() -> None:
        session.info[_NOTED] = kept

    return go_back


_NEW: Final = frozenset({"added", "imported"})
_INSERT = sa.insert(_change).values({c.name: sa.bindparam(c.name) for c in _change.c})
_PLAIN_INSERT = sa.insert(_change)


_Key = tuple[Kind, str]


@dataclass(slots=True)
class _Batch:
    first: int
    next: int = 0


@dataclass(slots=True)
class _Transaction:
    """What was noted since the session's last commit.

    `unnoted` has the old values of columns that were flushed before they were noted;
    `noted` names those that were noted and not yet flushed.
    """

    root: SessionTransaction | None
    batches: dict[str, _Batch] = field(default_factory=dict)
    unnoted: dict[_Key, dict[str, Any]] = field(default_factory=dict)
    noted: dict[_Key, frozenset[str]] = field(default_factory=dict)

    def copy(self) -> "_Transaction":
        return _Transaction(
            self.root,
            {owner: replace(batch) for owner, batch in self.batches.items()},
            {key: dict(values) for key, values in self.unnoted.items()},
            dict(self.noted),
        )


def _transaction(session: Session) -> _Transaction:
    root = session.get_transaction()
    kept: _Transaction | None = session.info.get(_NOTED)
    if kept is None or kept.root is not root:
        kept = session.info[_NOTED] = _Transaction(root)
    return kept


def _common(
    session: Session, owner_id: str, revision: int, action: Action
) -> dict[str, Any]:
    """What is the same for everything that changes together; begins the batch."""
    session.connection()  # begins the transaction, if nothing did
    # The latest, not the row's own: what was done later has a later place.
    revision = live.latest(session, owner_id) or revision
    batches = _transaction(session).batches
    batch = batches.setdefault(owner_id, _Batch(revision))
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
        "undone_by": None,
    }


def _number(session: Session, owner_id: str) -> int:
    """The next number in the batch: entries are told apart, and stay in order."""
    batch = _transaction(session).batches[owner_id]
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
        "undoes": one.undoes,
    }


def _kept(kind: Kind, values: Values | None) -> str | None:
    if values is None:
        return None
    columns = COLUMNS[kind]
    return packed({n: v for n, v in values.items() if n in columns}).decode()


def _state(thing: Thing) -> InstanceState[Any]:
    state: InstanceState[Any] = sa.inspect(thing)
    return state


def _all_changed(
    session: Session, kind: Kind, thing: Thing
) -> tuple[dict[str, Any], dict[str, Any]]:
    """What changed since the last note, be it flushed or not."""
    kept, key = _transaction(session), (kind, thing.id)
    old, new = _changed(session, kind, _state(thing))
    kept.noted[key] = frozenset(new)
    old |= kept.unnoted.pop(key, {})
    new = {name: getattr(thing, name) for name in old}
    changed = [name for name in old if old[name] != new[name]]
    return {n: old[n] for n in changed}, {n: new[n] for n in changed}


@sa.event.listens_for(Session, "before_flush")
def _remember(session: Session, _context: object, _instances: object) -> None:
    """Keep the old values of what a query flushes before a service could note it."""
    for thing in session.dirty:
        if kind := KIND_OF.get(type(thing)):
            kept, key = _transaction(session), (kind, thing.id)
            old, _ = _changed(session, kind, _state(thing))
            noted = kept.noted.pop(key, frozenset())
            fresh = {name: was for name, was in old.items() if name not in noted}
            if fresh:
                kept.unnoted[key] = fresh | kept.unnoted.get(key, {})


def _changed(
    session: Session, kind: Kind, state: InstanceState[Any]
) -> tuple[dict[str, Any], dict[str, Any]]:
    """The columns that are about to change, as they were and as they will be."""
    old, new, unknown = {}, {}, []
    for name in COLUMNS[kind].keys() - state.unmodified:
        changed = state.attrs[name].history
        if not changed.added:
            continue
        new[name] = changed.added[0]
        if changed.deleted:
            old[name] = changed.deleted[0]
        else:
            unknown.append(name)
    if unknown:
        _read_old(session, kind, state, unknown, old)
    return old, new


def _read_old(
    session: Session,
    kind: Kind,
    state: InstanceState[Any],
    names: Sequence[str],
    old: dict[str, Any],
) -> None:
    """What was set without having been read: the database still has it."""
    table = TABLES[kind]
    owner_id, thing_id = state.identity or ("", "")
    wanted = sa.select(*(table.c[name] for name in names)).where(
        table.c.owner_id == owner_id, table.c.id == thing_id
    )
    found = session.connection().execute(wanted).one()
    old.update(zip(names, found, strict=True))

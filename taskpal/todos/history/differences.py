"""What changed on a row since it was last noted.

Services note a row before it is flushed; a query in between flushes it early. So the
old values are kept here until they are noted.
"""

from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import InstanceState
from sqlmodel import Session

from taskpal.todos.history.batches import transaction
from taskpal.todos.history.things import COLUMNS, KIND_OF, TABLES, Kind, Thing


def state_of(thing: Thing) -> InstanceState[Any]:
    """What SQLAlchemy knows of a row."""
    known: InstanceState[Any] = sa.inspect(thing)
    return known


def since_last_note(
    session: Session, kind: Kind, thing: Thing
) -> tuple[dict[str, Any], dict[str, Any]]:
    """The changed columns since the last note, flushed or not: as they were and are."""
    kept, key = transaction(session), (kind, thing.id)
    old, new = _changed(session, kind, state_of(thing))
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
            kept, key = transaction(session), (kind, thing.id)
            old, _ = _changed(session, kind, state_of(thing))
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

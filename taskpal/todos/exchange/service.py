"""What can be done with imports. The caller owns the transaction.

A file is read first (`preparing`), kept in pieces and looked at; then each piece is
made in a transaction of its own, so that nobody waits long for the account meanwhile.
"""

from collections.abc import Callable, Sequence
from datetime import timedelta
from typing import Any, Final

import orjson
import sqlalchemy as sa
from sqlmodel import Session, col

from taskpal import live
from taskpal.accounts.models import OwnerId
from taskpal.columns import now
from taskpal.errors import TaskPalError
from taskpal.security import new_id
from taskpal.todos.errors import MOST, TooManyTodos
from taskpal.todos.exchange import packing, queries
from taskpal.todos.exchange.making import places, preferences, todos
from taskpal.todos.exchange.making.memory import OWN, Making
from taskpal.todos.exchange.models import Import, ImportPiece
from taskpal.todos.exchange.pile import MOST_TROUBLES
from taskpal.todos.exchange.preparing import Prepared
from taskpal.todos.exchange.records import Format, TodoRecord, Trouble
from taskpal.todos.history import batches
from taskpal.todos.history.things import TABLES, Kind
from taskpal.todos.lists.errors import MOST_LISTS, TooManyLists
from taskpal.todos.todo_fields import PRIORITIES

KEPT_FOR: Final = timedelta(days=1)
_SOURCES: Final[dict[Format, str]] = {"json": OWN, "todoist-json": "todoist"}
_MAKE: Final[dict[str, Callable[[Making, Sequence[Any]], None]]] = {
    "lists": places.lists,
    "sections": places.sections,
    "labels": places.labels,
    "filters": places.filters,
    "todos": todos.todos,
    "comments": todos.comments,
    "occurrences": todos.occurrences,
    "preferences": preferences.preferences,
}


def keep(
    session: Session, owner_id: OwnerId, prepared: Prepared, *, again: bool = False
) -> Import:
    """Put what is in a file aside, to be looked at and then made.

    It takes the place of the owner's earlier imports. `again`: what was imported before
    is made a second time.

    Raises:
        ImportRunning: an import of theirs is running.
    """
    live.hold(session, owner_id)
    queries.check_none_runs(session, owner_id)
    session.execute(sa.delete(Import).where(col(Import.owner_id) == owner_id))
    source = _SOURCES.get(prepared.format, prepared.format)
    found = Import(
        owner_id=owner_id,
        format=prepared.format,
        source=f"{source}:{new_id()}" if again else source,
        total=prepared.total,
        counts=orjson.dumps(prepared.counts).decode(),
        first=orjson.dumps([_shown(todo) for todo in prepared.first]).decode(),
        troubles=_written(prepared.troubles),
        trouble_count=prepared.trouble_count,
    )
    session.add(found)
    session.flush()
    _keep_pieces(session, found, prepared)
    return found


def begin(session: Session, owner_id: OwnerId, import_id: str) -> bool:
    """Let the import be made from now on; False when it is being made, or was.

    Raises:
        ImportNotFound: the owner has no such import.
        TooManyTodos: the account has no room for what is in it.
        TooManyLists: so it is with the lists.
    """
    live.hold(session, owner_id)
    found, moment = queries.row(session, owner_id, import_id), now()
    interrupted = queries.is_interrupted(found, moment)
    if found.state not in {"ready", "stopped"} and not interrupted:
        return False
    if found.done == 0:
        _check_room(session, owner_id, found)
    found.state, found.reason, found.updated_at = "running", "", moment
    session.flush()
    return True


def step(session: Session, owner_id: OwnerId, import_id: str) -> bool:
    """Make the next piece; whether there is more to make.

    Raises:
        TaskPalError: there is no room, or somebody removed the account or the import.
    """
    revision = live.changed(session, owner_id)
    found = queries.row(session, owner_id, import_id)
    piece = queries.next_piece(session, found) if found.state == "running" else None
    if piece is None:
        return False
    if found.batch is not None:
        batches.go_on(session, owner_id, found.batch)
    making = Making(session, owner_id, found.source, revision)
    records = packing.unpacked(piece.kind, packing.unbundled(piece.content))
    _MAKE[piece.kind](making, records)
    session.delete(piece)
    found.batch = found.batch or batches.batch_of(session, owner_id)
    _tell(found, making, piece.records)
    session.flush()
    return found.state == "running"


def stop(session: Session, owner_id: OwnerId, import_id: str, reason: str) -> None:
    """Say that the import cannot go on, and why; what was made stays."""
    found = queries.row(session, owner_id, import_id)
    found.state, found.reason, found.updated_at = "stopped", reason, now()
    session.flush()


def forget(session: Session, owner_id: OwnerId, import_id: str) -> None:
    """Throw away what was read and not made; what was made stays.

    Raises:
        ImportNotFound: the owner has no such import.
    """
    live.hold(session, owner_id)
    session.delete(queries.row(session, owner_id, import_id))
    session.flush()


def purge(session: Session) -> None:
    """Forget every owner's imports that nobody has touched for a day."""
    old = col(Import.updated_at) < now() - KEPT_FOR
    session.execute(sa.delete(Import).where(old))


def _keep_pieces(session: Session, found: Import, prepared: Prepared) -> None:
    """In small statements: a file may be as large as a request can be."""
    common = {"owner_id": found.owner_id, "import_id": found.id}
    for number, piece in enumerate(prepared.pieces):
        named = {"kind": piece.kind, "records": piece.records}
        row = common | named | {"number": number, "content": piece.content}
        session.connection().execute(sa.insert(ImportPiece), row)
    if not prepared.pieces:
        found.state = "done"
        session.flush()


_ROOM: Final[tuple[tuple[Kind, str, int, type[TaskPalError]], ...]] = (
    ("todo", "todos", MOST, TooManyTodos),
    ("list", "lists", MOST_LISTS, TooManyLists),
)


def _check_room(session: Session, owner_id: OwnerId, found: Import) -> None:
    counts = orjson.loads(found.counts)
    for table, kind, most, error in _ROOM:
        here = queries.alive(session, owner_id, TABLES[table])
        known = queries.known(session, owner_id, found.source, kind)
        if here + max(0, counts.get(kind, 0) - known) > most:
            raise error()


def _tell(found: Import, making: Making, records: int) -> None:
    found.done += records
    found.known += making.known
    found.updated_at = now()
    if found.done >= found.total:
        found.state = "done"
    if making.troubles:
        told = orjson.loads(found.troubles)
        room = max(0, MOST_TROUBLES - len(told))
        told += [[one.line, one.sentence] for one in making.troubles[:room]]
        found.troubles = orjson.dumps(told).decode()
        found.trouble_count += len(making.troubles)


def _written(troubles: Sequence[Trouble]) -> str:
    return orjson.dumps([[one.line, one.sentence] for one in troubles]).decode()


def _shown(todo: TodoRecord) -> dict[str, Any]:
    repeat = todo.repeat
    return {
        "title": todo.title,
        "due": todo.due,
        "due_time": todo.due_time.isoformat("minutes") if todo.due_time else None,
        "priority": PRIORITIES[todo.priority - 1],
        "labels": list(todo.labels),
        "repeat": (repeat.text or repeat.rule) if repeat else None,
        "completed": todo.completed_at is not None,
        "subtask": todo.parent is not None,
    }

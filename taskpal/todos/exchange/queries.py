"""How imports are found. Every query takes the owner."""

from datetime import datetime, timedelta
from typing import Any, Final

import orjson
import sqlalchemy as sa
from sqlmodel import Session, col, select

from taskpal.accounts.models import OwnerId
from taskpal.accounts.preferences import queries as preferences
from taskpal.columns import now
from taskpal.security import is_id
from taskpal.todos.exchange.errors import ImportNotFound, ImportRunning
from taskpal.todos.exchange.models import Import, Imported, ImportPiece
from taskpal.todos.exchange.reading.context import Context
from taskpal.todos.exchange.schemas import (
    ImportCounts,
    ImportedTodo,
    ImportPage,
    ImportTrouble,
    ImportView,
)

QUIET: Final = timedelta(seconds=60)
"""So long nothing is heard of an import only when whoever made it is gone."""


def row(session: Session, owner_id: OwnerId, import_id: str) -> Import:
    """The owner's import.

    Raises:
        ImportNotFound: there is none, or it is someone else's.
    """
    found = session.get(Import, (owner_id, import_id)) if is_id(import_id) else None
    if found is None:
        raise ImportNotFound
    return found


def one(session: Session, owner_id: OwnerId, import_id: str) -> ImportView:
    """The owner's import, as everyone outside sees it.

    Raises:
        ImportNotFound: there is none, or it is someone else's.
    """
    return view(row(session, owner_id, import_id))


def page(session: Session, owner_id: OwnerId) -> ImportPage:
    """The imports that are kept, the latest first: there are never many."""
    wanted = select(Import).where(Import.owner_id == owner_id)
    found = session.exec(wanted.order_by(col(Import.created_at).desc()).limit(10)).all()
    return ImportPage([view(each) for each in found], len(found))


def beginning(session: Session, owner_id: OwnerId) -> Context:
    """What is needed to read a file of theirs.

    Raises:
        ImportRunning: an import is running.
    """
    check_none_runs(session, owner_id)
    return Context(now(), preferences.preferences(session, owner_id))


def check_none_runs(session: Session, owner_id: OwnerId) -> None:
    """Make sure that no import of theirs is running.

    Raises:
        ImportRunning: one is.
    """
    running = select(Import.id).where(
        Import.owner_id == owner_id,
        Import.state == "running",
        Import.updated_at > now() - QUIET,
    )
    if session.exec(running).first():
        raise ImportRunning


def next_piece(session: Session, found: Import) -> ImportPiece | None:
    """What has to be made next."""
    wanted = select(ImportPiece).where(
        ImportPiece.owner_id == found.owner_id, ImportPiece.import_id == found.id
    )
    return session.exec(wanted.order_by(col(ImportPiece.number)).limit(1)).first()


def is_interrupted(found: Import, moment: datetime) -> bool:
    """Whether nobody makes it any longer, though there is something left to make."""
    return found.state == "running" and found.updated_at <= moment - QUIET


def alive(session: Session, owner_id: OwnerId, table: Any) -> int:
    """How many rows of theirs this table has that are not in the trash."""
    wanted = sa.select(sa.func.count()).where(
        table.c.owner_id == owner_id, table.c.deleted_at.is_(None)
    )
    return int(session.execute(wanted).scalar_one())


def known(session: Session, owner_id: OwnerId, source: str, kind: str) -> int:
    """How many things of this kind they imported from there before."""
    wanted = sa.select(sa.func.count()).where(
        col(Imported.owner_id) == owner_id,
        col(Imported.source) == source,
        col(Imported.kind) == kind,
    )
    return int(session.execute(wanted).scalar_one())


def view(found: Import) -> ImportView:
    """The import as everyone outside sees it."""
    state = "interrupted" if is_interrupted(found, now()) else found.state
    troubles = orjson.loads(found.troubles)
    return ImportView(
        id=found.id,
        state=state,  # type: ignore[arg-type]
        format=found.format,  # type: ignore[arg-type]
        counts=ImportCounts(**orjson.loads(found.counts)),
        total=found.total,
        done=found.done,
        known=found.known,
        first=[ImportedTodo(**each) for each in orjson.loads(found.first)],
        warnings=[ImportTrouble(line or None, said) for line, said in troubles],
        warning_count=found.trouble_count,
        reason=found.reason,
        created_at=found.created_at,
        updated_at=found.updated_at,
    )

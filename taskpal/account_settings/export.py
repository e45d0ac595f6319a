"""Writes everything TaskPal holds of a person, piece by piece.

However much it is, no more than one piece is in memory, and nobody waits: each is read
by a short query of its own, in a thread, outside any transaction. What changes while
the file is written may be in it or not.
"""

from collections.abc import AsyncIterator
from typing import Any

import orjson
import sqlalchemy as sa
from pydantic import BaseModel
from sqlmodel import Session

from taskpal.account_settings.archive import FORMAT, VERSION, ExportedProfile
from taskpal.account_settings.holdings import PARTS, Part
from taskpal.accounts import two_step
from taskpal.accounts.models import Account, OwnerId
from taskpal.columns import now
from taskpal.database import in_reading

AT_ONCE = 200  # rows; a todo may be 80 kB long


async def written(owner_id: OwnerId) -> AsyncIterator[bytes]:
    """The file, in pieces."""
    head = {"format": FORMAT, "version": VERSION, "exported_at": now()}
    yield orjson.dumps(head, option=orjson.OPT_UTC_Z)[:-1]
    yield b',\n"profile":' + _json(await in_reading(_profile, owner_id))
    for part in PARTS:
        yield f',\n"{part.name}":['.encode()
        async for piece in _pieces(owner_id, part):
            yield piece
        yield b"]"
    yield b"}\n"


async def _pieces(owner_id: OwnerId, part: Part) -> AsyncIterator[bytes]:
    before, after = b"\n", None
    while True:
        found, after = await in_reading(_some, owner_id, part, after)
        if found:
            yield before + found
            before = b",\n"
        if after is None:
            return


def _some(
    session: Session, owner_id: OwnerId, part: Part, after: tuple[Any, ...] | None
) -> tuple[bytes, tuple[Any, ...] | None]:
    """The rows after those keys, and the keys to go on from, unless that was all."""
    wanted = part.rows.add_columns(*part.keys).where(part.owner == owner_id)
    if after is not None:
        wanted = wanted.where(sa.tuple_(*part.keys) > after)
    found = session.execute(wanted.order_by(*part.keys).limit(AT_ONCE)).all()
    last = tuple(found[-1][-len(part.keys) :]) if len(found) == AT_ONCE else None
    return b",\n".join(_json(part.write(row)) for row in found), last


def _json(one: BaseModel) -> bytes:
    return one.model_dump_json().encode()


def _profile(session: Session, owner_id: OwnerId) -> ExportedProfile:
    account = session.get_one(Account, owner_id)
    return ExportedProfile(
        id=account.id,
        email=account.email,
        name=account.name,
        created_at=account.created_at,
        two_step=two_step.state_of(session, owner_id).on,
    )

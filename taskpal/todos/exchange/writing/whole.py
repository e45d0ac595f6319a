"""Everything about todos as one JSON file, which import reads back without loss."""

from collections.abc import AsyncIterator
from typing import Final

import orjson
from sqlmodel import Session

from taskpal.accounts.models import OwnerId
from taskpal.accounts.preferences.models import AccountPreferences
from taskpal.columns import now
from taskpal.database import in_reading
from taskpal.todos.exchange.file import FORMAT, ExportedPreferences
from taskpal.todos.exchange.writing import parts
from taskpal.todos.exchange.writing.holdings import PARTS

VERSION: Final = 1


async def written(owner_id: OwnerId) -> AsyncIterator[bytes]:
    """The file, in pieces."""
    yield head()
    yield b',\n"preferences":' + await preferences(owner_id)
    async for piece in parts.written(owner_id, PARTS):
        yield piece
    yield b"}\n"


def head() -> bytes:
    """How the file begins: an object that is still open."""
    said = {"format": FORMAT, "version": VERSION, "exported_at": now()}
    return orjson.dumps(said, option=orjson.OPT_UTC_Z)[:-1]


async def preferences(owner_id: OwnerId) -> bytes:
    """How the person reads dates and times."""
    return parts.json(await in_reading(_preferences, owner_id))


def _preferences(session: Session, owner_id: OwnerId) -> ExportedPreferences:
    found = session.get(AccountPreferences, owner_id)
    chosen = found or AccountPreferences(account_id=owner_id)
    return ExportedPreferences.of(chosen)

"""Imports being made, in the background of the server that was asked to.

Should it end meanwhile, what was made stays, and starting the import again goes on
where it ended.
"""

import asyncio
import logging
import time
from typing import Final

from sqlalchemy.exc import SQLAlchemyError
from sqlmodel import Session

from taskpal import acting
from taskpal.accounts.models import OwnerId
from taskpal.acting import Actor
from taskpal.database import in_transaction
from taskpal.errors import TaskPalError
from taskpal.todos.exchange import service

_SHARE: Final = 0.5  # of the time the database is left to others
_LEAST: Final = 0.02  # seconds
_going: set[asyncio.Task[None]] = set()

log = logging.getLogger(__name__)


def launch(owner_id: OwnerId, import_id: str, actor: Actor) -> asyncio.Task[None]:
    """Make the import that was begun, piece by piece, while others are served."""
    task = asyncio.create_task(_made(owner_id, import_id, actor))
    _going.add(task)
    task.add_done_callback(_going.discard)
    return task


def step(session: Session, owner_id: OwnerId, import_id: str, actor: Actor) -> bool:
    """Make the next piece in the name of whoever began; whether there is more."""
    acting.acts(session, actor)
    return service.step(session, owner_id, import_id)


async def _made(owner_id: OwnerId, import_id: str, actor: Actor) -> None:
    try:
        more = True
        while more:
            began = time.monotonic()
            more = await in_transaction(step, owner_id, import_id, actor)
            took = time.monotonic() - began
            await asyncio.sleep(max(_LEAST, took * _SHARE))
    except TaskPalError as error:
        await _stopped(owner_id, import_id, error.message)
    except SQLAlchemyError:
        log.exception("An import could not go on; it can be started again.")


async def _stopped(owner_id: OwnerId, import_id: str, reason: str) -> None:
    """The import may be gone, too, with the account or by itself."""
    try:
        await in_transaction(service.stop, owner_id, import_id, reason)
    except TaskPalError as error:
        log.info("An import ended: %s", error.message)

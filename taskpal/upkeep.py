"""What is thrown away by itself: old trash, kept answers, what expired long ago."""

import asyncio
import contextlib
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from sqlmodel import Session

from taskpal.accounts import invitations, sessions
from taskpal.accounts import log as log_of_accounts
from taskpal.database import in_transaction
from taskpal.oauth import tokens
from taskpal.oauth.registration import service as registration
from taskpal.todos import repeats
from taskpal.todos.exchange import service as imports
from taskpal.todos.history import trash

FIRST_AFTER = 60.0  # seconds: whoever has just started TaskPal waits for a page
EVERY = 6 * 3600.0

log = logging.getLogger(__name__)


def throw_away(session: Session) -> None:
    """Remove, for every owner, what is past its time."""
    trash.empty(session)
    trash.forget_old(session)
    repeats.purge(session)
    imports.purge(session)
    sessions.forget_expired(session)
    invitations.forget_expired(session)
    log_of_accounts.forget_old(session)
    tokens.forget_expired(session)
    registration.forget_unused(session)


@asynccontextmanager
async def running() -> AsyncIterator[None]:
    """Throw away now and then while the app runs; several workers may, unharmed."""
    task = asyncio.create_task(_now_and_then())
    try:
        yield
    finally:
        task.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await task


async def _now_and_then() -> None:
    await asyncio.sleep(FIRST_AFTER)
    while True:
        try:
            await in_transaction(throw_away)
        except Exception:
            log.exception("Old trash could not be thrown away; it is tried again.")
        await asyncio.sleep(EVERY)

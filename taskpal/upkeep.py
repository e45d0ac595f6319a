"""What is thrown away by itself: old trash, kept answers, what expired long ago."""

import asyncio
import contextlib
import logging
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager

from sqlmodel import Session

from taskpal.accounts import invitations, sessions
from taskpal.accounts import log as log_of_accounts
from taskpal.database import empty_log, in_reading, in_transaction
from taskpal.oauth import tokens
from taskpal.oauth.registration import service as registration
from taskpal.todos import repeats
from taskpal.todos.exchange import service as imports
from taskpal.todos.history import trash
from taskpal.todos.search import forgetting

FIRST_AFTER = 60.0  # seconds: whoever has just started TaskPal waits for a page
EVERY = 6 * 3600.0

Work = Callable[[Session], int | None]
"""Removes some of what is past its time; done again until nothing was left to do."""

WORK: tuple[Work, ...] = (
    trash.empty,
    trash.forget_old,
    repeats.purge,
    imports.purge,
    sessions.forget_expired,
    invitations.forget_expired,
    log_of_accounts.forget_old,
    tokens.forget_expired,
    registration.forget_unused,
    forgetting.forget,
)

log = logging.getLogger(__name__)


async def throw_away() -> None:
    """Remove, for every owner, what is past its time, piece by piece."""
    for work in WORK:
        with _tried_again():
            while await in_transaction(work):
                pass
    with _tried_again():
        await in_reading(empty_log)


@contextlib.contextmanager
def _tried_again() -> Iterator[None]:
    try:
        yield
    except Exception:
        log.exception("Something old could not be thrown away; it is tried again.")


@asynccontextmanager
async def running() -> AsyncIterator[None]:
    """Throw away now and then while the app runs; several workers may, unharmed.

    At its end a piece that was begun is finished, and what is left waits.
    """
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
        await throw_away()
        await asyncio.sleep(EVERY)

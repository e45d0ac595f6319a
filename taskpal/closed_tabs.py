"""How many closed tabs a worker remembers: opening and closing them fills no memory.

Reflex keeps a closed tab's state for hours, in case the tab comes back. Without it a
tab that does reads its list anew, so the oldest are forgotten once there are many. In
Redis they end by themselves, and how much it holds is its own setting.
"""

import asyncio
from collections.abc import AsyncIterator, Container
from contextlib import asynccontextmanager, suppress

import reflex as rx
from reflex.istate.manager.memory import StateManagerMemory

REMEMBERED = 500
EVERY = 5.0  # seconds


@asynccontextmanager
async def forgotten(app: rx.App) -> AsyncIterator[None]:
    """Forget now and then while the app runs."""
    task = asyncio.create_task(_now_and_then(app))
    try:
        yield
    finally:
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task


def forget_oldest(states: StateManagerMemory, opened: Container[str]) -> None:
    """Forget the states of closed tabs but for the latest; `opened` are the others."""
    closed = [
        (ends, token)
        for ends, token in states._token_expires_at.values()
        if token.ident not in opened and not _in_use(states, token.lock_key)
    ]
    closed.sort(key=lambda found: found[0])
    for _, token in closed[:-REMEMBERED]:
        states._purge_token(token)


async def _now_and_then(app: rx.App) -> None:
    while isinstance(app.state_manager, StateManagerMemory):
        sockets = app.event_namespace
        if sockets and len(app.state_manager.states) > REMEMBERED:
            forget_oldest(app.state_manager, sockets._token_manager.token_to_socket)
        await asyncio.sleep(EVERY)


def _in_use(states: StateManagerMemory, key: str) -> bool:
    lock = states._states_locks.get(key)
    return lock is not None and lock.locked()

"""What was loaded at the start stays: the garbage collector need not look at it again.

Reflex and its components are several hundred thousand objects. Walking through them
time and again took a tenth of what the API can answer (docs/decisions/reading.md).
"""

import gc
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

NEW_OBJECTS = 10_000  # so many more than went make it look through the young ones


@asynccontextmanager
async def settled() -> AsyncIterator[None]:
    """While the app runs, only what it makes from now on can become garbage."""
    before = gc.get_threshold()
    gc.collect()
    gc.freeze()
    gc.set_threshold(NEW_OBJECTS, *before[1:])
    try:
        yield
    finally:
        gc.set_threshold(*before)
        gc.unfreeze()

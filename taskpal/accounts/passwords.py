"""Hashes and checks passwords off the event loop, a few at a time.

They have threads of their own: bcrypt takes 0.2 s on purpose, and a crowd signing in
must hold up neither the database's threads nor everybody else's requests.
"""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from typing import ParamSpec, TypeVar

from taskpal import security
from taskpal.accounts import words
from taskpal.errors import TooManyAttempts

P = ParamSpec("P")
T = TypeVar("T")

THREADS = 2
MOST_WAITING = 50  # about five seconds of work
_waiting: set[object] = set()


async def hashed(password: str) -> str:
    """The password's hash."""
    return await _in_thread(security.hash_password, words.password(password))


async def fits(password: str, password_hash: str | None) -> bool:
    """Whether the password fits; takes as long when there is no account to check."""
    return await _in_thread(
        security.check_password, words.password(password), password_hash
    )


async def _in_thread(work: Callable[P, T], *args: P.args, **named: P.kwargs) -> T:
    if len(_waiting) >= MOST_WAITING:
        raise TooManyAttempts(5)
    place = object()
    _waiting.add(place)
    try:
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(_threads(), lambda: work(*args, **named))
    finally:
        _waiting.discard(place)


@cache
def _threads() -> ThreadPoolExecutor:
    return ThreadPoolExecutor(THREADS, thread_name_prefix="passwords")

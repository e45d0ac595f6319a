"""How often something may be tried: counted here with one worker, in Redis with more.

    GUESSES = Limit("sign-in-account", 20, 600)
    hit(GUESSES, account)        # raises TooManyAttempts, saying when to come back
    spend(REQUESTS, token_id)    # the same, for what happens hundreds of times a minute

A refused attempt does not count, so hammering never makes anybody's wait longer. With
Redis it blocks for a moment: call it in a thread.
"""

import logging
import math
import threading
import time
from dataclasses import dataclass, field
from functools import cache

from limits import RateLimitItem, RateLimitItemPerSecond
from limits.errors import StorageError
from limits.storage import MemoryStorage, Storage, storage_from_string
from limits.strategies import (
    MovingWindowRateLimiter,
    RateLimiter,
    SlidingWindowCounterRateLimiter,
)

from taskpal.errors import TooManyAttempts
from taskpal.security import hash_token
from taskpal.settings import settings

ASK_AGAIN_AFTER = 5.0  # seconds in which a Redis that did not answer is left alone
MOST_BLOCKS = 20_000
LARGEST_BLOCK = 50
BLOCKS = 20  # of the largest make up a limit: it may be reached one block early

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Limit:
    """At most `times` tries in any `seconds`, for each of whatever is counted."""

    name: str
    times: int
    seconds: int


def hit(limit: Limit, *who: str) -> None:
    """Count one try of `who`.

    Raises:
        TooManyAttempts: there were too many lately.
    """
    if wait := _count(MovingWindowRateLimiter, limit, _key(limit, who)):
        raise TooManyAttempts(wait)


def spend(limit: Limit, who: str) -> None:
    """Count one of the many requests of `who`, at nearly no cost.

    They are taken from the counter in blocks: one at first, twice as many whenever a
    block is used up, so that who asks seldom takes little more than is used.

    Raises:
        TooManyAttempts: there were too many lately.
    """
    name = f"{limit.name}:{who}"
    if _blocks.take(name):
        return
    largest = min(limit.times // BLOCKS, LARGEST_BLOCK)
    size = _blocks.next_size(name, most=max(1, largest))
    key = _key(limit, (who,))
    wait = _count(SlidingWindowCounterRateLimiter, limit, key, size)
    if wait and size > 1:
        size = 1
        wait = _count(SlidingWindowCounterRateLimiter, limit, key)
    if wait:
        raise TooManyAttempts(wait, "requests")
    _blocks.add(name, size, limit.seconds)


def clear(limit: Limit, *who: str) -> None:
    """Forget the tries of `who`."""
    item, key = _item(limit), _key(limit, who)
    MovingWindowRateLimiter(_own_storage()).clear(item, key)
    if _storage() is not _own_storage() and not _away():
        try:
            MovingWindowRateLimiter(_storage()).clear(item, key)
        except StorageError:
            _leave_alone()


@dataclass(slots=True)
class _Block:
    """Requests that are counted already and can be made until `ends`."""

    size: int
    left: int
    ends: float


@dataclass(slots=True)
class _Blocks:
    """What this worker has taken from the counter, for each who makes requests."""

    _all: dict[str, _Block] = field(default_factory=dict)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def take(self, name: str) -> bool:
        """Use one request of the block, if one is left."""
        with self._lock:
            block = self._all.get(name)
            if block is None or block.left < 1 or block.ends < time.monotonic():
                return False
            block.left -= 1
            return True

    def next_size(self, name: str, most: int) -> int:
        """How large the next block should be: twice the last, if that was used up."""
        last = self._all.get(name)
        if last is None or last.ends < time.monotonic():
            return 1
        return min(2 * last.size, most)

    def add(self, name: str, size: int, seconds: int) -> None:
        """Keep a block of which one request is used; threads may take several."""
        with self._lock:
            if len(self._all) >= MOST_BLOCKS:
                self._all.clear()  # whoever is busy takes a new one
            last, ends = self._all.get(name), time.monotonic() + seconds
            left = last.left if last and last.ends > time.monotonic() else 0
            self._all[name] = _Block(size, left + size - 1, ends)


_blocks = _Blocks()
_ask_redis_at = [0.0]


def _count(strategy: type[RateLimiter], limit: Limit, key: str, cost: int = 1) -> int:
    """Count tries; 0, or for how many seconds they have to wait."""
    if not _away():
        try:
            return _hit(strategy(_storage()), _item(limit), key, cost)
        except StorageError:
            _leave_alone()
    return _hit(strategy(_own_storage()), _item(limit), key, cost)


def _away() -> bool:
    """Whether Redis did not answer a moment ago: waiting for it holds up everybody."""
    return time.monotonic() < _ask_redis_at[0]


def _leave_alone() -> None:
    _ask_redis_at[0] = time.monotonic() + ASK_AGAIN_AFTER
    log.warning("Redis cannot be reached: counting tries in this process only.")


def _hit(counter: RateLimiter, item: RateLimitItem, key: str, cost: int) -> int:
    if counter.hit(item, key, cost=cost):
        return 0
    opens = counter.get_window_stats(item, key).reset_time
    return min(max(math.ceil(opens - time.time()), 1), item.get_expiry())


def _item(limit: Limit) -> RateLimitItem:
    return RateLimitItemPerSecond(limit.times, limit.seconds, namespace="taskpal")


def _key(limit: Limit, who: tuple[str, ...]) -> str:
    """Of fixed length, and without anybody's address readable in it."""
    counted = hash_token("\x1f".join(who))
    return f"{limit.name}:{counted[:32]}"


@cache
def _storage() -> Storage:
    url = settings().redis_url
    if not url:
        return _own_storage()
    found = storage_from_string(
        url.replace("unix://", "redis+unix://", 1),
        wrap_exceptions=True,
        socket_timeout=2,
        socket_connect_timeout=2,
    )
    assert isinstance(found, Storage)  # noqa: S101 - its other kind is for asyncio
    return found


@cache
def _own_storage() -> Storage:
    return MemoryStorage()

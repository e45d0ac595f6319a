"""How often something may be tried: counted here with one worker, in Redis with more.

    GUESSES = Limit("sign-in-account", 20, 600)
    hit(GUESSES, account)        # raises TooManyAttempts, saying when to come back

A refused attempt does not count, so hammering never makes anybody's wait longer. With
Redis it blocks for a moment: call it in a thread.
"""

import logging
import math
import time
from dataclasses import dataclass
from functools import cache

from limits import RateLimitItem, RateLimitItemPerSecond
from limits.errors import StorageError
from limits.storage import MemoryStorage, storage_from_string
from limits.strategies import MovingWindowRateLimiter, RateLimiter

from taskpal.errors import TooManyAttempts
from taskpal.security import hash_token
from taskpal.settings import settings

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
    try:
        wait = _hit(_counter(), _item(limit), _key(limit, who))
    except StorageError:
        log.warning("Redis cannot be reached: counting tries in this process only.")
        wait = _hit(_own_counter(), _item(limit), _key(limit, who))
    if wait:
        raise TooManyAttempts(wait)


def clear(limit: Limit, *who: str) -> None:
    """Forget the tries of `who`."""
    try:
        _counter().clear(_item(limit), _key(limit, who))
    except StorageError:
        log.warning("Redis cannot be reached: tries could not be forgotten.")


def _hit(counter: RateLimiter, item: RateLimitItem, key: str) -> int:
    """Count a try; 0, or for how many seconds it has to wait."""
    if counter.hit(item, key):
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
def _counter() -> RateLimiter:
    url = settings().redis_url
    if not url:
        return _own_counter()
    return MovingWindowRateLimiter(
        storage_from_string(
            url.replace("unix://", "redis+unix://", 1),
            wrap_exceptions=True,
            socket_timeout=2,
            socket_connect_timeout=2,
        )
    )


@cache
def _own_counter() -> RateLimiter:
    return MovingWindowRateLimiter(MemoryStorage())

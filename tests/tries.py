"""What throttles have counted, forgotten between tests."""

from taskpal import throttle


def forget() -> None:
    """Count anew, wherever the settings say by now."""
    throttle._storage.cache_clear()
    throttle._own_storage.cache_clear()
    throttle._blocks._all.clear()
    throttle._ask_redis_at[0] = 0.0

"""The names of the zones there are (IANA)."""

from functools import cache
from zoneinfo import available_timezones


@cache
def names() -> frozenset[str]:
    """All of them, found once: Python looks through the disk each time."""
    return frozenset(available_timezones())

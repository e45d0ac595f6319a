"""A clock that stands still while a request is answered."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta, tzinfo
from unittest.mock import patch

MORNING = datetime(2026, 11, 23, 8, 30, tzinfo=UTC)  # a Monday
STEP = timedelta(minutes=1)


class Clock:
    """What time it is; it moves on by a minute when it is told to."""

    def __init__(self) -> None:
        self._at = MORNING

    def now(self, zone: tzinfo | None = None) -> datetime:
        return self._at.astimezone(zone)

    def step(self) -> None:
        self._at += STEP


@contextmanager
def stopped() -> Iterator[Clock]:
    """In here the app lives on the morning of a certain day."""
    clock = Clock()
    with patch("taskpal.columns.datetime", clock):
        yield clock

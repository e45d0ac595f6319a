"""What "today" and "overdue" mean: decided here, in the user's zone, only."""

from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo


def due_instant(
    day: date | None, clock: time | None, zone: str | None
) -> datetime | None:
    """The moment, in UTC, of a time that has a zone; None of any other.

    A time that clocks skip when summer time begins is as much later as they skip; of
    one that they show twice the first is meant (RFC 5545 §3.3.5).
    """
    if day is None or clock is None or zone is None:
        return None
    return datetime.combine(day, clock, ZoneInfo(zone)).astimezone(UTC)

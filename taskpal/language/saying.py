"""Days and moments in words, the same everywhere: strftime follows the machine."""

from datetime import date, datetime, time
from zoneinfo import ZoneInfo

DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)


def moment(at: datetime, zone: str) -> str:
    """`Sunday 22 November 2026, 21:11 (Europe/Berlin)`: what clocks show there."""
    at = at.astimezone(ZoneInfo(zone))
    day = f"{DAYS[at.weekday()]} {at.day} {MONTHS[at.month - 1]} {at.year}"
    return f"{day}, {at:%H:%M} {zone if zone == 'UTC' else f'({zone})'}"


def day(due: date, today: date, clock: time | None = None, zone: str = "") -> str:
    """`Fri 27 Nov`, `Fri 27 Nov 17:00`; with the year when it is not this one."""
    words = f"{DAYS[due.weekday()][:3]} {due.day} {MONTHS[due.month - 1][:3]}"
    year = "" if due.year == today.year else f" {due.year}"
    at = f" {clock:%H:%M}" if clock else ""
    return f"{words}{year}{at}{f' ({zone})' if at and zone else ''}"

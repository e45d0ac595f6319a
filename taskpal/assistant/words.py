"""Moments, days and titles in words that a language model repeats without slips."""

import re
from datetime import date, datetime

# Not strftime's: those follow the machine's language.
DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)

_UNSEEN = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]")


def moment(at: datetime) -> str:
    """`Sunday 22 November 2026, 20:11 UTC`: what every answer says of now."""
    day = f"{DAYS[at.weekday()]} {at.day} {MONTHS[at.month - 1]} {at.year}"
    return f"{day}, {at:%H:%M} {at.tzname()}"


def day(due: date, today: date) -> str:
    """`Fri 27 Nov`; with the year when it is not this one."""
    words = f"{DAYS[due.weekday()][:3]} {due.day} {MONTHS[due.month - 1][:3]}"
    return words if due.year == today.year else f"{words} {due.year}"


def line(text: str, longest: int) -> str:
    """The text on one line of at most `longest` characters; … says it was cut."""
    flat = " ".join(_UNSEEN.sub(" ", text).split())
    return flat if len(flat) <= longest else flat[: longest - 1].rstrip() + "…"


def visible(text: str) -> str:
    """The text without control characters, which JSON would write six times as long."""
    return re.sub(r"[^\S\n]|(?!\n)[\x00-\x1f\x7f-\x9f]", " ", text)

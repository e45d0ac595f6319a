"""For how long a document holds (§5.2): as its server says, within bounds."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

from taskpal.columns import now

SHORTEST = timedelta(minutes=5)
LONGEST = timedelta(hours=24)
USUAL = timedelta(hours=1)


def fresh_for(headers: Mapping[str, str]) -> timedelta:
    """How long TaskPal may do without reading the document again (RFC 9111 §4.2)."""
    told = _directives(headers.get("cache-control", ""))
    if told.keys() & {"no-store", "no-cache"}:
        return SHORTEST
    for name in ("s-maxage", "max-age"):
        if name in told:
            age = _seconds(headers.get("age", "0"))
            return _bounded(_seconds(told[name]) - age)
    return _bounded(_until(headers["expires"])) if "expires" in headers else USUAL


def _directives(header: str) -> dict[str, str]:
    parts = (part.partition("=") for part in header.lower().split(","))
    return {name.strip(): value.strip().strip('"') for name, _, value in parts}


def _seconds(value: str) -> timedelta:
    known = value.isascii() and value.isdigit() and len(value) < 10  # noqa: PLR2004
    return timedelta(seconds=int(value)) if known else timedelta()


def _until(date: str) -> timedelta:
    try:
        expires = parsedate_to_datetime(date)
    except ValueError:
        return timedelta()  # RFC 9111 §5.3: what cannot be read is in the past
    return _aware(expires) - now()


def _aware(date: datetime) -> datetime:
    return date if date.tzinfo else date.replace(tzinfo=UTC)


def _bounded(life: timedelta) -> timedelta:
    return max(SHORTEST, min(life, LONGEST))

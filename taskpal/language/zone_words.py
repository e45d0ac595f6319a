"""Zones that a time may carry: UTC, CET, Europe/Berlin."""

from functools import cache
from zoneinfo import available_timezones

from taskpal.language.words import Words

_WORDS_TOO = frozenset({"est", "ist"})  # in small letters
_ABBREVIATIONS = {
    "UTC": "UTC",
    "GMT": "UTC",
    "ET": "America/New_York",
    "EST": "America/New_York",
    "EDT": "America/New_York",
    "CT": "America/Chicago",
    "CST": "America/Chicago",
    "CDT": "America/Chicago",
    "MT": "America/Denver",
    "MST": "America/Denver",
    "MDT": "America/Denver",
    "PT": "America/Los_Angeles",
    "PST": "America/Los_Angeles",
    "PDT": "America/Los_Angeles",
    "BST": "Europe/London",
    "CET": "Europe/Berlin",
    "CEST": "Europe/Berlin",
    "EET": "Europe/Athens",
    "EEST": "Europe/Athens",
    "MSK": "Europe/Moscow",
    "IST": "Asia/Kolkata",
    "JST": "Asia/Tokyo",
    "KST": "Asia/Seoul",
    "SGT": "Asia/Singapore",
    "AEST": "Australia/Sydney",
    "AEDT": "Australia/Sydney",
    "NZST": "Pacific/Auckland",
    "NZDT": "Pacific/Auckland",
}


def zone_at(words: Words, index: int) -> str | None:
    """The IANA name of the zone that this word names, if it does."""
    word = words.at(index)
    if not word:
        return None
    if "/" in word:
        return _zones().get(word)
    raw = words.raw[index]
    if raw.islower() and len(raw) > 2 and raw not in _WORDS_TOO:  # noqa: PLR2004
        raw = raw.upper()
    return _ABBREVIATIONS.get(raw)


@cache
def _zones() -> dict[str, str]:
    return {name.lower(): name for name in available_timezones() if "/" in name}

"""Two times in one word: 9-11am is 9am and two hours, 9:30-11 an hour and a half."""

import re

_TWO = re.compile(
    r"(\d{1,2})(?::([0-5]\d))?([ap]m)?[-–](\d{1,2})(?::([0-5]\d))?([ap]m)?"  # noqa: RUF001
)
_HOUR, _HALF_DAY, _DAY = 60, 12 * 60, 24 * 60


def two_times(word: str) -> tuple[str, int] | None:
    """The first time in full, and the minutes up to the second.

    One of the two says by itself that it is a time, and the other leans on it.
    """
    found = _TWO.fullmatch(word)
    if found is None:
        return None
    hour, minute, half, last_hour, last_minute, last_half = found.groups()
    last = int(last_hour) * _HOUR + int(last_minute or 0)
    first = int(hour) * _HOUR + int(minute or 0)
    if last_half and not half:
        return _in_half(first, last, last_half)
    if (half or minute) and not (last_minute or last_half):
        return word[: found.start(4) - 1], _until(first, last)
    return None


def _in_half(first: int, last: int, half: str) -> tuple[str, int] | None:
    """11-1pm begins in the morning, 2-3pm in the afternoon as it ends."""
    if not (_HOUR <= first < _HALF_DAY + _HOUR and _HOUR <= last < _HALF_DAY + _HOUR):
        return None
    first, last = first % _HALF_DAY, last % _HALF_DAY
    if first >= last:
        half = "am" if half == "pm" else "pm"
    hour, minute = divmod(first, _HOUR)
    return f"{hour or 12}:{minute:02}{half}", _until(first, last)


def _until(first: int, last: int) -> int:
    """The minutes to the next such hour, before or after noon."""
    return (last - first - 1) % _HALF_DAY + 1

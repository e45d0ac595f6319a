"""Where things stand in an order made by hand, without ever numbering them anew.

A position is a text that sorts by code point. Between any two there is room for another
one, so moving one thing writes one row. New things go last: their position is the time,
as a number of fixed length, which is larger than that of all before. No position ends
in a zero: between "a" and "a0" there would be no room.
"""

from datetime import UTC, datetime, timedelta
from typing import Final

LONGEST: Final = 1000  # characters; a thousand moves into the same gap need about 200
_LENGTH = 13
_DIGITS: Final = "0123456789abcdefghijklmnopqrstuvwxyz"
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)


def last(moment: datetime) -> str:
    """The position behind everything that was put last before this moment."""
    return f"{(moment - _EPOCH) // _MICROSECOND:0{_LENGTH}x}".rstrip("0")


def behind(before: str | None, moment: datetime) -> str:
    """A position behind `before`, whichever is later, it or the moment."""
    end = last(moment)
    return end if before is None or before < end else between(before, None)


def between(before: str | None, after: str | None) -> str:
    """A position between two; None stands for the beginning, or the end.

    Raises:
        ValueError: the first does not come before the second.
    """
    low = before or ""
    if after is None:
        return _next(low)
    if low >= after:
        raise ValueError("There is nothing between these.")
    made, free = "", False  # free: what was made comes before `after` already
    for place in range(len(low) + len(after) + 1):
        floor = _digit(low, place)
        ceiling = len(_DIGITS) if free else _digit(after, place)
        if ceiling - floor > 1:
            return made + _DIGITS[(floor + ceiling) // 2]
        made += _DIGITS[floor]
        free = free or floor < ceiling
    raise AssertionError("Two texts differ somewhere.")  # pragma: no cover


def _next(low: str) -> str:
    """Just behind it: what is added a microsecond later shall come later still."""
    padded = low.ljust(_LENGTH, "0")
    digit = _digit(padded, len(padded) - 1) + 1
    return padded[:-1] + _DIGITS[digit] if digit < len(_DIGITS) else f"{padded}1"


def _digit(text: str, place: int) -> int:
    return _DIGITS.index(text[place]) if place < len(text) else 0

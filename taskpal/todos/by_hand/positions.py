"""Where things stand in an order made by hand, without ever numbering them anew.

A position is a text that sorts by code point. Between any two there is room for another
one, so moving one thing writes one row. New things go last: their position is the time,
as a number of fixed length, which is larger than that of all before. No position ends
in a zero: between "a" and "a0" there would be no room.
"""

from datetime import UTC, datetime, timedelta
from typing import Final

_LENGTH = 13
_DIGITS: Final = "0123456789abcdefghijklmnopqrstuvwxyz"
_BASE: Final = len(_DIGITS)
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
    if before is None and (made := _previous(after)):
        return made
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


def spread(before: str | None, after: str | None, many: int) -> list[str]:
    """So many positions between two, in order, none much longer than the others."""
    made: list[str] = []
    if after is None:
        while len(made) < many:
            made.append(between(made[-1] if made else before, None))
        return made
    if before is None:
        while len(made) < many:
            made.append(between(None, made[-1] if made else after))
        return made[::-1]
    if many < 1:
        return made
    middle, half = between(before, after), many // 2
    above = spread(middle, after, many - half - 1)
    return [*spread(before, middle, half), middle, *above]


def _next(low: str) -> str:
    """Just behind it: what is added a microsecond later shall come later still."""
    number = int(low[:_LENGTH].ljust(_LENGTH, "0"), _BASE) + 1
    if number >= _BASE**_LENGTH:
        return f"{low}1"
    return _written(number if number % _BASE else number + 1)


def _previous(high: str) -> str:
    """Just before it, as short as most; "" when there is nothing so short."""
    if len(high) > _LENGTH:
        return high[:_LENGTH].rstrip("0")
    return _written(int(high.ljust(_LENGTH, "0"), _BASE) - 1)


def _written(number: int) -> str:
    digits = ""
    for _ in range(_LENGTH):
        number, digit = divmod(number, _BASE)
        digits = _DIGITS[digit] + digits
    return digits.rstrip("0")


def _digit(text: str, place: int) -> int:
    return _DIGITS.index(text[place]) if place < len(text) else 0

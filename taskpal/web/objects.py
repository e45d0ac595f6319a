"""JSON objects that strangers send, read strictly: each name once, and clean text."""

import json
from typing import Any

from taskpal.errors import TaskPalError

MOST_DEEP = 8  # objects and lists within each other

Object = dict[str, Any]


class BadObject(TaskPalError):
    """Not a JSON object, or one that two readers could understand differently."""


def read(body: bytes) -> Object:
    """The object that the bytes are.

    Raises:
        BadObject: with a sentence on why they are none.
    """
    try:
        found = json.loads(
            body.decode(), object_pairs_hook=_each_once, parse_constant=_no_number
        )
    except UnicodeDecodeError:
        raise BadObject("The JSON holds bytes that are not UTF-8 text.") from None
    except (ValueError, RecursionError):
        raise BadObject("This is not valid JSON.") from None
    if not isinstance(found, dict):
        raise BadObject("This has to be a JSON object.")
    _check(found, MOST_DEEP)
    return found


def _each_once(pairs: list[tuple[str, Any]]) -> Object:
    found = dict(pairs)
    if len(found) < len(pairs):
        raise BadObject("The JSON names a field twice.")
    return found


def _no_number(_name: str) -> None:
    raise BadObject("NaN and Infinity are not JSON.")


def _check(value: Any, deep: int) -> None:
    """Refuse what no database keeps (NUL, half a character), and what is too deep."""
    if isinstance(value, str):
        if "\0" in value or any("\ud800" <= char <= "\udfff" for char in value):
            raise BadObject("The JSON holds characters that are not text.")
    elif isinstance(value, dict | list):
        if not deep:
            raise BadObject("The JSON is nested too deeply.")
        inside = [*value, *value.values()] if isinstance(value, dict) else value
        for one in inside:
            _check(one, deep - 1)

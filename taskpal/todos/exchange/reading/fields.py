"""Fields of JSON objects of others: of the type that is wanted, or empty."""

from typing import Any

Json = dict[str, Any]
_MOST_DIGITS = 18


def text(thing: Json, *names: str) -> str:
    """The first of these fields that says something, as text."""
    for name in names:
        value = thing.get(name)
        if isinstance(value, str) and value:
            return value
        if isinstance(value, int) and not isinstance(value, bool):
            return str(value)
    return ""


def number(thing: Json, *names: str) -> int:
    """The first of these fields that is a whole number of a sensible size; else 0."""
    for name in names:
        value = thing.get(name)
        if isinstance(value, int) and abs(value) < 10**_MOST_DIGITS:
            return int(value)
    return 0


def truth(thing: Json, *names: str) -> bool:
    """Whether one of these fields is true, or 1."""
    return any(thing.get(name) in (True, 1) for name in names)


def inner(thing: Json, name: str) -> Json:
    """The object in this field; an empty one when there is none."""
    value = thing.get(name)
    return value if isinstance(value, dict) else {}


def texts(thing: Json, name: str) -> list[str]:
    """The texts and numbers in this field's list."""
    value = thing.get(name)
    found = value if isinstance(value, list) else []
    return [str(one) for one in found if isinstance(one, str | int) and one != ""]

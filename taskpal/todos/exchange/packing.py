"""Records as bytes, to be put aside until they are made; only what they say."""

import dataclasses
import zlib
from collections.abc import Sequence
from functools import cache
from typing import Any, Final

import orjson
from pydantic import TypeAdapter

from taskpal.todos.exchange.records import (
    CommentRecord,
    FilterRecord,
    LabelRecord,
    ListRecord,
    OccurrenceRecord,
    PreferencesRecord,
    Record,
    SectionRecord,
    TodoRecord,
)

KINDS: Final[dict[str, type[Any]]] = {
    "lists": ListRecord,
    "sections": SectionRecord,
    "labels": LabelRecord,
    "filters": FilterRecord,
    "todos": TodoRecord,
    "comments": CommentRecord,
    "occurrences": OccurrenceRecord,
    "preferences": PreferencesRecord,
}
"""What things are called outside, in the order they have to be made."""

_NAMES: Final = {made: name for name, made in KINDS.items()}


def kind_of(record: Record) -> str:
    """What things of this kind are called outside."""
    return _NAMES[type(record)]


def packed(record: Record) -> bytes:
    """One record; fields that are as they begin take no room."""
    said = {
        name: value
        for name, begins in _fields(kind_of(record))
        if (value := getattr(record, name)) != begins
    }
    # A copy: what orjson returns holds on to several times the memory it needs.
    return memoryview(orjson.dumps(said)).tobytes()


def unpacked(kind: str, records: Sequence[bytes]) -> list[Any]:
    """The records of one kind."""
    return [_adapter(kind).validate_json(one) for one in records]


def bundled(records: Sequence[bytes]) -> bytes:
    """Many records as one piece."""
    return zlib.compress(b"\n".join(records), 1)


def unbundled(piece: bytes) -> list[bytes]:
    """The records of a piece."""
    return zlib.decompress(piece).split(b"\n")


@cache
def _fields(kind: str) -> tuple[tuple[str, Any], ...]:
    made = dataclasses.fields(KINDS[kind])
    return tuple((field.name, field.default) for field in made)


@cache
def _adapter(kind: str) -> TypeAdapter[Any]:
    return TypeAdapter(KINDS[kind])

"""Lists of a JSON file: where each comes from, and how it is written in pieces."""

from collections.abc import AsyncIterator, Callable, Iterable, Sequence
from typing import Any, Final, NamedTuple

import sqlalchemy as sa
from pydantic import BaseModel
from sqlmodel import Session

from taskpal.accounts.models import OwnerId
from taskpal.database import in_reading

AT_ONCE: Final = 200  # rows; a todo may be 80 kB long

Write = Callable[[Session, OwnerId, Sequence[Any]], Iterable[BaseModel]]


class Part(NamedTuple):
    """A list of the file: its rows, in the order of `keys`, and how to write them."""

    name: str
    rows: Any
    owner: Any
    keys: tuple[Any, ...]
    write: Write


def each(write: Callable[[Any], BaseModel]) -> Write:
    """Rows that are written one by one, without looking at anything else."""

    def all_of_them(
        _session: Session, _owner_id: OwnerId, rows: Sequence[Any]
    ) -> Iterable[BaseModel]:
        return map(write, rows)

    return all_of_them


async def written(owner_id: OwnerId, parts: Iterable[Part]) -> AsyncIterator[bytes]:
    """The members of a JSON object, each with a comma before it."""
    for part in parts:
        yield f',\n"{part.name}":['.encode()
        async for piece in _pieces(owner_id, part):
            yield piece
        yield b"]"


def json(one: BaseModel) -> bytes:
    """It as JSON, in one line."""
    return one.model_dump_json().encode()


async def _pieces(owner_id: OwnerId, part: Part) -> AsyncIterator[bytes]:
    before, after = b"\n", None
    while True:
        found, after = await in_reading(_some, owner_id, part, after)
        if found:
            yield before + found
            before = b",\n"
        if after is None:
            return


def _some(
    session: Session, owner_id: OwnerId, part: Part, after: tuple[Any, ...] | None
) -> tuple[bytes, tuple[Any, ...] | None]:
    """The rows after those keys, and the keys to go on from, unless that was all."""
    wanted = part.rows.add_columns(*part.keys).where(part.owner == owner_id)
    if after is not None:
        wanted = wanted.where(sa.tuple_(*part.keys) > after)
    found = session.execute(wanted.order_by(*part.keys).limit(AT_ONCE)).all()
    last = tuple(found[-1][-len(part.keys) :]) if len(found) == AT_ONCE else None
    return b",\n".join(map(json, part.write(session, owner_id, found))), last

"""A file read, and put aside in pieces: nothing is made of it yet.

It takes seconds for a large file, and no database; call it in a thread.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import IO, Final

from taskpal.todos.exchange.pile import Pile
from taskpal.todos.exchange.reading import formats
from taskpal.todos.exchange.reading.context import Context
from taskpal.todos.exchange.reading.shaping import shaped
from taskpal.todos.exchange.records import Format, Record, TodoRecord, Trouble

_BY_NAME: Final = {"json", "todoist-json"}  # formats whose lines say little
AT_ONCE: Final = 500  # records of a piece, made in one transaction


@dataclass(frozen=True, slots=True)
class Piece:
    """Some records of one kind, packed."""

    kind: str
    records: int
    content: bytes


@dataclass(slots=True)
class Prepared:
    """What is in a file."""

    format: Format
    counts: dict[str, int]
    first: list[TodoRecord]
    troubles: list[Trouble]
    trouble_count: int
    pieces: list[Piece] = field(default_factory=list)

    @property
    def total(self) -> int:
        return sum(self.counts.values())


def prepared(
    file: IO[bytes], context: Context, *, format_: Format | None = None, kind: str = ""
) -> Prepared:
    """The file in pieces; `kind` is the media type it came with.

    Raises:
        UnreadableFile: nothing in it can be imported.
    """
    format_ = format_ or formats.format_of(file, kind)
    pile = Pile()
    for found in formats.read(file, format_, context):
        if isinstance(found, Trouble):
            pile.tell(found)
            continue
        for one in shaped(found, context):
            if isinstance(one, Trouble) and format_ in _BY_NAME:
                pile.tell(one.about(_name(found)))
            else:
                pile.add(one)
    pieces = list(_pieces(pile))  # which finds more troubles
    return Prepared(
        format=format_,
        counts=dict(pile.counts),
        first=pile.first,
        troubles=pile.troubles,
        trouble_count=pile.trouble_count,
        pieces=pieces,
    )


def _name(found: Record) -> str:
    """What it is called, so that people find it in their file."""
    names = (getattr(found, name, "") for name in ("title", "name", "text"))
    return next(filter(None, names), "Something without a name")


def _pieces(pile: Pile) -> Iterator[Piece]:
    for kind, records, content in pile.pieces(AT_ONCE):
        yield Piece(kind, records, content)

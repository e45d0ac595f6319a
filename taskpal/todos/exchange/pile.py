"""The records of a file, put in the order in which they have to be made.

Lists come before what is in them, todos before their subtasks, and each kind in the
order of the file. They are kept packed: a hundred thousand take about as much memory as
the file they came from.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final, NamedTuple

from taskpal.todos import moving
from taskpal.todos.errors import MOST
from taskpal.todos.exchange import packing
from taskpal.todos.exchange.errors import UnreadableFile
from taskpal.todos.exchange.nesting import nesting
from taskpal.todos.exchange.records import Found, Record, TodoRecord, Trouble, quoted
from taskpal.todos.lists import errors as lists

MOST_TROUBLES: Final = 200  # more are counted, and not told
FIRST: Final = 20  # todos that the preview shows
_NESTED: Final = {"lists": lists.DEEPEST, "todos": moving.DEEPEST}


class _Packed(NamedTuple):
    """A record, and what decides where it belongs."""

    order: int
    number: int
    parent: str | None
    content: bytes


@dataclass(slots=True)
class Pile:
    """What was read so far."""

    counts: Counter[str] = field(default_factory=Counter)
    troubles: list[Trouble] = field(default_factory=list)
    trouble_count: int = 0
    first: list[TodoRecord] = field(default_factory=list)
    _records: dict[str, dict[str, _Packed]] = field(
        default_factory=lambda: {kind: {} for kind in packing.KINDS}
    )

    def add(self, found: Found) -> None:
        """Put a record on the pile, or remember what is wrong.

        Raises:
            UnreadableFile: there are more todos than an account can have.
        """
        if isinstance(found, Trouble):
            self.tell(found)
            return
        kind = packing.kind_of(found)
        if found.source_id in self._records[kind]:
            sentence = "The file has the same id twice; the first one was taken."
            self.tell(Trouble(getattr(found, "line", 0), sentence))
            return
        self._keep(kind, found)

    def tell(self, trouble: Trouble) -> None:
        """Remember what is wrong, unless there was too much of it."""
        self.trouble_count += 1
        if len(self.troubles) < MOST_TROUBLES:
            self.troubles.append(trouble)

    def pieces(self, size: int) -> Iterator[tuple[str, int, bytes]]:
        """All records in order: of which kind, how many, and packed together.

        What was given is off the pile.
        """
        for kind in packing.KINDS:
            ordered = self._ordered(kind)
            for begin in range(0, len(ordered), size):
                some = ordered[begin : begin + size]
                yield kind, len(some), packing.bundled(some)

    def _keep(self, kind: str, record: Record) -> None:
        self.counts[kind] += 1
        if kind == "todos" and self.counts[kind] > MOST:
            raise UnreadableFile(
                f"The file has more than {MOST:,} todos, the most an account can have."
            )
        if isinstance(record, TodoRecord) and len(self.first) < FIRST:
            self.first.append(record)
        parent = getattr(record, "parent", None)
        order, number = getattr(record, "order", 0), self.counts[kind]
        content = packing.packed(record)
        self._records[kind][record.source_id] = _Packed(order, number, parent, content)

    def _ordered(self, kind: str) -> Sequence[bytes]:
        records = self._records[kind]
        levels = self._levels(kind) if kind in _NESTED else {}
        ordered = sorted(
            records, key=lambda name: (levels.get(name, 0), *records[name][:2])
        )
        found = [records[name].content for name in ordered]
        records.clear()
        return found

    def _levels(self, kind: str) -> Mapping[str, int]:
        records = self._records[kind]
        parents = {name: record.parent for name, record in records.items()}
        found = nesting(parents, _NESTED[kind])
        for name in found.cut:
            self._put_at_the_top(kind, name)
        return found.levels

    def _put_at_the_top(self, kind: str, name: str) -> None:
        record = self._records[kind][name]
        cut = packing.unpacked(kind, [record.content])[0]
        cut.parent = None
        content = packing.packed(cut)
        self._records[kind][name] = record._replace(parent=None, content=content)
        called = quoted(cut.name if kind == "lists" else cut.title)
        sentence = (
            f"{called} is nested in itself, or too deeply; it was put at the top."
        )
        self.tell(Trouble(getattr(cut, "line", 0), sentence))

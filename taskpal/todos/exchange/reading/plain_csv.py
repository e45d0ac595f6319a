"""Any table of todos with a header, our own included."""

import re
from collections import defaultdict
from collections.abc import Generator, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final, TextIO

from taskpal.todos.exchange.errors import UnreadableFile
from taskpal.todos.exchange.reading import words
from taskpal.todos.exchange.reading.columns import columns, listed
from taskpal.todos.exchange.reading.context import Context
from taskpal.todos.exchange.reading.guarded import unguarded
from taskpal.todos.exchange.reading.identity import Identities, fixed
from taskpal.todos.exchange.reading.rows import Row, rows
from taskpal.todos.exchange.records import (
    Found,
    ListRecord,
    SectionRecord,
    TodoRecord,
    Trouble,
    quoted,
)

# The header of our own tables: only in them cells are guarded and lists are paths.
OWN_HEADER: Final = (
    *("id", "title", "description", "list", "section", "parent", "labels"),
    *("priority", "due", "time", "zone", "start", "deadline", "duration"),
    *("repeat", "repeat_rule", "repeat_anchor", "completed", "created"),
)
PATH: Final = " / "
_OTHERS: Final = re.compile(r"\s*[,;]\s*")
_LABEL: Final = re.compile(r"((?:[^\\,]|\\.)+)(?:, |$)", re.DOTALL)
_OWN_ONLY: Final = ("repeat_rule", "repeat_anchor")


@dataclass(slots=True)
class _Table:
    """What is known of the table so far."""

    context: Context
    own: bool
    places: Mapping[str, int]
    identities: Identities = field(default_factory=Identities)
    known: set[str] = field(default_factory=set)
    parents: dict[str, str] = field(default_factory=dict)

    def cells(self, row: Row) -> Mapping[str, str]:
        clean = unguarded if self.own else str.strip
        return {
            column: clean(row.cells[place]) if place < len(row.cells) else ""
            for column, place in self.places.items()
        }


def read(text: TextIO, delimiter: str, context: Context) -> Iterator[Found]:
    """Every todo of the table, and the lists and sections they are in.

    Raises:
        UnreadableFile: it has no column for titles.
    """
    table: _Table | None = None
    for row in rows(text, delimiter):
        if isinstance(row, Trouble):
            yield row
        elif table is None:
            table = _begun(row, context)
            yield from context.take_troubles()
        else:
            yield from _found(table, row)


def _begun(header: Row, context: Context) -> _Table | None:
    if header.line == 1 and header.cells[0].lower().startswith("sep="):  # Excel's
        return None
    own = tuple(header.cells) == OWN_HEADER
    places = dict(columns(header.cells, context.columns))
    if own:
        places |= {name: OWN_HEADER.index(name) for name in _OWN_ONLY}
    if "title" not in places:
        raise UnreadableFile(
            "The first line has to name the columns, one of them “title”. It says "
            f"{listed(header.cells)}. You can say which column is which, as in "
            "title=Name of a column."
        )
    used = places.values()
    left = [cell for place, cell in enumerate(header.cells) if place not in used]
    if named := listed(left):
        context.trouble(header.line, f"These columns are not imported: {named}.")
    return _Table(context, own, places)


def _found(table: _Table, row: Row) -> Iterator[Found]:
    cells = defaultdict(str, table.cells(row))
    if not cells["title"].strip():
        if any(cells.values()):
            yield Trouble(row.line, "It has no title, so it was left out.")
        return
    list_id = yield from _list(table, cells["list"] or table.context.list_name)
    section_id = yield from _section(table, cells["section"], list_id)
    yield _todo(table, row.line, cells, list_id, section_id)
    yield from table.context.take_troubles()


def _list(table: _Table, name: str) -> Generator[Found, None, str | None]:
    """The id of the list, made with those around it when it is new."""
    path = name.split(PATH) if table.own else [name]
    parent: str | None = None
    for depth, part in enumerate(path, 1):
        if part.strip().lower() in {"", "inbox"}:
            break
        source_id = fixed("list", *path[:depth])
        if source_id not in table.known:
            table.known.add(source_id)
            yield ListRecord(source_id=source_id, name=part, parent=parent)
        parent = source_id
    return parent


def _section(
    table: _Table, name: str, list_id: str | None
) -> Generator[Found, None, str | None]:
    if not name:
        return None
    source_id = fixed("section", list_id, name)
    if source_id not in table.known:
        table.known.add(source_id)
        yield SectionRecord(source_id=source_id, name=name, list=list_id)
    return source_id


def _todo(
    table: _Table,
    line: int,
    cells: Mapping[str, str],
    list_id: str | None,
    section_id: str | None,
) -> TodoRecord:
    context = table.context
    repeat = cells["repeat_rule"] or cells["repeat"]
    said = words.Written(cells["due"], cells["time"], cells["zone"], repeat)
    when = words.times(context, line, said)
    if when.repeat and cells["repeat_rule"]:
        when.repeat.text = cells["repeat"]
        if cells["repeat_anchor"] == "completion":
            when.repeat.anchor = "completion"
    return TodoRecord(
        source_id=_identity(table, cells, list_id, section_id),
        title=cells["title"],
        description=words.with_notes(cells["description"], when.left),
        priority=words.priority(context, line, cells["priority"]),
        list=list_id,
        section=section_id,
        parent=_parent(table, line, cells["parent"]),
        labels=_labels(table, cells["labels"]),
        start=words.day(context, line, "its start", cells["start"]),
        due=when.due.day if when.due else None,
        due_time=when.due.clock if when.due else None,
        due_zone=when.due.zone if when.due else None,
        deadline=words.day(context, line, "its deadline", cells["deadline"]),
        duration_minutes=words.minutes(context, line, cells["duration"]),
        repeat=when.repeat,
        completed_at=words.completed(context, line, cells["completed"]),
        created_at=words.point(context, cells["created"]) if cells["created"] else None,
        line=line,
    )


def _identity(
    table: _Table, cells: Mapping[str, str], list_id: str | None, section_id: str | None
) -> str:
    """Of our own tables the todo's id; ids of others are only theirs with the title."""
    title = cells["title"]
    if cells["id"] and table.own:
        return cells["id"]
    if cells["id"]:
        made = fixed("id", cells["id"], title)
        table.parents.setdefault(cells["id"], made)
    else:
        made = table.identities.of(list_id, section_id, title, cells["due"])
    table.parents.setdefault(title, made)
    return made


def _parent(table: _Table, line: int, named: str) -> str | None:
    if not named or table.own:
        return named or None
    found = table.parents.get(named)
    if found is None:
        sentence = f"There is no todo {quoted(named)} above it to belong to."
        table.context.trouble(line, sentence)
    return found


def _labels(table: _Table, text: str) -> tuple[str, ...]:
    cut = _LABEL.findall(text) if table.own else _OTHERS.split(text)
    if table.own:
        named = (re.sub(r"\\(.)", r"\1", label) for label in cut)
    else:
        named = (label.strip().lstrip("@#").strip() for label in cut)
    return tuple(dict.fromkeys(label for label in named if label))


def joined(labels: Iterable[str]) -> str:
    """Labels as a cell of our own: a comma within a name has a backslash before it."""
    return ", ".join(re.sub(r"([\\,])", r"\\\1", label) for label in labels)

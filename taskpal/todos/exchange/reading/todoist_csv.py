"""A project of Todoist as it exports it: CSV with todos, sections and notes in turn.

Priorities are 1 for the most urgent to 4 there (in Todoist's JSON it is the other way
round). Todoist takes an empty one as 1; nobody calls a todo urgent by saying nothing,
so here it is 4.
"""

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final, TextIO

from taskpal.todos.exchange.reading import words
from taskpal.todos.exchange.reading.columns import folded
from taskpal.todos.exchange.reading.context import Context
from taskpal.todos.exchange.reading.identity import Identities, fixed
from taskpal.todos.exchange.reading.rows import Row, rows
from taskpal.todos.exchange.records import (
    CommentRecord,
    Found,
    ListRecord,
    SectionRecord,
    TodoRecord,
    Trouble,
    quoted,
)

_LABELS: Final = re.compile(r"(?:\s+@[^\s@]+)+\s*$")
_FILE: Final = re.compile(r"\s*\[\[file (\{.*?\})\]\]\s*", re.DOTALL)
_MOST_INDENT: Final = 20
_DAY: Final = 24 * 60


@dataclass(slots=True)
class _Project:
    """What is known of the project so far."""

    context: Context
    places: Mapping[str, int]
    identities: Identities = field(default_factory=Identities)
    list_id: str | None = None
    section_id: str | None = None
    above: list[str] = field(default_factory=list)  # the todo at each depth
    last: str | None = None

    def cell(self, row: Row, name: str) -> str:
        place = self.places.get(name, len(row.cells))
        return row.cells[place].strip() if place < len(row.cells) else ""


def is_header(cells: list[str]) -> bool:
    """Whether a table with these columns is one of Todoist's."""
    return {"type", "content"} <= {folded(cell) for cell in cells}


def read(text: TextIO, delimiter: str, context: Context) -> Iterator[Found]:
    """The todos, sections and comments of the project."""
    project: _Project | None = None
    for row in rows(text, delimiter):
        if isinstance(row, Trouble):
            yield row
        elif project is None:
            project = _begun(row, context)
            if project.list_id:
                yield ListRecord(source_id=project.list_id, name=context.list_name)
        else:
            yield from _found(project, row)
            yield from context.take_troubles()


def _begun(header: Row, context: Context) -> _Project:
    places: dict[str, int] = {}
    for place, cell in enumerate(header.cells):
        places.setdefault(folded(cell), place)
    list_id = fixed("list", context.list_name) if context.list_name else None
    return _Project(context, places, list_id=list_id)


def _found(project: _Project, row: Row) -> Iterator[Found]:
    kind, content = project.cell(row, "type").lower(), project.cell(row, "content")
    if kind == "task" and content:
        yield _todo(project, row, content)
    elif kind == "section" and content:
        project.above, project.last = [], None
        project.section_id = fixed("section", project.list_id, content)
        yield SectionRecord(
            source_id=project.section_id, name=content, list=project.list_id
        )
    elif kind == "note" and content:
        yield _comment(project, row, content)
    elif kind in {"task", "section", "note"}:
        yield Trouble(row.line, "It says nothing, so it was left out.")
    elif kind and kind != "meta":
        sentence = f"{quoted(kind)} is neither task, section nor note."
        yield Trouble(row.line, f"{sentence} It was left out.")


def _todo(project: _Project, row: Row, content: str) -> TodoRecord:
    context = project.context
    title, labels = _without_labels(content)
    indent = _indent(project, row)
    parent = project.above[indent - 2] if indent > 1 else None
    due = project.cell(row, "date") or project.cell(row, "due_date")
    said = words.Written(due, zone=project.cell(row, "timezone"))
    when = words.times(context, row.line, said)
    source_id = project.identities.of(
        project.list_id, project.section_id, parent, title, due
    )
    project.above[indent - 1 :] = [source_id]
    project.last = source_id
    return TodoRecord(
        source_id=source_id,
        title=title,
        description=words.with_notes(project.cell(row, "description"), when.left),
        priority=words.priority(context, row.line, project.cell(row, "priority")),
        list=project.list_id,
        section=project.section_id,
        parent=parent,
        labels=labels,
        due=when.due.day if when.due else None,
        due_time=when.due.clock if when.due else None,
        due_zone=when.due.zone if when.due else None,
        deadline=words.day(
            context, row.line, "its deadline", project.cell(row, "deadline")
        ),
        duration_minutes=_duration(project, row),
        repeat=when.repeat,
        line=row.line,
    )


def _indent(project: _Project, row: Row) -> int:
    """How deep the todo is; never deeper than one below the todo before it."""
    said = project.cell(row, "indent")
    indent = int(said) if said.isdecimal() and len(said) < 4 else 1  # noqa: PLR2004
    return max(1, min(indent, len(project.above) + 1, _MOST_INDENT))


def _duration(project: _Project, row: Row) -> int | None:
    amount = project.cell(row, "duration")
    days = project.cell(row, "duration_unit").lower().startswith("day")
    if days and amount.isdecimal() and len(amount) < 4:  # noqa: PLR2004
        amount = str(int(amount) * _DAY)
    return words.minutes(project.context, row.line, amount)


def _without_labels(content: str) -> tuple[str, tuple[str, ...]]:
    """Todoist writes labels behind the title; an @ within it is a word."""
    found = _LABELS.search(content)
    title = content[: found.start()].strip() if found else content
    if not found or not title:
        return content, ()
    labels = (label.lstrip("@") for label in found.group().split())
    return title, tuple(dict.fromkeys(labels))


def _comment(project: _Project, row: Row, content: str) -> Found:
    if project.last is None:
        sentence = f"The comment {quoted(content)} belongs to no todo"
        return Trouble(row.line, f"{sentence}; it was left out.")
    text = _FILE.sub(_attached, content).strip()
    source_id = project.identities.of("comment", project.last, text)
    return CommentRecord(
        source_id=source_id, todo=project.last, text=text, line=row.line
    )


def _attached(found: re.Match[str]) -> str:
    """A file beside a comment, as a link."""
    try:
        file = json.loads(found[1])
        return f"\n[{file.get('file_name') or 'file'}]({file['file_url']})\n"
    except (ValueError, KeyError, AttributeError):
        return found[0]

"""Checklists in Markdown: `- [ ] Buy milk`, nested by indentation.

The headings of the highest level are lists, those below them sections. What is indented
below a todo is its notes. In a file without any box the bullets are the todos.

Our own exports say when a todo is due, and more, in a code span at the end of its line
(see `marks`). Only what is written exactly so is read as that.
"""

import re
import textwrap
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Final, TextIO

from taskpal.todos.exchange.marks import marked
from taskpal.todos.exchange.reading.context import Context
from taskpal.todos.exchange.reading.identity import Identities, fixed
from taskpal.todos.exchange.records import (
    Found,
    ListRecord,
    SectionRecord,
    TodoRecord,
    Trouble,
    quoted,
)

_ITEM: Final = re.compile(
    r"([ \t]*)(?:[-*+]|\d{1,9}[.)])[ \t]+(?:\[([ xX])\](?:[ \t]+|$))?(.*)"
)
_HEADING: Final = re.compile(r"(#{1,6})[ \t]+([^#\s].*?)[ \t#]*")
_FENCE: Final = re.compile(r"[ \t]*(?:```|~~~)")
_NOTHING: Final = re.compile(r"[ \t]*(?:<!--.*-->|(?:[-*_][ \t]*){3,})")
_TAB: Final = 4


@dataclass(slots=True)
class _Todo:
    """A todo whose notes may still follow."""

    record: TodoRecord
    indent: int
    notes: list[str] = field(default_factory=list)


@dataclass(slots=True)
class _Outline:
    """Where in the file the reading is."""

    context: Context
    top: int = 6  # the level of the headings that are lists
    boxes: bool = False
    identities: Identities = field(default_factory=Identities)
    known: set[str] = field(default_factory=set)
    list_id: str | None = None
    section_id: str | None = None
    around: list[_Todo] = field(default_factory=list)  # the todo, in those around it
    fenced: bool = False


def read(opened: Callable[[], TextIO], context: Context) -> Iterator[Found]:
    """The todos of the file; `opened` gives its text from the beginning."""
    outline = _looked_over(opened(), context)
    if context.list_name:
        yield from _list(outline, context.list_name)
    for number, line in enumerate(opened(), 1):
        yield from _line(outline, number, line.rstrip("\r\n"))
        yield from context.take_troubles()
    yield from _closed(outline, 0)


def _looked_over(text: TextIO, context: Context) -> _Outline:
    """Which headings are the highest, and whether there are boxes."""
    outline = _Outline(context)
    for line in text:
        heading = _HEADING.fullmatch(line.rstrip())
        if heading:
            outline.top = min(outline.top, len(heading[1]))
        elif not outline.boxes and (item := _ITEM.match(line)):
            outline.boxes = item[2] is not None
    return outline


def _line(outline: _Outline, number: int, line: str) -> Iterator[Found]:
    if outline.around and _FENCE.match(line):
        outline.fenced = not outline.fenced
        outline.around[-1].notes.append(line)
    elif outline.fenced or not line.strip():
        _note(outline, line)
    elif heading := _HEADING.fullmatch(line.rstrip()):
        yield from _closed(outline, 0)
        yield from _heading(outline, len(heading[1]), heading[2])
    elif (item := _ITEM.fullmatch(line)) and _counts(outline, item):
        yield from _item(outline, number, item)
    elif outline.around and _indent(line):
        yield from _closed(outline, _indent(line))
        _note(outline, line)
    elif outline.around and outline.around[-1].notes[-1:] != [""]:
        _note(outline, line)  # a paragraph goes on, wherever its next line begins
    elif not _NOTHING.fullmatch(line):
        yield from _closed(outline, 0)
        sentence = f"{quoted(line)} belongs to no todo; it was left out."
        yield Trouble(number, sentence)


def _counts(outline: _Outline, item: re.Match[str]) -> bool:
    """Whether the item is a todo: one with a box, or any when none has one."""
    if not item[3].strip() or _NOTHING.fullmatch(item[0]):
        return False
    if outline.boxes:
        return item[2] is not None
    return True


def _note(outline: _Outline, line: str) -> None:
    if outline.around:
        outline.around[-1].notes.append(line)


def _heading(outline: _Outline, level: int, name: str) -> Iterator[Found]:
    if level == outline.top and not outline.context.list_name:
        yield from _list(outline, name)
        return
    outline.section_id = fixed("section", outline.list_id, name)
    if outline.section_id not in outline.known:
        outline.known.add(outline.section_id)
        yield SectionRecord(
            source_id=outline.section_id, name=name, list=outline.list_id
        )


def _list(outline: _Outline, name: str) -> Iterator[Found]:
    outline.section_id = None
    if name.strip().lower() == "inbox":
        outline.list_id = None
        return
    outline.list_id = fixed("list", name)
    if outline.list_id not in outline.known:
        outline.known.add(outline.list_id)
        yield ListRecord(source_id=outline.list_id, name=name)


def _item(outline: _Outline, number: int, item: re.Match[str]) -> Iterator[Found]:
    indent = _indent(item[0])
    yield from _closed(outline, indent)
    title, said = marked(item[3].strip())
    around = outline.around[-1].record.source_id if outline.around else None
    done = item[2] in {"x", "X"}
    completed_at = said.pop("completed_at", outline.context.now) if done else None
    record = TodoRecord(
        source_id=outline.identities.of(
            outline.list_id, outline.section_id, around, title
        ),
        title=title,
        list=outline.list_id,
        section=outline.section_id,
        parent=around,
        line=number,
        **said | {"completed_at": completed_at},
    )
    outline.around.append(_Todo(record, indent))


def _closed(outline: _Outline, indent: int) -> Iterator[Found]:
    """The todos that end where something stands at this indentation."""
    while outline.around and outline.around[-1].indent >= indent:
        todo = outline.around.pop()
        notes = textwrap.dedent("\n".join(todo.notes)).strip("\n")
        todo.record.description = notes
        yield todo.record


def _indent(line: str) -> int:
    wide = line.expandtabs(_TAB)
    return len(wide) - len(wide.lstrip())

"""Todos as checklists in Markdown, by list and section, subtasks below theirs."""

from collections import defaultdict
from collections.abc import AsyncIterator, Iterator, Mapping, Sequence
from itertools import islice
from typing import Final, NamedTuple

from sqlmodel import Session, col, select

from taskpal.accounts.models import OwnerId
from taskpal.database import in_reading
from taskpal.todos.exchange.marks import with_marks
from taskpal.todos.exchange.records import TodoRecord
from taskpal.todos.exchange.writing.names import Names, names, record
from taskpal.todos.models import Todo

AT_ONCE: Final = 500
_INDENT: Final = "  "


class _Line(NamedTuple):
    """A heading, or the todo of this id so deep below others."""

    text: str = ""
    todo_id: str = ""
    depth: int = 0


class _Outlined(NamedTuple):
    """Where a todo belongs."""

    id: str
    list: str | None
    section: str | None
    parent: str | None


async def written(owner_id: OwnerId) -> AsyncIterator[bytes]:
    """The file, in pieces."""
    known = await in_reading(names, owner_id)
    lines = _lines(known, await in_reading(_outline, owner_id))
    while some := list(islice(lines, AT_ONCE)):
        ids = [line.todo_id for line in some if line.todo_id]
        todos = await in_reading(_todos, owner_id, ids, known)
        yield "".join(_written(line, todos) for line in some).encode()


def _outline(session: Session, owner_id: OwnerId) -> list[_Outlined]:
    """Every todo that is not in the trash, in the order they were put in."""
    wanted = select(Todo.id, Todo.list_id, Todo.section_id, Todo.parent_id).where(
        Todo.owner_id == owner_id, col(Todo.deleted_at).is_(None)
    )
    ordered = wanted.order_by(col(Todo.position), col(Todo.id))
    return [_Outlined(*row) for row in session.exec(ordered)]


def _lines(known: Names, outline: Sequence[_Outlined]) -> Iterator[_Line]:
    there = {todo.id for todo in outline}
    children: dict[str, list[str]] = defaultdict(list)
    tops: dict[tuple[str | None, str | None], list[str]] = defaultdict(list)
    for todo in outline:
        if todo.parent in there:
            children[todo.parent].append(todo.id)
        else:
            list_id = todo.list if todo.list in known.lists else None
            section = todo.section if todo.section in known.sections else None
            tops[list_id, section].append(todo.id)
    for list_id in (None, *known.lists):
        places = [place for place in tops if place[0] == list_id]
        if places:
            yield _Line(f"# {' / '.join(known.path(list_id)) or 'Inbox'}\n\n")
        for section in (None, *known.sections):
            if found := tops.get((list_id, section)):
                yield from _headed(known, section)
                yield from _below(found, children)
                yield _Line("\n")


def _headed(known: Names, section: str | None) -> Iterator[_Line]:
    if section is not None:
        yield _Line(f"## {known.sections[section]}\n\n")


def _below(found: Sequence[str], children: Mapping[str, list[str]]) -> Iterator[_Line]:
    """These todos, each with those below it; no todo twice, whatever is in what."""
    left = [(todo_id, 0) for todo_id in reversed(found)]
    while left:
        todo_id, depth = left.pop()
        yield _Line(todo_id=todo_id, depth=depth)
        below = children.get(todo_id, [])
        left.extend((one, depth + 1) for one in reversed(below))


def _todos(
    session: Session, owner_id: OwnerId, ids: Sequence[str], known: Names
) -> Mapping[str, TodoRecord]:
    wanted = select(Todo).where(Todo.owner_id == owner_id, col(Todo.id).in_(ids))
    return {todo.id: record(todo, known) for todo in session.exec(wanted)}


def _written(line: _Line, todos: Mapping[str, TodoRecord]) -> str:
    if not line.todo_id:
        return line.text
    todo = todos.get(line.todo_id)
    if todo is None:  # it was removed a moment ago
        return ""
    indent = _INDENT * line.depth
    box = "x" if todo.completed_at else " "
    notes = "".join(
        f"{indent}{_INDENT}{text}\n" if text.strip() else "\n"
        for text in todo.description.splitlines()
    )
    return f"{indent}- [{box}] {with_marks(todo)}\n{notes}"

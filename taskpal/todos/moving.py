"""Where a todo is: its list, its section, and the todo it is a subtask of.

A subtask is always where its parent is. The caller holds the owner (`live.hold` or
`live.changed`), so that nothing looked up here moves or goes meanwhile.
"""

from collections.abc import Mapping, Sequence
from typing import Any, Final

import sqlalchemy as sa
from sqlmodel import Session, col, select

from taskpal.accounts.models import OwnerId
from taskpal.columns import now
from taskpal.errors import BadValues
from taskpal.todos.by_hand import positions
from taskpal.todos.lists import queries as lists
from taskpal.todos.lists.models import INBOX
from taskpal.todos.models import Todo

DEEPEST: Final = 100
"""So many todos, one inside the other."""

_Place = tuple[str | None, str | None]


def place(session: Session, todo: Todo, said: Mapping[str, Any]) -> None:
    """Put the todo where `list`, `section` and `parent` say, as far as they are said.

    Raises:
        BadValues: there is no such place, or they contradict each other.
    """
    was = todo.list_id, todo.section_id, todo.parent_id
    parent = _parent(session, todo, said.get("parent"))
    list_id, section_id = _list_and_section(session, todo, said)
    if parent is not None:
        _check_beside(said, (list_id, section_id), parent)
        list_id = _list(session, todo, parent.list_id or INBOX)
        section_id = parent.section_id
        todo.parent_id = parent.id
    elif "parent" in said or (list_id, section_id) != was[:2]:
        todo.parent_id = None
    todo.list_id, todo.section_id = list_id, section_id
    if (list_id, section_id, todo.parent_id) != was:
        todo.position = positions.last(now())


def below(session: Session, todo: Todo) -> Sequence[Todo]:
    """All subtasks of the todo, and theirs, but for those in the trash."""
    wanted = select(Todo).where(
        col(Todo.owner_id) == todo.owner_id,
        col(Todo.id).in_(ids_below(todo)),
        col(Todo.deleted_at).is_(None),
    )
    return session.exec(wanted.order_by(col(Todo.position), col(Todo.id))).all()


def ids_below(todo: Todo) -> sa.Select[tuple[str]]:
    """The ids of its subtasks, and of theirs, be they in the trash."""
    tree = (
        sa.select(col(Todo.id))
        .where(col(Todo.owner_id) == todo.owner_id, col(Todo.parent_id) == todo.id)
        .cte("tree", recursive=True)
    )
    tree = tree.union(
        sa.select(col(Todo.id)).where(
            col(Todo.owner_id) == todo.owner_id, col(Todo.parent_id) == tree.c.id
        )
    )
    return sa.select(tree.c.id)


def _list_and_section(session: Session, todo: Todo, said: Mapping[str, Any]) -> _Place:
    owner_id = OwnerId(todo.owner_id)
    if section_id := said.get("section"):
        section = lists.section_of(session, owner_id, section_id)
        list_id = _list(session, todo, section.list_id or INBOX)
        if "list" in said and said["list"] != (list_id or INBOX):
            raise BadValues({"section": "is in another list"})
        return list_id, section.id
    if "list" not in said:
        return todo.list_id, None if "section" in said else todo.section_id
    list_id = _list(session, todo, said["list"])
    stays = list_id == todo.list_id and "section" not in said
    return list_id, todo.section_id if stays else None


def _list(session: Session, todo: Todo, said: str) -> str | None:
    owner_id = OwnerId(todo.owner_id)
    return lists.list_id_of(session, owner_id, said, now_in=todo.list_id)


def _parent(session: Session, todo: Todo, parent_id: str | None) -> Todo | None:
    """The parent, if the todo may become its subtask."""
    if parent_id is None:
        return None
    parent = _there(session, todo.owner_id, parent_id)
    above = _with_those_above(session, parent)
    if todo.id in above:
        raise BadValues({"parent": "is the todo itself, or one of its subtasks"})
    if len(above) + _height(session, todo) > DEEPEST:
        raise BadValues({"parent": _TOO_DEEP})
    return parent


_TOO_DEEP = f"has so many todos above it that there can be no more ({DEEPEST})"


def _with_those_above(session: Session, todo: Todo) -> set[str]:
    """The ids of the todo, of the one it is a subtask of, and so on to the top."""
    mine = col(Todo.owner_id) == todo.owner_id
    ids = sa.select(col(Todo.id), col(Todo.parent_id))
    way = ids.where(mine, col(Todo.id) == todo.id).cte("way", recursive=True)
    way = way.union(ids.where(mine, col(Todo.id) == way.c.parent_id))
    return set(session.scalars(sa.select(way.c.id)))


def _height(session: Session, todo: Todo) -> int:
    """How many todos are one inside the other, from this one down."""
    if not sa.inspect(todo).persistent:
        return 1
    heights, left = {todo.id: 1}, below(session, todo)
    while known := [one for one in left if one.parent_id in heights]:
        heights |= {one.id: heights[one.parent_id or ""] + 1 for one in known}
        left = [one for one in left if one.id not in heights]
    return max(heights.values())


def _there(session: Session, owner_id: str, todo_id: str) -> Todo:
    found = None if "\x00" in todo_id else session.get(Todo, (owner_id, todo_id))
    if found is None or found.deleted_at:
        raise BadValues({"parent": "There is no todo with this id."})
    return found


def _check_beside(said: Mapping[str, Any], place: _Place, parent: Todo) -> None:
    """Whoever names a list or section besides the parent has to name the parent's."""
    if "list" in said and place[0] != parent.list_id:
        raise BadValues({"parent": "is in another list"})
    if said.get("section") and place[1] != parent.section_id:
        raise BadValues({"parent": "is in another section"})

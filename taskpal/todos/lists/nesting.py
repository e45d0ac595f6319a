"""Lists inside lists: which are below one, and whether one may go into another."""

from dataclasses import dataclass

import sqlalchemy as sa
from sqlmodel import Session, col

from taskpal.accounts.models import OwnerId
from taskpal.todos.lists import queries
from taskpal.todos.lists.errors import (
    DEEPEST,
    Archived,
    InsideItself,
    NoSuchList,
    TooDeep,
)
from taskpal.todos.lists.models import TodoList


@dataclass(frozen=True, slots=True)
class Tree:
    """The lists of an owner: the one that each is nested in."""

    parents: dict[str, str | None]

    def below(self, list_id: str) -> list[str]:
        """The list itself, the lists inside it, and so on, nearest first."""
        found = {list_id: None}
        level = [list_id]
        while level:
            inside = [
                one
                for one, parent in self.parents.items()
                if parent in level and one not in found
            ]
            found |= dict.fromkeys(inside)
            level = inside
        return list(found)

    def above(self, list_id: str) -> list[str]:
        """The lists it is in, the nearest first."""
        found: list[str] = []
        parent = self.parents.get(list_id)
        while parent is not None and parent not in found:
            found.append(parent)
            parent = self.parents.get(parent)
        return found

    def height(self, list_id: str) -> int:
        """How many lists are one inside the other from this one down."""
        below = set(self.below(list_id))
        over = len(self.above(list_id))
        return max(len(self.above(one)) - over + 1 for one in below)


def tree(session: Session, owner_id: OwnerId) -> Tree:
    """All lists but those in the trash."""
    wanted = sa.select(col(TodoList.id), col(TodoList.parent_id)).where(
        col(TodoList.owner_id) == owner_id, col(TodoList.deleted_at).is_(None)
    )
    return Tree({row.id: row.parent_id for row in session.execute(wanted)})


def parent_of(
    session: Session, row: TodoList, parent_id: str | None, field: str = "parent"
) -> str | None:
    """The list that this one may be put in; None for the top.

    Raises:
        BadValues: it would be inside itself or too deep, or there is no such list.
    """
    if parent_id is None:
        return None
    owner_id = OwnerId(row.owner_id)
    parent = queries.find(session, owner_id, parent_id)
    if parent is None:
        raise NoSuchList(field)
    if parent.archived_at and not row.archived_at:
        raise Archived(field)
    lists = tree(session, owner_id)
    if parent.id in lists.below(row.id):
        raise InsideItself(field)
    if len(lists.above(parent.id)) + 1 + lists.height(row.id) > DEEPEST:
        raise TooDeep(field)
    return parent.id

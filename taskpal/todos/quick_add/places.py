"""The lists and sections that lines name: those there are, and those to be made."""

import re
import unicodedata
from dataclasses import dataclass, field
from typing import Final

from sqlmodel import Session, col, select

from taskpal.accounts.models import OwnerId
from taskpal.todos.fields import LONGEST_NAME
from taskpal.todos.folding import fold
from taskpal.todos.lists import service as lists
from taskpal.todos.lists.models import INBOX, ListId, Section, TodoList
from taskpal.todos.lists.schemas import NewList
from taskpal.todos.lists.sections import service as sections
from taskpal.todos.lists.sections.schemas import NewSection

NOWHERE: Final = ListId("")
_APART: Final = re.compile(r"[\s_-]+")
_IN_NAMES: Final = frozenset({"L", "M", "So"})  # letters and pictures


@dataclass(slots=True)
class Places:
    """The user's lists and sections by their names, as people type them.

    What will be made has an id of its own until then; names of archived lists are
    taken.
    """

    lists: dict[str, ListId | None]
    archived: frozenset[str]
    sections: dict[tuple[ListId | None, str], str]
    new_lists: dict[str, str] = field(default_factory=dict)
    new_sections: dict[str, tuple[ListId | None, str]] = field(default_factory=dict)

    def list_named(self, name: str, *, make: bool) -> ListId | None:
        """Its id, None for the Inbox, NOWHERE when there is none and can be none."""
        key = _key(name)
        if key not in self.lists and make and key not in self.archived and _fit(name):
            self.lists[key] = ListId(f"new {key}")
            self.new_lists[f"new {key}"] = name
        return self.lists.get(key, NOWHERE)

    def section_named(
        self, list_id: ListId | None, name: str, *, make: bool
    ) -> str | None:
        """Its id; None when there is none and can be none."""
        place = list_id, _key(name)
        if place not in self.sections and make and _fit(name):
            made = f"new {list_id} {place[1]}"
            self.sections[place], self.new_sections[made] = made, (list_id, name)
        return self.sections.get(place)


def places(session: Session, owner_id: OwnerId) -> Places:
    """The owner's; of several with the same name the first counts."""
    found = session.exec(
        select(TodoList.name, TodoList.id, TodoList.archived_at)
        .where(TodoList.owner_id == owner_id, col(TodoList.deleted_at).is_(None))
        .order_by(col(TodoList.position).desc(), col(TodoList.id).desc())
    ).all()
    of_lists = session.exec(
        select(Section.list_id, Section.name, Section.id)
        .where(Section.owner_id == owner_id, col(Section.deleted_at).is_(None))
        .order_by(col(Section.position).desc(), col(Section.id).desc())
    ).all()
    known: dict[str, ListId | None] = {
        _key(name): ListId(one) for name, one, archived in found if not archived
    }
    return Places(
        known | {INBOX: None},
        frozenset(_key(name) for name, _, archived in found if archived),
        {
            (ListId(where) if where else None, _key(name)): one
            for where, name, one in of_lists
        },
    )


def make(session: Session, owner_id: OwnerId, wanted: Places) -> dict[str, str]:
    """Make the new lists and sections; their ids by those they had till now.

    Raises:
        TooManyLists, TooManySections: there is no room for all of them.
    """
    made: dict[str, str] = {}
    for before, name in wanted.new_lists.items():
        made[before] = lists.add(session, owner_id, NewList(name=name)).id
    for before, (list_id, name) in wanted.new_sections.items():
        where = made.get(list_id, list_id) if list_id else INBOX
        new = NewSection(name=name, list=where)
        made[before] = sections.add(session, owner_id, new).id
    return made


def _fit(name: str) -> bool:
    """Whether it can be the name of something new: "#1" and "#4/5" are none."""
    kinds = {unicodedata.category(sign) for sign in name}
    named = any(kind in _IN_NAMES or kind[0] in _IN_NAMES for kind in kinds)
    return named and len(name) <= LONGEST_NAME


def _key(name: str) -> str:
    """As names are compared here: #ShoppingList is "Shopping list"."""
    return _APART.sub("", fold(name))

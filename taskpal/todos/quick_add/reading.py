"""Lines read for one user: with their preferences, and the lists they have.

A list or section that there is not stays a word of the title: nothing typed is lost,
and "#1 priority" makes no list. A label that there is not will be made.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final

from sqlmodel import Session, col, select

from taskpal.accounts.models import OwnerId
from taskpal.accounts.preferences import queries as preferences
from taskpal.language import quick_add
from taskpal.language.preferences import Preferences
from taskpal.language.quick_add import QuickAdd
from taskpal.todos.folding import fold
from taskpal.todos.lists.models import INBOX, ListId, Section, TodoList

_NOWHERE: Final = ListId("")
_APART: Final = re.compile(r"[\s_-]+")


@dataclass(frozen=True, slots=True)
class Line:
    """A line as it was understood, and where its todo goes."""

    text: str
    said: QuickAdd
    list_id: ListId | None
    section_id: str | None


@dataclass(frozen=True, slots=True)
class Places:
    """The user's lists and sections by their names, as people type them."""

    lists: Mapping[str, ListId | None]
    sections: Mapping[tuple[ListId | None, str], str]


def read(
    session: Session,
    owner_id: OwnerId,
    text: str,
    moment: datetime,
    list_id: ListId | None = None,
) -> list[Line]:
    """The lines of a text; those that name no list belong to the given one."""
    prefs = preferences.preferences(session, owner_id)
    fixed = preferences.fixed_zone(session, owner_id)
    reader = _Reader(moment, prefs, fixed, _places(session, owner_id), list_id)
    typed = [line.strip() for line in text.splitlines() if line.strip()]
    found = quick_add.lines(text, moment, prefs)
    return list(reader.lines(typed, found))


@dataclass(frozen=True, slots=True)
class _Reader:
    moment: datetime
    prefs: Preferences
    fixed_zone: str | None
    places: Places
    list_id: ListId | None

    def lines(self, typed: Sequence[str], found: Sequence[QuickAdd]) -> Iterator[Line]:
        above: list[Line] = []
        for text, said in zip(typed, found, strict=True):
            del above[said.depth :]
            line = self._line(text, said, above[-1] if above else None)
            above.append(line)
            yield line

    def _line(self, text: str, said: QuickAdd, parent: Line | None) -> Line:
        """The line; what names no place the todo can have is read as words."""
        said, words = self._fixed(said), set[int]()
        while True:
            list_id, section_id, unknown = self._place(said, parent)
            if unknown is None:
                return Line(text, said, list_id, section_id)
            words |= {one.start for one in said.tokens if one.kind == unknown}
            said = self._fixed(self._with_words(text, said, sorted(words)))

    def _place(
        self, said: QuickAdd, parent: Line | None
    ) -> tuple[ListId | None, str | None, quick_add.Kind | None]:
        """The list and section, and which of the two there is not."""
        list_id, section_id = self.list_id, None
        if parent:
            list_id, section_id = parent.list_id, parent.section_id
        if said.list is not None:
            named = self.places.lists.get(_key(said.list), _NOWHERE)
            if named == _NOWHERE or (parent and named != list_id):
                return list_id, section_id, "list"
            list_id = named
        if said.section is not None:
            there = self.places.sections.get((list_id, _key(said.section)))
            if there is None or (parent and there != section_id):
                return list_id, section_id, "section"
            section_id = there
        return list_id, section_id, None

    def _with_words(self, text: str, said: QuickAdd, words: list[int]) -> QuickAdd:
        r"""The line as if there were a \ before each token that begins at `words`."""
        parts = [
            text[begin:end]
            for begin, end in zip([0, *words], [*words, len(text)], strict=True)
        ]
        again = quick_add.quick_add("\\".join(parts), self.moment, self.prefs)
        added = [at + number for number, at in enumerate(words)]
        tokens = tuple(
            replace(
                token,
                start=token.start - sum(at < token.start for at in added),
                end=token.end - sum(at < token.end for at in added),
            )
            for token in again.tokens
            if token.start not in added
        )
        return replace(again, tokens=tokens, depth=said.depth)

    def _fixed(self, said: QuickAdd) -> QuickAdd:
        """Times are meant in the account's zone where it says that they are fixed."""
        due = said.due
        if due is None or due.clock is None or due.zone or self.fixed_zone is None:
            return said
        return replace(said, due=due._replace(zone=self.fixed_zone))


def _places(session: Session, owner_id: OwnerId) -> Places:
    """Of several with the same name the first counts."""
    lists = session.exec(
        select(TodoList.name, TodoList.id)
        .where(
            TodoList.owner_id == owner_id,
            col(TodoList.deleted_at).is_(None),
            col(TodoList.archived_at).is_(None),
        )
        .order_by(col(TodoList.position).desc(), col(TodoList.id).desc())
    ).all()
    sections = session.exec(
        select(Section.list_id, Section.name, Section.id)
        .where(Section.owner_id == owner_id, col(Section.deleted_at).is_(None))
        .order_by(col(Section.position).desc(), col(Section.id).desc())
    ).all()
    known: dict[str, ListId | None] = {_key(name): ListId(one) for name, one in lists}
    return Places(
        known | {INBOX: None},
        {
            (ListId(where) if where else None, _key(name)): one
            for where, name, one in sections
        },
    )


def _key(name: str) -> str:
    """As names are compared here: #ShoppingList is "Shopping list"."""
    return _APART.sub("", fold(name))

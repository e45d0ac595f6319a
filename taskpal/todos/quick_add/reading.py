"""Lines read for one user: with their preferences, and the lists they have.

A list that there is not will be made, like a label, and so will a section in a list
that the line names. What can be neither stays a word of the title: nothing typed is
lost, "#1 priority" makes no list and "edit /etc/hosts" no section.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from sqlmodel import Session

from taskpal.accounts.models import OwnerId
from taskpal.accounts.preferences import queries as preferences
from taskpal.language import quick_add
from taskpal.language.preferences import Preferences
from taskpal.language.quick_add import QuickAdd
from taskpal.todos.lists.models import ListId
from taskpal.todos.quick_add.places import NOWHERE, Places, places


@dataclass(frozen=True, slots=True)
class Line:
    """A line as it was understood, and where its todo goes."""

    text: str
    said: QuickAdd
    list_id: ListId | None
    section_id: str | None


def read(
    session: Session,
    owner_id: OwnerId,
    text: str,
    moment: datetime,
    list_id: ListId | None = None,
) -> tuple[list[Line], Places]:
    """The lines of a text; those that name no list belong to the given one."""
    prefs = preferences.preferences(session, owner_id)
    fixed = preferences.fixed_zone(session, owner_id)
    named = places(session, owner_id)
    reader = _Reader(moment, prefs, fixed, named, list_id)
    typed = [line.strip() for line in text.splitlines() if line.strip()]
    found = quick_add.lines(text, moment, prefs)
    return list(reader.lines(typed, found)), named


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
        if parent:  # a subtask is where its parent is
            list_id, section_id = parent.list_id, parent.section_id
        if said.list is not None:
            named = self.places.list_named(said.list, make=parent is None)
            if named == NOWHERE or (parent and named != list_id):
                return list_id, section_id, "list"
            list_id = named
        if said.section is not None:
            make = parent is None and said.list is not None
            there = self.places.section_named(list_id, said.section, make=make)
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

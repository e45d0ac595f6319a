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
from taskpal.errors import BadValues
from taskpal.language import quick_add
from taskpal.language.marks import PlaceKind
from taskpal.language.preferences import Preferences
from taskpal.language.quick_add import QuickAdd
from taskpal.todos.lists.models import ListId
from taskpal.todos.quick_add.places import NOWHERE, Places, places
from taskpal.todos.quick_add.schemas import MOST_LINES


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
    """The lines of a text; those that name no list belong to the given one.

    Raises:
        BadValues: there is no line, or there are too many.
    """
    typed = list(quick_add.outline(text))
    if not typed:
        raise BadValues({"text": "must not be empty"})
    if len(typed) > MOST_LINES:
        raise BadValues({"text": f"must have at most {MOST_LINES} lines"})
    prefs = preferences.preferences(session, owner_id)
    fixed = preferences.fixed_zone(session, owner_id)
    named = places(session, owner_id)
    reader = _Reader(moment, prefs, fixed, named, list_id)
    return list(reader.lines(typed)), named


@dataclass(slots=True)
class _Place:
    """Where a todo goes: its line names it, the list before the section.

    A name of what there is not, and cannot be, is not taken. `above` is the line that
    it is a subtask of: a subtask is where its parent is.
    """

    places: Places
    list_id: ListId | None
    above: Line | None
    section_id: str | None = None
    names_list: bool = False

    def takes(self, kind: PlaceKind, name: str) -> bool:
        """Whether the todo can be there; if so, it is."""
        return self._in_list(name) if kind == "list" else self._in_section(name)

    def _in_list(self, name: str) -> bool:
        found = self.places.list_named(name, make=self.above is None)
        if found == NOWHERE or (self.above and found != self.list_id):
            return False
        self.list_id, self.names_list = found, True
        return True

    def _in_section(self, name: str) -> bool:
        make = self.above is None and self.names_list
        found = self.places.section_named(self.list_id, name, make=make)
        if found is None or (self.above and found != self.section_id):
            return False
        self.section_id = found
        return True


@dataclass(frozen=True, slots=True)
class _Reader:
    moment: datetime
    prefs: Preferences
    fixed_zone: str | None
    places: Places
    list_id: ListId | None

    def lines(self, typed: Sequence[tuple[int, str]]) -> Iterator[Line]:
        above: list[Line] = []
        for depth, text in typed:
            del above[depth:]
            above.append(self._line(depth, text, above[-1] if above else None))
            yield above[-1]

    def _line(self, depth: int, text: str, above: Line | None) -> Line:
        """The line; what names no place the todo can have is read as words."""
        place = _Place(self.places, self.list_id, above)
        if above:
            place.list_id, place.section_id = above.list_id, above.section_id
        said = quick_add.quick_add(text, self.moment, self.prefs, place.takes)
        said = self._fixed(replace(said, depth=depth))
        return Line(text, said, place.list_id, place.section_id)

    def _fixed(self, said: QuickAdd) -> QuickAdd:
        """Times are meant in the account's zone where it says that they are fixed."""
        due = said.due
        if due is None or due.clock is None or due.zone or self.fixed_zone is None:
            return said
        return replace(said, due=due._replace(zone=self.fixed_zone))

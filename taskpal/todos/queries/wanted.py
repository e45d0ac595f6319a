"""What a list is asked for, as conditions for the database."""

from collections.abc import Hashable
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import ColumnElement
from sqlmodel import Session

from taskpal.accounts.models import OwnerId
from taskpal.accounts.preferences import queries as preferences
from taskpal.columns import now
from taskpal.language.filters import Condition
from taskpal.todos.finding.matching import (
    Matching,
    about_done,
    changes_with_time,
    looks_for_words,
    names_a_place,
    understood,
    words_apart,
)
from taskpal.todos.queries.narrowing import Narrowing, asked_for, conditions, named
from taskpal.todos.schemas import Status, TodoQuery
from taskpal.todos.search.common import are_common
from taskpal.todos.search.index import has, includes
from taskpal.todos.search.words import Sought, sought


@dataclass(frozen=True, slots=True)
class Filter:
    """What a filter means at the moment it is read."""

    condition: Condition
    matching: Matching

    def where(self, columns: Any, *, many: bool) -> ColumnElement[bool]:
        matching = replace(self.matching, columns=columns, by_day=not many)
        return matching.condition(self.condition)


@dataclass(frozen=True, slots=True)
class Words:
    """What is looked for; `common` words are looked for todo by todo."""

    sought: Sought
    common: bool
    dialect: str

    def where(self, columns: Any, owner_id: OwnerId) -> ColumnElement[bool]:
        if self.common:
            return has(self.dialect, columns, owner_id, self.sought)
        return includes(columns, owner_id, self.sought)


@dataclass(frozen=True, slots=True)
class Wanted:
    """Some of an owner's todos: by status and place, by a filter, by words."""

    owner_id: OwnerId
    status: Status
    asked: Narrowing
    values: dict[str, Any]
    filter: Filter | None = None
    words: tuple[Words, ...] = ()

    @property
    def is_usual(self) -> bool:
        """Whether nothing is special to it but values: its statements are kept."""
        return self.filter is None and not self.words

    @property
    def is_all(self) -> bool:
        """Whether nothing but the status narrows it down."""
        return self.is_usual and not self.asked

    @property
    def is_by_words(self) -> bool:
        """Whether it is narrowed down by what the index of words finds."""
        if self.words:
            return True
        return self.filter is not None and looks_for_words(self.filter.condition)

    @property
    def lasting(self) -> Hashable | None:
        """What it is known by as long as nothing changes; None if time changes it."""
        if self.filter is None:
            return (self.status, self.asked, *sorted(self.values.items()))
        if changes_with_time(self.filter.condition):
            return None
        zone = self.filter.matching.prefs.zone
        values = sorted(self.values.items())
        return (self.status, self.asked, *values, self.filter.condition, zone)

    def where(self, columns: Any, *, many: bool = False) -> list[ColumnElement[bool]]:
        """The conditions on the columns, those of the table of todos or an alias.

        `many` are known to be there: an order leads to some sooner than conditions.
        """
        found = conditions(columns, self.status, self.asked)
        if self.filter:
            found.append(self.filter.where(columns, many=many))
        found += [one.where(columns, self.owner_id) for one in self.words]
        return found


def wanted(
    session: Session, owner_id: OwnerId, query: TodoQuery, columns: Any
) -> Wanted:
    """What the query asks for now.

    Raises:
        BadValues: its filter is none.
    """
    asked, values = asked_for(query), named(owner_id, query)
    usual = Wanted(owner_id, query.status, asked, values)
    if query.query:
        usual = replace(usual, words=(_words(session, owner_id, query.query),))
    if not query.filter:
        return usual
    moment, prefs = now(), preferences.preferences(session, owner_id)
    condition = understood(query.filter, moment, prefs)
    if "status" not in query.model_fields_set and about_done(condition):
        usual = replace(usual, status="all")
    if names_a_place(condition):
        usual = replace(usual, asked=asked | {"named"})
    matching = Matching(columns, owner_id, moment, prefs)
    rest, texts = words_apart(condition)
    more = [_words(session, owner_id, text) for text in texts]
    return replace(usual, filter=Filter(rest, matching), words=(*usual.words, *more))


def _words(session: Session, owner_id: OwnerId, text: str) -> Words:
    words, dialect = sought(text), session.get_bind().dialect.name
    return Words(words, bool(words) and are_common(session, owner_id, words), dialect)

"""A filter as a condition for the database.

It is bound to its owner, what people typed only ever comes in parameters, and no
condition is ever NULL: so that "not" finds just what the other did not.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from functools import singledispatchmethod
from typing import Any, Final

import sqlalchemy as sa
from sqlalchemy import ColumnElement
from sqlalchemy.sql.base import ReadOnlyColumnCollection

from taskpal.accounts.models import OwnerId
from taskpal.errors import BadValues
from taskpal.language import filters
from taskpal.language.errors import NotUnderstood
from taskpal.language.filters import (
    AllOf,
    AnyOf,
    AssignedTo,
    Condition,
    Contains,
    HasLabel,
    HasPriority,
    InList,
    InSection,
    Is,
    Not,
    When,
)
from taskpal.language.preferences import Preferences
from taskpal.todos import days
from taskpal.todos.folding import fold
from taskpal.todos.labels.models import Label, TodoLabel
from taskpal.todos.lists.models import INBOX, Section, TodoList
from taskpal.todos.search.index import finds
from taskpal.todos.search.words import sought

_label = Label.__table__.c  # type: ignore[attr-defined]
_carried = TodoLabel.__table__.c  # type: ignore[attr-defined]
_list = TodoList.__table__.c  # type: ignore[attr-defined]
_section = Section.__table__.c  # type: ignore[attr-defined]
_ME: Final = "me"

Columns = ReadOnlyColumnCollection[str, sa.Column[Any]]


def understood(text: str, now: datetime, prefs: Preferences) -> Condition:
    """What a filter finds; with several lists, what any of them finds.

    Raises:
        BadValues: it is no filter; the sentence says where, and what was expected.
    """
    try:
        found = filters.conditions(text, now, prefs)
    except NotUnderstood as error:
        raise BadValues({"filter": located(error)}) from None
    return found[0] if len(found) == 1 else AnyOf(found)


def located(error: NotUnderstood) -> str:
    """What is wrong with a filter, and where."""
    return f"{error.sentence} (at character {error.at + 1})"


def about_done(condition: Condition) -> bool:
    """Whether it speaks of done todos, which filters otherwise leave out."""
    match condition:
        case Is(kind="done") | When(moment="completed"):
            return True
        case Not(other=other):
            return about_done(other)
        case AllOf(conditions=several) | AnyOf(conditions=several):
            return any(about_done(one) for one in several)
        case _:
            return False


def names_a_place(condition: Condition) -> bool:
    """Whether it names a list or section: then archived ones are not left out."""
    match condition:
        case InList() | InSection():
            return True
        case AllOf(conditions=several) | AnyOf(conditions=several):
            return any(names_a_place(one) for one in several)
        case _:
            return False


def changes_with_time(condition: Condition) -> bool:
    """Whether it finds something else from moment to moment, not from day to day."""
    return any(leaf == Is("overdue") for leaf in _leaves(condition))


def looks_for_words(condition: Condition) -> bool:
    """Whether it asks the index of words."""
    return any(isinstance(leaf, Contains) for leaf in _leaves(condition))


def words_apart(condition: Condition) -> tuple[Condition, list[str]]:
    """The texts that must be contained whatever else holds, apart from the rest."""
    several = condition.conditions if isinstance(condition, AllOf) else (condition,)
    texts = [one.text for one in several if isinstance(one, Contains)]
    rest = tuple(one for one in several if not isinstance(one, Contains))
    return (AllOf(rest), texts) if texts else (condition, [])


def _leaves(condition: Condition) -> Iterator[Condition]:
    match condition:
        case Not(other=other):
            yield from _leaves(other)
        case AllOf(conditions=several) | AnyOf(conditions=several):
            for one in several:
                yield from _leaves(one)
        case leaf:
            yield leaf


@dataclass(frozen=True, slots=True)
class Matching:
    """Makes conditions for the todos of one owner, read at one moment.

    Attributes:
        columns: those of the table of todos, or of an alias of it.
        by_day: whether an index may lead to the todos due on a day; not to so many
            that it is better to go through them in another order.
    """

    columns: Columns
    owner_id: OwnerId
    now: datetime
    prefs: Preferences
    by_day: bool = True

    @singledispatchmethod
    def condition(self, tree: Any) -> ColumnElement[bool]:
        """The condition that a tree means."""
        raise TypeError(tree)

    @condition.register
    def _(self, tree: AllOf) -> ColumnElement[bool]:
        return sa.and_(sa.true(), *(self.condition(one) for one in tree.conditions))

    @condition.register
    def _(self, tree: AnyOf) -> ColumnElement[bool]:
        return sa.or_(sa.false(), *(self.condition(one) for one in tree.conditions))

    @condition.register
    def _(self, tree: Not) -> ColumnElement[bool]:
        return sa.not_(self.condition(tree.other))

    @condition.register
    def _(self, tree: Is) -> ColumnElement[bool]:
        if tree.kind != "overdue":
            return _KIND[tree.kind](self.columns)
        still = self.columns.completed_at.is_(None)
        overdue = days.overdue(self.columns, self.now, self.prefs)
        return sa.and_(still, *self._near("<=", self.now.date()), overdue)

    @condition.register
    def _(self, tree: When) -> ColumnElement[bool]:
        columns, day = self.columns, tree.day
        if day is None:
            return _COLUMN[tree.moment](columns).is_(None)
        match tree.moment:
            case "due":
                near = self._near(tree.sign, day)
                return sa.and_(*near, days.due(columns, tree.sign, day, self.prefs))
            case "created" | "completed":
                column = _COLUMN[tree.moment](columns)
                return days.happened(column, tree.sign, day, self.prefs)
            case _:
                return days.dated(_COLUMN[tree.moment](columns), tree.sign, day)

    @condition.register
    def _(self, tree: HasPriority) -> ColumnElement[bool]:
        return self.columns.priority == tree.number

    @condition.register
    def _(self, tree: HasLabel) -> ColumnElement[bool]:
        named = sa.select(_label.id).where(
            _label.owner_id == self.owner_id,
            _label.deleted_at.is_(None),
            _named(_label.name_key, tree.name),
        )
        carrying = sa.select(_carried.todo_id).where(
            _carried.owner_id == self.owner_id, _carried.label_id.in_(named)
        )
        return self.columns.id.in_(carrying)

    @condition.register
    def _(self, tree: InList) -> ColumnElement[bool]:
        if fold(tree.name) == INBOX:
            return self.columns.list_id.is_(None)
        named = sa.select(_list.id).where(
            _list.owner_id == self.owner_id,
            _list.deleted_at.is_(None),
            _list.name_key == fold(tree.name),
        )
        if tree.below:
            named = self._and_below(named)
        return _one_of(self.columns.list_id, named)

    @condition.register
    def _(self, tree: InSection) -> ColumnElement[bool]:
        named = sa.select(_section.id).where(
            _section.owner_id == self.owner_id,
            _section.deleted_at.is_(None),
            _section.name_key == fold(tree.name),
        )
        return _one_of(self.columns.section_id, named)

    @condition.register
    def _(self, tree: Contains) -> ColumnElement[bool]:
        return finds(self.columns, self.owner_id, sought(tree.text))

    @condition.register
    def _(self, tree: AssignedTo) -> ColumnElement[bool]:
        return sa.true() if fold(tree.who) == _ME else sa.false()

    def _near(self, sign: days.Sign, day: date) -> list[ColumnElement[bool]]:
        return [days.near(self.columns, sign, day)] if self.by_day else []

    def _and_below(self, named: sa.Select[Any]) -> sa.Select[Any]:
        """Those lists, and all that are nested in them."""
        tree = named.cte(recursive=True)
        inside = sa.select(_list.id).where(
            _list.owner_id == self.owner_id,
            _list.deleted_at.is_(None),
            _list.parent_id == tree.c.id,
        )
        return sa.select(tree.union(inside).c.id)


_KIND: Final[dict[str, Callable[[Columns], ColumnElement[bool]]]] = {
    "all": lambda _: sa.true(),
    "done": lambda columns: columns.completed_at.is_not(None),
    "recurring": lambda columns: columns.repeat_rule.is_not(None),
    "subtask": lambda columns: columns.parent_id.is_not(None),
    "no label": lambda columns: columns.label_ids == "",
    "no section": lambda columns: columns.section_id.is_(None),
    "no time": lambda columns: sa.and_(
        columns.due_on.is_not(None), columns.due_time.is_(None)
    ),
}
_COLUMN: Final[dict[str, Callable[[Columns], ColumnElement[Any]]]] = {
    "due": lambda columns: columns.due_on,
    "start": lambda columns: columns.start_on,
    "deadline": lambda columns: columns.deadline_on,
    "created": lambda columns: columns.created_at,
    "completed": lambda columns: columns.completed_at,
}


def _named(column: Any, name: str) -> ColumnElement[bool]:
    """Whether it is the name, in which * stands for any letters."""
    if "*" not in name:
        same: ColumnElement[bool] = column == fold(name)
        return same
    literal = fold(name).replace("\\", r"\\").replace("%", r"\%").replace("_", r"\_")
    found: ColumnElement[bool] = column.like(literal.replace("*", "%"), escape="\\")
    return found


def _one_of(column: Any, ids: sa.Select[Any]) -> ColumnElement[bool]:
    return sa.and_(column.is_not(None), column.in_(ids))

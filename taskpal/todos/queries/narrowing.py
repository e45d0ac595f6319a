"""What lists are narrowed down by: a status, a list, a section, a parent, a label."""

from collections.abc import Callable, Mapping
from typing import Any, Final, Literal

import sqlalchemy as sa
from sqlalchemy import ColumnElement

from taskpal.accounts.models import OwnerId
from taskpal.todos.folding import fold
from taskpal.todos.labels.models import Label, TodoLabel
from taskpal.todos.lists.models import INBOX, TodoList
from taskpal.todos.schemas import Status, TodoQuery

_label = Label.__table__.c  # type: ignore[attr-defined]
_list = TodoList.__table__.c  # type: ignore[attr-defined]
_carried = TodoLabel.__table__.c  # type: ignore[attr-defined]
_OWNER: Final = sa.bindparam("owner_id", type_=sa.String())

Narrowing = frozenset[Literal["list", "inbox", "section", "parent", "label", "named"]]
"""What a list is narrowed down by besides its status; `named`: a filter names lists."""


def asked_for(query: TodoQuery) -> Narrowing:
    """What the query narrows the list down by."""
    asked = frozenset(name for name in _NARROWING if getattr(query, name))
    return asked - {"list"} | {"inbox"} if query.list == INBOX else asked


_NARROWING: Final[Narrowing] = frozenset({"list", "section", "parent", "label"})


def with_status(columns: Any, status: Status) -> list[ColumnElement[bool]]:
    """The conditions of a list that nothing narrows down; `:owner_id` says whose."""
    return conditions(columns, status, frozenset())


def conditions(
    columns: Any, status: Status, asked: Narrowing
) -> list[ColumnElement[bool]]:
    wanted = [columns.owner_id == _OWNER, columns.deleted_at.is_(None)]
    if status == "open":
        wanted.append(columns.completed_at.is_(None))
    if status == "done":
        wanted.append(columns.completed_at.is_not(None))
    elif not asked & _PLACES:
        seen = [_in_sight(columns)]
        # Said of open ones, PostgreSQL would have to look at each row to count them.
        seen += [columns.completed_at.is_not(None)] if status == "all" else []
        wanted.append(sa.or_(*seen))
    narrowed = sorted(asked - {"named"})
    return wanted + [_NARROW[name](columns) for name in narrowed]


_PLACES: Final = frozenset({"list", "inbox", "section", "parent", "named"})


def _in_sight(columns: Any) -> ColumnElement[bool]:
    """Whether it is in no archived list: open todos there are seen when asked for."""
    archived = sa.select(_list.id).where(
        _list.owner_id == _OWNER, _list.archived_at.is_not(None)
    )
    return sa.or_(columns.list_id.is_(None), columns.list_id.not_in(archived))


_NARROW: Final[Mapping[str, Callable[[Any], ColumnElement[bool]]]] = {
    "inbox": lambda columns: columns.list_id.is_(None),
    "list": lambda columns: columns.list_id == _text("list"),
    "section": lambda columns: columns.section_id == _text("section"),
    "parent": lambda columns: columns.parent_id == _text("parent"),
    "label": lambda columns: columns.id.in_(_carrying()),
}


def _carrying() -> sa.Select[Any]:
    """The ids of the owner's todos with the label of this name."""
    named = sa.select(_label.id).where(
        _label.owner_id == _OWNER,
        _label.name_key == _text("label"),
        _label.deleted_at.is_(None),
    )
    return sa.select(_carried.todo_id).where(
        _carried.owner_id == _OWNER, _carried.label_id.in_(named)
    )


def _text(name: str) -> sa.BindParameter[str]:
    return sa.bindparam(name, type_=sa.String())


def named(owner_id: OwnerId, query: TodoQuery) -> dict[str, Any]:
    """The values of the parameters that `conditions` names."""
    asked = asked_for(query) - {"inbox"}
    given: dict[str, Any] = {name: getattr(query, name) for name in asked}
    if "label" in given:
        given["label"] = fold(given["label"])
    return {"owner_id": owner_id, **given}

"""What can be done to lists. The caller owns the transaction; nothing commits here."""

from collections.abc import Mapping
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col

from taskpal import live, revisions
from taskpal.accounts.models import OwnerId
from taskpal.columns import now
from taskpal.errors import BadValues
from taskpal.revisions import Revisions
from taskpal.todos.by_hand import ordering, positions
from taskpal.todos.folding import fold
from taskpal.todos.history import recording
from taskpal.todos.lists import nesting, queries
from taskpal.todos.lists.errors import (
    MOST_LISTS,
    ListChangedMeanwhile,
    NoSuchList,
    TooManyLists,
)
from taskpal.todos.lists.models import TodoList
from taskpal.todos.lists.schemas import ListChanges, ListMove, NewList
from taskpal.todos.written import written


def add(session: Session, owner_id: OwnerId, new: NewList) -> TodoList:
    """Make a list, behind all others.

    Raises:
        TooManyLists: the owner has as many as there can be.
        BadValues: it cannot be nested there.
    """
    revision, moment = live.changed(session, owner_id), now()
    _check_room(session, owner_id)
    row = TodoList(
        owner_id=owner_id,
        name=new.name,
        name_key=fold(new.name),
        colour=new.colour,
        position=positions.behind(queries.last_position(session, owner_id), moment),
        created_at=moment,
        updated_at=moment,
        revision=revision,
    )
    row.parent_id = nesting.parent_of(session, row, new.parent)
    session.add(row)
    recording.note(session, owner_id, row, "added")
    session.flush()
    return row


def change(
    session: Session,
    owner_id: OwnerId,
    list_id: str,
    changes: ListChanges,
    *,
    only_at: Revisions = None,
) -> TodoList:
    """Change the fields that were given; put in another list, it goes last.

    Raises:
        ListNotFound: the owner has no such list.
        InboxStays: it is the Inbox.
        ListChangedMeanwhile: it is at none of the revisions `only_at` names.
        BadValues: it cannot be nested there.
    """
    row = to_change(session, owner_id, list_id, only_at)
    given: Mapping[str, Any] = changes.given()
    if "parent" in given:
        _put_into(session, row, given["parent"])
    if "name" in given:
        row.name, row.name_key = given["name"], fold(given["name"])
    if "colour" in given:
        row.colour = given["colour"]
    return written(session, row, "changed")


def move(
    session: Session,
    owner_id: OwnerId,
    list_id: str,
    to: ListMove,
    *,
    only_at: Revisions = None,
) -> TodoList:
    """Put the list inside another one, or right beside one, wherever that is.

    Raises:
        ListNotFound: the owner has no such list.
        InboxStays: it is the Inbox.
        ListChangedMeanwhile: it is at none of the revisions `only_at` names.
        BadValues: there is no such place, or it cannot be put there.
    """
    row = to_change(session, owner_id, list_id, only_at)
    field, named = ordering.beside(to.before, to.after)
    if named is None:
        if "parent" not in to.model_fields_set:
            raise BadValues({"parent": "is required, or before, or after"})
        _put_into(session, row, to.parent)
        return written(session, row, "moved")
    other = _other(session, row, field, named)
    if "parent" in to.model_fields_set and to.parent != other.parent_id:
        raise BadValues({field: "is not in that list"})
    parent_id = nesting.parent_of(session, row, other.parent_id, field)
    row.position = _position(session, row, other, field)
    row.parent_id = parent_id
    return written(session, row, "moved")


def to_change(
    session: Session, owner_id: OwnerId, list_id: str, only_at: Revisions = None
) -> TodoList:
    """The list, which nobody else changes until the transaction ends.

    Raises:
        ListNotFound: the owner has no such list.
        InboxStays: it is the Inbox.
        ListChangedMeanwhile: it is at none of the revisions `only_at` names.
    """
    live.hold(session, owner_id)
    row = queries.list_to_change(session, owner_id, list_id)
    revisions.check(row, only_at, ListChangedMeanwhile)
    return row


def _put_into(session: Session, row: TodoList, parent_id: str | None) -> None:
    """Put the list behind all others in this one, unless it is there already."""
    if parent_id == row.parent_id:
        return
    allowed = nesting.parent_of(session, row, parent_id)
    last = queries.last_position(session, OwnerId(row.owner_id))
    # Only now: whatever asks the database writes first what was changed before.
    row.parent_id, row.position = allowed, positions.behind(last, now())


def _other(session: Session, row: TodoList, field: str, named: str) -> TodoList:
    """The list it is put beside."""
    found = queries.find(session, OwnerId(row.owner_id), named)
    if found is None:
        raise NoSuchList(field)
    if found.id == row.id:
        raise BadValues({field: "is the list itself"})
    return found


def _position(session: Session, row: TodoList, other: TodoList, field: str) -> str:
    def touched(one: TodoList) -> None:
        written(session, one, "moved")

    inside = col(TodoList.parent_id)
    siblings = (
        col(TodoList.owner_id) == row.owner_id,
        inside == other.parent_id if other.parent_id else inside.is_(None),
        col(TodoList.deleted_at).is_(None),
        col(TodoList.id) != row.id,
    )
    among = ordering.Among(TodoList, siblings, touched)
    return ordering.position(session, among, field, other)


def _check_room(session: Session, owner_id: OwnerId) -> None:
    mine = sa.select(sa.func.count()).where(
        col(TodoList.owner_id) == owner_id, col(TodoList.deleted_at).is_(None)
    )
    if session.execute(mine).scalar_one() >= MOST_LISTS:
        raise TooManyLists

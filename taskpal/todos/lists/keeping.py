"""Lists that are put away: into the archive or the trash, and back."""

from datetime import datetime

import sqlalchemy as sa
from sqlmodel import Session, col

from taskpal import live, revisions
from taskpal.accounts.models import OwnerId
from taskpal.columns import now
from taskpal.revisions import Revisions
from taskpal.todos import queries as todos
from taskpal.todos.lists import belonging, nesting, queries, service
from taskpal.todos.lists.errors import (
    DEEPEST,
    InboxStays,
    ListChangedMeanwhile,
    ListGone,
    ListNotFound,
    ParentArchived,
)
from taskpal.todos.lists.models import INBOX, TodoList
from taskpal.todos.lists.schemas import Contents
from taskpal.todos.models import Todo
from taskpal.todos.written import written


def contents(session: Session, owner_id: OwnerId, list_id: str) -> Contents:
    """What goes along if the list is deleted.

    Raises:
        ListNotFound: the owner has no such list.
        InboxStays: it is the Inbox.
    """
    if list_id == INBOX:
        raise InboxStays
    if queries.find(session, owner_id, list_id) is None:
        raise ListNotFound
    lists = nesting.tree(session, owner_id).below(list_id)
    return belonging.contents(session, owner_id, lists=lists)


def delete(
    session: Session,
    owner_id: OwnerId,
    list_id: str,
    *,
    only_at: Revisions = None,
) -> Contents:
    """Move the list to the trash, with all that is in it; says what that was.

    Raises:
        ListNotFound: the owner has no such list, or it is in the trash already.
        InboxStays: it is the Inbox.
        ListChangedMeanwhile: it is at none of the revisions `only_at` names.
    """
    row = service.to_change(session, owner_id, list_id, only_at)
    lists = nesting.tree(session, owner_id).below(row.id)
    gone = belonging.contents(session, owner_id, lists=lists)
    belonging.delete_lists(session, owner_id, lists)
    return gone


def restore(
    session: Session,
    owner_id: OwnerId,
    list_id: str,
    *,
    only_at: Revisions = None,
) -> TodoList:
    """Take the list out of the trash, with all that went with it.

    If the list it was in cannot hold it any longer, it comes back at the top. A list
    that is not in the trash stays as it is.

    Raises:
        ListNotFound: the owner has no such list.
        InboxStays: it is the Inbox.
        ListGone: it was deleted more than 30 days ago.
        ListChangedMeanwhile: it is at none of the revisions `only_at` names.
    """
    live.hold(session, owner_id)
    row = queries.list_to_change(session, owner_id, list_id, trashed=True)
    revisions.check(row, only_at, ListChangedMeanwhile)
    if row.deleted_at is None:
        return row
    if row.deleted_at < todos.trash_begins():
        raise ListGone
    gone = _gone_at(session, owner_id, row.deleted_at)
    _free(session, row, gone.height(row.id))
    belonging.restore_lists(session, owner_id, gone.below(row.id), row.deleted_at)
    return row


def archive(
    session: Session,
    owner_id: OwnerId,
    list_id: str,
    *,
    only_at: Revisions = None,
) -> TodoList:
    """Put the list and those inside it out of sight, with their open todos.

    Raises:
        ListNotFound: the owner has no such list.
        InboxStays: it is the Inbox.
        ListChangedMeanwhile: it is at none of the revisions `only_at` names.
    """
    row = service.to_change(session, owner_id, list_id, only_at)
    if row.archived_at is None:
        _archive(session, row, None, now())
    return row


def unarchive(
    session: Session,
    owner_id: OwnerId,
    list_id: str,
    *,
    only_at: Revisions = None,
) -> TodoList:
    """Bring the list back into sight, with the lists that were archived with it.

    Raises:
        ListNotFound: the owner has no such list.
        InboxStays: it is the Inbox.
        ParentArchived: the list it is in is archived.
        ListChangedMeanwhile: it is at none of the revisions `only_at` names.
    """
    row = service.to_change(session, owner_id, list_id, only_at)
    if row.archived_at is None:
        return row
    parent = row.parent_id and queries.find(session, owner_id, row.parent_id)
    if parent and parent.archived_at:
        raise ParentArchived
    _archive(session, row, row.archived_at, None)
    return row


def _archive(
    session: Session, row: TodoList, was: datetime | None, shall: datetime | None
) -> None:
    """Set it for the list and those below that were as it was."""
    owner_id = OwnerId(row.owner_id)
    lists = nesting.tree(session, owner_id).below(row.id)
    wanted = sa.select(TodoList).where(
        col(TodoList.owner_id) == owner_id, col(TodoList.id).in_(lists)
    )
    found = session.execute(wanted).scalars().all()
    changed = [one for one in found if one.archived_at == was]
    for one in changed:
        one.archived_at = shall
        written(session, one, "archived" if shall else "unarchived")
    _show(session, owner_id, [one.id for one in changed])


def _show(session: Session, owner_id: OwnerId, lists: list[str]) -> None:
    """Let open dashboards read these lists' todos again: they come, or they go."""
    theirs = (
        sa.update(Todo)
        .where(
            col(Todo.owner_id) == owner_id,
            col(Todo.list_id).in_(lists),
            col(Todo.completed_at).is_(None),
            col(Todo.deleted_at).is_(None),
        )
        .values(revision=live.changed(session, owner_id))
        .execution_options(synchronize_session=False)
    )
    session.execute(theirs)


def _gone_at(session: Session, owner_id: OwnerId, moment: datetime) -> nesting.Tree:
    """The lists that went to the trash at the same moment."""
    wanted = sa.select(col(TodoList.id), col(TodoList.parent_id)).where(
        col(TodoList.owner_id) == owner_id, col(TodoList.deleted_at) == moment
    )
    return nesting.Tree({row.id: row.parent_id for row in session.execute(wanted)})


def _free(session: Session, row: TodoList, height: int) -> None:
    """Take a list that comes back out of one that cannot hold it any longer."""
    if row.parent_id is None:
        return
    owner_id = OwnerId(row.owner_id)
    parent = queries.find(session, owner_id, row.parent_id)
    above = nesting.tree(session, owner_id).above(row.parent_id)
    fits = len(above) + 1 + height <= DEEPEST
    if parent is None or not fits or (parent.archived_at and not row.archived_at):
        row.parent_id = None
        written(session, row, "moved")

"""How lists are found, and what callers name. Every query takes the owner."""

from collections.abc import Mapping

import sqlalchemy as sa
from sqlmodel import Session, col, select
from sqlmodel.sql.expression import SelectOfScalar

from taskpal import statements
from taskpal.accounts.models import OwnerId
from taskpal.security import is_id
from taskpal.todos.by_hand import listing
from taskpal.todos.lists.errors import (
    Archived,
    InboxStays,
    ListNotFound,
    NoSuchList,
    NoSuchSection,
)
from taskpal.todos.lists.models import INBOX, ListId, Section, TodoList
from taskpal.todos.lists.schemas import ListPage, ListQuery, ListStatus, ListView
from taskpal.todos.models import Todo
from taskpal.todos.seen import Seen

_list = TodoList.__table__.c  # type: ignore[attr-defined]
_todo = Todo.__table__.c  # type: ignore[attr-defined]
_OWNER = sa.bindparam("owner_id", type_=sa.String())


def list_id_of(
    session: Session, owner_id: OwnerId, said: str, *, now_in: str | None = None
) -> ListId | None:
    """The id of the list a caller names to put something in; None for the Inbox.

    Raises:
        NoSuchList: there is none, it is in the trash, or it is someone else's.
        Archived: it is archived, and not the one that the thing is `now_in`.
    """
    if said == INBOX:
        return None
    found = find(session, owner_id, said)
    if found is None:
        raise NoSuchList
    if found.archived_at and found.id != now_in:
        raise Archived
    return ListId(found.id)


def names(session: Session, owner_id: OwnerId, *, since: int = -1) -> dict[str, str]:
    """What the lists are called, by their ids; only those that changed `since` then."""
    wanted = sa.select(_list.id, _list.name).where(
        _list.owner_id == owner_id,
        _list.revision > since,
        _list.deleted_at.is_(None),
    )
    return dict(iter(session.execute(wanted)))


def archived(session: Session, owner_id: OwnerId) -> set[str]:
    """The ids of the lists that are archived."""
    wanted = sa.select(_list.id).where(
        _list.owner_id == owner_id, _list.archived_at.is_not(None)
    )
    return set(session.scalars(wanted))


def section_of(session: Session, owner_id: OwnerId, section_id: str) -> Section:
    """The section a caller named.

    Raises:
        NoSuchSection: there is none, it is in the trash, or it is someone else's.
    """
    wanted = sa.select(Section).where(
        col(Section.owner_id) == owner_id,
        col(Section.id) == section_id,
        col(Section.deleted_at).is_(None),
    )
    known = is_id(section_id)
    found: Section | None = session.execute(wanted).scalar() if known else None
    if found is None:
        raise NoSuchSection
    return found


def find(
    session: Session, owner_id: OwnerId, list_id: str, *, trashed: bool = False
) -> TodoList | None:
    """The owner's list as it is now, if there is one; `trashed`, also in the trash."""
    if not is_id(list_id):
        return None
    wanted = select(TodoList).where(
        TodoList.owner_id == owner_id, TodoList.id == list_id
    )
    fresh = wanted.execution_options(populate_existing=True)
    found = session.exec(fresh).first()
    return None if found and found.deleted_at and not trashed else found


def list_to_change(
    session: Session, owner_id: OwnerId, list_id: str, *, trashed: bool = False
) -> TodoList:
    """The owner's list, for a caller that holds the owner (`live.hold`).

    Raises:
        ListNotFound: there is none, or it is someone else's; or it is in the trash.
        InboxStays: the Inbox is asked for.
    """
    if list_id == INBOX:
        raise InboxStays
    found = find(session, owner_id, list_id, trashed=trashed)
    if found is None:
        raise ListNotFound
    return found


def one(session: Session, owner_id: OwnerId, list_id: str) -> Seen[ListView]:
    """One list, or the Inbox.

    Raises:
        ListNotFound: there is none, it is in the trash, or it is someone else's.
    """
    if list_id == INBOX:
        many = _open_todos_in(session, owner_id, None)
        return Seen(ListView.inbox(many), f"0.{many}")
    found = find(session, owner_id, list_id)
    if found is None:
        raise ListNotFound
    return view(session, owner_id, found)


def view(session: Session, owner_id: OwnerId, row: TodoList) -> Seen[ListView]:
    """The list as everyone outside sees it."""
    many = _open_todos_in(session, owner_id, row.id)
    return Seen(ListView.of(row, many), f"{row.revision}.{many}")


def page(session: Session, owner_id: OwnerId, query: ListQuery) -> ListPage:
    """One page of the lists in the order they were put in, after the Inbox.

    Raises:
        BadValues: the cursor was not made for this owner and status.
    """
    of, wanted = ["lists", query.status], _lists(owner_id, query.status)
    inbox = int(query.status != "archived")  # the first on the first page
    here = 0 if query.cursor else inbox
    found = listing.page(session, owner_id, wanted, query, of=of, taken=here)
    counts = open_todos(session, owner_id)
    items = [ListView.of(row, counts.get(row.id, 0)) for row in found.rows]
    if here:
        items.insert(0, ListView.inbox(counts.get(None, 0)))
    return ListPage(items, found.total + inbox, found.next_cursor)


def last_position(session: Session, owner_id: OwnerId) -> str | None:
    """Where the last of all lists stands; None when there is none."""
    wanted = sa.select(sa.func.max(_list.position)).where(_list.owner_id == owner_id)
    found: str | None = session.execute(wanted).scalar()
    return found


_COUNTS = (
    sa.select(_todo.list_id, sa.func.count())
    .where(
        _todo.owner_id == _OWNER,
        _todo.completed_at.is_(None),
        _todo.deleted_at.is_(None),
    )
    .group_by(_todo.list_id)
)


def open_todos(session: Session, owner_id: OwnerId) -> Mapping[str | None, int]:
    """How many open todos each list has that has any; under None, the Inbox."""
    found = statements.rows(session, _COUNTS, {"owner_id": owner_id})
    return dict(found)  # type: ignore[arg-type]


def _open_todos_in(session: Session, owner_id: OwnerId, list_id: str | None) -> int:
    wanted = sa.select(sa.func.count()).where(
        _todo.owner_id == owner_id,
        _todo.list_id == list_id if list_id else _todo.list_id.is_(None),
        _todo.completed_at.is_(None),
        _todo.deleted_at.is_(None),
    )
    return int(session.execute(wanted).scalar_one())


def _lists(owner_id: OwnerId, status: ListStatus) -> SelectOfScalar[TodoList]:
    wanted = select(TodoList).where(
        _list.owner_id == owner_id, _list.deleted_at.is_(None)
    )
    if status == "active":
        wanted = wanted.where(_list.archived_at.is_(None))
    if status == "archived":
        wanted = wanted.where(_list.archived_at.is_not(None))
    return wanted

"""How saved filters are found, and the todos that they find."""

from datetime import datetime

from sqlmodel import Session, col, func, select

from taskpal.accounts.models import OwnerId
from taskpal.accounts.preferences import queries as preferences
from taskpal.columns import now
from taskpal.language.errors import NotUnderstood
from taskpal.language.filters import conditions, panes
from taskpal.language.preferences import Preferences
from taskpal.security import is_id
from taskpal.todos import queries as todos
from taskpal.todos.by_hand import listing
from taskpal.todos.finding.filters.errors import (
    CannotBeRead,
    FilterNotFound,
    NoSuchPane,
    NotAFilter,
)
from taskpal.todos.finding.filters.schemas import (
    FilterPage,
    FilterQuery,
    FilterView,
    FoundQuery,
)
from taskpal.todos.finding.matching import located
from taskpal.todos.finding.models import SavedFilter
from taskpal.todos.schemas import TodoPage, TodoQuery
from taskpal.todos.seen import Seen


def saved_filter(
    session: Session, owner_id: OwnerId, filter_id: str, *, trashed: bool = False
) -> SavedFilter:
    """The owner's filter as it is now; `trashed`, be it in the trash.

    Raises:
        FilterNotFound: there is none, or it is someone else's; or it is in the trash.
    """
    wanted = select(SavedFilter).where(
        SavedFilter.owner_id == owner_id, SavedFilter.id == filter_id
    )
    fresh = wanted.execution_options(populate_existing=True)
    found = session.exec(fresh).first() if is_id(filter_id) else None
    if found is None or (found.deleted_at and not trashed):
        raise FilterNotFound
    return found


def one(session: Session, owner_id: OwnerId, filter_id: str) -> Seen[FilterView]:
    """One filter as everyone outside sees it.

    Raises:
        FilterNotFound: there is none, it is in the trash, or it is someone else's.
    """
    return view(session, owner_id, saved_filter(session, owner_id, filter_id))


def view(_session: Session, _owner_id: OwnerId, row: SavedFilter) -> Seen[FilterView]:
    """The filter as everyone outside sees it."""
    return Seen(FilterView.of(row), str(row.revision))


def page(session: Session, owner_id: OwnerId, query: FilterQuery) -> FilterPage:
    """One page of the filters, in the order they were put in.

    Raises:
        BadValues: the cursor was not made for this owner.
    """
    wanted = select(SavedFilter).where(
        SavedFilter.owner_id == owner_id, col(SavedFilter.deleted_at).is_(None)
    )
    found = listing.page(session, owner_id, wanted, query, of=["filters"])
    shown = [FilterView.of(row) for row in found.rows]
    return FilterPage(shown, found.total, found.next_cursor)


def todos_of(
    session: Session, owner_id: OwnerId, filter_id: str, query: FoundQuery
) -> TodoPage:
    """One page of the todos that a filter finds, or one of its panes.

    Raises:
        FilterNotFound: there is none, it is in the trash, or it is someone else's.
        CannotBeRead: the order of dates is another by now.
        BadValues: it has no such pane, or the cursor was not made for what is asked.
    """
    row = saved_filter(session, owner_id, filter_id)
    prefs = preferences.preferences(session, owner_id)
    try:
        check(row.query, now(), prefs)
    except NotAFilter as error:
        raise CannotBeRead(error.problems["query"]) from None
    asked = query.model_dump(include={"status", "sort", "limit", "cursor"})
    given = {name: value for name, value in asked.items() if value is not None}
    text = _pane(row.query, query.pane) if query.pane else row.query
    return todos.page(session, owner_id, TodoQuery(filter=text, **given))


def check(text: str, moment: datetime, prefs: Preferences) -> None:
    """See that a filter can be read.

    Raises:
        NotAFilter: it cannot; the sentence says where, and what was expected.
    """
    try:
        conditions(text, moment, prefs)
    except NotUnderstood as error:
        raise NotAFilter(located(error)) from None


def last_position(session: Session, owner_id: OwnerId) -> str | None:
    """Where the last filter stands; None when there is none."""
    wanted = select(func.max(SavedFilter.position)).where(
        SavedFilter.owner_id == owner_id
    )
    found: str | None = session.exec(wanted).one()
    return found


def how_many(session: Session, owner_id: OwnerId) -> int:
    """How many filters the owner has, without those in the trash."""
    wanted = select(func.count()).where(
        SavedFilter.owner_id == owner_id, col(SavedFilter.deleted_at).is_(None)
    )
    return session.exec(wanted).one()


def _pane(text: str, number: int) -> str:
    every = panes(text)
    if number > len(every):
        raise NoSuchPane(len(every))
    return every[number - 1]

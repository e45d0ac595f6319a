"""What can be done to saved filters. Nothing commits here."""

from sqlmodel import Session

from taskpal import live, revisions
from taskpal.accounts.models import OwnerId
from taskpal.accounts.preferences import queries as preferences
from taskpal.columns import now
from taskpal.revisions import Revisions
from taskpal.todos import queries as todos
from taskpal.todos.by_hand import beside, positions
from taskpal.todos.finding.filters import queries
from taskpal.todos.finding.filters.errors import (
    MOST,
    FilterChangedMeanwhile,
    FilterGone,
    TooManyFilters,
)
from taskpal.todos.finding.filters.schemas import FilterChanges, FilterMove, NewFilter
from taskpal.todos.finding.models import SavedFilter
from taskpal.todos.folding import fold
from taskpal.todos.history import recording
from taskpal.todos.written import written


def add(session: Session, owner_id: OwnerId, new: NewFilter) -> SavedFilter:
    """Keep a filter, behind all others.

    Raises:
        NotAFilter: its query cannot be read.
        TooManyFilters: the owner has as many as there can be.
    """
    revision, moment = live.changed(session, owner_id), now()
    _check_query(session, owner_id, new.query)
    _check_room(session, owner_id)
    last = queries.last_position(session, owner_id)
    row = SavedFilter(
        owner_id=owner_id,
        name=new.name,
        name_key=fold(new.name),
        query=new.query,
        colour=new.colour,
        position=positions.behind(last, moment),
        created_at=moment,
        updated_at=moment,
        revision=revision,
    )
    session.add(row)
    recording.note(session, owner_id, row, "added")
    session.flush()
    return row


def change(
    session: Session,
    owner_id: OwnerId,
    filter_id: str,
    changes: FilterChanges,
    *,
    only_at: Revisions = None,
) -> SavedFilter:
    """Change the fields that were given.

    Raises:
        FilterNotFound: the owner has no such filter.
        FilterChangedMeanwhile: it is at none of the revisions `only_at` names.
        NotAFilter: its query cannot be read.
    """
    row, given = _to_change(session, owner_id, filter_id, only_at), changes.given()
    if "query" in given:
        _check_query(session, owner_id, given["query"])
    if "name" in given:
        row.name_key = fold(given["name"])
    for name, value in given.items():
        setattr(row, name, value)
    return written(session, row, "changed")


def move(
    session: Session,
    owner_id: OwnerId,
    filter_id: str,
    to: FilterMove,
    *,
    only_at: Revisions = None,
) -> SavedFilter:
    """Put the filter right beside another one.

    Raises:
        FilterNotFound: the owner has no such filter.
        FilterChangedMeanwhile: it is at none of the revisions `only_at` names.
        BadValues: there is no such place.
    """
    row = _to_change(session, owner_id, filter_id, only_at)
    beside.move(session, row, to, "filter")
    return written(session, row, "moved")


def delete(
    session: Session, owner_id: OwnerId, filter_id: str, *, only_at: Revisions = None
) -> None:
    """Move the filter to the trash, from where it can be restored for 30 days.

    Raises:
        FilterNotFound: the owner has no such filter, or it is in the trash already.
        FilterChangedMeanwhile: it is at none of the revisions `only_at` names.
    """
    row = _to_change(session, owner_id, filter_id, only_at)
    row.deleted_at = now()
    written(session, row, "deleted")


def restore(
    session: Session, owner_id: OwnerId, filter_id: str, *, only_at: Revisions = None
) -> SavedFilter:
    """Take the filter out of the trash; one that is not in it stays as it is.

    Raises:
        FilterNotFound: the owner has no such filter.
        FilterGone: it was deleted more than 30 days ago.
        FilterChangedMeanwhile: it is at none of the revisions `only_at` names.
        TooManyFilters: the owner has as many as there can be.
    """
    row = _to_change(session, owner_id, filter_id, only_at, trashed=True)
    if row.deleted_at is None:
        return row
    if row.deleted_at < todos.trash_begins():
        raise FilterGone
    _check_room(session, owner_id)
    row.deleted_at = None
    return written(session, row, "restored")


def _to_change(
    session: Session,
    owner_id: OwnerId,
    filter_id: str,
    only_at: Revisions,
    *,
    trashed: bool = False,
) -> SavedFilter:
    live.hold(session, owner_id)
    row = queries.saved_filter(session, owner_id, filter_id, trashed=trashed)
    revisions.check(row, only_at, FilterChangedMeanwhile)
    return row


def _check_query(session: Session, owner_id: OwnerId, text: str) -> None:
    queries.check(text, now(), preferences.preferences(session, owner_id))


def _check_room(session: Session, owner_id: OwnerId) -> None:
    if queries.how_many(session, owner_id) >= MOST:
        raise TooManyFilters

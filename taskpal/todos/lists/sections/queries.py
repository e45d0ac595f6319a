"""How sections are found. Every query takes the owner."""

import sqlalchemy as sa
from sqlmodel import Session, select

from taskpal.accounts.models import OwnerId
from taskpal.security import is_id
from taskpal.todos.by_hand import listing
from taskpal.todos.lists.errors import ListNotFound, SectionNotFound
from taskpal.todos.lists.models import INBOX, Section, TodoList
from taskpal.todos.lists.queries import find
from taskpal.todos.lists.sections.schemas import SectionPage, SectionQuery, SectionView
from taskpal.todos.seen import Seen

_section = Section.__table__.c  # type: ignore[attr-defined]
_list = TodoList.__table__.c  # type: ignore[attr-defined]


def section(
    session: Session, owner_id: OwnerId, section_id: str, *, trashed: bool = False
) -> Section:
    """The owner's section as it is now; `trashed`, be it in the trash.

    Raises:
        SectionNotFound: there is none, or it is someone else's; or it is in the trash.
    """
    wanted = select(Section).where(
        Section.owner_id == owner_id, Section.id == section_id
    )
    fresh = wanted.execution_options(populate_existing=True)
    found = session.exec(fresh).first() if is_id(section_id) else None
    if found is None or (found.deleted_at and not trashed):
        raise SectionNotFound
    return found


def one(session: Session, owner_id: OwnerId, section_id: str) -> Seen[SectionView]:
    """One section as everyone outside sees it.

    Raises:
        SectionNotFound: there is none, it is in the trash, or it is someone else's.
    """
    return view(session, owner_id, section(session, owner_id, section_id))


def view(_session: Session, _owner_id: OwnerId, row: Section) -> Seen[SectionView]:
    """The section as everyone outside sees it."""
    return Seen(SectionView.of(row), str(row.revision))


def page(session: Session, owner_id: OwnerId, query: SectionQuery) -> SectionPage:
    """One page of the sections of a list, or of all lists in sight.

    Raises:
        ListNotFound: the owner has no such list.
        BadValues: the cursor was not made for this owner and list.
    """
    wanted = select(Section).where(
        _section.owner_id == owner_id,
        _section.deleted_at.is_(None),
        _of(session, owner_id, query.list),
    )
    of = ["sections", query.list]
    found = listing.page(session, owner_id, wanted, query, of=of)
    shown = [SectionView.of(row) for row in found.rows]
    return SectionPage(shown, found.total, found.next_cursor)


def last_position(
    session: Session, owner_id: OwnerId, list_id: str | None
) -> str | None:
    """Where the last section of the list stands; None when there is none."""
    wanted = sa.select(sa.func.max(_section.position)).where(
        _section.owner_id == owner_id, in_list(list_id)
    )
    found: str | None = session.execute(wanted).scalar()
    return found


def in_list(list_id: str | None) -> sa.ColumnElement[bool]:
    """Whether a section is of this list; None is the Inbox."""
    of = _section.list_id
    found: sa.ColumnElement[bool] = of == list_id if list_id else of.is_(None)
    return found


def _of(session: Session, owner_id: OwnerId, said: str) -> sa.ColumnElement[bool]:
    """Whether a section is of the list a caller named; of any in sight, if of none."""
    if not said:
        archived = sa.select(_list.id).where(
            _list.owner_id == owner_id, _list.archived_at.is_not(None)
        )
        return sa.or_(_section.list_id.is_(None), _section.list_id.not_in(archived))
    if said != INBOX and find(session, owner_id, said) is None:
        raise ListNotFound
    return in_list(None if said == INBOX else said)

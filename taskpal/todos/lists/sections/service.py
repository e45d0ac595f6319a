"""What can be done to sections. Nothing commits here."""

import sqlalchemy as sa
from sqlmodel import Session, col

from taskpal import live, revisions
from taskpal.accounts.models import OwnerId
from taskpal.columns import now
from taskpal.errors import BadValues
from taskpal.revisions import Revisions
from taskpal.todos import queries as todos
from taskpal.todos.by_hand import ordering, positions
from taskpal.todos.folding import fold
from taskpal.todos.history import recording
from taskpal.todos.lists import belonging
from taskpal.todos.lists import queries as lists
from taskpal.todos.lists.errors import (
    MOST_SECTIONS,
    ListInTrash,
    NoSuchSection,
    SectionChangedMeanwhile,
    SectionGone,
    SectionNotFound,
    TooManySections,
)
from taskpal.todos.lists.models import INBOX, Section
from taskpal.todos.lists.schemas import Contents
from taskpal.todos.lists.sections import queries
from taskpal.todos.lists.sections.schemas import (
    NewSection,
    SectionChanges,
    SectionMove,
)
from taskpal.todos.written import written


def add(session: Session, owner_id: OwnerId, new: NewSection) -> Section:
    """Make a section, the last of its list.

    Raises:
        TooManySections: the list has as many as there can be.
        BadValues: there is no such list, or it is archived.
    """
    revision, moment = live.changed(session, owner_id), now()
    list_id = lists.list_id_of(session, owner_id, new.list)
    _check_room(session, owner_id, list_id)
    row = Section(
        owner_id=owner_id,
        list_id=list_id,
        name=new.name,
        name_key=fold(new.name),
        position=_last(session, owner_id, list_id),
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
    section_id: str,
    changes: SectionChanges,
    *,
    only_at: Revisions = None,
) -> Section:
    """Change the fields that were given; in another list, it goes last with its todos.

    Raises:
        SectionNotFound: the owner has no such section.
        SectionChangedMeanwhile: it is at none of the revisions `only_at` names.
        TooManySections: the other list has as many as there can be.
        BadValues: there is no such list, or it is archived.
    """
    row, given = _to_change(session, owner_id, section_id, only_at), changes.given()
    list_id = row.list_id
    if "list" in given:
        said = given["list"]
        list_id = lists.list_id_of(session, owner_id, said, now_in=row.list_id)
    position = row.position
    if list_id != row.list_id:
        position = _last(session, owner_id, list_id)
    row = _put(session, row, list_id, position, "moved")
    if "name" in given:
        row.name, row.name_key = given["name"], fold(given["name"])
    return written(session, row, "changed")


def move(
    session: Session,
    owner_id: OwnerId,
    section_id: str,
    to: SectionMove,
    *,
    only_at: Revisions = None,
) -> Section:
    """Put the section right beside another one, or last in a list, with its todos.

    Raises:
        SectionNotFound: the owner has no such section.
        SectionChangedMeanwhile: it is at none of the revisions `only_at` names.
        TooManySections: the other list has as many as there can be.
        BadValues: there is no such place.
    """
    row = _to_change(session, owner_id, section_id, only_at)
    field, named = ordering.beside(to.before, to.after)
    if named is None:
        if "list" not in to.model_fields_set:
            raise BadValues({"list": "is required, or before, or after"})
        list_id = lists.list_id_of(session, owner_id, to.list, now_in=row.list_id)
        return _put(session, row, list_id, _last(session, owner_id, list_id), "moved")
    other = _other(session, row, field, named)
    said = other.list_id or INBOX
    if "list" in to.model_fields_set and to.list != said:
        raise BadValues({field: "is not in that list"})
    list_id = lists.list_id_of(session, owner_id, said, now_in=row.list_id)
    return _put(session, row, list_id, _position(session, row, other, field), "moved")


def contents(session: Session, owner_id: OwnerId, section_id: str) -> Contents:
    """What goes along if the section is deleted.

    Raises:
        SectionNotFound: the owner has no such section.
    """
    row = queries.section(session, owner_id, section_id)
    return belonging.contents(session, owner_id, section=row.id)


def delete(
    session: Session,
    owner_id: OwnerId,
    section_id: str,
    *,
    only_at: Revisions = None,
) -> Contents:
    """Move the section to the trash, with its todos; says how many.

    Raises:
        SectionNotFound: the owner has no such section, or it is in the trash already.
        SectionChangedMeanwhile: it is at none of the revisions `only_at` names.
    """
    row = _to_change(session, owner_id, section_id, only_at)
    gone = belonging.contents(session, owner_id, section=row.id)
    belonging.delete_section(session, owner_id, row.id)
    return gone


def restore(
    session: Session,
    owner_id: OwnerId,
    section_id: str,
    *,
    only_at: Revisions = None,
) -> Section:
    """Take the section out of the trash, with the todos that went with it.

    Raises:
        SectionNotFound: the owner has no such section.
        SectionGone: it was deleted more than 30 days ago.
        ListInTrash: the list it was in is in the trash.
        SectionChangedMeanwhile: it is at none of the revisions `only_at` names.
    """
    live.hold(session, owner_id)
    row = queries.section(session, owner_id, section_id, trashed=True)
    revisions.check(row, only_at, SectionChangedMeanwhile)
    if row.deleted_at is None:
        return row
    if row.deleted_at < todos.trash_begins():
        raise SectionGone
    if row.list_id and lists.find(session, owner_id, row.list_id) is None:
        raise ListInTrash
    belonging.restore_section(session, owner_id, row.id, row.deleted_at)
    return row


def _to_change(
    session: Session, owner_id: OwnerId, section_id: str, only_at: Revisions
) -> Section:
    live.hold(session, owner_id)
    row = queries.section(session, owner_id, section_id)
    revisions.check(row, only_at, SectionChangedMeanwhile)
    return row


def _put(
    session: Session,
    row: Section,
    list_id: str | None,
    position: str,
    action: recording.Action,
) -> Section:
    """The section at this place, with its todos, noted and written."""
    if list_id != row.list_id:
        _check_room(session, OwnerId(row.owner_id), list_id)
        belonging.move_section(session, OwnerId(row.owner_id), row, list_id)
    row.list_id, row.position = list_id, position
    return written(session, row, action)


def _other(session: Session, row: Section, field: str, named: str) -> Section:
    """The section it is put beside."""
    if named == row.id:
        raise BadValues({field: "is the section itself"})
    try:
        return queries.section(session, OwnerId(row.owner_id), named)
    except SectionNotFound:
        raise NoSuchSection(field) from None


def _position(session: Session, row: Section, other: Section, field: str) -> str:
    def touched(one: Section) -> None:
        written(session, one, "moved")

    siblings = (
        col(Section.owner_id) == row.owner_id,
        queries.in_list(other.list_id),
        col(Section.deleted_at).is_(None),
        col(Section.id) != row.id,
    )
    among = ordering.Among(Section, siblings, touched)
    return ordering.position(session, among, field, other)


def _last(session: Session, owner_id: OwnerId, list_id: str | None) -> str:
    last = queries.last_position(session, owner_id, list_id)
    return positions.behind(last, now())


def _check_room(session: Session, owner_id: OwnerId, list_id: str | None) -> None:
    there = sa.select(sa.func.count()).where(
        col(Section.owner_id) == owner_id,
        queries.in_list(list_id),
        col(Section.deleted_at).is_(None),
    )
    if session.execute(there).scalar_one() >= MOST_SECTIONS:
        raise TooManySections

"""How lists and sections are found. Every query takes the owner."""

import re
from typing import Final

import sqlalchemy as sa
from sqlmodel import Session, col, select

from taskpal.accounts.models import OwnerId
from taskpal.todos.lists.errors import NoSuchList, NoSuchSection
from taskpal.todos.lists.models import INBOX, ListId, Section, TodoList

_ID: Final = re.compile(r"[0-9a-z]{12}")


def list_id_of(session: Session, owner_id: OwnerId, said: str) -> ListId | None:
    """The id of the list a caller named; None for the Inbox.

    Raises:
        NoSuchList: there is none, it is in the trash, or it is someone else's.
    """
    if said == INBOX:
        return None
    wanted = select(TodoList.id).where(
        TodoList.owner_id == owner_id,
        TodoList.id == said,
        col(TodoList.deleted_at).is_(None),
    )
    found = session.exec(wanted).first() if _ID.fullmatch(said) else None
    if found is None:
        raise NoSuchList
    return ListId(found)


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
    known = _ID.fullmatch(section_id)
    found: Section | None = session.execute(wanted).scalar() if known else None
    if found is None:
        raise NoSuchSection
    return found

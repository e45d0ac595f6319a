"""What belongs to lists and sections: it goes to the trash with them, and comes back.

All that goes along is deleted at the same moment, by which it is known again.
"""

from collections.abc import Sequence
from datetime import datetime

import sqlalchemy as sa
from sqlmodel import Session, col

from taskpal import live
from taskpal.accounts.models import OwnerId
from taskpal.columns import now
from taskpal.todos.history import recording
from taskpal.todos.history.recording import Noted
from taskpal.todos.history.things import Kind
from taskpal.todos.lists.models import Section, TodoList
from taskpal.todos.lists.schemas import Contents
from taskpal.todos.models import Todo

Which = sa.ColumnElement[bool]


def contents(
    session: Session,
    owner_id: OwnerId,
    *,
    lists: Sequence[str] = (),
    section: str | None = None,
) -> Contents:
    """What is in these lists, or in this section, but for what is in the trash."""
    sections = 1
    if section is None:
        counted = sa.select(sa.func.count()).where(
            _in(Section, owner_id, lists), col(Section.deleted_at).is_(None)
        )
        sections = session.execute(counted).scalar_one()
    where = _in_section(owner_id, section) if section else _in(Todo, owner_id, lists)
    todos = sa.select(sa.func.count(), sa.func.count(col(Todo.completed_at))).where(
        where, col(Todo.deleted_at).is_(None)
    )
    every, done = session.execute(todos).one()
    return Contents(len(lists), sections, every - done, done)


def delete_lists(session: Session, owner_id: OwnerId, lists: Sequence[str]) -> None:
    """Move these lists to the trash, with their sections and todos."""
    revision, moment = live.changed(session, owner_id), now()
    go = _Going(session, owner_id, None, moment, revision)
    go.all("list", TodoList, _these(owner_id, lists))
    go.all("section", Section, _in(Section, owner_id, lists))
    go.all("todo", Todo, _in(Todo, owner_id, lists))
    session.expire_all()


def restore_lists(
    session: Session, owner_id: OwnerId, lists: Sequence[str], deleted_at: datetime
) -> None:
    """Take these lists out of the trash, with all that went at the same moment."""
    go = _Going(session, owner_id, deleted_at, None, live.changed(session, owner_id))
    go.all("list", TodoList, _these(owner_id, lists))
    go.all("section", Section, _in(Section, owner_id, lists))
    go.all("todo", Todo, _in(Todo, owner_id, lists))
    session.expire_all()


def delete_section(session: Session, owner_id: OwnerId, section_id: str) -> None:
    """Move the section to the trash, with its todos."""
    revision, moment = live.changed(session, owner_id), now()
    go = _Going(session, owner_id, None, moment, revision)
    go.all("section", Section, _one(owner_id, section_id))
    go.all("todo", Todo, _in_section(owner_id, section_id))
    session.expire_all()


def restore_section(
    session: Session, owner_id: OwnerId, section_id: str, deleted_at: datetime
) -> None:
    """Take the section out of the trash, with the todos that went with it."""
    go = _Going(session, owner_id, deleted_at, None, live.changed(session, owner_id))
    go.all("section", Section, _one(owner_id, section_id))
    go.all("todo", Todo, _in_section(owner_id, section_id))
    session.expire_all()


def move_section(
    session: Session, owner_id: OwnerId, section: Section, list_id: str | None
) -> None:
    """Take the todos of the section along into this list; None is the Inbox."""
    session.flush()
    revision = live.changed(session, owner_id)
    statement = (
        sa.update(Todo)
        .where(_in_section(owner_id, section.id), col(Todo.deleted_at).is_(None))
        .values(list_id=list_id, revision=revision, updated_at=now())
        .returning(col(Todo.id), col(Todo.title))
    )
    moved = session.connection().execute(statement).all()
    before, after = {"list_id": section.list_id}, {"list_id": list_id}
    noted = [Noted(one, revision, title, before, after) for one, title in moved]
    recording.note_many(session, owner_id, "todo", noted, "moved")
    session.expire_all()


class _Going:
    """Things that go to the trash, or come back from it, in one statement a kind."""

    def __init__(
        self,
        session: Session,
        owner_id: OwnerId,
        was: datetime | None,
        shall: datetime | None,
        revision: int,
    ) -> None:
        session.flush()
        self.session, self.owner_id = session, owner_id
        self.was, self.shall, self.revision = was, shall, revision

    def all(self, kind: Kind, model: type, which: Which) -> None:
        table = model.__table__  # type: ignore[attr-defined]
        name = table.c.title if kind == "todo" else table.c.name
        now_so = {"deleted_at": self.shall, "revision": self.revision}
        statement = (
            sa.update(table)
            .where(which, _is(table.c.deleted_at, self.was))
            .values(**now_so, updated_at=self.shall or now())
            .returning(table.c.id, name)
        )
        changed = self.session.connection().execute(statement).all()
        before, after = {"deleted_at": self.was}, {"deleted_at": self.shall}
        noted = [
            Noted(one, self.revision, said, before, after) for one, said in changed
        ]
        action: recording.Action = "deleted" if self.shall else "restored"
        recording.note_many(self.session, self.owner_id, kind, noted, action)


def _is(column: sa.ColumnElement[datetime | None], value: datetime | None) -> Which:
    return column.is_(None) if value is None else column == value


def _these(owner_id: OwnerId, lists: Sequence[str]) -> Which:
    mine = col(TodoList.owner_id) == owner_id
    return sa.and_(mine, col(TodoList.id).in_(lists))


def _in(
    model: type[Section] | type[Todo], owner_id: OwnerId, lists: Sequence[str]
) -> Which:
    mine = col(model.owner_id) == owner_id
    return sa.and_(mine, col(model.list_id).in_(lists))


def _one(owner_id: OwnerId, section_id: str) -> Which:
    mine = col(Section.owner_id) == owner_id
    return sa.and_(mine, col(Section.id) == section_id)


def _in_section(owner_id: OwnerId, section_id: str) -> Which:
    mine = col(Todo.owner_id) == owner_id
    return sa.and_(mine, col(Todo.section_id) == section_id)

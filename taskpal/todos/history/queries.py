"""How changes are found. Every query takes the owner."""

import re
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

import orjson
import sqlalchemy as sa
from sqlmodel import Session

from taskpal import security
from taskpal.accounts.models import Account, OwnerId
from taskpal.errors import BadValues
from taskpal.todos.comments.models import Comment
from taskpal.todos.history import outside
from taskpal.todos.history.models import Change
from taskpal.todos.history.recording import Action
from taskpal.todos.history.schemas import (
    ActorView,
    ChangePage,
    ChangeQuery,
    ChangeView,
)
from taskpal.todos.labels.models import Label
from taskpal.todos.recurrence.models import Occurrence

_c = Change.__table__.c  # type: ignore[attr-defined]
_label = Label.__table__.c  # type: ignore[attr-defined]
_CURSOR = re.compile(r"([0-9a-f]{32})([0-9]{1,18})-([0-9]{1,9})")
_THIRTY_TWO = 32


def changes(session: Session, owner_id: OwnerId, query: ChangeQuery) -> ChangePage:
    """One page of what was done for the owner, in a total order.

    Raises:
        BadValues: the cursor was not made for this owner and these filters.
    """
    latest = _latest(session, owner_id)  # first: what comes meanwhile comes later
    wanted = sa.select(*_c).where(*_conditions(session, owner_id, query))
    place = sa.tuple_(_c.revision, _c.number)
    if query.cursor:
        here = sa.tuple_(*map(sa.literal, _position(owner_id, query)))
        wanted = wanted.where(place < here if query.newest_first else place > here)
    order = (_c.revision, _c.number)
    by = [key.desc() if query.newest_first else key.asc() for key in order]
    found = session.execute(wanted.order_by(*by).limit(query.limit + 1)).all()
    shown = found[: query.limit]
    return ChangePage(
        items=views(session, owner_id, shown),
        next_cursor=(
            _cursor(owner_id, query, shown[-1]) if len(found) > query.limit else None
        ),
        latest=latest,
    )


def how_many_todos(
    session: Session, owner_id: OwnerId, batch: int, action: Action
) -> int:
    """To how many todos this was done in the batch."""
    wanted = sa.select(sa.func.count()).where(
        _c.owner_id == owner_id,
        _c.revision >= batch,
        _c.batch == batch,
        _c.kind == "todo",
        _c.action == action,
    )
    return int(session.execute(wanted).scalar_one())


def views(
    session: Session, owner_id: OwnerId, rows: Sequence[sa.Row[Any]]
) -> list[ChangeView]:
    """Rows of the table as everyone outside sees them."""
    wanted = {
        one
        for row in rows
        for one in outside.label_ids(row.kind, row.before, row.after)
    }
    names = _label_names(session, owner_id, wanted) if wanted else {}
    return [_view(row, names) for row in rows]


def _latest(session: Session, owner_id: OwnerId) -> int:
    revision = sa.select(Account.__table__.c.revision)  # type: ignore[attr-defined]
    mine = Account.__table__.c.id == owner_id  # type: ignore[attr-defined]
    return int(session.execute(revision.where(mine)).scalar_one_or_none() or 0)


def _conditions(
    session: Session, owner_id: OwnerId, query: ChangeQuery
) -> Iterable[sa.ColumnElement[bool]]:
    yield _c.owner_id == owner_id
    if query.since is not None:
        yield _c.revision > _revision_at(session, owner_id, query.since)
    if query.todo:
        yield _of_todo(owner_id, query.todo)
    if query.thing:
        yield _c.thing_id == query.thing
    if query.client:
        yield sa.and_(_c.actor_kind == "app", _c.actor_id == query.client)
    if query.batch is not None:
        yield sa.and_(_c.revision >= query.batch, _c.batch == query.batch)


def _revision_at(session: Session, owner_id: OwnerId, since: int | datetime) -> int:
    """The last revision of that time: looked for from the end, where it mostly is."""
    if isinstance(since, int):
        return since
    until = (
        sa.select(_c.revision)
        .where(_c.owner_id == owner_id, _c.at <= since)
        .order_by(_c.revision.desc())
        .limit(1)
    )
    return int(session.execute(until).scalar_one_or_none() or 0)


def _of_todo(owner_id: OwnerId, todo_id: str) -> sa.ColumnElement[bool]:
    """Changes of the todo, of its comments, and of its rounds when it repeats."""
    about = (
        sa.select(of.c.id).where(of.c.owner_id == owner_id, of.c.todo_id == todo_id)
        for of in (Comment.__table__, Occurrence.__table__)  # type: ignore[attr-defined]
    )
    return sa.or_(_c.thing_id == todo_id, *(_c.thing_id.in_(ids) for ids in about))


def _label_names(
    session: Session, owner_id: OwnerId, label_ids: Iterable[str]
) -> dict[str, str]:
    """What they are called, be they in the trash: it is what was."""
    wanted = sa.select(_label.id, _label.name).where(
        _label.owner_id == owner_id, _label.id.in_(label_ids)
    )
    return dict(iter(session.execute(wanted)))


def _view(row: Any, names: outside.Names) -> ChangeView:
    return ChangeView(
        id=f"{row.revision}-{row.number}",
        batch=row.batch,
        revision=row.revision,
        at=row.at,
        actor=_actor(row),
        action=row.action,
        kind=row.kind,
        thing=row.thing_id,
        name=row.name,
        before=outside.fields(row.kind, row.before, names),
        after=outside.fields(row.kind, row.after, names),
        undone=row.undone_by is not None,
        undoes=row.undoes,
    )


def _actor(row: Any) -> ActorView:
    """Who it was; the id of a token is the hash of a secret, and stays here."""
    app = row.actor_id if row.actor_kind == "app" else None
    return ActorView(row.actor_kind, app, row.actor_name or None)


def _cursor(owner_id: OwnerId, query: ChangeQuery, row: Any) -> str:
    keys = f"{row.revision}-{row.number}"
    return _signature(owner_id, query, keys) + keys


def _position(owner_id: OwnerId, query: ChangeQuery) -> tuple[int, int]:
    found = _CURSOR.fullmatch(query.cursor)
    if found:
        keys = query.cursor[_THIRTY_TWO:]
        if security.same(found[1], _signature(owner_id, query, keys)):
            return int(found[2]), int(found[3])
    raise BadValues(
        {"cursor": "does not belong to these changes; leave it out to begin again"}
    )


def _signature(owner_id: OwnerId, query: ChangeQuery, keys: str) -> str:
    asked = query.model_dump(exclude={"limit", "cursor"})
    made_for = orjson.dumps([owner_id, asked, keys])
    return security.sign("change cursor", made_for.decode())[:_THIRTY_TWO]

"""How labels are found. Every query takes the owner."""

from collections.abc import Collection, Iterable, Mapping

import sqlalchemy as sa
from sqlmodel import Session, col, func, select

from taskpal import statements
from taskpal.accounts.models import OwnerId
from taskpal.security import is_id
from taskpal.todos.by_hand import listing
from taskpal.todos.labels.errors import LabelNotFound
from taskpal.todos.labels.models import Label, TodoLabel
from taskpal.todos.labels.schemas import LabelPage, LabelQuery, LabelView
from taskpal.todos.models import Todo
from taskpal.todos.seen import Seen

_carried = TodoLabel.__table__.c  # type: ignore[attr-defined]
_todo = Todo.__table__.c  # type: ignore[attr-defined]
_OWNER = sa.bindparam("owner_id", type_=sa.String())


def names_of(
    session: Session, owner_id: OwnerId, label_ids: Iterable[str]
) -> dict[str, str]:
    """The names of these labels by their ids; those in the trash have none."""
    wanted = select(Label.id, Label.name).where(
        Label.owner_id == owner_id,
        col(Label.id).in_(set(label_ids)),
        col(Label.deleted_at).is_(None),
    )
    return dict(session.exec(wanted).all())


def ids_by_key(
    session: Session, owner_id: OwnerId, keys: Collection[str]
) -> dict[str, str]:
    """The ids of the labels with these folded names; of equal names the first."""
    wanted = (
        select(Label.name_key, Label.id)
        .where(
            Label.owner_id == owner_id,
            col(Label.name_key).in_(keys),
            col(Label.deleted_at).is_(None),
        )
        .order_by(col(Label.position).desc(), col(Label.id).desc())
    )
    return dict(session.exec(wanted).all())


def last_position(session: Session, owner_id: OwnerId) -> str | None:
    """Where the last label stands; None when there is none."""
    wanted = select(func.max(Label.position)).where(Label.owner_id == owner_id)
    found: str | None = session.exec(wanted).one()
    return found


def label(session: Session, owner_id: OwnerId, label_id: str) -> Label:
    """The owner's label as it is now.

    Raises:
        LabelNotFound: there is none, it is in the trash, or it is someone else's.
    """
    wanted = select(Label).where(
        Label.owner_id == owner_id,
        Label.id == label_id,
        col(Label.deleted_at).is_(None),
    )
    fresh = wanted.execution_options(populate_existing=True)
    found = session.exec(fresh).first() if is_id(label_id) else None
    if found is None:
        raise LabelNotFound
    return found


def one(session: Session, owner_id: OwnerId, label_id: str) -> Seen[LabelView]:
    """One label as everyone outside sees it.

    Raises:
        LabelNotFound: there is none, it is in the trash, or it is someone else's.
    """
    return view(session, owner_id, label(session, owner_id, label_id))


def view(session: Session, owner_id: OwnerId, row: Label) -> Seen[LabelView]:
    """The label as everyone outside sees it."""
    counted = _counts().where(_carried.label_id == row.id)
    found = session.execute(counted, {"owner_id": owner_id}).first()
    many = int(found[1]) if found else 0
    return Seen(LabelView.of(row, many), f"{row.revision}.{many}")


def page(session: Session, owner_id: OwnerId, query: LabelQuery) -> LabelPage:
    """One page of the labels, in the order they were put in.

    Raises:
        BadValues: the cursor was not made for this owner.
    """
    wanted = select(Label).where(
        Label.owner_id == owner_id, col(Label.deleted_at).is_(None)
    )
    found = listing.page(session, owner_id, wanted, query, of=["labels"])
    counts = open_todos(session, owner_id) if found.rows else {}
    shown = [LabelView.of(row, counts.get(row.id, 0)) for row in found.rows]
    return LabelPage(shown, found.total, found.next_cursor)


def open_todos(session: Session, owner_id: OwnerId) -> Mapping[str, int]:
    """How many open todos carry each label that any carries."""
    found = statements.rows(session, _COUNTS, {"owner_id": owner_id})
    return dict(found)  # type: ignore[arg-type]


def _counts() -> sa.Select[tuple[str, int]]:
    carries = sa.and_(_todo.owner_id == _carried.owner_id, _todo.id == _carried.todo_id)
    return (
        sa.select(_carried.label_id, sa.func.count())
        .join_from(TodoLabel.__table__, Todo.__table__, carries)  # type: ignore[attr-defined]
        .where(
            _carried.owner_id == _OWNER,
            _todo.completed_at.is_(None),
            _todo.deleted_at.is_(None),
        )
        .group_by(_carried.label_id)
    )


_COUNTS = _counts()

"""How labels are found. Every query takes the owner."""

from collections.abc import Collection, Iterable

from sqlmodel import Session, col, func, select

from taskpal.accounts.models import OwnerId
from taskpal.todos.labels.models import Label


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

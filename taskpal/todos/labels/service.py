"""What can be done to labels. The caller owns the transaction; nothing commits here."""

from collections.abc import Iterable

import sqlalchemy as sa
from sqlmodel import Session, col

from taskpal import live
from taskpal.accounts.models import OwnerId
from taskpal.columns import now
from taskpal.todos import positions
from taskpal.todos.folding import fold
from taskpal.todos.labels import queries
from taskpal.todos.labels.errors import MOST, TooManyLabels
from taskpal.todos.labels.models import Label


def ids_of(
    session: Session, owner_id: OwnerId, names: Iterable[str], *, make: bool
) -> str:
    """The ids of the labels with these names, in order, as `Todo.label_ids` has them.

    A name that no label has is made one, or else left out. The caller holds the owner,
    so that nobody else makes the same label meanwhile.

    Raises:
        TooManyLabels: there is no room for one that would have to be made.
    """
    by_key: dict[str, str] = {}
    for name in names:
        by_key.setdefault(fold(name), name)
    if not by_key:
        return ""
    found = queries.ids_by_key(session, owner_id, by_key)
    missing = [name for key, name in by_key.items() if key not in found]
    if make and missing:
        found |= _made(session, owner_id, missing)
    return " ".join(found[key] for key in by_key if key in found)


def _made(session: Session, owner_id: OwnerId, names: list[str]) -> dict[str, str]:
    """New labels behind all others: their ids by their folded names."""
    revision, moment = live.changed(session, owner_id), now()
    _check_room(session, owner_id, len(names))
    place, made = queries.last_position(session, owner_id), {}
    for name in names:
        place = positions.behind(place, moment)
        label = Label(
            owner_id=owner_id,
            name=name,
            name_key=fold(name),
            position=place,
            created_at=moment,
            updated_at=moment,
            revision=revision,
        )
        session.add(label)
        made[label.name_key] = label.id
    session.flush()
    return made


def _check_room(session: Session, owner_id: OwnerId, more: int) -> None:
    mine = sa.select(sa.func.count()).where(
        col(Label.owner_id) == owner_id, col(Label.deleted_at).is_(None)
    )
    if session.execute(mine).scalar_one() + more > MOST:
        raise TooManyLabels

"""What can be done to labels. The caller owns the transaction; nothing commits here."""

from collections.abc import Iterable

import sqlalchemy as sa
from sqlmodel import Session, col

from taskpal import live, revisions
from taskpal.accounts.models import OwnerId
from taskpal.columns import now
from taskpal.revisions import Revisions
from taskpal.todos.by_hand import beside, positions
from taskpal.todos.fields import GREY
from taskpal.todos.folding import fold
from taskpal.todos.history import recording
from taskpal.todos.labels import carrying, queries
from taskpal.todos.labels.errors import (
    MOST,
    LabelChangedMeanwhile,
    LabelExists,
    TooManyLabels,
)
from taskpal.todos.labels.models import Label
from taskpal.todos.labels.schemas import LabelChanges, LabelGone, LabelMove, NewLabel
from taskpal.todos.written import written


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
        made = _made(session, owner_id, missing)
        found |= {label.name_key: label.id for label in made}
    return " ".join(found[key] for key in by_key if key in found)


def add(session: Session, owner_id: OwnerId, new: NewLabel) -> Label:
    """Make a label, behind all others.

    Raises:
        LabelExists: there is one of this name, whatever its case.
        TooManyLabels: the owner has as many as there can be.
    """
    live.hold(session, owner_id)
    _check_name(session, owner_id, new.name)
    return _made(session, owner_id, [new.name], new.colour)[0]


def change(
    session: Session,
    owner_id: OwnerId,
    label_id: str,
    changes: LabelChanges,
    *,
    only_at: Revisions = None,
) -> Label:
    """Change the fields that were given; a new name shows on all todos that carry it.

    Raises:
        LabelNotFound: the owner has no such label.
        LabelChangedMeanwhile: it is at none of the revisions `only_at` names.
        LabelExists: another one has this name, whatever its case.
    """
    row, given = _to_change(session, owner_id, label_id, only_at), changes.given()
    if given.get("name", row.name) != row.name:
        _check_name(session, owner_id, given["name"], besides=row.id)
        carrying.show_anew(session, row)
        row.name, row.name_key = given["name"], fold(given["name"])
    if "colour" in given:
        row.colour = given["colour"]
    return written(session, row, "changed")


def move(
    session: Session,
    owner_id: OwnerId,
    label_id: str,
    to: LabelMove,
    *,
    only_at: Revisions = None,
) -> Label:
    """Put the label right beside another one.

    Raises:
        LabelNotFound: the owner has no such label.
        LabelChangedMeanwhile: it is at none of the revisions `only_at` names.
        BadValues: there is no such place.
    """
    row = _to_change(session, owner_id, label_id, only_at)
    beside.move(session, row, to, "label")
    return written(session, row, "moved")


def delete(
    session: Session, owner_id: OwnerId, label_id: str, *, only_at: Revisions = None
) -> LabelGone:
    """Delete the label, and take it off every todo; says how many carried it.

    Raises:
        LabelNotFound: the owner has no such label, or it was deleted already.
        LabelChangedMeanwhile: it is at none of the revisions `only_at` names.
    """
    row = _to_change(session, owner_id, label_id, only_at)
    many = carrying.take_off(session, row)
    row.deleted_at = now()
    written(session, row, "deleted")
    return LabelGone(many)


def _made(
    session: Session, owner_id: OwnerId, names: list[str], colour: str = GREY
) -> list[Label]:
    """New labels behind all others."""
    revision, moment = live.changed(session, owner_id), now()
    _check_room(session, owner_id, len(names))
    place, made = queries.last_position(session, owner_id), []
    for name in names:
        place = positions.behind(place, moment)
        label = Label(
            owner_id=owner_id,
            name=name,
            name_key=fold(name),
            colour=colour,
            position=place,
            created_at=moment,
            updated_at=moment,
            revision=revision,
        )
        session.add(label)
        recording.note(session, owner_id, label, "added")
        made.append(label)
    session.flush()
    return made


def _check_room(session: Session, owner_id: OwnerId, more: int) -> None:
    mine = sa.select(sa.func.count()).where(
        col(Label.owner_id) == owner_id, col(Label.deleted_at).is_(None)
    )
    if session.execute(mine).scalar_one() + more > MOST:
        raise TooManyLabels


def _check_name(
    session: Session, owner_id: OwnerId, name: str, besides: str = ""
) -> None:
    key = fold(name)
    if queries.ids_by_key(session, owner_id, [key]).get(key, besides) != besides:
        raise LabelExists


def _to_change(
    session: Session, owner_id: OwnerId, label_id: str, only_at: Revisions
) -> Label:
    live.hold(session, owner_id)
    row = queries.label(session, owner_id, label_id)
    revisions.check(row, only_at, LabelChangedMeanwhile)
    return row

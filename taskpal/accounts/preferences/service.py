"""What can be done to preferences. The caller owns the transaction."""

from collections.abc import Mapping
from datetime import time
from typing import Any

from sqlmodel import Session

from taskpal import live, revisions
from taskpal.accounts.models import OwnerId
from taskpal.accounts.preferences import queries
from taskpal.accounts.preferences.errors import PreferencesChangedMeanwhile
from taskpal.accounts.preferences.models import AccountPreferences
from taskpal.accounts.preferences.schemas import WEEKDAYS, PreferenceChanges
from taskpal.errors import BadValues
from taskpal.language import zones
from taskpal.language.preferences import PARTS_OF_DAY
from taskpal.revisions import Revisions


def change(
    session: Session,
    owner_id: OwnerId,
    changes: PreferenceChanges,
    *,
    only_at: Revisions = None,
) -> AccountPreferences:
    """Change the preferences that were given: what "today" is changes with them.

    Raises:
        BadValues: the parts of the day would not follow one another.
        PreferencesChangedMeanwhile: they are at none of the revisions `only_at` names.
    """
    live.hold(session, owner_id)
    row = queries.row(session, owner_id)
    revisions.check(row, only_at, PreferencesChangedMeanwhile)
    _write(row, changes.given())
    _check_parts(row)
    session.add(row)
    if row in session.new or session.is_modified(row):
        row.revision = live.changed(session, owner_id)
        session.flush()
    return row


def take_zone(session: Session, owner_id: OwnerId, zone: str) -> None:
    """Take the browser's zone for the account's, if none is known yet.

    What is no zone, or one that only browsers know, is left alone.
    """
    if zone in zones.names() and queries.row(session, owner_id).zone is None:
        change(session, owner_id, PreferenceChanges(zone=zone))


def _write(row: AccountPreferences, given: Mapping[str, Any]) -> None:
    for name, value in given.items():
        match name:
            case "week_start":
                row.week_start = WEEKDAYS.index(value)
            case "date_order":
                row.day_first = value == "day-month"
            case _:
                setattr(row, name, value)


def _check_parts(row: AccountPreferences) -> None:
    """The morning comes before the afternoon, that before the evening, and so on."""
    begins: time | None = None
    before = ""
    for name, usual in PARTS_OF_DAY.items():
        at = getattr(row, name) or usual
        if begins is not None and at <= begins:
            raise BadValues({name: f"must be later than the {before}"})
        begins, before = at, name

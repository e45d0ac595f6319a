"""How preferences are found."""

import sqlalchemy as sa
from sqlmodel import Session, col

from taskpal import statements
from taskpal.accounts.models import OwnerId
from taskpal.accounts.preferences.models import AccountPreferences
from taskpal.language.preferences import DEFAULT, PARTS_OF_DAY, Preferences

_table = AccountPreferences.__table__  # type: ignore[attr-defined]
_ONE = sa.select(_table).where(_table.c.account_id == sa.bindparam("owner_id"))


def row(session: Session, owner_id: OwnerId) -> AccountPreferences:
    """The account's preferences; those that everyone begins with, if it has none."""
    found = session.get(AccountPreferences, owner_id, populate_existing=True)
    return found or AccountPreferences(account_id=owner_id)


def preferences(session: Session, owner_id: OwnerId) -> Preferences:
    """How the account reads dates and times, by one indexed query."""
    found = statements.rows(session, _ONE, {"owner_id": owner_id})
    if not found:
        return DEFAULT
    said = dict(zip(_table.c.keys(), found[0], strict=True))
    parts = {name: said[name] or usual for name, usual in PARTS_OF_DAY.items()}
    return Preferences(
        zone=said["zone"] or DEFAULT.zone,
        week_start=said["week_start"],
        day_first=said["day_first"],
        parts=parts,
        country=said["country"],
        language=said["language"],
    )


def fixed_zone(session: Session, owner_id: OwnerId) -> str | None:
    """The zone that times without one are meant in; None when they are floating."""
    zone, fixed = col(AccountPreferences.zone), col(AccountPreferences.fixed_times)
    mine = col(AccountPreferences.account_id) == owner_id
    found: str | None = session.execute(sa.select(zone).where(mine, fixed)).scalar()
    return found

"""The preferences of a file: how whoever exported it reads dates and times."""

from collections.abc import Sequence
from typing import Final

from taskpal.accounts.preferences import queries, service
from taskpal.accounts.preferences.models import AccountPreferences
from taskpal.accounts.preferences.schemas import PreferenceChanges
from taskpal.errors import BadValues
from taskpal.todos.exchange.making.memory import Making
from taskpal.todos.exchange.records import PreferencesRecord

_NOT_CHOSEN: Final = {"account_id", "zone", "revision"}
"""The zone is the browser's, until somebody chooses another."""


def preferences(making: Making, records: Sequence[PreferencesRecord]) -> None:
    """Take them over, unless the person has chosen some of their own here."""
    for record in records:
        here = queries.row(making.session, making.owner_id)
        if _are_chosen(here):
            making.known += 1
        else:
            _take(making, record, knows_zone=here.zone is not None)


def _are_chosen(here: AccountPreferences) -> bool:
    usual = AccountPreferences(account_id=here.account_id)
    names = AccountPreferences.model_fields.keys() - _NOT_CHOSEN
    return any(getattr(here, name) != getattr(usual, name) for name in names)


def _take(making: Making, record: PreferencesRecord, *, knows_zone: bool) -> None:
    chosen = dict(record.chosen)
    if knows_zone:
        chosen.pop("zone", None)
    changes = PreferenceChanges.model_validate(chosen)
    try:
        service.change(making.session, making.owner_id, changes)
    except BadValues as error:
        making.trouble(0, f"The preferences were left out. {error.message}.")

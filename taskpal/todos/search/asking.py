"""What the index is asked: the same in the languages of FTS5 and of PostgreSQL.

Words are letters and digits alone (see `folding.searchable`), so none of them can mean
anything to either language; and each carries its owner's id.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from taskpal.accounts.models import OwnerId
from taskpal.todos.search.models import COMMENT, NOTES, TITLE
from taskpal.todos.search.words import Sought


@dataclass(frozen=True, slots=True)
class Tier:
    """A class of hits: where the words may stand, and whether all of them are whole."""

    places: str
    whole: bool


TIERS: Final = tuple(
    Tier(places, whole)
    for places in (TITLE, TITLE + NOTES, TITLE + NOTES + COMMENT)
    for whole in (True, False)
)
"""The best first. What is partly in the title, partly in the notes is in the notes."""
ANY: Final = TIERS[-1]


@dataclass(frozen=True, slots=True)
class _Language:
    whole: str
    begun: str
    both: str
    either: str
    without: str


_TSQUERY: Final = _Language("'{}'", "'{}':*", " & ", " | ", " & !")
_FTS5: Final = _Language('"{}"', '"{}"*', " AND ", " OR ", " NOT ")


def tsquery(owner_id: OwnerId, sought: Sought, *tiers: Tier) -> str:
    """For PostgreSQL: what is of the first tier, but not of the others."""
    return _asked(_TSQUERY, owner_id, sought, tiers)


def match(owner_id: OwnerId, sought: Sought, *tiers: Tier) -> str:
    """For FTS5: what is of the first tier, but not of the others."""
    return _asked(_FTS5, owner_id, sought, tiers)


def _asked(
    language: _Language, owner_id: OwnerId, sought: Sought, tiers: Iterable[Tier]
) -> str:
    return language.without.join(
        f"({_all_of(language, owner_id, sought, tier)})" for tier in tiers
    )


def _all_of(language: _Language, owner_id: OwnerId, sought: Sought, tier: Tier) -> str:
    form = language.whole if tier.whole else language.begun
    return language.both.join(
        f"({language.either.join(form.format(marked) for marked in somewhere)})"
        for somewhere in (
            [owner_id + place + word for place in tier.places] for word in sought.words
        )
    )

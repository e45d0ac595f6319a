"""Holidays by name, in the country of whoever writes them."""

import re
from collections.abc import Iterator
from datetime import date, datetime
from functools import lru_cache
from itertools import pairwise

from dateutil.easter import easter

from taskpal.language import zones
from taskpal.language.numeric_dates import Day
from taskpal.language.preferences import Preferences
from taskpal.language.vocabulary import FESTIVE, FESTIVE_PAIRS, NO_HOLIDAY, WEEKDAYS
from taskpal.language.words import Words

_LONGEST = 5  # words
_IN_PAIRS = {"day", *(before for before, _ in FESTIVE_PAIRS)}
_WITHOUT_DAY = frozenset(
    {"christmas", "thanksgiving", "new years", "valentines", "halloween", "easter"}
    | {"saint patricks", "st patricks", "mothers", "fathers", "boxing", "ascension"}
)
"""What is said without its "day"; a "labor" or a "flag" alone is none."""
_EVERYWHERE = {
    name: day
    for names, day in (
        ("christmas, christmas day, xmas, xmas day", (12, 25)),
        ("christmas eve, xmas eve", (12, 24)),
        ("new years eve, new year eve, nye", (12, 31)),
        ("new years day, new year, new years", (1, 1)),
        ("halloween", (10, 31)),
        ("valentines day, valentines", (2, 14)),
    )
    for name in names.split(", ")
}
"""What people call so in any country, unless theirs has it on another day."""
_EASTER = frozenset({"easter", "easter sunday", "easter day"})
_NOT_LETTERS = re.compile(r"[^\w\s]")


def beginnings(words: Words, prefs: Preferences, year: int) -> frozenset[str]:
    """What names of holidays begin with, however typed; nothing if none is here."""
    return _beginnings(_country(prefs), year) if _may_name_one(words) else frozenset()


def day_at(words: Words, index: int, now: datetime, prefs: Preferences) -> Day | None:
    """The next time the holiday is whose name begins at this word."""
    if words.festive is False or words.at(index) not in beginnings(
        words, prefs, now.year
    ):
        return None
    named = _named(_country(prefs), now.year)
    for end, name in _names_at(words, index):
        if days := named.get(name):
            ahead = [day for day in days if day >= now.date()]
            return Day(end, ahead[0], sure=False) if ahead else None
    return None


def yearly_at(words: Words, index: int) -> tuple[int, int, int] | None:
    """Where the name of a holiday ends, with its month and day, the same each year."""
    for end, name in _names_at(words, index):
        if found := _EVERYWHERE.get(name):
            return end, *found
    return None


def _names_at(words: Words, index: int) -> Iterator[tuple[int, str]]:
    """The next words as a name might be written, the longest first."""
    plain = [_plain(words.at(at)) for at in range(index, index + _LONGEST)]
    for length in range(_LONGEST, 0, -1):
        if all(plain[:length]):
            yield index + length, " ".join(plain[:length])


def _country(prefs: Preferences) -> str:
    return prefs.country or zones.country(prefs.zone)


def _may_name_one(words: Words) -> bool:
    """Whether names of holidays need to be looked at: to have them takes 0.1 s."""
    if words.festive is None:
        low = words.low
        words.festive = not FESTIVE.isdisjoint(low) or (
            not _IN_PAIRS.isdisjoint(low) and any(map(_is_pair, pairwise(low)))
        )
    return words.festive


def _is_pair(words: tuple[str, str]) -> bool:
    before, word = words
    return words in FESTIVE_PAIRS or (word == "day" and before not in NO_HOLIDAY)


@lru_cache(64)
def _beginnings(country: str, year: int) -> frozenset[str]:
    words = {name.split()[0] for name in _named(country, year) if name.split()}
    possessive = {word[:-1] + "'s" for word in words if word.endswith("s")}
    curly = {word.replace("'", "’") for word in possessive}  # noqa: RUF001
    return frozenset(words | possessive | curly)


@lru_cache(64)
def _named(country: str, year: int) -> dict[str, list[date]]:
    """This and the next year's holidays by name, in English."""
    named: dict[str, list[date]] = {}
    for day, name in _of_country(country, year) if country else ():
        if name not in WEEKDAYS:  # some countries keep every sunday
            named.setdefault(name, []).append(day)
        if (short := name.removesuffix(" day")) in _WITHOUT_DAY:
            named.setdefault(short, []).append(day)
    return _everywhere(year) | named


def _everywhere(year: int) -> dict[str, list[date]]:
    years = (year, year + 1)
    fixed = {
        name: [date(one, *day) for one in years] for name, day in _EVERYWHERE.items()
    }
    return fixed | {name: [easter(one) for one in years] for name in _EASTER}


def _of_country(country: str, year: int) -> Iterator[tuple[date, str]]:
    import holidays  # it takes 0.1 s, and few ever need it

    try:
        kinds = holidays.country_holidays(country).supported_categories
        found = holidays.country_holidays(
            country, years=(year, year + 1), language="en_US", categories=kinds
        )
    except (NotImplementedError, TypeError, ValueError):  # whatever is no country
        return
    for day, names in sorted(found.items()):
        for name in names.split("; "):
            yield day, _plain(name.removesuffix(" (estimated)"))


def _plain(name: str) -> str:
    plain = name.lower()
    return plain if plain.isalpha() else _NOT_LETTERS.sub("", plain)

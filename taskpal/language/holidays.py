"""Holidays by name, in the country of whoever writes them."""

import re
from datetime import date, datetime
from functools import lru_cache

from taskpal.language.numeric_dates import Day
from taskpal.language.preferences import Preferences
from taskpal.language.vocabulary import WEEKDAYS
from taskpal.language.words import Words

_LONGEST = 5  # words
_WITHOUT_DAY = frozenset(
    {"christmas", "thanksgiving", "new years", "valentines", "halloween", "easter"}
    | {"saint patricks", "st patricks", "mothers", "fathers", "boxing", "ascension"}
)
"""What is said without its "day"; a "labor" or a "flag" alone is none."""
_NOT_LETTERS = re.compile(r"[^\w\s]")


def beginnings(country: str, year: int) -> frozenset[str]:
    """The words that names of holidays begin with, however they are typed."""
    return _beginnings(country, year) if country else frozenset()


def day_at(words: Words, index: int, now: datetime, prefs: Preferences) -> Day | None:
    """The next time the holiday is whose name begins at this word."""
    if words.at(index) not in beginnings(prefs.country, now.year):
        return None
    named = _named(prefs.country, now.year)
    for length in range(_LONGEST, 0, -1):
        name = [_plain(words.at(at)) for at in range(index, index + length)]
        if all(name) and (days := named.get(" ".join(name))):
            ahead = [day for day in days if day >= now.date()]
            return Day(index + length, ahead[0], sure=False) if ahead else None
    return None


@lru_cache(64)
def _beginnings(country: str, year: int) -> frozenset[str]:
    words = {name.split()[0] for name in _named(country, year) if name.split()}
    possessive = {word[:-1] + "'s" for word in words if word.endswith("s")}
    curly = {word.replace("'", "’") for word in possessive}  # noqa: RUF001
    return frozenset(words | possessive | curly)


@lru_cache(64)
def _named(country: str, year: int) -> dict[str, list[date]]:
    """This and the next year's holidays by name, in English."""
    import holidays  # it takes 0.1 s, and few ever need it

    try:
        kinds = holidays.country_holidays(country).supported_categories
        found = holidays.country_holidays(
            country, years=(year, year + 1), language="en_US", categories=kinds
        )
    except (NotImplementedError, TypeError, ValueError):  # whatever is no country
        return {}
    named: dict[str, list[date]] = {}
    for day, names in sorted(found.items()):
        for name in names.split("; "):
            plain = _plain(name)
            if plain not in WEEKDAYS:  # some countries keep every sunday
                named.setdefault(plain, []).append(day)
            if (short := plain.removesuffix(" day")) in _WITHOUT_DAY:
                named.setdefault(short, []).append(day)
    return named


def _plain(name: str) -> str:
    plain = name.lower()
    return plain if plain.isalpha() else _NOT_LETTERS.sub("", plain)

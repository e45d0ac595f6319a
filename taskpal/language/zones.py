"""The names of the zones there are (IANA), and the countries they lie in."""

from functools import cache
from importlib.resources import files
from zoneinfo import available_timezones


@cache
def names() -> frozenset[str]:
    """All of them, found once: Python looks through the disk each time."""
    return frozenset(available_timezones())


def country(zone: str) -> str:
    """The country (ISO 3166) in which people write this zone; "" for UTC and such."""
    countries = _countries()
    return countries.get(zone) or countries.get(_renamed().get(zone, ""), "")


@cache
def _countries() -> dict[str, str]:
    rows = (line.split("\t") for line in _table("zone.tab") if line[0] != "#")
    return {zone: code for code, _, zone, *_ in rows}


@cache
def _renamed() -> dict[str, str]:
    """What a zone such as Asia/Calcutta or US/Eastern is called today."""
    links = (line.split() for line in _table("tzdata.zi") if line.startswith("L "))
    return {old: new for _, new, old in links}


def _table(name: str) -> list[str]:
    return (files("tzdata.zoneinfo") / name).read_text("utf-8").splitlines()

"""How deep things lie in each other, by what each says it is in."""

from collections.abc import Mapping
from typing import NamedTuple


class Nesting(NamedTuple):
    """The level of each thing, 0 at the top; and those that had to be put there."""

    levels: Mapping[str, int]
    cut: frozenset[str]


def nesting(parents: Mapping[str, str | None], deepest: int) -> Nesting:
    """The levels of all; what is in itself, or deeper, is put at the top.

    One whose parent is not there is at the top, too, but may have one elsewhere.
    """
    levels: dict[str, int] = {}
    cut: set[str] = set()
    for name in parents:
        for one in reversed(_way_up(name, parents, levels, cut)):
            parent = None if one in cut else parents[one]
            level = levels.get(parent, -1) + 1 if parent else 0
            if level >= deepest:
                cut.add(one)
                level = 0
            levels[one] = level
    return Nesting(levels, frozenset(cut))


def _way_up(
    name: str,
    parents: Mapping[str, str | None],
    levels: Mapping[str, int],
    cut: set[str],
) -> list[str]:
    """The thing, what it is in, and so on, up to something whose level is known."""
    way: dict[str, None] = {}
    at: str | None = name
    while at is not None and at in parents and at not in levels and at not in way:
        way[at] = None
        at = None if at in cut else parents[at]
    if at is not None and at in way:  # it is in itself: from now on it is at the top
        cut.add(at)
        return _way_up(name, parents, levels, cut)
    return list(way)

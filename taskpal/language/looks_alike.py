"""Words that only look like a date: Black Friday, call April, version 2.10."""

from taskpal.language.preferences import Preferences
from taskpal.language.vocabulary import (
    ARTICLES,
    COUNTED,
    LEANING,
    NAMED_DAYS,
    NAMED_PEOPLE,
    PEOPLE_FOLLOW,
    WEEKDAYS,
)
from taskpal.language.words import Words

_UNTIL = frozenset({"until", "till"})
_ONE_DAY = frozenset({"today", "tomorrow", "yesterday", "tonight"})


def may_be_bare(words: Words, first: int, end: int, prefs: Preferences) -> bool:
    """At the end, or as "friday:", a bare "friday" is a date; not in "the friday".

    A short word may be another in the person's language: "mar" is the sea in Spanish.
    """
    begins, before = words.at(first), words.at(first - 1)
    if prefs.foreign and len(begins) <= len("mar") and begins.isalpha():
        return False
    if before in ARTICLES or before in LEANING:
        return False
    if first == 0 and words.at(end) == ":":
        return True
    return words.only_taken(end) and words.at(first - 2) not in {"every", "each"}


def is_a_name(words: Words, first: int, end: int, *, timed: bool) -> bool:
    """Whether it is part of what something is called, and so no date.

    The tonight show, the 3pm call, Black Friday, version 2.10., Call April, Watch
    Tomorrow Never Dies; "moved to 3pm" is what becomes of something else.
    """
    before = words.at(first - 1)
    begins = words.at(first)
    if before == "to" or (timed and (before in ARTICLES or before in _UNTIL)):
        return True
    if begins[0].isdecimal():
        return before in COUNTED
    if begins in NAMED_PEOPLE and before in PEOPLE_FOLLOW:
        return words.raw[first].istitle() and end == first + 1
    if before in NAMED_DAYS and begins in WEEKDAYS:
        return True
    if before in ARTICLES and begins in _ONE_DAY:
        return True
    follows = words.raw[end] if words.at(end) else ""
    capitals = words.raw[first][0].isupper() and follows[:1].isupper()
    figures = any(raw[0].isdecimal() for raw in words.raw[first:end])
    several = first > 0 or all(raw[0].isupper() for raw in words.raw[first + 1 : end])
    return capitals and not figures and several and (first > 0 or end > 1)

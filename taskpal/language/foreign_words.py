"""Small words around dates in other languages than English, and what makes a date."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any, Final

_DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_MONTHS = (
    *("january", "february", "march", "april", "may", "june", "july"),
    *("august", "september", "october", "november", "december"),
)
_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")  # noqa: RUF001
_JOINT = 2  # letters of words such as the "a" and "la" of "la semana"
_FULL_NAME = 5  # letters: "lunes" is one, the "so" of "so what" is a short sunday


@dataclass(frozen=True)
class Around:
    """Words that stand before dates and times, or that make none of what follows."""

    before_days: frozenset[str] = frozenset()
    before_times: frozenset[tuple[str, ...]] = frozenset()
    behind_times: frozenset[str] = frozenset()
    coming: frozenset[str] = frozenset()
    never_after: frozenset[str] = frozenset()
    parts: Mapping[str, str] = field(default_factory=dict)
    in_two_days: str = ""


def _set(words: str) -> frozenset[str]:
    return frozenset(words.split())


_NOTHING = Around()
_AROUND: Final = {
    "de": Around(
        _set("am bis zum im ab vor"),
        frozenset({("um",), ("gegen",)}),
        _set("uhr"),
        _set("nächsten nächster nächste kommenden kommender diesen dieser"),
        _set("der die das des den dem ein eine einen jeden jede jeder guten mit von"),
        {
            "früh": "morning",
            "vormittag": "morning",
            "nachmittag": "afternoon",
            "abend": "evening",
            "nacht": "night",
        },
    ),
    "fr": Around(
        _set("le avant pour en"),
        frozenset({("à",), ("vers",)}),
        _set("h heures"),
        _set("prochain prochaine ce"),
        _set("la les un une du de chaque tous avec"),
        {
            "matin": "morning",
            "après-midi": "afternoon",
            "soir": "evening",
            "nuit": "night",
        },
    ),
    "es": Around(
        _set("el para en antes"),
        frozenset({("a", "las"), ("a", "la")}),
        _set("h horas"),
        _set("próximo próxima este"),
        _set("la las los un una del de cada por con"),
        {"noche": "night", "tarde": "evening"},
        in_two_days="pasado mañana",
    ),
    "it": Around(
        _set("il entro per"),
        frozenset({("alle",), ("all",)}),
        _set("h"),
        _set("prossimo prossima"),
        _set("la le i un una ogni di con"),
        {"mattina": "morning", "pomeriggio": "afternoon", "sera": "evening"},
    ),
    "nl": Around(
        _set("op voor in"),
        frozenset({("om",)}),
        _set("uur"),
        _set("volgende komende"),
        _set("de het een elke iedere van met"),
        {"ochtend": "morning", "middag": "afternoon", "avond": "evening"},
    ),
    "pt": Around(
        _set("até para em no na"),
        frozenset({("às",), ("as",)}),
        _set("h horas"),
        _set("próximo próxima"),
        _set("o a os as um uma cada de com"),
        {"tarde": "afternoon", "noite": "night"},
    ),
}


@dataclass(frozen=True)
class Vocabulary:
    """The words of one language that dates consist of.

    `alone` make a date by themselves at the end of a line, `introduced` behind a word
    such as "am", `carrying` with other words of dates around them; `all` is the whole
    list. Those of `short` are of hours and minutes.
    """

    alone: frozenset[str]
    introduced: frozenset[str]
    carrying: frozenset[str]
    short: frozenset[str]
    all: frozenset[str]
    around: Around


@lru_cache(32)
def vocabulary(language: str) -> Vocabulary | None:
    """The words of a language, of ISO 639; None for one whose dates nobody knows."""
    if not language:
        return None
    from dateparser.languages.loader import (  # it takes 0.4 s, and few need it
        default_loader,
    )

    try:
        known: dict[str, Any] = default_loader.get_locale(language).info
    except (ValueError, KeyError, IndexError, TypeError, ImportError):
        return None
    weekdays = _words(known.get(name, ()) for name in _DAYS)
    relative = _words(known.get("relative-type", {}).values())
    units = _words(known.get(name, ()) for name in ("day", "week", "month", "year"))
    short = _words(known.get(name, ()) for name in ("hour", "minute"))
    months = _words(known.get(name, ()) for name in _MONTHS)
    numbers = _words([*known.get("simplifications", ())])
    joints = _words(known.get(name, ()) for name in ("in", "ago", "pertain"))
    one_day = _words(
        known.get("relative-type", {}).get(name, ())
        for name in ("0 day ago", "in 1 day", "in 2 day", "1 day ago")
    )
    named = {word for word in weekdays if len(word) >= _FULL_NAME} | one_day
    full = {max(known.get(name, ("",)), key=len).lower() for name in _MONTHS}
    carrying = (
        weekdays
        | months
        | {
            word
            for word in relative | units | short
            if len(word) > _JOINT or not word.isascii()
        }
    )
    everything = carrying | relative | units | short | numbers | joints
    return Vocabulary(
        frozenset(named),
        frozenset(named | full),
        frozenset(carrying),
        frozenset(short),
        frozenset(everything),
        _AROUND.get(language, _NOTHING),
    )


def _words(lists: Iterable[Iterable[str]]) -> set[str]:
    """Each word of each entry, in small letters; what is no word is left out."""
    entries = (entry for some in lists for entry in some)
    words = (word for entry in entries for word in entry.lower().split())
    return {word for word in words if _WORD.fullmatch(word)}

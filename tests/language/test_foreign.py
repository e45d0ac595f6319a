"""Dates in other languages than English, in the one that a person has chosen."""

import subprocess
import sys
import time as clock
from datetime import UTC, date, datetime, time

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from taskpal.language.moments import Moment
from taskpal.language.preferences import Preferences
from taskpal.language.printing import printed
from taskpal.language.quick_add import Token, quick_add
from tests.language.test_phrases import rows, told_line

NOW = datetime(2026, 11, 18, 10, tzinfo=UTC)
CODES = {
    "German": "de",
    "French": "fr",
    "Spanish": "es",
    "Italian": "it",
    "Dutch": "nl",
    "Portuguese": "pt",
    "Russian": "ru",
    "Japanese": "ja",
    "Polish": "pl",
}
GERMAN = Preferences(language="de")


@pytest.mark.parametrize(("line", "language", "expected"), rows("Language It becomes"))
def test_a_line_becomes_what_the_table_says(
    line: str, language: str, expected: str
) -> None:
    prefs = Preferences(language=CODES[language])

    assert told_line(quick_add(line, NOW, prefs)) == expected


@pytest.mark.parametrize(
    "line",
    [
        *("Zahnarzt übermorgen", "Loyer le 1er décembre", "Llamar hoy", "Врач завтра"),
        *("Zahnarzt um 15 Uhr", "Dentiste lundi prochain", "Steuer im Mai, bitte"),
    ],
)
def test_in_english_only_english_counts(line: str) -> None:
    found = quick_add(line, NOW)

    assert (found.title, found.due) == (line, None)


def test_spans_are_exact() -> None:
    line = "Zahnarzt morgen um 15 Uhr, #Gesundheit"

    found = quick_add(line, NOW, GERMAN)

    assert found.due == Moment(date(2026, 11, 19), time(15))
    assert found.tokens == (Token("due", 9, 25), Token("list", 27, 38))


def test_a_date_in_the_middle_stays_words() -> None:
    found = quick_add("Buch Freitag nicht vergessen", NOW, GERMAN)

    assert (found.title, found.due) == ("Buch Freitag nicht vergessen", None)


def test_an_english_date_is_read_as_english_by_everyone() -> None:
    found = quick_add("Miete tomorrow 5pm", NOW, GERMAN)

    assert found.due == Moment(date(2026, 11, 19), time(17))


@pytest.mark.parametrize("language", ["", "xx", "en", "EN", "en-GB", "\0", "tlh", "/"])
def test_an_unknown_language_changes_nothing(language: str) -> None:
    odd = Preferences(language=language)

    for line in ("Call tomorrow 5pm", "Zahnarzt morgen", "x"):
        assert quick_add(line, NOW, odd) == quick_add(line, NOW)


@pytest.mark.parametrize("language", ["de-AT", "DE", "de_CH"])
def test_a_language_with_a_country_is_that_language(language: str) -> None:
    found = quick_add("Zahnarzt morgen", NOW, Preferences(language=language))

    assert found.due == Moment(date(2026, 11, 19))


def test_who_writes_english_never_waits_for_dateparser() -> None:
    read = (
        "import sys; from datetime import UTC, datetime;"
        "from taskpal.language.quick_add import quick_add;"
        "quick_add('Zahnarzt morgen um 15 Uhr', datetime.now(UTC));"
        "sys.exit('dateparser' in sys.modules)"
    )

    ended = subprocess.run([sys.executable, "-c", read], check=False, timeout=60)

    assert ended.returncode == 0


PIECES = st.sampled_from(
    [
        *("am", "um", "le", "el", "à", "a las", "15 Uhr", "15h", "Montag", "lundi"),
        *("lunes", "morgen", "demain", "mañana", "1.", "Dezember", "de", "in", "3"),
        *("Tagen", "24.12.", "tomorrow", "9:00", "x", "#Home", ",", ".", "(", ")"),
    ]
)
LINES = st.lists(PIECES | st.text(max_size=6), max_size=7).map(" ".join)


@settings(deadline=None)
@given(LINES, st.sampled_from(["de", "fr", "es"]))
@example("1. am de", "fr")
def test_whatever_the_language_nothing_is_lost(line: str, language: str) -> None:
    prefs = Preferences(language=language)

    found = quick_add(line, NOW, prefs)

    edges = [edge for token in found.tokens for edge in (token.start, token.end)]
    assert edges == sorted(edges)
    covered = "".join(line[token.start : token.end] for token in found.tokens)
    kept = letters(found.title) + letters(covered)
    only_tokens = letters(covered) == letters(line)  # they are the title too then
    assert only_tokens or sorted(kept) == sorted(letters(line))
    again = quick_add(printed(found, prefs), NOW, prefs)
    assert (again.title, again.due) == (found.title, found.due)


def letters(text: str) -> str:
    return "".join(sign for sign in text if sign.isalnum())


@pytest.mark.parametrize(
    "piece",
    [
        *("Montag ", "am ", "um 15 ", "in 3 ", "1. ", "am Montag ", "am {} Montag "),
        *("um 9 am {} Dezember ", "am {} Tag Monat Jahr ", "um 15 Uhr "),
    ],
)
def test_ten_thousand_signs_are_read_at_once(piece: str) -> None:
    line = "".join(piece.replace("{}", str(number)) for number in range(2000))[:10_000]
    quick_add("Zahnarzt morgen", NOW, GERMAN)  # brings dateparser

    began = clock.perf_counter()
    found = quick_add(line, NOW, GERMAN)

    assert clock.perf_counter() - began < 2
    assert found.title

"""How long it takes to read a line, a recurrence and a filter."""

import statistics
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from itertools import count
from time import perf_counter

from bench.measure import Measure, Row, Step
from taskpal.language.filters import conditions
from taskpal.language.preferences import Preferences
from taskpal.language.quick_add import quick_add
from taskpal.language.recurrence import recurrence
from tests.language.test_phrases import rows

NOW = datetime(2026, 11, 18, 10, tzinfo=UTC)
HERE = Preferences(zone="Europe/Berlin", country="US")
GERMAN = Preferences(zone="Europe/Berlin", language="de")
ROUNDS = 25


def quick_adds(step: Step) -> list[Measure]:
    """Every line of docs/language.md, and every date and rule of it in a line."""
    step("reading lines")
    words = [row[0] for row in rows("It means") + rows("Rule Its first dates")]
    lines = [row[0] for row in rows("It becomes")]
    lines += [f"Buy milk {phrase}" for phrase in words]
    took = _microseconds(lambda line: quick_add(line, NOW, HERE), lines)
    step("reading German lines")
    german = [row[0] for row in rows("Language It becomes") if row[1] == "German"]
    minutes = count()
    foreign = _microseconds(
        # Another minute each time: what dateparser said in this one is remembered.
        lambda line: quick_add(line, NOW + timedelta(minutes=next(minutes)), GERMAN),
        german,
    )
    return [
        Measure(
            "quick-add parse of a line",
            statistics.mean(took),
            "µs",
            must=200,
            aim=50,
            how=f"{len(lines)} lines of docs/language.md, the best of {ROUNDS} rounds "
            f"each; the mean of them, their median {statistics.median(took):.0f} µs, "
            f"the slowest {max(took):.0f} µs; {statistics.mean(foreign):.0f} µs in "
            "German, where dateparser helps",
            better="less",
        )
    ]


def recurrences(step: Step) -> list[Measure]:
    """Every rule of docs/language.md, with its first date."""
    step("reading recurrences")
    table = rows("Rule Its first dates")
    texts = [phrase for phrase, rule, _ in table if rule != "nothing"]
    took = _microseconds(lambda text: recurrence(text, NOW, HERE), texts)
    return [
        Measure(
            "parse of a recurrence",
            statistics.mean(took),
            "µs",
            must=200,
            aim=50,
            how=f"{len(texts)} rules of docs/language.md with their first dates, the "
            f"best of {ROUNDS} rounds each; the mean of them, the slowest "
            f"{max(took):.0f} µs",
            better="less",
        )
    ]


def filters(step: Step) -> list[Measure]:
    """Every filter of docs/language.md."""
    step("reading filters")
    texts = [row[0] for row in rows("It finds")]
    took = _microseconds(lambda text: conditions(text, NOW, HERE), texts)
    return [
        Measure(
            "parse of a filter",
            statistics.mean(took),
            "µs",
            must=200,
            aim=50,
            how=f"{len(texts)} filters of docs/language.md, the best of {ROUNDS} "
            f"rounds each; the mean of them, the slowest {max(took):.0f} µs",
            better="less",
        )
    ]


ROWS = [
    Row("Parsing quick add", 2, quick_adds),
    Row("Parsing recurrences", 1, recurrences),
    Row("Parsing filters", 1, filters),
]


def _microseconds(read: Callable[[str], object], texts: list[str]) -> list[float]:
    """The best time of each text: what else the machine did is no part of it."""
    best = [float("inf")] * len(texts)
    for _ in range(ROUNDS):
        for index, text in enumerate(texts):
            began = perf_counter()
            read(text)
            best[index] = min(best[index], perf_counter() - began)
    return [seconds * 1e6 for seconds in best]

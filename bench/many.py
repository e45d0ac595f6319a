"""What 100,000 todos of a user cost: to search them, and to list a hundred of them."""

import tempfile
from collections.abc import Callable
from pathlib import Path
from time import perf_counter
from typing import Any

from bench.measure import Measure, Row, Step
from bench.very_many import FIRST, LABEL, LIST, MANY, PLACE, filled
from taskpal import database
from taskpal.todos import queries
from taskpal.todos.schemas import TodoQuery
from taskpal.todos.search import queries as search
from taskpal.todos.search.schemas import SearchQuery
from tests import services

ROUNDS = 25
SEARCHES = {
    "a rare word": "needle7777",
    "the beginning of a word of 7,000 old ones": "needle7",
    "a word of all": "todo",
    "the beginning of a word of all": "to",
    "two words": "invoice monday",
    "a word that is not there": "nowhere",
}
LISTS: dict[str, dict[str, Any]] = {
    "newest first": {},
    "done ones too": {"status": "all"},
    "of the Inbox, by hand": {"list": "inbox", "sort": "position"},
}
PARTS: dict[str, dict[str, Any]] = {
    "overdue": {"filter": "overdue"},
    "today": {"filter": "today"},
    "7 days": {"filter": "7 days"},
    "due before": {"filter": "due before: tomorrow"},
    "due after": {"filter": "due after: in 3 weeks"},
    "no date": {"filter": "no date"},
    "p1": {"filter": "p1"},
    "#list": {"filter": f"#{LIST}"},
    "@label": {"filter": f"@{LABEL}"},
    "search:": {"filter": "search: needle7777"},
    "list=": {"list": PLACE},
    "section=": {"section": PLACE},
    "parent=": {"parent": FIRST},
    "label=": {"label": LABEL},
    "query= of a rare word": {"query": "needle7777"},
    "query= of a word of old ones": {"query": "needle7"},
    "query= of a word of all": {"query": "todo"},
}


def searches(step: Step) -> list[Measure]:
    """The slowest kind of search among 100,000 todos of a user."""
    return [
        _search(name, url, step)
        for name, url in (("SQLite", _sqlite()), ("PostgreSQL", services.postgresql()))
    ]


def lists(step: Step) -> list[Measure]:
    """Listing 100 of 100,000 todos, against 100 of 100."""
    return [
        _list(name, url, step)
        for name, url in (("SQLite", _sqlite()), ("PostgreSQL", services.postgresql()))
    ]


def parts(step: Step) -> list[Measure]:
    """The slowest kind of filter, or other part, of 100,000 todos."""
    return [
        _part(name, url, step)
        for name, url in (("SQLite", _sqlite()), ("PostgreSQL", services.postgresql()))
    ]


ROWS = [
    Row("Searching 100,000 todos", 4, searches),
    Row("Listing 100 of 100,000 todos", 4, lists),
    Row("Filtering 100,000 todos", 4, parts),
]


def _search(name: str, url: str, step: Step) -> Measure:
    step(f"writing {MANY:,} todos, {name}")
    with filled(url) as (many, _):
        step(f"searching, {name}")
        took = {
            kind: _milliseconds(search.page, many, SearchQuery(query=words, limit=50))
            for kind, words in SEARCHES.items()
        }
    each = ", ".join(f"{kind} {one:.1f} ms" for kind, one in took.items())
    return Measure(
        f"Search in {MANY:,} todos of a user, {name}",
        max(took.values()),
        "ms",
        must=20,
        aim=10,
        how=f"the slowest of {each}; the best of {ROUNDS} times each, 50 hits "
        "with what is shown of them",
        better="less",
    )


def _list(name: str, url: str, step: Step) -> Measure:
    step(f"writing {MANY:,} todos, {name}")
    with filled(url) as (many, few):
        step(f"listing, {name}")
        ratios = {}
        for kind, asked in LISTS.items():
            query = TodoQuery(limit=100, **asked)
            ratios[kind] = _milliseconds(queries.page, many, query) / _milliseconds(
                queries.page, few, query
            )
    each = ", ".join(f"{kind} {one:.2f}" for kind, one in ratios.items())
    return Measure(
        f"Listing 100 of {MANY:,} todos, against 100 of 100, {name}",
        max(ratios.values()),
        "times",
        must=1.3,
        aim=1.1,
        how=f"the greatest of {each}; the best of {ROUNDS} times each",
        better="less",
    )


def _part(name: str, url: str, step: Step) -> Measure:
    step(f"writing {MANY:,} todos, {name}")
    with filled(url) as (many, _):
        step(f"filtering, {name}")
        took = {
            kind: _milliseconds(queries.page, many, TodoQuery(limit=100, **asked))
            for kind, asked in PARTS.items()
        }
    each = ", ".join(f"{kind} {one:.1f} ms" for kind, one in took.items())
    return Measure(
        f"A part of {MANY:,} todos of a user, {name}",
        max(took.values()),
        "ms",
        must=20,
        aim=10,
        how=f"the slowest of {each}; the best of {ROUNDS} times each, up to 100 todos",
        better="less",
    )


def _sqlite() -> str:
    return f"sqlite:///{Path(tempfile.mkdtemp(prefix='taskpal-bench-')) / 'many.db'}"


def _milliseconds(read: Callable[..., object], *asked: object) -> float:
    """The best of several times: what else the machine did is no part of it."""
    took = []
    for _ in range(ROUNDS):
        with database.reading() as session:
            began = perf_counter()
            read(session, *asked)
            took.append(perf_counter() - began)
    return min(took) * 1000

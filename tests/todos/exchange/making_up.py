"""Made-up accounts, as an export has them: every field, in every combination."""

import itertools
from datetime import UTC, date, datetime, timedelta
from typing import Any

from hypothesis import strategies as st

from taskpal.security import ID_ALPHABET
from taskpal.todos.fields import COLOURS

numbers = itertools.count(1)
RULES = ["FREQ=DAILY", "FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,TH", "FREQ=MONTHLY\nFREQ=DAILY"]

text = st.text(st.characters(exclude_categories=("Cs", "Cc")), min_size=1, max_size=30)
names = text.map(str.strip).filter(bool)
notes = st.text(st.characters(exclude_categories=("Cs",), exclude_characters="\0"))
seconds = st.floats(0, 1e9).map(lambda since: timedelta(microseconds=int(since * 1e6)))
moments = seconds.map(
    lambda since: (
        (datetime(2000, 1, 1, tzinfo=UTC) + since).isoformat().replace("+00:00", "Z")
    )
)
days = st.dates(date(2020, 1, 1), date(2030, 1, 1)).map(str)
clocks = st.times().map(lambda at: at.isoformat("minutes"))
colours = st.sampled_from(sorted(COLOURS))
put_off = st.one_of(
    st.just({"was_due": None, "was_time": None, "was_zone": None}),
    st.just({"was_due": "2026-01-01T00:00:00", "was_time": None, "was_zone": None}),
    st.just(
        {
            "was_due": "2026-01-01T09:00:00",
            "was_time": "09:00",
            "was_zone": "Asia/Tokyo",
        }
    ),
)
positions = st.from_regex(r"[0-9a-z]{0,12}[1-9a-z]", fullmatch=True)
maybe = st.none()


def new_id() -> str:
    """A new one each time: hypothesis would choose the same twice."""
    number, made = next(numbers), ""
    while len(made) < 12:
        number, place = divmod(number, len(ID_ALPHABET))
        made = ID_ALPHABET[place] + made
    return made


def _kept(draw: st.DrawFn) -> dict[str, Any]:
    return {
        "id": new_id(),
        "created_at": draw(moments),
        "updated_at": draw(moments),
        "deleted_at": draw(maybe | moments),
    }


@st.composite
def accounts(draw: st.DrawFn) -> dict[str, Any]:
    """Everything of an account, as an export has it."""
    lists = _lists(draw)
    places = ["inbox", *(one["id"] for one in lists)]
    sections, labels = _sections(draw, places), _labels(draw)
    todos: list[dict[str, Any]] = []
    for _ in range(draw(st.integers(0, 8))):
        todos.append(draw(_todo(todos, places, sections, labels)))
    known = [todo["id"] for todo in todos]
    return {
        "format": "taskpal-export",
        "version": 1,
        "preferences": draw(preferences()),
        "lists": lists,
        "sections": sections,
        "labels": labels,
        "filters": _filters(draw),
        "todos": todos,
        "comments": _comments(draw, known),
        "occurrences": _occurrences(draw, known),
    }


def _lists(draw: st.DrawFn) -> list[dict[str, Any]]:
    """Some of them in one that comes before."""
    lists: list[dict[str, Any]] = []
    for _ in range(draw(st.integers(0, 4))):
        around = [one["id"] for one in lists]
        lists.append(
            _kept(draw)
            | {
                "name": draw(names),
                "colour": draw(colours),
                "parent": draw(st.sampled_from([None, *around])),
                "archived_at": draw(maybe | moments),
                "position": draw(positions),
            }
        )
    return lists


def _sections(draw: st.DrawFn, places: list[str]) -> list[dict[str, Any]]:
    return [
        _kept(draw)
        | {
            "name": draw(names),
            "list": draw(st.sampled_from(places)),
            "position": draw(positions),
        }
        for _ in range(draw(st.integers(0, 4)))
    ]


def _labels(draw: st.DrawFn) -> list[dict[str, Any]]:
    return [
        _kept(draw)
        | {"name": f"{name}{n}", "colour": draw(colours), "position": draw(positions)}
        for n, name in enumerate(draw(st.lists(names, max_size=3)))
    ]


def _filters(draw: st.DrawFn) -> list[dict[str, Any]]:
    return [
        _kept(draw)
        | {
            "name": draw(names),
            "query": draw(st.sampled_from(["today", "p1 & @home", "#Work | overdue"])),
            "colour": draw(colours),
            "position": draw(positions),
        }
        for _ in range(draw(st.integers(0, 2)))
    ]


def _comments(draw: st.DrawFn, todos: list[str]) -> list[dict[str, Any]]:
    return [
        _kept(draw)
        | {
            "todo": draw(st.sampled_from(todos)),
            "text": draw(text.map(str.strip).filter(bool)),
            "by_kind": draw(st.sampled_from(["app", "token", "dashboard"])),
            "by": draw(names),
        }
        for _ in range(draw(st.integers(0, 3)) if todos else 0)
    ]


def _occurrences(draw: st.DrawFn, todos: list[str]) -> list[dict[str, Any]]:
    return [
        {
            "id": new_id(),
            "todo": draw(st.sampled_from(todos)),
            "due": draw(days),
            "due_time": draw(maybe | clocks),
            "skipped": draw(st.booleans()),
            "at": draw(moments),
        }
        for _ in range(draw(st.integers(0, 3)) if todos else 0)
    ]


@st.composite
def _todo(
    draw: st.DrawFn,
    others: list[dict[str, Any]],
    places: list[str],
    sections: list[dict[str, Any]],
    labels: list[dict[str, Any]],
) -> dict[str, Any]:
    parent = draw(st.sampled_from([None, *others]))
    section = draw(st.sampled_from([None, *sections]))
    if parent:
        place = parent["list"], parent["section"]
    elif section:
        place = section["list"], section["id"]
    else:
        place = draw(st.sampled_from(places)), None
    due = draw(maybe | days)
    clock = draw(maybe | clocks) if due else None
    repeat = draw(maybe | st.sampled_from(RULES)) if due else None
    done = draw(maybe | moments)
    there = [one["name"] for one in labels if one["deleted_at"] is None]
    return _kept(draw) | {
        "title": draw(names),
        "description": draw(notes).strip("\n"),
        "completed": done is not None,
        "priority": draw(st.sampled_from(["p1", "p2", "p3", "p4"])),
        "labels": draw(st.lists(st.sampled_from(there), unique=True)) if there else [],
        "due": due,
        "due_time": clock,
        "due_zone": draw(st.sampled_from([None, "Europe/Berlin"])) if clock else None,
        "start": draw(maybe | days),
        "deadline": draw(maybe | days),
        "duration_minutes": draw(maybe | st.integers(1, 600)),
        "repeat": repeat
        and {
            "rule": repeat,
            "anchor": draw(st.sampled_from(["schedule", "completion"])),
            "text": draw(names),
            "begins": f"{due}T{clock or '00:00'}:00",
            **draw(put_off),
            "past": draw(st.integers(0, 9)),
        },
        "list": place[0],
        "section": place[1],
        "parent": parent and parent["id"],
        "position": draw(positions),
        "completed_at": done,
    }


@st.composite
def preferences(draw: st.DrawFn) -> dict[str, Any]:
    """How somebody reads dates; the parts of the day follow one another."""
    parts = sorted(draw(st.lists(clocks, min_size=4, max_size=4, unique=True)))
    names = ("morning", "afternoon", "evening", "night")
    return {
        "zone": draw(st.sampled_from([None, "Europe/Berlin", "Asia/Kathmandu"])),
        "week_start": draw(st.integers(0, 6)),
        "day_first": draw(st.booleans()),
        "country": draw(st.sampled_from(["", "DE"])),
        "language": draw(st.sampled_from(["en", "de"])),
        **dict(zip(names, draw(st.sampled_from([parts, [None] * 4])), strict=True)),
        "fixed_times": draw(st.booleans()),
    }

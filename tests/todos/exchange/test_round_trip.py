"""What was exported as JSON comes back without loss, ids included."""

import asyncio
import itertools
import json
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlmodel import delete

from taskpal import database
from taskpal.accounts.models import Account, OwnerId
from taskpal.security import ID_ALPHABET
from tests.conftest import make_account
from tests.todos.exchange.bringing import bring, everything, take

_numbers = itertools.count(1)
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
positions = st.from_regex(r"[0-9a-z]{0,12}[1-9a-z]", fullmatch=True)
maybe = st.none()


def _id() -> str:
    """A new one each time: hypothesis would choose the same twice."""
    number, made = next(_numbers), ""
    while len(made) < 12:
        number, place = divmod(number, len(ID_ALPHABET))
        made = ID_ALPHABET[place] + made
    return made


def _kept(draw: st.DrawFn, *, trash: bool = True) -> dict[str, Any]:
    return {
        "id": _id(),
        "created_at": draw(moments),
        "updated_at": draw(moments),
        "deleted_at": draw(maybe | moments) if trash else None,
    }


@st.composite
def accounts(draw: st.DrawFn) -> dict[str, Any]:
    """Everything of an account, as an export has it."""
    lists: list[dict[str, Any]] = []
    for _ in range(draw(st.integers(0, 4))):
        around = [one["id"] for one in lists]
        lists.append(
            _kept(draw)
            | {
                "name": draw(names),
                "colour": draw(st.sampled_from(["grey", "teal", "brown"])),
                "parent": draw(st.sampled_from([None, *around])),
                "archived_at": draw(maybe | moments),
                "position": draw(positions),
            }
        )
    places = ["inbox", *(one["id"] for one in lists)]
    sections = [
        _kept(draw)
        | {
            "name": draw(names),
            "list": draw(st.sampled_from(places)),
            "position": draw(positions),
        }
        for _ in range(draw(st.integers(0, 4)))
    ]
    labels = [
        _kept(draw, trash=False)
        | {"name": f"{name}{n}", "colour": "grey", "position": draw(positions)}
        for n, name in enumerate(draw(st.lists(names, max_size=3)))
    ]
    filters = [
        _kept(draw)
        | {
            "name": draw(names),
            "query": draw(st.sampled_from(["today", "p1 & @home", "#Work | overdue"])),
            "colour": "grey",
            "position": draw(positions),
        }
        for _ in range(draw(st.integers(0, 2)))
    ]
    todos: list[dict[str, Any]] = []
    for _ in range(draw(st.integers(0, 8))):
        todos.append(draw(_todo(todos, places, sections, labels)))
    known = [todo["id"] for todo in todos]
    about = st.sampled_from(known) if known else st.nothing()
    comments = [
        _kept(draw)
        | {
            "todo": draw(about),
            "text": draw(text.map(str.strip).filter(bool)),
            "by_kind": "app",
            "by": draw(names),
        }
        for _ in range(draw(st.integers(0, 3)) if known else 0)
    ]
    occurrences = [
        {
            "id": _id(),
            "todo": draw(about),
            "due": draw(days),
            "due_time": draw(maybe | clocks),
            "skipped": draw(st.booleans()),
            "at": draw(moments),
        }
        for _ in range(draw(st.integers(0, 3)) if known else 0)
    ]
    return {
        "format": "taskpal-export",
        "version": 1,
        "lists": lists,
        "sections": sections,
        "labels": labels,
        "filters": filters,
        "todos": todos,
        "comments": comments,
        "occurrences": occurrences,
    }


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
    named = st.lists(st.sampled_from([one["name"] for one in labels]), unique=True)
    return _kept(draw) | {
        "title": draw(names),
        "description": draw(notes).strip("\n"),
        "completed": done is not None,
        "priority": draw(st.sampled_from(["p1", "p2", "p3", "p4"])),
        "labels": draw(named) if labels else [],
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
            "was_due": draw(st.sampled_from([None, "2026-01-01T00:00:00"])),
        },
        "list": place[0],
        "section": place[1],
        "parent": parent and parent["id"],
        "position": draw(positions),
        "completed_at": done,
    }


EXAMPLES = settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[
        HealthCheck.function_scoped_fixture,
        HealthCheck.too_slow,
        HealthCheck.data_too_large,
    ],
)


def _new() -> OwnerId:
    return make_account(f"person.{next(_numbers)}")


@EXAMPLES
@given(account=accounts())
def test_an_export_comes_back_in_an_empty_account_as_it_was(
    db: None, account: dict[str, Any]
) -> None:
    first, second = _new(), _new()

    found = bring(first, json.dumps(account).encode())
    exported = asyncio.run(take(first))
    bring(second, exported)

    assert json.loads(found.troubles) == []
    there = asyncio.run(everything(first))
    for kind, things in there.items():
        assert things == {thing["id"]: thing for thing in account[kind]}, kind
    assert asyncio.run(everything(second)) == there
    with database.transaction() as session:
        session.execute(delete(Account))


def test_importing_an_own_export_again_changes_nothing(ana: OwnerId) -> None:
    bring(ana, b"title,list,labels\nBuy milk,Home,errands\n")
    exported = asyncio.run(take(ana))
    before = asyncio.run(everything(ana))

    again = bring(ana, exported)

    assert again.known == again.total == 3
    assert asyncio.run(everything(ana)) == before


def test_ids_that_are_taken_here_are_not_taken_twice(
    ana: OwnerId, ben: OwnerId
) -> None:
    bring(ana, b"title\nBuy milk\n")
    exported = asyncio.run(take(ana))

    bring(ben, exported)

    hers, his = asyncio.run(everything(ana)), asyncio.run(everything(ben))
    assert hers["todos"].keys() == his["todos"].keys()
    assert asyncio.run(everything(ana)) == hers


def test_csv_comes_back_with_all_that_fits_into_it(ana: OwnerId, ben: OwnerId) -> None:
    titles = ["=1+1", "+1", "-1", "@x", "'quoted", "\ttab", 'say "hi", Bob', "ü\u2028x"]
    rows = [
        {
            "id": _id(),
            "title": title.strip(),
            "description": "\n=notes\n  in two lines",
            "priority": "p2",
            "labels": ["a, b", "c\\d"],
            "due": "2026-12-24",
            "due_time": "18:00",
            "due_zone": "Europe/Berlin",
            "list": "w" * 12,
            "repeat": {"rule": "FREQ=WEEKLY;BYDAY=TH", "anchor": "completion"},
            "completed_at": "2026-11-01T10:00:00.000001Z",
            "created_at": "2026-10-01T10:00:00Z",
        }
        for title in titles
    ]
    lists = [
        {"id": "v" * 12, "name": "Work"},
        {"id": "w" * 12, "name": "Q1", "parent": "v" * 12},
    ]
    own = {"format": "taskpal-export", "lists": lists, "todos": rows}
    bring(ana, json.dumps(own).encode())

    bring(ben, asyncio.run(take(ana, "csv")))

    hers, his = (asyncio.run(everything(owner)) for owner in (ana, ben))
    changing = {"id", "list", "position", "updated_at", "repeat"}
    assert [
        {name: value for name, value in todo.items() if name not in changing}
        for todo in sorted(hers["todos"].values(), key=lambda todo: todo["title"])
    ] == [
        {name: value for name, value in todo.items() if name not in changing}
        for todo in sorted(his["todos"].values(), key=lambda todo: todo["title"])
    ]
    names = {one["name"]: one["parent"] for one in his["lists"].values()}
    assert names.keys() == {"Work", "Q1"}
    assert names["Q1"] in his["lists"]
    (repeat,) = {json.dumps(todo["repeat"]) for todo in his["todos"].values()}
    assert json.loads(repeat)["rule"] == "FREQ=WEEKLY;BYDAY=TH"
    assert json.loads(repeat)["anchor"] == "completion"


def test_no_cell_of_a_csv_begins_like_a_formula(ana: OwnerId) -> None:
    bring(ana, b'title,notes\n"=cmd|calc","@SUM(A1)"\n+1,-1\n')

    written = asyncio.run(take(ana, "csv")).decode("utf-8-sig")

    cells = [cell for line in written.splitlines()[1:] for cell in line.split(",")]
    assert not [cell for cell in cells if cell.lstrip('"')[:1] in set("=+-@\t")]


def test_markdown_comes_back_by_list_section_and_indentation(
    ana: OwnerId, ben: OwnerId
) -> None:
    file = (
        "# Home\n\n- [ ] Buy milk `due 2026-12-24 18:00 · p1 · @errands`\n"
        "  two cartons\n  - [x] Find the bag `done 2026-11-20`\n\n## Later\n\n"
        "- [ ] Paint `every month` blue\n- [ ] Water plants "
        "`due 2026-12-01 · every 3 days`\n\n"
    )
    bring(ana, file.encode())

    written = asyncio.run(take(ana, "markdown"))
    bring(ben, written)

    assert written.decode() == file
    assert asyncio.run(take(ben, "markdown")) == written


@pytest.mark.parametrize("how", ["csv", "markdown", "json"])
def test_nothing_of_ben_is_in_anas_file(ana: OwnerId, ben: OwnerId, how: str) -> None:
    bring(ben, b"title,list,section,labels\nA surprise,Secret,Hidden,quiet\n")

    written = asyncio.run(take(ana, how)).decode()

    assert not [
        word for word in ("surprise", "Secret", "Hidden", "quiet") if word in written
    ]

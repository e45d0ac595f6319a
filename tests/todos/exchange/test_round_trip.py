"""What was exported as JSON comes back without loss, ids included."""

import asyncio
import json
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from sqlmodel import delete

from taskpal import database
from taskpal.accounts.models import Account, OwnerId
from tests.conftest import make_account
from tests.todos.exchange.bringing import bring, everything, take
from tests.todos.exchange.making_up import accounts, new_id, numbers

EXAMPLES = settings(
    max_examples=12,
    deadline=None,
    suppress_health_check=[
        HealthCheck.function_scoped_fixture,
        HealthCheck.too_slow,
        HealthCheck.data_too_large,
    ],
)


def _new() -> OwnerId:
    return make_account(f"person.{next(numbers)}")


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
    assert there.pop("preferences") == {"": account["preferences"]}
    for kind, things in there.items():
        assert things == {thing["id"]: thing for thing in account[kind]}, kind
    there["preferences"] = {"": account["preferences"]}
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
            "id": new_id(),
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

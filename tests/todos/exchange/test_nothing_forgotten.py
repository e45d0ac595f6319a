"""No column is forgotten by the export file, nor by what is made of it."""

from typing import Any, Final

import pytest
from hypothesis import given, settings
from pydantic import BaseModel

from taskpal.todos.exchange.file import ExportedRepeat
from taskpal.todos.exchange.reading.own_json import _KINDS as READ
from taskpal.todos.history.things import COLUMNS, Kind
from tests.todos.exchange.making_up import accounts

CALLED: Final = {
    "list_id": "list",
    "section_id": "section",
    "parent_id": "parent",
    "todo_id": "todo",
    "label_ids": "labels",
    "due_on": "due",
    "start_on": "start",
    "deadline_on": "deadline",
    "actor_kind": "by_kind",
    "actor_name": "by",
    "repeat_rule": "rule",
    "repeat_anchor": "anchor",
    "repeat_text": "text",
    "repeat_from": "begins",
    "repeat_due": "was_due",
    "repeat_time": "was_time",
    "repeat_zone": "was_zone",
    "repeat_past": "past",
}
LEFT_OUT: Final = {("occurrence", "deleted_at")}  # what was taken back is not in it
KINDS: Final[list[tuple[str, Kind]]] = [
    (name, name[:-1])  # type: ignore[misc]
    for name in READ
    if name != "preferences"
]


def fields(name: str) -> set[str]:
    model: type[BaseModel] = READ[name][0]
    return {*model.model_fields}


@pytest.mark.parametrize(("name", "kind"), KINDS)
def test_every_column_has_a_field_in_the_file(name: str, kind: Kind) -> None:
    columns = {one for one in COLUMNS[kind] if (kind, one) not in LEFT_OUT}

    known = fields(name)
    if kind == "todo":
        known |= {*ExportedRepeat.model_fields}
    assert {CALLED.get(column, column) for column in columns} <= known


@settings(max_examples=10, deadline=None)
@given(account=accounts())
def test_what_is_made_up_for_the_round_trip_has_every_field(
    account: dict[str, Any],
) -> None:
    for name in READ:
        things = account[name]
        for thing in [things] if isinstance(things, dict) else things:
            assert {*thing} == fields(name)

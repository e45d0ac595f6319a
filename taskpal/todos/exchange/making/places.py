"""Lists, sections, labels and filters of a file.

A list that is there already under the same name is the one that is meant; so are a
section and a label. Only an export of TaskPal knows better: it has ids.
"""

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta
from typing import Any, Final

import sqlalchemy as sa
from sqlmodel import col, select

from taskpal.columns import now
from taskpal.security import new_id
from taskpal.todos.by_hand import positions
from taskpal.todos.exchange.making.memory import Making, Row
from taskpal.todos.exchange.records import (
    FilterRecord,
    LabelRecord,
    ListRecord,
    SectionRecord,
)
from taskpal.todos.fields import COLOURS, GREY
from taskpal.todos.folding import fold
from taskpal.todos.labels.models import Label
from taskpal.todos.lists.models import Section, TodoList

# What other programs call colours, and ours that comes nearest.
_NEAREST: Final = {
    "berry_red": "pink",
    "olive_green": "lime",
    "lime_green": "lime",
    "mint_green": "teal",
    "sky_blue": "sky",
    "light_blue": "cyan",
    "grape": "indigo",
    "lavender": "violet",
    "magenta": "pink",
    "salmon": "red",
    "charcoal": "grey",
    "taupe": "brown",
    "gray": "grey",
}
_Named = ListRecord | SectionRecord | LabelRecord | FilterRecord


def lists(making: Making, records: Sequence[ListRecord]) -> None:
    """Make the lists that are new."""
    known = making.known_of("lists", records)
    above = making.things("lists", (one.parent for one in records))
    there = {} if making.own else _lists_there(making)
    news: dict[str, Row] = {}
    for record, id_, moment in _new(making, "lists", records, known):
        parent = above.get(record.parent) if record.parent else None
        same = there.get((parent, fold(record.name)))
        if same:
            making.remember("lists", {record.source_id: same})
            above[record.source_id] = same
            continue
        above[record.source_id] = id_
        news[record.source_id] = {
            **_common(making, record, id_, moment),
            "colour": _colour(record.colour),
            "parent_id": parent,
            "archived_at": record.archived_at,
        }
    making.insert("lists", news, "name")


def sections(making: Making, records: Sequence[SectionRecord]) -> None:
    """Make the sections that are new."""
    known = making.known_of("sections", records)
    around = making.things("lists", (one.list for one in records))
    there = {} if making.own else _sections_there(making, around.values())
    news: dict[str, Row] = {}
    for record, id_, moment in _new(making, "sections", records, known):
        list_id = around.get(record.list) if record.list else None
        if record.list and list_id is None:
            making.trouble(0, f"The list of the section “{record.name}” is not there.")
            continue
        same = there.get((list_id, fold(record.name)))
        if same:
            making.remember("sections", {record.source_id: same})
            continue
        common = _common(making, record, id_, moment)
        news[record.source_id] = common | {"list_id": list_id}
    making.insert("sections", news, "name")


def labels(making: Making, records: Sequence[LabelRecord]) -> None:
    """Make the labels that are new; nobody has two of the same name."""
    known = making.known_of("labels", records)
    there = _labels_there(making)
    news: dict[str, Row] = {}
    for record, id_, moment in _new(making, "labels", records, known):
        same = there.get(fold(record.name)) if record.deleted_at is None else None
        if same:
            making.remember("labels", {record.source_id: same})
            continue
        if record.deleted_at is None:
            there[fold(record.name)] = id_
        news[record.source_id] = {
            **_common(making, record, id_, moment),
            "colour": _colour(record.colour),
        }
    making.insert("labels", news, "name")


def filters(making: Making, records: Sequence[FilterRecord]) -> None:
    """Make the saved filters that are new."""
    known = making.known_of("filters", records)
    news = {
        record.source_id: {
            **_common(making, record, id_, moment),
            "query": record.query,
            "colour": _colour(record.colour),
        }
        for record, id_, moment in _new(making, "filters", records, known)
    }
    making.insert("filters", news, "name")


def _new(
    making: Making, kind: str, records: Sequence[Any], known: Collection[str]
) -> list[tuple[Any, str, datetime]]:
    """The records that are not there yet, each with an id and a moment of its own."""
    left = [record for record in records if record.source_id not in known]
    making.known += len(records) - len(left)
    free, begins = making.free(kind, [one.source_id for one in left]), now()
    return [
        (
            record,
            record.source_id if record.source_id in free else new_id(),
            begins + timedelta(microseconds=number),
        )
        for number, record in enumerate(left)
    ]


def _common(making: Making, record: _Named, id_: str, moment: datetime) -> Row:
    name = " ".join(record.name.splitlines())
    return {
        "owner_id": making.owner_id,
        "id": id_,
        "name": name,
        "name_key": fold(name),
        "position": record.position or positions.last(moment),
        "created_at": record.created_at or moment,
        "updated_at": record.updated_at or moment,
        "deleted_at": record.deleted_at,
        "revision": making.revision,
    }


def _colour(name: str) -> str:
    named = _NEAREST.get(name, name)
    return named if named in COLOURS else GREY


def _lists_there(making: Making) -> dict[tuple[str | None, str], str]:
    wanted = select(TodoList.parent_id, TodoList.name_key, TodoList.id).where(
        TodoList.owner_id == making.owner_id, col(TodoList.deleted_at).is_(None)
    )
    found = making.session.exec(wanted).all()
    return {(parent, name): list_id for parent, name, list_id in found}


def _sections_there(making: Making, list_ids: Any) -> dict[tuple[str | None, str], str]:
    of_these = sa.or_(
        col(Section.list_id).in_(set(list_ids)), col(Section.list_id).is_(None)
    )
    wanted = select(Section.list_id, Section.name_key, Section.id).where(
        Section.owner_id == making.owner_id, col(Section.deleted_at).is_(None), of_these
    )
    found = making.session.exec(wanted).all()
    return {(list_id, name): section_id for list_id, name, section_id in found}


def _labels_there(making: Making) -> dict[str, str]:
    wanted = select(Label.name_key, Label.id).where(
        Label.owner_id == making.owner_id, col(Label.deleted_at).is_(None)
    )
    return dict(making.session.exec(wanted).all())

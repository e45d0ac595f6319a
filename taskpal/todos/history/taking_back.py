"""How entries are taken back: each thing gets its old columns again.

Some thousand entries at a time, in reverse order, with a few statements for each kind
of thing: a batch may be an import of 100,000 todos.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final

import sqlalchemy as sa
from sqlmodel import Session

from taskpal import acting
from taskpal.todos import days
from taskpal.todos import queries as todos
from taskpal.todos.folding import fold, search_key, searchable, title_key
from taskpal.todos.history import finding, recording, sentences
from taskpal.todos.history.errors import CannotUndo, NeedsDeleting
from taskpal.todos.history.finding import Place, Target, Touched
from taskpal.todos.history.recording import Noted, unpacked
from taskpal.todos.history.rewriting import rewrite
from taskpal.todos.history.things import LONGEST_NAME, TABLES, Kind

NEW: Final = frozenset({"added", "imported"})
PLACES: Final = frozenset(
    {"deleted_at", "archived_at", "list_id", "section_id", "parent_id"}
)
"""Columns that say where a thing is, or whether it is there at all."""


@dataclass(slots=True)
class _Thing:
    """What entries say of one thing, taken together.

    Attributes:
        wanted: the columns as they shall be.
        expected: the same columns as the latest of the entries left them.
        undoes: the batch of the entries.
        place: where the latest of them is.
        at: when that was.
    """

    name: str
    undoes: int
    place: Place
    at: datetime
    wanted: dict[str, Any] = field(default_factory=dict)
    expected: dict[str, Any] = field(default_factory=dict)
    added: bool = False
    by_others: bool = True


class TakingBack:
    """One undo, in the owner's next revision, which `live.changed` gave."""

    def __init__(
        self, session: Session, owner_id: str, moment: datetime, revision: int
    ) -> None:
        self.session, self.owner_id = session, owner_id
        self.moment, self.revision = moment, revision
        self.actor = acting.actor(session)
        self.may_delete = True
        self.count = 0
        self.told = sentences.Told()
        self.added: set[str] = set()
        self.placed: set[Kind] = set()
        self.shown: set[str] = set()

    def take_back(self, target: Target) -> None:
        """Take the entries back.

        Raises:
            CannotUndo: something newer stands on them, or what they need is gone.
            NeedsDeleting: it would delete what others added.
        """
        labels: dict[str, _Thing] = {}
        for entries in finding.backwards(self.session, target):
            things = self._put_together(entries)
            for kind, some in things.items():
                if kind == "label":
                    new = {i: one for i, one in some.items() if one.added}
                    labels |= new
                    some = {i: one for i, one in some.items() if i not in new}
                self._put_back(target, kind, some)
            self.told.add(entries)
        self._put_back_new_labels(target, labels)

    def _put_together(self, entries: Sequence[Any]) -> dict[Kind, dict[str, _Thing]]:
        """What the entries, the last one first, ask for; kind by kind."""
        things: dict[Kind, dict[str, _Thing]] = defaultdict(dict)
        for entry in entries:
            place = entry.revision, entry.number
            one = things[entry.kind].setdefault(
                entry.thing_id, _Thing(entry.name, entry.batch, place, entry.at)
            )
            if entry.before is not None and entry.after is not None:
                for name, value in unpacked(entry.kind, entry.after).items():
                    one.expected.setdefault(name, value)
                one.wanted |= unpacked(entry.kind, entry.before)
            elif entry.action in NEW:
                one.added = True
                one.wanted["deleted_at"] = self.moment
                one.by_others = not finding.is_by(self.actor, entry)
        return things

    def _put_back(
        self, target: Target, kind: Kind, things: Mapping[str, _Thing]
    ) -> None:
        if not things:
            return
        touched = {
            thing_id: Touched(one.place, None if one.added else list(one.wanted))
            for thing_id, one in things.items()
        }
        if stands := finding.standing(self.session, target, touched):
            raise CannotUndo(sentences.stands(stands), **_naming(stands))
        rows = self._rows(kind, things)
        changes, noted = {}, []
        for thing_id, thing in things.items():
            row = rows.get(thing_id)
            new = self._news(kind, thing, row)
            if row is None or not new:
                continue
            self._follow(kind, thing_id, thing, new)
            changes[thing_id] = new | _derived(kind, {**row, **new}, new)
            old = {name: row[name] for name in new}
            name = _name(kind, {**row, **new})
            noted.append(Noted(thing_id, self.revision, name, old, new, thing.undoes))
        self._write(kind, changes, noted)

    def _follow(
        self, kind: Kind, thing_id: str, thing: _Thing, new: Mapping[str, Any]
    ) -> None:
        """Remember what has to be looked at in the end."""
        deletes = new.get("deleted_at") and kind != "occurrence"
        if deletes and thing.by_others and not self.may_delete:
            raise NeedsDeleting
        if thing.added:
            self.added.add(thing_id)
        if not PLACES.isdisjoint(new):
            self.placed.add(kind)
        if "archived_at" in new:
            self.shown.add(thing_id)

    def _news(
        self, kind: Kind, thing: _Thing, row: Mapping[str, Any] | None
    ) -> dict[str, Any]:
        """The columns that change.

        Raises:
            CannotUndo: the thing is gone, or not as the entries left it.
        """
        what = sentences.beginning(sentences.named(kind, thing.name))
        deleted_at = row and row["deleted_at"]
        if row is None or (deleted_at and deleted_at < todos.trash_begins()):
            if not thing.name:
                what = f"What was here, a {kind},"
            raise CannotUndo(f"{what} was deleted more than 30 days ago and is gone.")
        if any(row[name] != value for name, value in thing.expected.items()):
            raise CannotUndo(f"{what} was changed since.")
        new = {n: value for n, value in thing.wanted.items() if row[n] != value}
        went = deleted_at and deleted_at > thing.at  # it may have been there before
        if went and new and "deleted_at" not in new:
            raise CannotUndo(f"{what} is in the trash. Restore it first.")
        return new

    def _rows(
        self, kind: Kind, thing_ids: Iterable[str]
    ) -> dict[str, Mapping[str, Any]]:
        table = TABLES[kind]
        wanted = sa.select(*table.c).where(
            table.c.owner_id == self.owner_id, table.c.id.in_(thing_ids)
        )
        found = self.session.connection().execute(wanted).mappings()
        return {row["id"]: dict(row) for row in found}

    def _write(
        self,
        kind: Kind,
        changes: Mapping[str, Mapping[str, Any]],
        noted: Sequence[Noted],
    ) -> None:
        every: dict[str, Any] = {"revision": self.revision}
        if "updated_at" in TABLES[kind].c:
            every["updated_at"] = self.moment
        rewrite(self.session, self.owner_id, kind, changes, every)
        recording.note_many(self.session, self.owner_id, kind, noted, "undone")
        self.count += len(changes)

    def _put_back_new_labels(
        self, target: Target, labels: Mapping[str, _Thing]
    ) -> None:
        """Labels go too, but for those that are in use: they came to stay."""
        free = {}
        for label_id, label in labels.items():
            stays = self._in_use(target, label_id, label)
            if stays is None:
                free[label_id] = label
            elif not self.count and len(labels) == 1:
                raise stays
        self._put_back(target, "label", free)

    def _in_use(
        self, target: Target, label_id: str, label: _Thing
    ) -> CannotUndo | None:
        if stands := finding.standing(
            self.session, target, {label_id: Touched(label.place, None)}
        ):
            return CannotUndo(sentences.stands(stands), **_naming(stands))
        carried = sa.text(
            "SELECT todo.title FROM todo_label JOIN todo ON todo.id = todo_id"
            " AND todo.owner_id = todo_label.owner_id AND todo.deleted_at IS NULL"
            " WHERE todo_label.owner_id = :owner_id AND label_id = :label_id LIMIT 1"
        )
        named = {"owner_id": self.owner_id, "label_id": label_id}
        found = self.session.connection().execute(carried, named).scalar_one_or_none()
        if found is None:
            return None
        what = sentences.beginning(sentences.named("label", label.name))
        return CannotUndo(f"{what} is on {sentences.named('todo', found)}.")


def _naming(entry: Any) -> dict[str, Any]:
    """What a program needs to undo that first."""
    return {"change": f"{entry.revision}-{entry.number}", "batch": entry.batch}


def _derived(
    kind: Kind, row: Mapping[str, Any], new: Mapping[str, Any]
) -> dict[str, Any]:
    """The columns that are made from those that change."""
    made: dict[str, Any] = {}
    if "name" in new:
        made["name_key"] = fold(row["name"])
    if "title" in new:
        made["title_key"] = title_key(row["title"])
    if "title" in new or "description" in new:
        made["search_key"] = search_key(row["title"], row["description"])
    if kind == "comment" and "text" in new:
        made["search_key"] = searchable(row["text"])
    if kind == "todo" and new.keys() & {"due_on", "due_time", "due_zone"}:
        made["due_at"] = days.due_instant(
            row["due_on"], row["due_time"], row["due_zone"]
        )
    return made


def _name(kind: Kind, row: Mapping[str, Any]) -> str:
    if kind == "occurrence":
        return str(row["due_on"].isoformat())
    column = {"todo": "title", "comment": "text"}.get(kind, "name")
    return str(row[column])[:LONGEST_NAME]

"""What lists, sections and labels are called, for files that have no ids of them."""

from collections.abc import Mapping
from dataclasses import dataclass

from sqlmodel import Session, col, select

from taskpal.accounts.models import OwnerId
from taskpal.todos.exchange.records import Repeat, TodoRecord
from taskpal.todos.labels.models import Label
from taskpal.todos.lists.models import Section, TodoList
from taskpal.todos.models import Todo
from taskpal.todos.schemas import label_names

_DEEP = 50  # lists in each other, at most; a circle of them would never end


@dataclass(frozen=True, slots=True)
class Names:
    """By their ids. The lists come in the order they are shown in."""

    lists: Mapping[str, tuple[str, str | None]]
    sections: Mapping[str, str]
    labels: Mapping[str, str]

    def path(self, list_id: str | None) -> tuple[str, ...]:
        """The names of the list and of those around it; none for the Inbox."""
        found: list[str] = []
        while list_id and list_id in self.lists and len(found) < _DEEP:
            name, list_id = self.lists[list_id]
            found.insert(0, name)
        return tuple(found)


def names(session: Session, owner_id: OwnerId) -> Names:
    """All that are not in the trash."""
    lists = select(TodoList.id, TodoList.name, TodoList.parent_id).where(
        TodoList.owner_id == owner_id, col(TodoList.deleted_at).is_(None)
    )
    sections = select(Section.id, Section.name).where(
        Section.owner_id == owner_id, col(Section.deleted_at).is_(None)
    )
    labels = select(Label.id, Label.name).where(
        Label.owner_id == owner_id, col(Label.deleted_at).is_(None)
    )
    ordered = lists.order_by(col(TodoList.position), col(TodoList.id))
    in_order = sections.order_by(col(Section.position), col(Section.id))
    return Names(
        lists={id_: (name, parent) for id_, name, parent in session.exec(ordered)},
        sections=dict(session.exec(in_order).all()),
        labels=dict(session.exec(labels).all()),
    )


def record(todo: Todo, known: Names) -> TodoRecord:
    """The todo, as far as a file without ids has room for it."""
    repeat = None
    if todo.repeat_rule is not None:
        repeat = Repeat(rule=todo.repeat_rule, text=todo.repeat_text or "")
        if todo.repeat_anchor == "completion":
            repeat.anchor = "completion"
    return TodoRecord(
        source_id=todo.id,
        title=todo.title,
        description=todo.description,
        priority=todo.priority,
        list=todo.list_id,
        section=todo.section_id,
        parent=todo.parent_id,
        labels=tuple(label_names(todo.label_ids, known.labels)),
        start=todo.start_on,
        due=todo.due_on,
        due_time=todo.due_time,
        due_zone=todo.due_zone,
        deadline=todo.deadline_on,
        duration_minutes=todo.duration_minutes,
        repeat=repeat,
        completed_at=todo.completed_at,
        created_at=todo.created_at,
    )

"""What can be done in a batch: each operation of the API that changes something.

An operation is a row of a table: what it needs, what it takes, and the service that
does it. The names are those of the API.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from pydantic import BaseModel

from taskpal.oauth.scopes import DELETE, WRITE
from taskpal.todos import service, viewing
from taskpal.todos.comments import queries as comment
from taskpal.todos.comments import service as comments
from taskpal.todos.comments.schemas import CommentChanges, NewComment
from taskpal.todos.finding.filters import queries as saved_filter
from taskpal.todos.finding.filters import service as filters
from taskpal.todos.finding.filters.schemas import FilterChanges, FilterMove, NewFilter
from taskpal.todos.labels import queries as label
from taskpal.todos.labels import service as labels
from taskpal.todos.labels.schemas import LabelChanges, LabelMove, NewLabel
from taskpal.todos.lists import keeping
from taskpal.todos.lists import queries as one_list
from taskpal.todos.lists import service as lists
from taskpal.todos.lists.schemas import ListChanges, ListMove, NewList
from taskpal.todos.lists.sections import queries as section
from taskpal.todos.lists.sections import service as sections
from taskpal.todos.lists.sections.schemas import (
    NewSection,
    SectionChanges,
    SectionMove,
)
from taskpal.todos.recurrence import service as series
from taskpal.todos.recurrence.schemas import RoundMeant, WhichRounds
from taskpal.todos.schemas import (
    NewTodo,
    TodoChanges,
    TodoMove,
    TodoReplacement,
)
from taskpal.todos.seen import Look


@dataclass(frozen=True, slots=True)
class Asks:
    """What stands in an operation's query string, and what its service calls that."""

    model: type[BaseModel]
    named: Callable[[Any], Mapping[str, Any]]


@dataclass(frozen=True, slots=True)
class Operation:
    """How something is done.

    Attributes:
        work: what does it, called with a session, the owner, the id of the thing (but
            not by what `makes` one), the body, and by name `only_at` and the query.
        look: how the thing that the work returns is shown; None when what it returns
            is shown as it is.
        scope: what a token has to allow.
    """

    work: Callable[..., Any]
    look: Look[Any, Any] | None = None
    takes: type[BaseModel] | None = None
    asks: Asks | None = None
    scope: str = WRITE
    makes: bool = False


def _adds(
    work: Callable[..., Any], look: Look[Any, Any], takes: type[BaseModel]
) -> Operation:
    return Operation(work, look, takes, makes=True)


def _deletes(work: Callable[..., Any]) -> Operation:
    return Operation(work, scope=DELETE)


_WHICH = Asks(WhichRounds, lambda asked: {"which": asked})
_ROUND = Asks(RoundMeant, lambda asked: {"due": asked.due, "due_time": asked.due_time})

OPERATIONS: Final[Mapping[str, Operation]] = {
    "addTodo": _adds(service.add, viewing.look, NewTodo),
    "changeTodo": Operation(series.change, viewing.look, TodoChanges, _WHICH),
    "replaceTodo": Operation(service.replace, viewing.look, TodoReplacement),
    "completeTodo": Operation(service.complete, viewing.look, asks=_ROUND),
    "reopenTodo": Operation(service.reopen, viewing.look),
    "moveTodo": Operation(service.move, viewing.look, TodoMove),
    "skipTodo": Operation(series.skip, viewing.look, asks=_ROUND),
    "endSeries": Operation(series.end, viewing.look),
    "deleteTodo": _deletes(service.delete),
    "restoreTodo": Operation(service.restore, viewing.look),
    "addList": _adds(lists.add, one_list.view, NewList),
    "changeList": Operation(lists.change, one_list.view, ListChanges),
    "moveList": Operation(lists.move, one_list.view, ListMove),
    "archiveList": Operation(keeping.archive, one_list.view),
    "unarchiveList": Operation(keeping.unarchive, one_list.view),
    "deleteList": _deletes(keeping.delete),
    "restoreList": Operation(keeping.restore, one_list.view),
    "addSection": _adds(sections.add, section.view, NewSection),
    "changeSection": Operation(sections.change, section.view, SectionChanges),
    "moveSection": Operation(sections.move, section.view, SectionMove),
    "deleteSection": _deletes(sections.delete),
    "restoreSection": Operation(sections.restore, section.view),
    "addLabel": _adds(labels.add, label.view, NewLabel),
    "changeLabel": Operation(labels.change, label.view, LabelChanges),
    "moveLabel": Operation(labels.move, label.view, LabelMove),
    "deleteLabel": _deletes(labels.delete),
    "addComment": _adds(comments.add, comment.view, NewComment),
    "changeComment": Operation(comments.change, comment.view, CommentChanges),
    "deleteComment": _deletes(comments.delete),
    "restoreComment": Operation(comments.restore, comment.view),
    "addFilter": _adds(filters.add, saved_filter.view, NewFilter),
    "changeFilter": Operation(filters.change, saved_filter.view, FilterChanges),
    "moveFilter": Operation(filters.move, saved_filter.view, FilterMove),
    "deleteFilter": _deletes(filters.delete),
    "restoreFilter": Operation(filters.restore, saved_filter.view),
}

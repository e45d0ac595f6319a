"""The operations offered to assistants, each declared once.

Every face — the Actions of a Custom GPT, and MCP tools — is made from this table and
knows nothing of its own about todos.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from pydantic import BaseModel
from sqlmodel import Session

from taskpal.accounts.models import OwnerId
from taskpal.assistant import service
from taskpal.assistant.schemas import (
    AddTodo,
    ChangedTodo,
    ChosenTodo,
    FindTodos,
    FoundTodos,
    NamedTodo,
    ShownTodo,
    UpdateTodo,
)
from taskpal.oauth.scopes import DELETE, READ, WRITE


@dataclass(frozen=True, slots=True, kw_only=True)
class Operation:
    """Something an assistant can do for a user.

    Attributes:
        name: what it is called everywhere.
        purpose: one line on what it is for.
        advice: what a model should know before it calls it.
        takes: what must be given, as a model whose fields explain themselves.
        gives: what is answered.
        scope: the access a token must allow.
        changes: whether anything is different afterwards.
        adds_only: whether everything that was there stays as it was.
        repeatable: whether the same call again changes nothing more.
        final: whether it cannot be taken back, so that the user is asked first.
        work: does it, for this owner, in this transaction.
    """

    name: str
    purpose: str
    advice: str
    takes: type[BaseModel]
    gives: type[BaseModel]
    scope: str
    changes: bool
    work: Callable[[Session, OwnerId, Any], BaseModel]
    adds_only: bool = True
    repeatable: bool = True
    final: bool = False


OPERATIONS = (
    Operation(
        name="listTodos",
        purpose="List or search the user's todos.",
        advice=(
            "Rows leave out descriptions; getTodo has them. When `shown` is less than "
            "`total`, say so, and pass `next_cursor` as `cursor` for the rest."
        ),
        takes=FindTodos,
        gives=FoundTodos,
        scope=READ,
        changes=False,
        work=service.list_todos,
    ),
    Operation(
        name="getTodo",
        purpose="Show one todo with its description.",
        advice="Takes an id from an earlier answer, or the todo's exact title.",
        takes=NamedTodo,
        gives=ShownTodo,
        scope=READ,
        changes=False,
        work=service.get_todo,
    ),
    Operation(
        name="addTodo",
        purpose="Add one todo.",
        advice=(
            "Keep the user's own words in the title; put dates and priority in their "
            "own fields. Call it once for each todo."
        ),
        takes=AddTodo,
        gives=ChangedTodo,
        scope=WRITE,
        changes=True,
        repeatable=False,
        work=service.add_todo,
    ),
    Operation(
        name="updateTodo",
        purpose="Change some fields of a todo, or reopen a completed one.",
        advice=(
            "Send only what changes; what is left out stays. To empty a field name it "
            "in `clear`."
        ),
        takes=UpdateTodo,
        gives=ChangedTodo,
        scope=WRITE,
        changes=True,
        adds_only=False,
        work=service.update_todo,
    ),
    Operation(
        name="completeTodo",
        purpose="Mark a todo as done.",
        advice=(
            "Harmless when it is done already. updateTodo reopens it. One that repeats "
            "moves on to its next date, which the summary names."
        ),
        takes=ChosenTodo,
        gives=ChangedTodo,
        scope=WRITE,
        changes=True,
        adds_only=False,
        work=service.complete_todo,
    ),
    Operation(
        name="deleteTodo",
        purpose="Move a todo to the trash.",
        advice="The user can restore it for 30 days. To tick it off use completeTodo.",
        takes=ChosenTodo,
        gives=ChangedTodo,
        scope=DELETE,
        changes=True,
        adds_only=False,
        work=service.delete_todo,
    ),
)

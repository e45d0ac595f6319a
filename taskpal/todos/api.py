"""Todos over HTTP: the JSON API that scripts and apps use."""

from fastapi import APIRouter, Request
from fastapi.responses import Response

from taskpal.oauth import access
from taskpal.oauth.scopes import DELETE, READ, WRITE
from taskpal.todos import queries, repeats, service
from taskpal.todos.models import TodoId
from taskpal.todos.recurrence import service as series
from taskpal.todos.recurrence.schemas import RoundMeant, WhichRounds
from taskpal.todos.schemas import (
    NewTodo,
    TodoChanges,
    TodoMove,
    TodoPage,
    TodoQuery,
    TodoReplacement,
    TodoView,
)
from taskpal.todos.seen import Seen, seen
from taskpal.todos.viewing import look
from taskpal.web.answers import answer
from taskpal.web.openapi import operation
from taskpal.web.requests import asked, idempotency_key, sent
from taskpal.web.routes import DirectRoute
from taskpal.web.versions import known, only_at, tagged

router = APIRouter(prefix="/api/todos", tags=["Todos"], route_class=DirectRoute)


@router.get("", **operation("listTodos", READ, asks=TodoQuery, gives=TodoPage))
async def list_todos(request: Request) -> Response:
    """List todos.

    Without parameters: all that are open, the newest first. A page holds `limit` todos;
    `next_cursor` leads to the next one, in the same order and with the same filters.
    `total` counts the todos on all pages. Archived lists are left out unless one of
    them is asked for.
    """
    caller = access.of(request, READ)
    return answer(await caller.read(queries.page, asked(request, TodoQuery)))


@router.post(
    "",
    **operation("addTodo", WRITE, takes=NewTodo, gives=TodoView, status=201, once=True),
)
async def add_todo(request: Request) -> Response:
    """Add a todo.

    It goes last in its list or section. Labels that are new are made.

    Send an `Idempotency-Key` of your own choice to repeat a request safely: within 24
    hours the same key and todo get the first answer again, and nothing is added twice.
    """
    caller, key = access.of(request, WRITE), idempotency_key(request)
    added = await caller.write(repeats.add, await sent(request, NewTodo), key)
    where = f"{router.prefix}/{added.todo.id}"
    tag = str(added.revision)
    return tagged(added.todo, tag, status=201, headers={"Location": where})


@router.get("/{todo_id}", **operation("getTodo", READ, gives=TodoView, one="todo_id"))
async def get_todo(request: Request) -> Response:
    """Read a todo.

    With the `ETag` of an earlier answer in `If-None-Match`, a todo that has not changed
    since is answered by 304 and no content.
    """
    caller, had = access.of(request, READ), known(request)
    found = await caller.read(seen, look, queries.todo, _id(request))
    return tagged(found.content, found.tag, known=had)


@router.patch(
    "/{todo_id}",
    **operation(
        "changeTodo",
        WRITE,
        takes=TodoChanges,
        asks=WhichRounds,
        gives=TodoView,
        one="todo_id",
        also={409: "One round is meant of a todo that does not repeat."},
    ),
)
async def change_todo(request: Request) -> Response:
    """Change a todo.

    Fields that are left out stay as they are. `completed` finishes or reopens it,
    `"due": null` takes its day away. Another date for a todo that repeats is for this
    round alone; its rule changes with `repeat`.
    """
    caller, accepted = access.of(request, WRITE), only_at(request)
    which, changes = asked(request, WhichRounds), await sent(request, TodoChanges)
    found = await caller.write(
        seen, look, series.change, _id(request), changes, which=which, only_at=accepted
    )
    return _answer(found)


@router.put(
    "/{todo_id}",
    **operation(
        "replaceTodo", WRITE, takes=TodoReplacement, gives=TodoView, one="todo_id"
    ),
)
async def replace_todo(request: Request) -> Response:
    """Replace a todo.

    Fields that are left out go back to their defaults.
    """
    caller, accepted = access.of(request, WRITE), only_at(request)
    whole = await sent(request, TodoReplacement)
    return _answer(
        await caller.write(
            seen, look, service.replace, _id(request), whole, only_at=accepted
        )
    )


@router.delete(
    "/{todo_id}", **operation("deleteTodo", DELETE, status=204, one="todo_id")
)
async def delete_todo(request: Request) -> Response:
    """Delete a todo.

    It goes to the trash with its subtasks, and can be restored for 30 days.
    """
    caller, accepted = access.of(request, DELETE), only_at(request)
    await caller.write(service.delete, _id(request), only_at=accepted)
    return Response(status_code=204)


@router.post(
    "/{todo_id}/complete",
    **operation(
        "completeTodo",
        WRITE,
        asks=RoundMeant,
        gives=TodoView,
        one="todo_id",
        also={409: "The round that is meant was given another date."},
    ),
)
async def complete_todo(request: Request) -> Response:
    """Mark a todo done.

    Its open subtasks are done with it. One that is done already keeps its first
    completion time. One that repeats moves on to its next date, its subtasks open
    again; after its last round it is done.
    """
    caller, accepted = access.of(request, WRITE), only_at(request)
    meant = asked(request, RoundMeant)
    found = await caller.write(
        seen,
        look,
        service.complete,
        _id(request),
        due=meant.due,
        due_time=meant.due_time,
        only_at=accepted,
    )
    return _answer(found)


@router.post(
    "/{todo_id}/reopen", **operation("reopenTodo", WRITE, gives=TodoView, one="todo_id")
)
async def reopen_todo(request: Request) -> Response:
    """Reopen a todo.

    It is open again; its subtasks stay as they are.
    """
    caller, accepted = access.of(request, WRITE), only_at(request)
    return _answer(
        await caller.write(seen, look, service.reopen, _id(request), only_at=accepted)
    )


@router.post(
    "/{todo_id}/move",
    **operation("moveTodo", WRITE, takes=TodoMove, gives=TodoView, one="todo_id"),
)
async def move_todo(request: Request) -> Response:
    """Move a todo.

    It goes right before or after another one, or last in a list, a section or another
    todo. Its subtasks go along. `sort=position` lists todos in the order made so.
    """
    caller, accepted = access.of(request, WRITE), only_at(request)
    to = await sent(request, TodoMove)
    return _answer(
        await caller.write(seen, look, service.move, _id(request), to, only_at=accepted)
    )


@router.post(
    "/{todo_id}/restore",
    **operation(
        "restoreTodo",
        WRITE,
        gives=TodoView,
        one="todo_id",
        also={410: "It was deleted more than 30 days ago."},
    ),
)
async def restore_todo(request: Request) -> Response:
    """Restore a todo.

    It leaves the trash with the subtasks that went there with it. If its list is gone,
    it is in the Inbox. One that is not in the trash stays as it is.
    """
    caller, accepted = access.of(request, WRITE), only_at(request)
    return _answer(
        await caller.write(seen, look, service.restore, _id(request), only_at=accepted)
    )


def _id(request: Request) -> TodoId:
    return TodoId(request.path_params["todo_id"])


def _answer(found: Seen[TodoView]) -> Response:
    return tagged(found.content, found.tag)

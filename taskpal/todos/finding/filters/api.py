"""Saved filters over HTTP: part of the JSON API that scripts and apps use."""

from fastapi import APIRouter, Request
from fastapi.responses import Response

from taskpal.oauth import access
from taskpal.oauth.scopes import DELETE, READ, WRITE
from taskpal.todos.finding.filters import queries, service
from taskpal.todos.finding.filters.schemas import (
    FilterChanges,
    FilterMove,
    FilterPage,
    FilterQuery,
    FilterView,
    FoundQuery,
    NewFilter,
)
from taskpal.todos.once import Adding
from taskpal.todos.schemas import TodoPage
from taskpal.todos.seen import Seen, seen
from taskpal.web.answers import answer
from taskpal.web.openapi import operation
from taskpal.web.requests import asked, idempotency_key, sent
from taskpal.web.routes import DirectRoute
from taskpal.web.versions import known, only_at, tagged

_ADDING = Adding(service.add, queries.view)

router = APIRouter(prefix="/api/filters", tags=["Filters"], route_class=DirectRoute)


@router.get("", **operation("listFilters", READ, asks=FilterQuery, gives=FilterPage))
async def list_filters(request: Request) -> Response:
    """List saved filters.

    They come in the order they were put in.
    """
    caller = access.of(request, READ)
    return answer(await caller.read(queries.page, asked(request, FilterQuery)))


@router.post(
    "",
    **operation(
        "addFilter", WRITE, takes=NewFilter, gives=FilterView, status=201, once=True
    ),
)
async def add_filter(request: Request) -> Response:
    """Add a filter.

    It goes behind all others. A query that cannot be read is answered by 422 and a
    sentence that says where, and what was expected there. To try one without keeping
    it, list todos with `filter`.
    """
    caller, key = access.of(request, WRITE), idempotency_key(request)
    made = await caller.write(_ADDING, key, await sent(request, NewFilter))
    where = f"{router.prefix}/{made.id}"
    return tagged(made.content, made.tag, status=201, headers={"Location": where})


@router.get(
    "/{filter_id}", **operation("getFilter", READ, gives=FilterView, one="filter_id")
)
async def get_filter(request: Request) -> Response:
    """Read a filter."""
    caller, had = access.of(request, READ), known(request)
    found = await caller.read(queries.one, _id(request))
    return tagged(found.content, found.tag, known=had)


@router.get(
    "/{filter_id}/todos",
    **operation(
        "listFilterTodos",
        READ,
        asks=FoundQuery,
        gives=TodoPage,
        one="filter_id",
        versioned=False,
        also={409: "The filter cannot be read any longer: dates have another order."},
    ),
)
async def list_filter_todos(request: Request) -> Response:
    """List the todos of a filter.

    They are those that it finds now, or that one of its panes does.
    """
    caller, query = access.of(request, READ), asked(request, FoundQuery)
    return answer(await caller.read(queries.todos_of, _id(request), query))


@router.patch(
    "/{filter_id}",
    **operation(
        "changeFilter", WRITE, takes=FilterChanges, gives=FilterView, one="filter_id"
    ),
)
async def change_filter(request: Request) -> Response:
    """Change a filter.

    Fields that are left out stay as they are.
    """
    caller, at = access.of(request, WRITE), only_at(request)
    changes = await sent(request, FilterChanges)
    return _answer(
        await caller.write(
            seen, queries.view, service.change, _id(request), changes, only_at=at
        )
    )


@router.post(
    "/{filter_id}/move",
    **operation(
        "moveFilter", WRITE, takes=FilterMove, gives=FilterView, one="filter_id"
    ),
)
async def move_filter(request: Request) -> Response:
    """Move a filter.

    It goes right before or after another one.
    """
    caller, at = access.of(request, WRITE), only_at(request)
    to = await sent(request, FilterMove)
    return _answer(
        await caller.write(
            seen, queries.view, service.move, _id(request), to, only_at=at
        )
    )


@router.delete(
    "/{filter_id}", **operation("deleteFilter", DELETE, status=204, one="filter_id")
)
async def delete_filter(request: Request) -> Response:
    """Delete a filter.

    It goes to the trash, from where it can be restored for 30 days. A calendar feed
    that shows what it finds is empty meanwhile.
    """
    caller, at = access.of(request, DELETE), only_at(request)
    await caller.write(service.delete, _id(request), only_at=at)
    return Response(status_code=204)


@router.post(
    "/{filter_id}/restore",
    **operation(
        "restoreFilter",
        WRITE,
        gives=FilterView,
        one="filter_id",
        also={410: "It was deleted more than 30 days ago."},
    ),
)
async def restore_filter(request: Request) -> Response:
    """Restore a filter.

    It is taken out of the trash; one that is not in it stays as it is.
    """
    caller, at = access.of(request, WRITE), only_at(request)
    return _answer(
        await caller.write(
            seen, queries.view, service.restore, _id(request), only_at=at
        )
    )


def _id(request: Request) -> str:
    filter_id: str = request.path_params["filter_id"]
    return filter_id


def _answer(found: Seen[FilterView]) -> Response:
    return tagged(found.content, found.tag)

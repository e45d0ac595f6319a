"""Lists over HTTP: part of the JSON API that scripts and apps use."""

from fastapi import APIRouter, Request
from fastapi.responses import Response

from taskpal.oauth import access
from taskpal.oauth.scopes import DELETE, READ, WRITE
from taskpal.todos.lists import keeping, queries, service
from taskpal.todos.lists.schemas import (
    Contents,
    ListChanges,
    ListMove,
    ListPage,
    ListQuery,
    ListView,
    NewList,
)
from taskpal.todos.once import Adding
from taskpal.todos.seen import Seen, seen
from taskpal.web.answers import answer
from taskpal.web.openapi import operation
from taskpal.web.requests import asked, idempotency_key, sent
from taskpal.web.routes import DirectRoute
from taskpal.web.versions import known, only_at, tagged

_ABOUT_INBOX = {403: "It is the Inbox, or the access token does not allow this."}
_ADDING = Adding(service.add, queries.view)

router = APIRouter(prefix="/api/lists", tags=["Lists"], route_class=DirectRoute)


@router.get("", **operation("listLists", READ, asks=ListQuery, gives=ListPage))
async def list_lists(request: Request) -> Response:
    """List lists.

    They come in the order they were put in, the Inbox first. `parent` says which list
    one is nested in. The open todos of archived lists, and those lists themselves, are
    out of sight until they are asked for.
    """
    caller = access.of(request, READ)
    return answer(await caller.read(queries.page, asked(request, ListQuery)))


@router.post(
    "",
    **operation("addList", WRITE, takes=NewList, gives=ListView, status=201, once=True),
)
async def add_list(request: Request) -> Response:
    """Add a list.

    It goes behind all others.
    """
    caller, key = access.of(request, WRITE), idempotency_key(request)
    new = await sent(request, NewList)
    made = await caller.write(_ADDING, key, new)
    where = f"{router.prefix}/{made.id}"
    return tagged(made.content, made.tag, status=201, headers={"Location": where})


@router.get("/{list_id}", **operation("getList", READ, gives=ListView, one="list_id"))
async def get_list(request: Request) -> Response:
    """Read a list.

    `inbox` is one too.
    """
    caller, had = access.of(request, READ), known(request)
    found = await caller.read(queries.one, _id(request))
    return tagged(found.content, found.tag, known=had)


@router.get(
    "/{list_id}/contents",
    **operation(
        "getListContents",
        READ,
        gives=Contents,
        one="list_id",
        versioned=False,
        also=_ABOUT_INBOX,
    ),
)
async def get_list_contents(request: Request) -> Response:
    """Count what is in a list.

    That is what goes along if the list is deleted.
    """
    caller = access.of(request, READ)
    return answer(await caller.read(keeping.contents, _id(request)))


@router.patch(
    "/{list_id}",
    **operation(
        "changeList",
        WRITE,
        takes=ListChanges,
        gives=ListView,
        one="list_id",
        also=_ABOUT_INBOX,
    ),
)
async def change_list(request: Request) -> Response:
    """Change a list.

    Fields that are left out stay as they are. Put in another list, it goes last there.
    """
    caller, at = access.of(request, WRITE), only_at(request)
    changes = await sent(request, ListChanges)
    return _answer(
        await caller.write(
            seen, queries.view, service.change, _id(request), changes, only_at=at
        )
    )


@router.post(
    "/{list_id}/move",
    **operation(
        "moveList",
        WRITE,
        takes=ListMove,
        gives=ListView,
        one="list_id",
        also=_ABOUT_INBOX,
    ),
)
async def move_list(request: Request) -> Response:
    """Move a list.

    It goes into another one, or right before or after one, wherever that is.
    """
    caller, at = access.of(request, WRITE), only_at(request)
    to = await sent(request, ListMove)
    return _answer(
        await caller.write(
            seen, queries.view, service.move, _id(request), to, only_at=at
        )
    )


@router.delete(
    "/{list_id}",
    **operation("deleteList", DELETE, gives=Contents, one="list_id", also=_ABOUT_INBOX),
)
async def delete_list(request: Request) -> Response:
    """Delete a list.

    It goes to the trash with all that is in it; the answer says what that was. It can
    be restored, with exactly that, for 30 days.
    """
    caller, at = access.of(request, DELETE), only_at(request)
    return answer(await caller.write(keeping.delete, _id(request), only_at=at))


@router.post(
    "/{list_id}/restore",
    **operation(
        "restoreList",
        WRITE,
        gives=ListView,
        one="list_id",
        also=_ABOUT_INBOX | {410: "It was deleted more than 30 days ago."},
    ),
)
async def restore_list(request: Request) -> Response:
    """Restore a list.

    It leaves the trash with all that went there with it. If the list it was in cannot
    hold it any longer, it comes back at the top.
    """
    caller, at = access.of(request, WRITE), only_at(request)
    return _answer(
        await caller.write(
            seen, queries.view, keeping.restore, _id(request), only_at=at
        )
    )


@router.post(
    "/{list_id}/archive",
    **operation("archiveList", WRITE, gives=ListView, one="list_id", also=_ABOUT_INBOX),
)
async def archive_list(request: Request) -> Response:
    """Archive a list.

    It and the lists inside it are out of sight then, with their open todos.
    """
    caller, at = access.of(request, WRITE), only_at(request)
    return _answer(
        await caller.write(
            seen, queries.view, keeping.archive, _id(request), only_at=at
        )
    )


@router.post(
    "/{list_id}/unarchive",
    **operation(
        "unarchiveList",
        WRITE,
        gives=ListView,
        one="list_id",
        also=_ABOUT_INBOX | {409: "The list it is in is archived."},
    ),
)
async def unarchive_list(request: Request) -> Response:
    """Bring back an archived list.

    The lists that were archived with it come back too.
    """
    caller, at = access.of(request, WRITE), only_at(request)
    return _answer(
        await caller.write(
            seen, queries.view, keeping.unarchive, _id(request), only_at=at
        )
    )


def _id(request: Request) -> str:
    list_id: str = request.path_params["list_id"]
    return list_id


def _answer(found: Seen[ListView]) -> Response:
    return tagged(found.content, found.tag)

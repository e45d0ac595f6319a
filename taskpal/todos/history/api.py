"""The history over HTTP, and undo: part of the JSON API."""

from fastapi import APIRouter, Request
from fastapi.responses import Response

from taskpal.oauth import access
from taskpal.oauth.scopes import DELETE, READ, WRITE
from taskpal.todos.history import queries, service
from taskpal.todos.history.errors import NeedsDeleting
from taskpal.todos.history.schemas import ChangePage, ChangeQuery, Undo, Undone
from taskpal.web.answers import answer
from taskpal.web.openapi import operation
from taskpal.web.requests import asked, sent
from taskpal.web.routes import DirectRoute

router = APIRouter(prefix="/api", tags=["History"], route_class=DirectRoute)


@router.get(
    "/changes", **operation("listChanges", READ, asks=ChangeQuery, gives=ChangePage)
)
async def list_changes(request: Request) -> Response:
    """List changes.

    They say what was done, by whom, and how things were before. To keep up with
    changes, ask for those `since` the `latest` of the answer before: each thing named
    has a new version, or is in the trash. Changes are kept for a year; what they say of
    a thing goes when the trash is emptied of it.
    """
    caller = access.of(request, READ)
    return answer(await caller.read(queries.changes, asked(request, ChangeQuery)))


@router.post(
    "/undo",
    **operation(
        "undo",
        WRITE,
        takes=Undo,
        gives=Undone,
        also={
            404: "The user has no such change.",
            409: "Something newer stands on it, or what it needs is gone; `change` and "
            "`batch` name what has to be undone first, if that would help.",
        },
    ),
)
async def undo(request: Request) -> Response:
    """Undo changes.

    Either all of a batch is taken back or, if something is in the way, nothing. `{}`
    takes back the latest step that you yourself have made and, sent again, the one
    before it. What others have done for the user, in person or with another app, is
    undone by its `batch` or `change`. What was added goes to the trash, what was
    deleted comes back. An undo is a batch too: undone, what was taken back is done
    again. Deleting anew what you have not added needs `todos:delete`.
    """
    caller = access.of(request, WRITE)
    what = await sent(request, Undo)
    try:
        return answer(await caller.write(service.undo, what, may_delete=False))
    except NeedsDeleting:
        deleter = access.of(request, DELETE)
        return answer(await deleter.write(service.undo, what))

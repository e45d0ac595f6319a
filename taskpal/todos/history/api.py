"""The history over HTTP, and undo: part of the JSON API."""

from fastapi import APIRouter, Request
from fastapi.responses import Response

from taskpal.oauth import access
from taskpal.todos.history import queries
from taskpal.todos.history.schemas import ChangePage, ChangeQuery
from taskpal.web.answers import answer
from taskpal.web.openapi import operation
from taskpal.web.requests import asked
from taskpal.web.routes import DirectRoute

READ = "todos:read"

router = APIRouter(prefix="/api", tags=["History"], route_class=DirectRoute)


@router.get(
    "/changes", **operation("listChanges", READ, asks=ChangeQuery, gives=ChangePage)
)
async def list_changes(request: Request) -> Response:
    """Show what was done, by whom, and how things were before.

    To keep up with changes, ask for those `since` the `latest` of the answer before:
    each thing named has a new version, or is in the trash. Changes are kept for a year;
    what they say of a thing goes when the trash is emptied of it.
    """
    caller = access.of(request, READ)
    return answer(await caller.read(queries.changes, asked(request, ChangeQuery)))

"""Search over HTTP: part of the JSON API that scripts and apps use."""

from fastapi import APIRouter, Request
from fastapi.responses import Response

from taskpal.oauth import access
from taskpal.oauth.scopes import READ
from taskpal.todos.search import queries
from taskpal.todos.search.schemas import SearchPage, SearchQuery
from taskpal.web.answers import answer
from taskpal.web.openapi import operation
from taskpal.web.requests import asked
from taskpal.web.routes import DirectRoute

router = APIRouter(prefix="/api/search", tags=["Search"], route_class=DirectRoute)


@router.get("", **operation("search", READ, asks=SearchQuery, gives=SearchPage))
async def search(request: Request) -> Response:
    """Search todos.

    Words are looked for in the titles, notes and comments of todos, done ones included.
    Titles come before notes, and those before comments; whole words before those that
    only begin so; then what was written down last. Case and accents do not matter.
    """
    caller = access.of(request, READ)
    return answer(await caller.read(queries.page, asked(request, SearchQuery)))

"""Quick add over HTTP: lines as people type them become todos."""

from fastapi import APIRouter, Request
from fastapi.responses import Response

from taskpal.oauth import access
from taskpal.oauth.scopes import WRITE
from taskpal.todos.quick_add import service
from taskpal.todos.quick_add.schemas import QuickAdded, QuickLines
from taskpal.web.answers import answer
from taskpal.web.openapi import operation
from taskpal.web.requests import idempotency_key, sent
from taskpal.web.routes import DirectRoute

router = APIRouter(prefix="/api/quick-add", tags=["Todos"], route_class=DirectRoute)


@router.post(
    "",
    **operation(
        "quickAdd",
        WRITE,
        takes=QuickLines,
        gives=QuickAdded,
        once=True,
        versioned=False,
    ),
)
async def quick_add(request: Request) -> Response:
    """Add todos from lines of text.

    The lines are read as people type them; a `preview` only shows how.

    `Pay rent every 1st at 9am #Home /Bills @money p1 for 10min {15th} // by transfer`
    says when, how often, where, and more. docs/language.md has all of it. Each part
    that was understood is reported with where it stands. What is not understood stays
    in the title.

    A list, a section in a list that is named, or a label that there is not is made with
    the todos, and named under `new`; one undo takes all of it back.
    """
    caller, key = access.of(request, WRITE), idempotency_key(request)
    lines = await sent(request, QuickLines)
    if lines.preview:
        return answer(await caller.read(service.preview, lines))
    return answer(await caller.write(service.add, lines, key))

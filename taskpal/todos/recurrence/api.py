"""Series over HTTP: rounds that are over, and dates to come."""

from fastapi import APIRouter, Request
from fastapi.responses import Response

from taskpal.oauth import access
from taskpal.oauth.scopes import READ, WRITE
from taskpal.todos.models import TodoId
from taskpal.todos.recurrence import queries, service
from taskpal.todos.recurrence.schemas import (
    DatesQuery,
    NextDates,
    RepeatAsked,
    RepeatShown,
    RoundMeant,
    RoundPage,
    RoundsQuery,
)
from taskpal.todos.schemas import TodoView
from taskpal.todos.seen import seen
from taskpal.todos.viewing import look
from taskpal.web.answers import answer
from taskpal.web.openapi import operation
from taskpal.web.requests import asked, sent
from taskpal.web.routes import DirectRoute
from taskpal.web.versions import only_at, tagged

_NONE = {409: "The todo does not repeat, or its last round is done."}
_NOT_THIS = {409: f"{_NONE[409]} Or the round that is meant was given another date."}

router = APIRouter(prefix="/api", tags=["Recurrence"], route_class=DirectRoute)


@router.post(
    "/todos/{todo_id}/skip",
    **operation(
        "skipTodo",
        WRITE,
        asks=RoundMeant,
        gives=TodoView,
        one="todo_id",
        also=_NOT_THIS,
    ),
)
async def skip_todo(request: Request) -> Response:
    """Skip a round.

    The todo moves on to its next date without having been done. After its last round it
    is done.
    """
    caller, condition = access.of(request, WRITE), only_at(request)
    meant = asked(request, RoundMeant)
    found = await caller.write(
        seen,
        look,
        service.skip,
        _id(request),
        due=meant.due,
        due_time=meant.due_time,
        only_at=condition,
    )
    return tagged(found.content, found.tag)


@router.post(
    "/todos/{todo_id}/end",
    **operation("endSeries", WRITE, gives=TodoView, one="todo_id", also=_NONE),
)
async def end_series(request: Request) -> Response:
    """End a series.

    The todo stays as it is due now, and repeats no longer.
    """
    caller, condition = access.of(request, WRITE), only_at(request)
    found = await caller.write(seen, look, service.end, _id(request), only_at=condition)
    return tagged(found.content, found.tag)


@router.get(
    "/todos/{todo_id}/occurrences",
    **operation(
        "listOccurrences",
        READ,
        asks=RoundsQuery,
        gives=RoundPage,
        one="todo_id",
        versioned=False,
    ),
)
async def list_occurrences(request: Request) -> Response:
    """List rounds that are over.

    They say of a todo that repeats what came of each round, the latest first.
    """
    caller, query = access.of(request, READ), asked(request, RoundsQuery)
    return answer(await caller.read(queries.rounds_of, _id(request), query))


@router.get(
    "/todos/{todo_id}/dates",
    **operation(
        "listNextDates",
        READ,
        asks=DatesQuery,
        gives=NextDates,
        one="todo_id",
        versioned=False,
        also=_NONE,
    ),
)
async def list_next_dates(request: Request) -> Response:
    """List the next dates.

    They are those on which a todo repeats after the one it is due on.
    """
    caller, query = access.of(request, READ), asked(request, DatesQuery)
    return answer(await caller.read(queries.next_dates, _id(request), query))


@router.post(
    "/preview-repeat",
    **operation("previewRepeat", READ, takes=RepeatAsked, gives=RepeatShown),
)
async def preview_repeat(request: Request) -> Response:
    """Try out a rule.

    The answer is how the rule is kept, and its first five dates. Nothing is added. A
    rule that is not understood, or that never comes true, is answered by 422 and a
    sentence.
    """
    caller, rule = access.of(request, READ), await sent(request, RepeatAsked)
    return answer(await caller.read(queries.shown, rule))


def _id(request: Request) -> TodoId:
    return TodoId(request.path_params["todo_id"])

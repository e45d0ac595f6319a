"""Many changes in one request: part of the JSON API that scripts and apps use."""

from fastapi import APIRouter, Request
from fastapi.responses import Response

from taskpal.oauth import access
from taskpal.oauth.scopes import WRITE
from taskpal.todos.batch import reading, service
from taskpal.todos.batch.operations import OPERATIONS
from taskpal.todos.batch.schemas import BatchDone, NewBatch
from taskpal.web.answers import answer
from taskpal.web.openapi import operation
from taskpal.web.requests import idempotency_key, sent
from taskpal.web.routes import DirectRoute

router = APIRouter(prefix="/api/batch", tags=["Batch"], route_class=DirectRoute)


@router.post(
    "",
    **operation(
        "batch",
        WRITE,
        takes=NewBatch,
        gives=BatchDone,
        once=True,
        versioned=False,
        also={
            403: "The access token does not allow all of the operations, or one of "
            "them is refused; nothing was changed.",
            404: "An operation is about something that is not there; nothing was "
            "changed.",
            409: "An operation is at odds with how things are; nothing was changed.",
            410: "An operation restores what is gone for good; nothing was changed.",
            412: "What an operation is about was changed meanwhile; nothing was "
            "changed.",
        },
    ),
)
async def batch(request: Request) -> Response:
    """Change many things at once.

    Up to 500 operations are done one after the other, in one transaction. What one has
    made can be named by the next ones: give it a `ref`, and say `$ref` for its id. All
    of it is one step of the history, which undo takes back as a whole.

    If one operation is refused, nothing is done, and the answer says why: it has the
    status of that refusal, and `failed` counts from 0 which one it was. With
    `"atomic": false` the others are done, and each result has a status of its own.

    A token needs all that the operations need by themselves, so `todos:delete` if
    anything is deleted.
    """
    caller, key = access.of(request, WRITE), idempotency_key(request)
    wanted = await sent(request, NewBatch)
    operations = reading.read(wanted.operations, all_of_them=wanted.atomic)
    caller = access.of(request, _scope(wanted))
    return answer(await caller.write(service.once, key, wanted, operations))


def _scope(wanted: NewBatch) -> str:
    """All that a token has to allow."""
    needed = {OPERATIONS[one.operation].scope for one in wanted.operations}
    return " ".join(sorted(needed | {WRITE}))

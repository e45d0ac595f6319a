"""Labels over HTTP: part of the JSON API that scripts and apps use."""

from fastapi import APIRouter, Request
from fastapi.responses import Response

from taskpal.oauth import access
from taskpal.oauth.scopes import DELETE, READ, WRITE
from taskpal.todos.labels import queries, service
from taskpal.todos.labels.schemas import (
    LabelChanges,
    LabelGone,
    LabelMove,
    LabelPage,
    LabelQuery,
    LabelView,
    NewLabel,
)
from taskpal.todos.once import Adding
from taskpal.todos.seen import Seen, seen
from taskpal.web.answers import answer
from taskpal.web.openapi import operation
from taskpal.web.requests import asked, idempotency_key, sent
from taskpal.web.routes import DirectRoute
from taskpal.web.versions import known, only_at, tagged

_ADDING = Adding(service.add, queries.view)
_EXISTS = {409: "There is a label of this name already."}

router = APIRouter(prefix="/api/labels", tags=["Labels"], route_class=DirectRoute)


@router.get("", **operation("listLabels", READ, asks=LabelQuery, gives=LabelPage))
async def list_labels(request: Request) -> Response:
    """List labels.

    They come in the order they were put in.
    """
    caller = access.of(request, READ)
    return answer(await caller.read(queries.page, asked(request, LabelQuery)))


@router.post(
    "",
    **operation(
        "addLabel",
        WRITE,
        takes=NewLabel,
        gives=LabelView,
        status=201,
        once=True,
        also=_EXISTS,
    ),
)
async def add_label(request: Request) -> Response:
    """Add a label.

    It goes behind all others. A label that a todo is given by name need not be added
    first: it is made when there is none.
    """
    caller, key = access.of(request, WRITE), idempotency_key(request)
    made = await caller.write(_ADDING, key, await sent(request, NewLabel))
    where = f"{router.prefix}/{made.id}"
    return tagged(made.content, made.tag, status=201, headers={"Location": where})


@router.get(
    "/{label_id}", **operation("getLabel", READ, gives=LabelView, one="label_id")
)
async def get_label(request: Request) -> Response:
    """Read a label."""
    caller, had = access.of(request, READ), known(request)
    found = await caller.read(queries.one, _id(request))
    return tagged(found.content, found.tag, known=had)


@router.patch(
    "/{label_id}",
    **operation(
        "changeLabel",
        WRITE,
        takes=LabelChanges,
        gives=LabelView,
        one="label_id",
        also=_EXISTS,
    ),
)
async def change_label(request: Request) -> Response:
    """Change a label.

    Fields that are left out stay as they are. A new name shows on all todos that carry
    it.
    """
    caller, at = access.of(request, WRITE), only_at(request)
    changes = await sent(request, LabelChanges)
    return _answer(
        await caller.write(
            seen, queries.view, service.change, _id(request), changes, only_at=at
        )
    )


@router.post(
    "/{label_id}/move",
    **operation("moveLabel", WRITE, takes=LabelMove, gives=LabelView, one="label_id"),
)
async def move_label(request: Request) -> Response:
    """Move a label.

    It goes right before or after another one.
    """
    caller, at = access.of(request, WRITE), only_at(request)
    to = await sent(request, LabelMove)
    return _answer(
        await caller.write(
            seen, queries.view, service.move, _id(request), to, only_at=at
        )
    )


@router.delete(
    "/{label_id}",
    **operation("deleteLabel", DELETE, gives=LabelGone, one="label_id"),
)
async def delete_label(request: Request) -> Response:
    """Delete a label.

    It is taken off every todo; the answer says how many carried it. This can be undone
    like any other change.
    """
    caller, at = access.of(request, DELETE), only_at(request)
    return answer(await caller.write(service.delete, _id(request), only_at=at))


def _id(request: Request) -> str:
    label_id: str = request.path_params["label_id"]
    return label_id


def _answer(found: Seen[LabelView]) -> Response:
    return tagged(found.content, found.tag)

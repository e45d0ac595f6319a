"""Comments over HTTP: part of the JSON API that scripts and apps use."""

from fastapi import APIRouter, Request
from fastapi.responses import Response

from taskpal.oauth import access
from taskpal.oauth.scopes import DELETE, READ, WRITE
from taskpal.todos.comments import queries, service
from taskpal.todos.comments.schemas import (
    CommentChanges,
    CommentPage,
    CommentQuery,
    CommentView,
    NewComment,
)
from taskpal.todos.once import Adding
from taskpal.todos.seen import Seen, seen
from taskpal.web.answers import answer
from taskpal.web.openapi import operation
from taskpal.web.requests import asked, idempotency_key, sent
from taskpal.web.routes import DirectRoute
from taskpal.web.versions import known, only_at, tagged

_ADDING = Adding(service.add, queries.view)

router = APIRouter(prefix="/api/comments", tags=["Comments"], route_class=DirectRoute)


@router.get(
    "",
    **operation(
        "listComments",
        READ,
        asks=CommentQuery,
        gives=CommentPage,
        also={404: "The user has no such todo."},
    ),
)
async def list_comments(request: Request) -> Response:
    """List the comments on a todo.

    The oldest comes first.
    """
    caller = access.of(request, READ)
    return answer(await caller.read(queries.page, asked(request, CommentQuery)))


@router.post(
    "",
    **operation(
        "addComment",
        WRITE,
        takes=NewComment,
        gives=CommentView,
        status=201,
        once=True,
    ),
)
async def add_comment(request: Request) -> Response:
    """Add a comment.

    Its `actor` says who wrote it: the user in person, or which app or script.
    """
    caller, key = access.of(request, WRITE), idempotency_key(request)
    made = await caller.write(_ADDING, key, await sent(request, NewComment))
    where = f"{router.prefix}/{made.id}"
    return tagged(made.content, made.tag, status=201, headers={"Location": where})


@router.get(
    "/{comment_id}",
    **operation("getComment", READ, gives=CommentView, one="comment_id"),
)
async def get_comment(request: Request) -> Response:
    """Read a comment."""
    caller, had = access.of(request, READ), known(request)
    found = await caller.read(queries.one, _id(request))
    return tagged(found.content, found.tag, known=had)


@router.patch(
    "/{comment_id}",
    **operation(
        "changeComment",
        WRITE,
        takes=CommentChanges,
        gives=CommentView,
        one="comment_id",
    ),
)
async def change_comment(request: Request) -> Response:
    """Change a comment.

    The new text takes the place of the old one.
    """
    caller, at = access.of(request, WRITE), only_at(request)
    changes = await sent(request, CommentChanges)
    return _answer(
        await caller.write(
            seen, queries.view, service.change, _id(request), changes, only_at=at
        )
    )


@router.delete(
    "/{comment_id}",
    **operation("deleteComment", DELETE, status=204, one="comment_id"),
)
async def delete_comment(request: Request) -> Response:
    """Delete a comment.

    It goes to the trash, and can be restored for 30 days.
    """
    caller, at = access.of(request, DELETE), only_at(request)
    await caller.write(service.delete, _id(request), only_at=at)
    return Response(status_code=204)


@router.post(
    "/{comment_id}/restore",
    **operation(
        "restoreComment",
        WRITE,
        gives=CommentView,
        one="comment_id",
        also={410: "It was deleted more than 30 days ago."},
    ),
)
async def restore_comment(request: Request) -> Response:
    """Restore a comment.

    It leaves the trash. One that is not in it stays as it is.
    """
    caller, at = access.of(request, WRITE), only_at(request)
    return _answer(
        await caller.write(
            seen, queries.view, service.restore, _id(request), only_at=at
        )
    )


def _id(request: Request) -> str:
    comment_id: str = request.path_params["comment_id"]
    return comment_id


def _answer(found: Seen[CommentView]) -> Response:
    return tagged(found.content, found.tag)

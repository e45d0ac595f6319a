"""Import and export over HTTP."""

import asyncio
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import cache, partial
from tempfile import SpooledTemporaryFile
from typing import IO, Any, Final

from fastapi import APIRouter, Request
from fastapi.responses import Response, StreamingResponse
from sqlmodel import Session
from starlette.requests import ClientDisconnect

from taskpal import acting, throttle
from taskpal.accounts.models import OwnerId
from taskpal.acting import Actor
from taskpal.columns import now
from taskpal.oauth import access
from taskpal.oauth.scopes import READ, WRITE
from taskpal.throttle import Limit
from taskpal.todos.exchange import queries, running, service
from taskpal.todos.exchange.errors import UnreadableFile
from taskpal.todos.exchange.models import ImportId
from taskpal.todos.exchange.preparing import Prepared, prepared
from taskpal.todos.exchange.reading.columns import chosen
from taskpal.todos.exchange.reading.context import Context
from taskpal.todos.exchange.records import Format
from taskpal.todos.exchange.schemas import (
    ExportQuery,
    ImportPage,
    ImportQuery,
    ImportView,
)
from taskpal.todos.exchange.writing import checklists, table, whole
from taskpal.web.answers import answer
from taskpal.web.openapi import operation
from taskpal.web.requests import asked
from taskpal.web.routes import DirectRoute

IMPORTS: Final = Limit("imports", 60, 3600)
EXPORTS: Final = Limit("todo-exports", 60, 3600)
_WRITTEN: Final = {
    "json": (whole.written, "application/json", "json"),
    "csv": (table.written, "text/csv; charset=utf-8", "csv"),
    "markdown": (checklists.written, "text/markdown; charset=utf-8", "md"),
}
_IN_MEMORY: Final = 1024 * 1024
_READERS: Final = 2  # files read at once; more wait

_ONE_AT_A_TIME: Final = {409: "An import is running."}
_NO_FILE: Final = {
    **_ONE_AT_A_TIME,
    413: "The file is larger than 32 MiB.",
    422: "It is no file that can be imported, or a parameter is wrong.",
}

router = APIRouter(
    prefix="/api/imports", tags=["Import and export"], route_class=DirectRoute
)
exports = APIRouter(tags=["Import and export"], route_class=DirectRoute)


def _takes_a_file(promised: dict[str, Any]) -> dict[str, Any]:
    """An operation whose body is a file of one of these kinds."""
    kinds = ("text/csv", "application/json", "text/markdown", "text/plain")
    content: dict[str, Any] = {kind: {"schema": {}} for kind in kinds}
    promised["openapi_extra"]["requestBody"] = {
        "required": True,
        "description": "The file itself, up to 32 MiB.",
        "content": content,
    }
    return promised


@router.post(
    "",
    **_takes_a_file(
        operation(
            *("readImport", WRITE),
            asks=ImportQuery,
            gives=ImportView,
            status=201,
            also=_NO_FILE,
        )
    ),
)
async def read_import(request: Request) -> Response:
    """Read a file to import.

    The answer shows what is in it; nothing is made before it is started. Send the file
    itself as the body, up to 32 MiB: an export of TaskPal, a CSV file or a JSON backup
    of Todoist, any table with a header as CSV, or Markdown checklists. Importing a file
    again adds only what is new; what is there stays as it is.
    """
    caller, query = access.of(request, WRITE), asked(request, ImportQuery)
    owner_id, context = await caller.write(_beginning)
    await asyncio.to_thread(throttle.hit, IMPORTS, owner_id)
    context.list_name = query.name
    context.columns = chosen(filter(None, query.columns.split(";")))
    with SpooledTemporaryFile(max_size=_IN_MEMORY) as file:
        await _receive(request, file)
        kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
        reading = partial(prepared, file, context, format_=_format(query), kind=kind)
        loop = asyncio.get_running_loop()
        found = await loop.run_in_executor(_readers(), reading)
    view = await caller.write(_kept, found, again=query.again == "yes")
    return answer(view, 201, {"Location": f"{router.prefix}/{view.id}"})


@router.get("", **operation("listImports", READ, gives=ImportPage))
async def list_imports(request: Request) -> Response:
    """List imports.

    The last one is kept, for a day.
    """
    return answer(await access.of(request, READ).read(queries.page))


@router.get(
    "/{import_id}",
    **operation("getImport", READ, gives=ImportView, one="import_id", versioned=False),
)
async def get_import(request: Request) -> Response:
    """Read an import.

    It says what the file holds, and how far that has been made.
    """
    caller = access.of(request, READ)
    return answer(await caller.read(queries.one, request.path_params["import_id"]))


@router.post(
    "/{import_id}/start",
    **operation(
        *("startImport", WRITE),
        gives=ImportView,
        one="import_id",
        versioned=False,
        also={403: "The account has no room, or the access token does not allow this."},
    ),
)
async def start_import(request: Request) -> Response:
    """Start an import.

    What is in the file is made in the background: read the import to see how far it is.
    One that was interrupted goes on. All of it can be undone in one go.
    """
    caller, import_id = access.of(request, WRITE), request.path_params["import_id"]
    begun = await caller.write(_begun, import_id)
    if begun.begins:
        running.launch(begun.owner_id, ImportId(import_id), begun.actor)
    return answer(begun.view)


@router.delete(
    "/{import_id}",
    **operation("forgetImport", WRITE, status=204, one="import_id", versioned=False),
)
async def forget_import(request: Request) -> Response:
    """Forget an import.

    What was read of the file and not made yet is dropped; what was made stays.
    """
    caller = access.of(request, WRITE)
    await caller.write(service.forget, request.path_params["import_id"])
    return Response(status_code=204)


def _gives_a_file(promised: dict[str, Any]) -> dict[str, Any]:
    """An operation that answers with a file of one of these kinds."""
    kinds = ("application/json", "text/csv", "text/markdown")
    content: dict[str, Any] = {kind: {"schema": {}} for kind in kinds}
    promised["responses"][200] = {"description": "The file.", "content": content}
    return promised


@exports.get(
    "/api/export",
    **_gives_a_file(operation("exportTodos", READ, asks=ExportQuery)),
)
async def export_todos(request: Request) -> Response:
    """Export everything.

    The answer is one file. JSON holds all of it, done ones and the trash included, and
    can be imported without loss; CSV has one todo a row, Markdown a checklist for each
    list and section.
    """
    caller, query = access.of(request, READ), asked(request, ExportQuery)
    owner_id = await caller.read(_whose)
    await asyncio.to_thread(throttle.hit, EXPORTS, owner_id)
    written, kind, ending = _WRITTEN[query.format]
    named = f"taskpal-todos-{now():%Y-%m-%d}.{ending}"
    headers = {
        "Content-Disposition": f'attachment; filename="{named}"',
        "Cache-Control": "no-store",
    }
    return StreamingResponse(written(owner_id), media_type=kind, headers=headers)


@dataclass(frozen=True, slots=True)
class _Begun:
    """An import that was asked to be made; `begins` unless it already is."""

    owner_id: OwnerId
    actor: Actor
    begins: bool
    view: ImportView


def _format(query: ImportQuery) -> Format | None:
    """What is said of the format; whoever names columns has a table."""
    return query.format or ("csv" if query.columns else None)


def _whose(_session: Session, owner_id: OwnerId) -> OwnerId:
    return owner_id


def _beginning(session: Session, owner_id: OwnerId) -> tuple[OwnerId, Context]:
    return owner_id, queries.beginning(session, owner_id)


def _kept(
    session: Session, owner_id: OwnerId, found: Prepared, *, again: bool
) -> ImportView:
    return queries.view(service.keep(session, owner_id, found, again=again))


def _begun(session: Session, owner_id: OwnerId, import_id: str) -> _Begun:
    begins = service.begin(session, owner_id, import_id)
    view = queries.one(session, owner_id, import_id)
    return _Begun(owner_id, acting.actor(session), begins, view)


async def _receive(request: Request, file: IO[bytes]) -> None:
    """Write the body into the file as it arrives.

    Raises:
        UnreadableFile: it did not come as a whole.
    """
    try:
        async for some in request.stream():
            file.write(some)
    except ClientDisconnect:
        raise UnreadableFile("The file did not arrive as a whole.") from None


@cache
def _readers() -> ThreadPoolExecutor:
    """Threads of their own: those of the database are for short work."""
    return ThreadPoolExecutor(_READERS, thread_name_prefix="imports")

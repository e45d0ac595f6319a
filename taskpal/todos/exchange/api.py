"""Import and export over HTTP."""

import asyncio
from concurrent.futures import ThreadPoolExecutor
from functools import cache, partial
from tempfile import SpooledTemporaryFile
from typing import IO, Final

from fastapi import APIRouter, Request
from fastapi.responses import Response
from sqlmodel import Session
from starlette.requests import ClientDisconnect

from taskpal import acting, throttle
from taskpal.accounts.models import OwnerId
from taskpal.acting import Actor
from taskpal.oauth import access
from taskpal.todos.exchange import queries, running, service
from taskpal.todos.exchange.errors import UnreadableFile
from taskpal.todos.exchange.preparing import prepared
from taskpal.todos.exchange.reading.context import Context
from taskpal.todos.exchange.schemas import ImportPage, ImportQuery, ImportView
from taskpal.throttle import Limit
from taskpal.web.answers import answer
from taskpal.web.openapi import operation
from taskpal.web.requests import asked
from taskpal.web.routes import DirectRoute

READ, WRITE = "todos:read", "todos:write"
IMPORTS: Final = Limit("imports", 60, 3600)
_IN_MEMORY: Final = 1024 * 1024
_READERS: Final = 2  # files read at once; more wait

router = APIRouter(tags=["Import and export"], route_class=DirectRoute)


@router.post(
    "/api/imports",
    **operation("readImport", WRITE, asks=ImportQuery, gives=ImportView, status=201),
)
async def read_import(request: Request) -> Response:
    """Read a file and show what is in it; nothing is made before it is started.

    Send the file itself as the body, up to 32 MiB: an export of TaskPal, a CSV file or
    a JSON backup of Todoist, any table with a header as CSV, or Markdown checklists.
    Importing a file again adds only what is new; what is there stays as it is.
    """
    caller, query = access.of(request, WRITE), asked(request, ImportQuery)
    owner_id, context = await caller.read(_beginning)
    await asyncio.to_thread(throttle.hit, IMPORTS, owner_id)
    context.list_name = query.name
    with SpooledTemporaryFile(max_size=_IN_MEMORY) as file:
        await _received(request, file)
        reading = partial(
            prepared, file, context, format_=query.format, kind=_kind(request)
        )
        loop = asyncio.get_running_loop()
        found = await loop.run_in_executor(_readers(), reading)
    again = query.again == "yes"
    view = await caller.write(_kept, found, again=again)
    return answer(view, 201, {"Location": f"/api/imports/{view.id}"})
"""X"""

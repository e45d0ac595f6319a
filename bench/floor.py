"""The floor: the least that could serve the same answers with the same tools.

The same SQL statements as TaskPal's own, sent through psycopg2 in a thread, written
with orjson, on bare ASGI: no framework, no checks, no ORM. What TaskPal does besides is
what its ratio to this shows. `/nothing` does not even ask the database: the load
generator's own ceiling.
"""

import asyncio
import os
import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from functools import partial
from typing import Any

import orjson
import psycopg2  # type: ignore[import-untyped]
from sqlalchemy.dialects.postgresql.psycopg2 import PGDialect_psycopg2
from starlette.types import Receive, Scope, Send

from taskpal import statements
from taskpal.database import THREADS
from taskpal.oauth import queries as oauth
from taskpal.security import hash_token, new_id
from taskpal.todos.by_hand.positions import last
from taskpal.todos.queries.pages import whole_list

_URL = os.environ.get("FLOOR_DATABASE_URL", "")
_threads = ThreadPoolExecutor(THREADS)
_local = threading.local()


_DIALECT = PGDialect_psycopg2()  # type: ignore[no-untyped-call]


_BEARER, _SAID = statements.text(oauth.BEARER, _DIALECT)
_PAGE, _WRITTEN = statements.text(
    whole_list("open", "created", continued=False), _DIALECT
)
_INSERT = """\
INSERT INTO todo (owner_id, id, title, title_key, description, search_key, priority,
    position, created_at, updated_at, revision)
VALUES (%s, %s, %s, %s, '', %s, 4, %s, %s, %s, 1)"""


async def app(scope: Scope, receive: Receive, send: Send) -> None:
    if scope["type"] != "http":
        return
    loop = asyncio.get_running_loop()
    if scope["path"] == "/nothing":
        body = b"{}"
    elif scope["method"] == "GET":
        body = await loop.run_in_executor(_threads, _list, _token(scope))
    else:
        sent = (await receive())["body"]
        body = await loop.run_in_executor(_threads, partial(_add, _token(scope), sent))
    length = str(len(body)).encode()
    headers = [(b"content-type", b"application/json"), (b"content-length", length)]
    status = 200 if scope["method"] == "GET" else 201
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": body})


def _token(scope: Scope) -> str:
    headers: dict[bytes, bytes] = dict(scope["headers"])
    return headers[b"authorization"][7:].decode()


def _cursor(*, autocommit: bool) -> Any:
    """A cursor on this thread's own connection."""
    if not hasattr(_local, "connection"):
        _local.connection = psycopg2.connect(_URL, options="-c timezone=utc")
    if _local.connection.autocommit != autocommit:
        _local.connection.autocommit = autocommit
    return _local.connection.cursor()


def _list(token: str) -> bytes:
    cursor = _cursor(autocommit=True)
    cursor.execute(_BEARER, {**_SAID, "token_hash": hash_token(token)})
    owner = cursor.fetchone()[1]
    cursor.execute(_PAGE, {**_WRITTEN, "owner_id": owner, "limit": 11})
    rows = cursor.fetchall()
    items = [
        {
            "id": row[0],
            "title": row[1],
            "description": row[2],
            "completed": row[17] is not None,
            "priority": f"p{row[3]}",
            "due": row[4],
            "due_time": row[5],
            "due_zone": row[6],
            "start": row[7],
            "deadline": row[8],
            "duration_minutes": row[9],
            "list": row[10] or "inbox",
            "section": row[11],
            "parent": row[12],
            "labels": row[13].split(),
            "repeat": row[14],
            "completed_at": row[17],
            "created_at": row[18],
            "updated_at": row[19],
        }
        for row in rows[:10]
    ]
    page = {"items": items, "total": rows[0][-1], "next_cursor": None}
    return orjson.dumps(page, option=orjson.OPT_UTC_Z)


def _add(owner: str, sent: bytes) -> bytes:
    title, id_, now = orjson.loads(sent)["title"], new_id(), datetime.now(UTC)
    cursor = _cursor(autocommit=False)
    cursor.execute(_INSERT, (owner, id_, title, title, title, last(now), now, now))
    _local.connection.commit()
    todo = {"id": id_, "title": title, "created_at": now, "completed": False}
    return orjson.dumps(todo, option=orjson.OPT_UTC_Z)

"""Importing and exporting in one go, as the tests need it."""

import json
from datetime import UTC, datetime
from io import BytesIO
from typing import Any

from taskpal import database
from taskpal.accounts.models import OwnerId
from taskpal.language.preferences import DEFAULT, Preferences
from taskpal.todos.exchange import service
from taskpal.todos.exchange.models import Import
from taskpal.todos.exchange.preparing import prepared
from taskpal.todos.exchange.reading.context import Context
from taskpal.todos.exchange.writing import checklists, table, whole

NOW = datetime(2026, 11, 23, 10, tzinfo=UTC)
WRITERS = {"json": whole, "csv": table, "markdown": checklists}


def bring(
    owner_id: OwnerId, file: bytes, name: str = "", prefs: Preferences = DEFAULT
) -> Import:
    """The import after all of it was made."""
    read = prepared(BytesIO(file), Context(NOW, prefs, name))
    with database.transaction() as session:
        import_id = service.keep(session, owner_id, read).id
        service.begin(session, owner_id, import_id)
    more = True
    while more:
        with database.transaction() as session:
            more = service.step(session, owner_id, import_id)
    with database.reading() as session:
        found = session.get_one(Import, (owner_id, import_id))
    assert found.state == "done", found.reason
    return found


async def take(owner_id: OwnerId, how: str = "json") -> bytes:
    """All that there is, as a file."""
    written = WRITERS[how].written(owner_id)  # type: ignore[attr-defined]
    return b"".join([piece async for piece in written])


async def everything(owner_id: OwnerId) -> dict[str, Any]:
    """What an export says, each thing under its id."""
    found: dict[str, Any] = json.loads(await take(owner_id))
    things = {
        kind: {thing["id"]: thing for thing in things}
        for kind, things in found.items()
        if isinstance(things, list)
    }
    return things | {"preferences": {"": found["preferences"]}}

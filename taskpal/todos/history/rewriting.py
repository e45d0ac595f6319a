"""How many rows get values of their own, in a few statements."""

from collections import defaultdict
from collections.abc import Mapping
from typing import Any

import orjson
import sqlalchemy as sa
from sqlmodel import Session

from taskpal.todos.history.things import TABLES, Kind

_AT_ONCE = 2000


def rewrite(
    session: Session,
    owner_id: str,
    kind: Kind,
    rows: Mapping[str, Mapping[str, Any]],
    every: Mapping[str, Any],
) -> None:
    """Give each row, by its id, its own values, and every one of them these."""
    alike: dict[frozenset[str], list[dict[str, Any]]] = defaultdict(list)
    for thing_id, values in rows.items():
        alike[frozenset(values)].append({"its_id": thing_id, **values})
    for names, some in alike.items():
        for begin in range(0, len(some), _AT_ONCE):
            chunk = some[begin : begin + _AT_ONCE]
            _rewrite(session, TABLES[kind], (owner_id, every), sorted(names), chunk)


def _rewrite(
    session: Session,
    table: sa.Table,
    common: tuple[str, Mapping[str, Any]],
    names: list[str],
    chunk: list[dict[str, Any]],
) -> None:
    owner_id, every = common
    connection = session.connection()
    update = sa.update(table).where(table.c.owner_id == owner_id)
    if connection.dialect.name == "postgresql":
        # One statement, however far away the database is.
        given = _recordset(table, names, chunk)
        values = {name: given.c[name] for name in names}
        same = table.c.id == given.c.its_id
        connection.execute(update.where(same).values({**every, **values}))
    else:
        values = {name: sa.bindparam(f"new_{name}") for name in names}
        same = table.c.id == sa.bindparam("its_id")
        sent = [
            {name if name == "its_id" else f"new_{name}": v for name, v in row.items()}
            for row in chunk
        ]
        connection.execute(update.where(same).values({**every, **values}), sent)


def _recordset(
    table: sa.Table, names: list[str], chunk: list[dict[str, Any]]
) -> sa.TableValuedAlias:
    """The rows as a table of the database's own making, out of one parameter."""
    columns = [sa.column(name, table.c[name].type) for name in names]
    sent = sa.bindparam("sent", orjson.dumps(chunk).decode(), type_=sa.Text())
    return (
        sa.func.json_to_recordset(sa.cast(sent, sa.JSON))
        .table_valued(sa.column("its_id", sa.String(12)), *columns, name="given")
        .render_derived(with_types=True)
    )

"""What PostgreSQL knows of its tables, while a new one is being filled.

It plans by how many rows there were when it last counted, which it does about once a
minute. Of a table it never counted it may choose an index by which each new row has to
go past all others: 10,000 todos with labels took three times as long that way.
"""

from typing import Final

import sqlalchemy as sa
from sqlmodel import Session

_FEW: Final = 1000  # with more rows than that it chooses well
_COUNTED: Final = sa.text("SELECT reltuples FROM pg_class WHERE oid = 'todo'::regclass")


def recount(session: Session) -> None:
    """Let it count the todos now, unless it knows that there are many."""
    connection = session.connection()
    if connection.dialect.name != "postgresql":
        return
    if connection.execute(_COUNTED).scalar_one() < _FEW:
        connection.execute(sa.text("ANALYZE todo"))

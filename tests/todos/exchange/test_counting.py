"""PostgreSQL plans for the todos that an import brings, not for an empty table."""

import pytest
import sqlalchemy as sa

from taskpal import database
from taskpal.accounts.models import OwnerId
from tests.todos.exchange.bringing import bring

KNOWN = sa.text("SELECT reltuples FROM pg_class WHERE oid = 'todo'::regclass")


def test_a_large_import_into_a_new_database_is_counted(ana: OwnerId) -> None:
    if database.engine().dialect.name != "postgresql":
        pytest.skip("SQLite plans without counting")
    with database.transaction() as session:
        session.connection().execute(sa.text("ANALYZE todo"))
        assert session.connection().execute(KNOWN).scalar_one() == 0

    bring(ana, b"title\n" + b"".join(b"Todo %d\n" % n for n in range(150)))

    with database.reading() as session:
        assert session.connection().execute(KNOWN).scalar_one() == 150

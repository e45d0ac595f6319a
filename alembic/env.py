"""Runs the migrations on the database that the settings, or a caller, name."""

from alembic import context
from sqlalchemy import Connection

from taskpal.database import engine
from taskpal.models import metadata


def _migrate(connection: Connection) -> None:
    context.configure(
        connection=connection,
        target_metadata=metadata,
        render_as_batch=connection.dialect.name == "sqlite",
        compare_type=True,
    )
    with context.begin_transaction():
        context.run_migrations()


given = context.config.attributes.get("connection")
if given is not None:
    _migrate(given)
else:
    with engine().connect() as own:
        _migrate(own)
        own.commit()

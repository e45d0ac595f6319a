"""The migrations: up, down, and nothing forgotten between them and the models."""

from pathlib import Path

import pytest
import sqlalchemy as sa
from alembic import command
from alembic.config import Config

from taskpal.database import make_engine
from taskpal.settings import PROJECT
from tests import services


@pytest.fixture(
    params=["sqlite", pytest.param("postgresql", marks=pytest.mark.services)]
)
def empty(request: pytest.FixtureRequest, tmp_path: Path) -> sa.Engine:
    if request.param == "sqlite":
        return make_engine(f"sqlite:///{tmp_path / 'empty.db'}")
    return make_engine(services.postgresql())


def test_they_make_just_the_tables_of_the_models(empty: sa.Engine) -> None:
    with empty.begin() as connection:
        config = _on(connection)
        command.upgrade(config, "head")

        command.check(config)
    empty.dispose()


def test_they_go_down_as_they_came_up_one_by_one(empty: sa.Engine) -> None:
    with empty.begin() as connection:
        config = _on(connection)
        command.upgrade(config, "head")

        while _tables(connection):
            command.downgrade(config, "-1")
            command.upgrade(config, "+1")
            command.downgrade(config, "-1")

        command.upgrade(config, "head")
    empty.dispose()


def _on(connection: sa.Connection) -> Config:
    config = Config(PROJECT / "alembic.ini")
    config.attributes["connection"] = connection
    return config


def _tables(connection: sa.Connection) -> set[str]:
    return set(sa.inspect(connection).get_table_names()) - {"alembic_version"}

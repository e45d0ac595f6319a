"""The migrations: up, down, and nothing forgotten between them and the models."""

from pathlib import Path

import pytest
import sqlalchemy as sa
from alembic import command
from alembic.config import Config

from taskpal.database import engine, make_engine
from taskpal.settings import PROJECT
from tests import services
from tests.conftest import forget_engine


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


def test_they_keep_what_is_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DATABASE_URL", f"sqlite:///{tmp_path / 'kept.db'}")
    forget_engine()
    config = Config(PROJECT / "alembic.ini")
    command.upgrade(config, "0003")
    with engine().begin() as connection:
        for row in _A_CONNECTED_APP:
            connection.exec_driver_sql(row)

    command.upgrade(config, "head")
    command.downgrade(config, "0003")
    command.upgrade(config, "head")

    with engine().begin() as connection:
        kept = connection.exec_driver_sql("SELECT client_id FROM connection").all()
        enforced = connection.exec_driver_sql("PRAGMA foreign_keys").scalar()
    assert kept == [("c1",)]
    assert enforced == 1
    forget_engine()


_A_CONNECTED_APP = (
    "INSERT INTO account VALUES ('a1', 'a@b.c', 'a@b.c', '', '-', '2026-01-01', 0)",
    "INSERT INTO client VALUES ('c1', 'a1', 'gpt', 'G', NULL, '[]', '2026-01-01')",
    "INSERT INTO connection VALUES ('n1', 'a1', 'c1', 'todos:read', '2026-01-01', '')",
)


def _on(connection: sa.Connection) -> Config:
    config = Config(PROJECT / "alembic.ini")
    config.attributes["connection"] = connection
    return config


def _tables(connection: sa.Connection) -> set[str]:
    return set(sa.inspect(connection).get_table_names()) - {"alembic_version"}

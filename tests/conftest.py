"""What every test can ask for: real databases, and two people, ana and ben."""

import os
from collections.abc import Iterator
from typing import Any

from tests import services  # imports nothing of the app

# Before anything reads the settings: tests never touch the developer's data or .env.
_SCRATCH = services.scratch("tests")
os.environ.update(
    TASKPAL_ENV_FILE=os.devnull,
    TASKPAL_DATA_DIR=str(_SCRATCH),
    TASKPAL_SECRET_KEY="only-for-tests-" + "0123456789abcdef" * 2,
    TASKPAL_PUBLIC_URL="http://localhost:3000",
    DATABASE_URL="",
    REDIS_URL="",
)

import pytest
from alembic import command
from alembic.config import Config
from sqlmodel import Session, delete
from xdist.scheduler import LoadScopeScheduling

from taskpal import database, security
from taskpal.accounts.models import Account, Invitation, OwnerId
from taskpal.oauth.models import Client
from taskpal.settings import PROJECT, settings

security.BCRYPT_COST = 4  # the algorithm is the same, the wait is not


@pytest.fixture(
    scope="session",
    params=["sqlite", pytest.param("postgresql", marks=pytest.mark.services)],
)
def database_url(request: pytest.FixtureRequest) -> Iterator[str]:
    """A migrated, empty database of each kind; the app's own engine points at it."""
    if request.param == "sqlite":
        url = f"sqlite:///{_SCRATCH / 'test.db'}"
    else:
        url = services.postgresql()
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("DATABASE_URL", url)
        forget_engine()
        config = Config(PROJECT / "alembic.ini")
        command.upgrade(config, "head")
        yield url
        forget_engine()


def forget_engine() -> None:
    if database.engine.cache_info().currsize:
        database.engine().dispose()
    for cached in (settings, database.engine, database._reader):
        cached.cache_clear()


@pytest.fixture
def db(database_url: str) -> Iterator[None]:
    """The database, emptied afterwards: nearly everything in it hangs on an account."""
    yield
    with database.transaction() as session:
        for table in (Account, Client, Invitation):
            session.execute(delete(table))


@pytest.fixture
def session(db: None) -> Iterator[Session]:
    """A transaction for service and query tests, rolled back afterwards."""
    with Session(database.engine(), expire_on_commit=False) as opened:
        yield opened
        opened.rollback()


def make_account(name: str) -> OwnerId:
    """A committed account, so that every session and thread can see it."""
    with database.transaction() as session:
        email = f"{name}@example.com"
        account = Account(email=email, email_key=email, name=name, password_hash="-")
        session.add(account)
    return OwnerId(account.id)


@pytest.fixture(scope="session")
def redis_url() -> str:
    """A Valkey server of our own."""
    return services.valkey()


@pytest.fixture
def ana(db: None) -> OwnerId:
    return make_account("ana")


@pytest.fixture
def ben(db: None) -> OwnerId:
    return make_account("ben")


class BySharedThings(LoadScopeScheduling):
    """With several processes: what shares something slow to make runs in one of them.

    (xdist's own `--dist loadgroup` does not work with pytest 9.2.)
    """

    def _split_scope(self, nodeid: str) -> str:
        file, _, test = nodeid.partition("::")
        if file.startswith("tests/e2e/"):
            return "servers and a browser"
        if file.startswith("tests/outsiders/"):
            return "a server for other people's clients"
        return f"{file} on postgresql" if "[postgresql" in test else file


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> BySharedThings:
    return BySharedThings(config, log)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if "e2e" in item.path.parts:
            item.add_marker(pytest.mark.browser)
        if "outsiders" in item.path.parts:
            item.add_marker(pytest.mark.services)

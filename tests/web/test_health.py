import pytest
from starlette.testclient import TestClient

from taskpal import database
from taskpal.http import http
from tests.conftest import forget_engine


def test_it_is_ready_when_the_database_answers(db: None) -> None:
    answer = TestClient(http(), base_url="http://localhost:3000").get("/readyz")

    assert (answer.status_code, answer.json()) == (200, {"status": "ok"})


def test_it_is_up_but_not_ready_without_its_database(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("DATABASE_URL", "sqlite:////nowhere/at/all.db")
    forget_engine()
    client = TestClient(http(), base_url="http://localhost:3000")

    alive, ready = client.get("/healthz"), client.get("/readyz")

    database.engine().dispose()
    forget_engine()
    assert alive.status_code == 200
    assert ready.status_code == 503
    assert ready.json() == {"status": "the database does not answer"}

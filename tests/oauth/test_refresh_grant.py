"""Refreshing: rotation, parallel refreshes, and noticing copied tokens."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from sqlmodel import func, select

from taskpal import database
from taskpal.accounts.models import OwnerId
from taskpal.oauth import service
from taskpal.oauth.models import Token, TokenFamily
from tests.oauth import actors
from tests.oauth.conftest import earlier

READ = "todos:read"


def test_a_refresh_token_is_exchanged_for_a_new_pair(ana: OwnerId) -> None:
    app = actors.gpt(ana)
    old = app.tokens(actors.browser(ana))

    answer = app.refresh(old["refresh_token"])

    new = answer.json()
    assert answer.status_code == 200
    assert new["refresh_token"] != old["refresh_token"]
    assert new["expires_in"] == 3600
    assert new["scope"] == old["scope"]
    assert actors.reads_todos(new["access_token"]) == 200
    assert app.refresh(new["refresh_token"]).status_code == 200


def test_parallel_refreshes_all_succeed(ana: OwnerId) -> None:
    app = actors.native(ana)
    old = app.tokens(actors.browser(ana))

    with ThreadPoolExecutor(20) as threads:
        answers = list(
            threads.map(lambda _: app.refresh(old["refresh_token"]), range(20))
        )

    assert {answer.status_code for answer in answers} == {200}
    for new in (answer.json() for answer in answers):
        assert actors.reads_todos(new["access_token"]) == 200


def test_the_overlap_lasts_thirty_seconds(ana: OwnerId) -> None:
    app = actors.gpt(ana)
    old = app.tokens(actors.browser(ana))
    app.refresh(old["refresh_token"])

    earlier(Token, replaced_at=timedelta(seconds=28))
    assert app.refresh(old["refresh_token"]).status_code == 200
    earlier(Token, replaced_at=timedelta(seconds=3))
    assert app.refresh(old["refresh_token"]).status_code == 400


def test_an_old_token_used_after_the_overlap_kills_the_family(
    ana: OwnerId, caplog: pytest.LogCaptureFixture
) -> None:
    app = actors.gpt(ana)
    old = app.tokens(actors.browser(ana))
    new = app.refresh(old["refresh_token"]).json()
    earlier(Token, replaced_at=timedelta(seconds=31))

    refused = app.refresh(old["refresh_token"])

    assert refused.status_code == 400
    assert refused.json()["error"] == "invalid_grant"
    assert app.refresh(new["refresh_token"]).json()["error"] == "invalid_grant"
    assert actors.reads_todos(new["access_token"]) == 401
    [entry] = [one for one in caplog.records if one.name == "taskpal.audit"]
    assert "refresh_token_reused" in entry.getMessage()
    assert app.id in entry.getMessage()
    assert old["refresh_token"] not in entry.getMessage()


def test_an_old_token_used_by_20_at_once_after_the_overlap_gives_no_token(
    ana: OwnerId,
) -> None:
    app = actors.native(ana)
    old = app.tokens(actors.browser(ana))
    new = app.refresh(old["refresh_token"]).json()
    earlier(Token, replaced_at=timedelta(seconds=31))

    with ThreadPoolExecutor(20) as threads:
        answers = list(
            threads.map(lambda _: app.refresh(old["refresh_token"]), range(20))
        )

    assert {answer.status_code for answer in answers} == {400}
    assert {answer.json()["error"] for answer in answers} == {"invalid_grant"}
    assert actors.reads_todos(new["access_token"]) == 401


def test_a_copied_token_leaves_other_families_alone(ana: OwnerId) -> None:
    app = actors.native(ana)
    person = actors.browser(ana)
    laptop, desktop = app.tokens(person), app.tokens(person)
    app.refresh(laptop["refresh_token"])
    earlier(Token, replaced_at=timedelta(seconds=31))

    app.refresh(laptop["refresh_token"])

    assert actors.reads_todos(laptop["access_token"]) == 401
    assert actors.reads_todos(desktop["access_token"]) == 200


def test_a_connection_idle_for_30_days_ends(ana: OwnerId) -> None:
    app = actors.gpt(ana)
    given = app.tokens(actors.browser(ana))
    earlier(Token, expires_at=timedelta(days=29, hours=23))
    given = app.refresh(given["refresh_token"]).json()

    earlier(Token, expires_at=timedelta(days=30))

    assert app.refresh(given["refresh_token"]).json()["error"] == "invalid_grant"


def test_a_family_ends_after_180_days_however_busy(ana: OwnerId) -> None:
    app = actors.gpt(ana)
    given = app.tokens(actors.browser(ana))
    earlier(TokenFamily, started_at=timedelta(days=170))
    given = app.refresh(given["refresh_token"]).json()

    earlier(Token, expires_at=timedelta(days=10))

    assert app.refresh(given["refresh_token"]).json()["error"] == "invalid_grant"


def test_scope_can_shrink(ana: OwnerId) -> None:
    app = actors.gpt(ana)
    given = app.tokens(actors.browser(ana))

    less = app.refresh(given["refresh_token"], scope=READ).json()

    assert less["scope"] == READ
    with database.reading() as session:
        caller = service.authenticate(session, less["access_token"], READ)
    assert caller.scopes == {READ}


@pytest.mark.parametrize(
    "scope", ["todos:read todos:delete", "profile:read", "everything", 'a"b']
)
def test_scope_can_never_grow(ana: OwnerId, scope: str) -> None:
    app = actors.gpt(ana)
    person = actors.browser(ana)
    app.tokens(person)  # granted all once; this family still has only what it asked for
    given = app.tokens(person, scope=READ)

    refused = app.refresh(given["refresh_token"], scope=scope)

    assert refused.status_code == 400
    assert refused.json()["error"] == "invalid_scope"
    assert app.refresh(given["refresh_token"]).json()["scope"] == READ


def test_a_refresh_token_is_bound_to_its_client(ana: OwnerId, ben: OwnerId) -> None:
    app, other = actors.gpt(ana), actors.gpt(ben)
    given = app.tokens(actors.browser(ana))
    app.refresh(given["refresh_token"])
    earlier(Token, replaced_at=timedelta(seconds=31))

    refused = other.refresh(given["refresh_token"])

    assert refused.json()["error"] == "invalid_grant"
    assert actors.reads_todos(given["access_token"]) == 200


@pytest.mark.parametrize("kind", ["access_token", "personal"])
def test_only_a_refresh_token_can_be_exchanged(ana: OwnerId, kind: str) -> None:
    app = actors.gpt(ana)
    given = app.tokens(actors.browser(ana))
    with database.transaction() as session:
        given["personal"] = service.make_personal_token(session, ana, READ, 30)

    assert app.refresh(given[kind]).json()["error"] == "invalid_grant"


def test_a_refresh_keeps_its_resource(ana: OwnerId) -> None:
    app = actors.gpt(ana)
    given = app.tokens(actors.browser(ana), resource="http://localhost:3000/mcp")

    refused = app.refresh(given["refresh_token"], resource="http://localhost:3000/api")
    kept = app.refresh(given["refresh_token"])

    assert refused.json()["error"] == "invalid_target"
    assert actors.reads_todos(kept.json()["access_token"]) == 401


def test_missing_a_refresh_token_is_an_invalid_request(ana: OwnerId) -> None:
    answer = actors.gpt(ana).refresh("x", refresh_token=None)

    assert answer.json()["error"] == "invalid_request"


def test_refreshing_leaves_no_heap_of_dead_tokens(ana: OwnerId) -> None:
    app = actors.gpt(ana)
    given = app.tokens(actors.browser(ana))
    for _ in range(5):
        earlier(Token, expires_at=timedelta(hours=1))
        given = app.refresh(given["refresh_token"]).json()

    with database.reading() as session:
        access = select(func.count()).where(Token.kind == "access")
        assert session.exec(access).one() == 1


def test_disconnecting_while_refreshing_leaves_no_token(ana: OwnerId) -> None:
    app = actors.gpt(ana)
    given = app.tokens(actors.browser(ana))

    def end() -> None:
        with database.transaction() as session:
            [connection] = service.queries.connections_of(session, ana)
            service.disconnect(session, ana, connection.id)

    with ThreadPoolExecutor(8) as threads:
        refreshes = [
            threads.submit(app.refresh, given["refresh_token"]) for _ in range(7)
        ]
        threads.submit(end).result()
        assert {done.result().status_code for done in refreshes} <= {200, 400}

    with database.reading() as session:
        assert session.exec(select(Token)).all() == []

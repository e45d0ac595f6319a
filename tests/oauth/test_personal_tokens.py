"""Tokens that people make for their own scripts."""

from datetime import timedelta

import pytest
from sqlmodel import Session

from taskpal import database
from taskpal.accounts.models import OwnerId
from taskpal.columns import now
from taskpal.errors import BadValues
from taskpal.oauth import queries, service
from taskpal.oauth.errors import TokenNotFound
from taskpal.oauth.models import Token
from tests.oauth import actors
from tests.oauth.conftest import earlier

READ = "todos:read"


def test_a_personal_token_is_listed_with_all_but_itself(
    session: Session, ana: OwnerId
) -> None:
    token = service.make_personal_token(session, ana, "todos:write", 7, " Backup ")

    [view] = queries.personal_tokens(session, ana)

    assert token.startswith("tp_pat_")
    assert view.name == "Backup"
    assert view.scopes == ["Add and change your todos, and mark them done"]
    assert now() - view.made_at < timedelta(minutes=1)
    assert view.expires_at - view.made_at > timedelta(days=6, hours=23)
    assert view.last_used_at is None
    assert token not in str(view)


def test_a_revoked_personal_token_is_refused_at_once(ana: OwnerId) -> None:
    with database.transaction() as session:
        token = service.make_personal_token(session, ana, READ)
        [view] = queries.personal_tokens(session, ana)
    assert actors.reads_todos(token) == 200

    with database.transaction() as session:
        service.revoke_personal_token(session, ana, view.id)

    assert actors.reads_todos(token) == 401
    with database.reading() as session:
        assert queries.personal_tokens(session, ana) == []


def test_a_personal_token_is_nobody_elses(ana: OwnerId, ben: OwnerId) -> None:
    with database.transaction() as session:
        token = service.make_personal_token(session, ana, READ)
        [view] = queries.personal_tokens(session, ana)

    with database.transaction() as session:
        assert queries.personal_tokens(session, ben) == []
        with pytest.raises(TokenNotFound):
            service.revoke_personal_token(session, ben, view.id)
    assert actors.reads_todos(token) == 200


@pytest.mark.parametrize("token_id", ["", "unknown", "a\0b", "\udcff", "é", "x" * 999])
def test_an_id_that_is_none_is_not_found(
    session: Session, ana: OwnerId, token_id: str
) -> None:
    with pytest.raises(TokenNotFound):
        service.revoke_personal_token(session, ana, token_id)


def test_an_apps_token_cannot_be_revoked_as_a_personal_one(ana: OwnerId) -> None:
    given = actors.gpt(ana).tokens(actors.browser(ana))

    with database.transaction() as session:
        for token in session.exec(queries.select(Token)).all():
            with pytest.raises(TokenNotFound):
                service.revoke_personal_token(session, ana, token.id)

    assert actors.reads_todos(given["access_token"]) == 200


def test_an_expired_token_is_listed_no_longer(ana: OwnerId) -> None:
    with database.transaction() as session:
        service.make_personal_token(session, ana, READ, 7)

    earlier(Token, expires_at=timedelta(days=7))

    with database.reading() as session:
        assert queries.personal_tokens(session, ana) == []


@pytest.mark.parametrize("name", ["x" * 101, "a\0b", "a\nb", "\u202efdp", "\udcff"])
def test_a_name_is_plain(session: Session, ana: OwnerId, name: str) -> None:
    with pytest.raises(BadValues) as refused:
        service.make_personal_token(session, ana, READ, 30, name)

    assert refused.value.problems.keys() == {"name"}


def test_nobody_has_more_than_fifty(session: Session, ana: OwnerId) -> None:
    for _ in range(50):
        service.make_personal_token(session, ana, READ)

    with pytest.raises(BadValues, match="50 tokens"):
        service.make_personal_token(session, ana, READ)


@pytest.mark.parametrize("path", ["token", "revoke", "introspect"])
def test_a_personal_token_is_never_accepted_by_oauth(ana: OwnerId, path: str) -> None:
    app = actors.gpt(ana)
    with database.transaction() as session:
        token = service.make_personal_token(session, ana, READ)

    proof = {"grant_type": "refresh_token", "refresh_token": token, "token": token}
    as_client = actors.App("", None, "", {"Authorization": f"Bearer {token}"})

    assert app.post(f"/oauth/{path}", **proof, **app.proof()).json() in (
        {"error": "invalid_grant"},
        {},
        {"active": False},
    )
    assert as_client.post(f"/oauth/{path}", **proof).status_code == 401
    assert actors.reads_todos(token) == 200


def test_a_personal_token_cannot_approve_apps(ana: OwnerId) -> None:
    with database.transaction() as session:
        token = service.make_personal_token(session, ana, "todos:read profile:read")
    bearer = {"Authorization": f"Bearer {token}"}
    sent = actors.gpt(ana).request()

    looked = actors.anyone().get("/oauth/authorize", params=sent, headers=bearer)
    answered = actors.anyone().post(
        "/oauth/consent", data={"decision": "allow", "request": "x"}, headers=bearer
    )

    assert looked.headers["location"].startswith("/sign-in")
    assert answered.status_code == 403

from taskpal import database
from taskpal.accounts.models import OwnerId
from taskpal.oauth import service
from tests.oauth.actors import anyone


def bearer(owner_id: OwnerId, scope: str) -> dict[str, str]:
    with database.transaction() as session:
        token = service.make_personal_token(session, owner_id, scope, 7)
    return {"authorization": f"Bearer {token}"}


def test_an_app_is_told_who_its_user_is(ana: OwnerId, ben: OwnerId) -> None:
    answer = anyone().get("/api/me", headers=bearer(ana, "profile:read"))

    assert answer.status_code == 200
    assert answer.json() == {"id": ana, "email": "ana@example.com", "name": "ana"}


def test_an_app_that_may_only_see_todos_is_not(ana: OwnerId) -> None:
    answer = anyone().get("/api/me", headers=bearer(ana, "todos:read"))

    assert answer.status_code == 403
    assert "insufficient_scope" in answer.headers["www-authenticate"]


def test_nobody_is_told_without_a_token(db: None) -> None:
    answer = anyone().get("/api/me")

    assert answer.status_code == 401
    assert "Bearer" in answer.headers["www-authenticate"]

from datetime import timedelta

import pytest
from sqlalchemy import event
from sqlmodel import Session, select, update

from taskpal import database
from taskpal.accounts.models import OwnerId
from taskpal.columns import now
from taskpal.errors import BadValues
from taskpal.oauth import scopes, service
from taskpal.oauth.errors import ScopeMissing, TokenMissing, TokenRefused
from taskpal.oauth.models import Token


def test_a_personal_token_acts_for_its_owner(session: Session, ana: OwnerId) -> None:
    token = service.make_personal_token(session, ana, "todos:read", 30)

    caller = service.authenticate(session, token, "todos:read")

    assert token.startswith("tp_pat_")
    assert caller == service.Caller(ana, None, None, frozenset({"todos:read"}))


def test_write_implies_read(session: Session, ana: OwnerId) -> None:
    token = service.make_personal_token(session, ana, "todos:write", 30)

    assert service.authenticate(session, token, "todos:read").owner_id == ana


@pytest.mark.parametrize("needed", ["todos:write", "todos:delete", "profile:read"])
def test_a_token_without_the_scope_is_told_which_one(
    session: Session, ana: OwnerId, needed: str
) -> None:
    token = service.make_personal_token(session, ana, "todos:read", 30)

    with pytest.raises(ScopeMissing) as refused:
        service.authenticate(session, token, needed)

    challenge = refused.value.headers["WWW-Authenticate"]
    assert refused.value.status == 403
    assert 'error="insufficient_scope"' in challenge
    everything = scopes.write({"todos:read", needed})
    assert f'scope="{everything}"' in challenge


def test_a_token_has_to_allow_all_that_is_needed(
    session: Session, ana: OwnerId
) -> None:
    token = service.make_personal_token(session, ana, "todos:write", 30)

    for needed in ("", "todos:read", "todos:read todos:write"):
        assert service.authenticate(session, token, needed)
    with pytest.raises(ScopeMissing) as refused:
        service.authenticate(session, token, "todos:read todos:delete")

    assert refused.value.scope == "todos:read todos:write todos:delete"


def test_authentication_is_one_query(session: Session, ana: OwnerId) -> None:
    token = service.make_personal_token(session, ana, "todos:read", 30)
    session.commit()
    statements: list[str] = []

    def count(*args: object) -> None:
        statements.append(str(args[2]))

    event.listen(database.engine(), "before_cursor_execute", count)
    service.authenticate(session, token, "todos:read")
    event.remove(database.engine(), "before_cursor_execute", count)

    assert len([one for one in statements if one.startswith("SELECT")]) == 1


def test_an_expired_token_is_refused(session: Session, ana: OwnerId) -> None:
    token = service.make_personal_token(session, ana, "todos:read", 30)
    session.execute(update(Token).values(expires_at=now() - timedelta(seconds=1)))

    with pytest.raises(TokenRefused):
        service.authenticate(session, token, "todos:read")


@pytest.mark.parametrize("token", ["", "nonsense", "tp_at_\x00", "\udcff", "é" * 9000])
def test_an_unknown_token_is_refused(session: Session, token: str) -> None:
    with pytest.raises(TokenRefused) as refused:
        service.authenticate(session, token, "todos:read")

    assert refused.value.status == 401
    assert 'error="invalid_token"' in refused.value.headers["WWW-Authenticate"]


@pytest.mark.parametrize("header", [None, "", "Basic abc", "Bearer", "Bearer  "])
def test_without_a_token_the_challenge_names_no_error(header: str | None) -> None:
    with pytest.raises(TokenMissing) as refused:
        service.bearer(header, "todos:read")

    challenge = refused.value.headers["WWW-Authenticate"]
    assert refused.value.status == 401
    assert challenge.startswith('Bearer realm="TaskPal", resource_metadata="http')
    assert "error" not in challenge


def test_the_scheme_is_read_in_any_case() -> None:
    assert service.bearer("bearer tp_at_1", "todos:read") == "tp_at_1"


@pytest.mark.parametrize("days", [-1, 0, 6, 366, 10**9])
def test_a_personal_token_lives_7_to_365_days(
    session: Session, ana: OwnerId, days: int
) -> None:
    with pytest.raises(BadValues, match="7 and 365"):
        service.make_personal_token(session, ana, "todos:read", days)


@pytest.mark.parametrize("scope", ["", "todos:all", "todos:read\x00", "offline_access"])
def test_a_personal_token_needs_scopes_that_exist(
    session: Session, ana: OwnerId, scope: str
) -> None:
    with pytest.raises(BadValues, match="todos:read"):
        service.make_personal_token(session, ana, scope, 30)


def test_only_the_hmac_of_a_token_is_stored(session: Session, ana: OwnerId) -> None:
    token = service.make_personal_token(session, ana, "todos:read", 30)

    rows = [row.model_dump() for row in session.exec(select(Token))]

    assert token not in str(rows)

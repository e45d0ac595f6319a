"""What the owner of an account reads in its log about apps and tokens."""

from datetime import timedelta

import pytest

from taskpal import database
from taskpal.accounts import log
from taskpal.accounts.log import Line, Where
from taskpal.accounts.models import OwnerId
from taskpal.oauth import queries, service
from taskpal.oauth.models import Token
from tests.oauth import actors
from tests.oauth.conftest import earlier

HERE = Where("198.51.100.7", "Firefox")


def lines(owner_id: OwnerId) -> list[Line]:
    with database.reading() as session:
        return log.lines(session, owner_id)


def kinds(owner_id: OwnerId) -> list[str]:
    """What happened, the latest first."""
    return [line.kind for line in lines(owner_id)]


def test_allowing_an_app_is_noted_with_the_browser(ana: OwnerId, ben: OwnerId) -> None:
    app = actors.gpt(ana, name="Shopper")
    person = actors.browser(ben)
    person.headers["User-Agent"] = "Firefox"

    app.code(person)

    [line] = lines(ben)
    assert (line.kind, line.detail) == ("app_allowed", "Shopper")
    assert line.user_agent == "Firefox"
    assert line.address


def test_being_let_in_without_asking_is_not_noted_again(ana: OwnerId) -> None:
    app = actors.gpt(ana)
    person = actors.browser(ana)
    app.code(person)

    app.code(person)

    assert kinds(ana).count("app_allowed") == 1


def test_denying_an_app_is_not_noted(ana: OwnerId, ben: OwnerId) -> None:
    person = actors.browser(ben)
    page = actors.authorize(person, actors.gpt(ana).request())

    actors.answer(person, page, "deny")

    assert lines(ben) == []


def test_disconnecting_an_app_is_noted(ana: OwnerId, ben: OwnerId) -> None:
    actors.gpt(ana, name="Shopper").code(actors.browser(ben))

    with database.transaction() as session:
        [connection] = queries.connections_of(session, ben)
        service.disconnect(session, ben, connection.id, where=HERE)

    line = lines(ben)[0]
    assert (line.kind, line.detail) == ("app_disconnected", "Shopper")
    assert (line.address, line.user_agent) == (HERE.address, HERE.user_agent)


def test_what_happens_to_an_own_app_is_noted(ana: OwnerId) -> None:
    app = actors.gpt(ana, name="Shopper")
    callback = "https://chatgpt.com/aip/g-new/oauth/callback"
    actors.authorize(actors.browser(ana), app.request(redirect_uri=callback))

    with database.transaction() as session:
        service.rename_client(session, ana, app.id, "Helper", where=HERE)
        service.rotate_secret(session, ana, app.id, where=HERE)
        service.set_redirect_uris(session, ana, app.id, [callback], where=HERE)
        [pending] = queries.pending_callbacks(session, ana)
        service.approve_callback(session, ana, pending.id, where=HERE)
        service.remove_client(session, ana, app.id, where=HERE)

    found = {(line.kind, line.detail) for line in lines(ana)}
    assert found == {
        ("client_made", "Shopper"),
        ("client_changed", "Shopper, now called Helper"),
        ("secret_made", "Helper"),
        ("client_changed", "Helper"),
        ("callback_approved", "Helper"),
        ("client_removed", "Helper"),
    }


def test_making_and_revoking_a_personal_token_is_noted_by_its_name(
    ana: OwnerId,
) -> None:
    with database.transaction() as session:
        token = service.make_personal_token(
            session, ana, "todos:read", name="Backup", where=HERE
        )
        [view] = queries.personal_tokens(session, ana)
        service.revoke_personal_token(session, ana, view.id, where=HERE)

    found = lines(ana)
    assert {line.kind for line in found} == {"token_made", "token_revoked"}
    assert {line.detail for line in found} == {"Backup"}
    assert token not in str(found)
    assert view.id not in {line.detail for line in found}


def test_a_copied_refresh_token_raises_an_alarm_once(
    ana: OwnerId, ben: OwnerId, caplog: pytest.LogCaptureFixture
) -> None:
    app = actors.gpt(ana, name="Shopper")
    old = app.tokens(actors.browser(ben))["refresh_token"]
    app.refresh(old)
    earlier(Token, replaced_at=timedelta(seconds=31))

    for _ in range(3):
        app.refresh(old)

    alarms = [line for line in lines(ben) if line.kind == "refresh_token_reused"]
    assert [line.detail for line in alarms] == ["Shopper"]
    audit = [one for one in caplog.records if one.name == "taskpal.audit"]
    assert len(audit) == 1


def test_a_code_redeemed_again_raises_an_alarm_once(ana: OwnerId, ben: OwnerId) -> None:
    app = actors.gpt(ana, name="Shopper")
    code = app.code(actors.browser(ben))

    for _ in range(3):
        app.redeem(code)

    alarms = [line for line in lines(ben) if line.kind == "code_reused"]
    assert [line.detail for line in alarms] == ["Shopper"]


def test_an_app_that_was_removed_is_noted_by_everyone_who_let_it_in(
    ana: OwnerId, ben: OwnerId
) -> None:
    app = actors.gpt(ana, name="Shopper")
    app.code(actors.browser(ben))

    with database.transaction() as session:
        service.remove_client(session, ana, app.id)

    assert kinds(ben)[0] == "app_disconnected"
    assert "Shopper" in lines(ben)[0].detail
    assert "app_disconnected" not in kinds(ana)

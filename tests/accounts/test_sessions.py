"""Where somebody is signed in, and how they end that."""

from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from datetime import timedelta

import pytest
from sqlmodel import Session, select

from taskpal import database, live
from taskpal.accounts import log, queries, service, sessions
from taskpal.accounts.errors import SessionNotFound, WrongCredentials
from taskpal.accounts.log import Where
from taskpal.accounts.models import BrowserSession, OwnerId
from taskpal.accounts.schemas import Credentials, SignedIn
from taskpal.columns import now
from taskpal.oauth.models import AuthorizationRequest

FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"
HOME = Where("192.0.2.1", FIREFOX)


def enter(session: Session, owner_id: OwnerId, where: Where = HOME) -> SignedIn:
    """A session of one of the fixtures' people, who have no real password."""
    token = service.sign_in(session, Credentials(owner_id, "-"), where)
    session.flush()
    found = queries.signed_in(session, token)
    assert found
    return found


def last_used(session: Session, person: SignedIn, ago: timedelta) -> SignedIn:
    row = session.get_one(BrowserSession, person.session_id)
    row.expires_at = now() + sessions.STAYS - ago
    session.flush()
    return reread(session, person)


def reread(session: Session, person: SignedIn) -> SignedIn:
    found = queries.under(session, person.session_id)
    assert found
    return found


def kinds(session: Session, owner_id: OwnerId) -> list[str]:
    session.flush()
    return [line.kind for line in log.lines(session, owner_id)]


def test_a_session_is_shown_with_its_device_and_place(
    session: Session, ana: OwnerId
) -> None:
    person = enter(session, ana)

    [view] = sessions.of(session, ana, person.session_id)

    assert (view.device, view.address) == ("Firefox on Linux", "192.0.2.1")
    assert view.current
    assert now() - view.last_used < timedelta(minutes=1)


def test_this_browser_comes_first_then_the_latest_used(
    session: Session, ana: OwnerId
) -> None:
    old, here, new = (enter(session, ana) for _ in range(3))
    last_used(session, here, timedelta(days=9))
    last_used(session, old, timedelta(days=2))

    seen = sessions.of(session, ana, here.session_id)

    in_order = [here.session_id, new.session_id, old.session_id]
    assert [view.id for view in seen] == in_order
    assert [view.current for view in seen] == [True, False, False]


def test_a_session_that_is_over_is_not_shown(session: Session, ana: OwnerId) -> None:
    person = enter(session, ana)
    row = session.get_one(BrowserSession, person.session_id)
    row.expires_at = now() - timedelta(seconds=1)
    session.flush()

    assert sessions.of(session, ana) == []


def test_ben_neither_sees_nor_ends_anas_sessions(
    session: Session, ana: OwnerId, ben: OwnerId
) -> None:
    person = enter(session, ana)

    with pytest.raises(SessionNotFound):
        sessions.end(session, ben, person.session_id)

    sessions.end_all(session, ben)
    assert sessions.of(session, ben) == []
    assert queries.under(session, person.session_id)


def test_ending_a_session_signs_that_browser_out_and_is_in_the_log(
    session: Session, ana: OwnerId
) -> None:
    here, there = enter(session, ana), enter(session, ana)

    sessions.end(session, ana, there.session_id, Where("203.0.113.9"))
    session.flush()

    assert queries.under(session, there.session_id) is None
    assert queries.under(session, here.session_id)
    newest = log.lines(session, ana)[0]
    assert (newest.kind, newest.detail) == ("session_ended", "Firefox on Linux")
    assert newest.address == "203.0.113.9"


def test_a_session_ends_once(session: Session, ana: OwnerId) -> None:
    person = enter(session, ana)
    sessions.end(session, ana, person.session_id)

    with pytest.raises(SessionNotFound):
        sessions.end(session, ana, person.session_id)


def test_what_an_app_asked_a_browser_goes_when_it_is_signed_out(
    session: Session, ana: OwnerId
) -> None:
    person = enter(session, ana)
    session.add(
        AuthorizationRequest(
            session_id=person.session_id, query="", expires_at=now() + timedelta(1)
        )
    )
    session.flush()

    sessions.end(session, ana, person.session_id)

    assert session.exec(select(AuthorizationRequest)).all() == []


def test_signing_out_everywhere_else_keeps_this_browser(
    session: Session, ana: OwnerId, ben: OwnerId
) -> None:
    here, *others = (enter(session, ana) for _ in range(3))
    of_ben = enter(session, ben)

    sessions.end_all(session, ana, but=here.session_id)

    assert [view.id for view in sessions.of(session, ana)] == [here.session_id]
    assert all(queries.under(session, one.session_id) is None for one in others)
    assert queries.under(session, of_ben.session_id)
    assert kinds(session, ana)[0] == "signed_out_everywhere"


def test_open_tabs_hear_whose_session_ended(db: None, ana: OwnerId) -> None:
    heard: list[live.Announcement] = []
    with database.transaction() as session:
        here, there = enter(session, ana), enter(session, ana)
    stop = live.listen(heard.append)

    with database.transaction() as session:
        sessions.end_all(session, ana, but=here.session_id)

    stop()
    assert live.SignedOut(ana, there.session_id) in heard
    assert live.SignedOut(ana, here.session_id) not in heard
    assert any(isinstance(news, live.Changed) for news in heard)


def test_a_session_in_use_is_renewed_every_ten_minutes_at_most(
    session: Session, ana: OwnerId
) -> None:
    fresh = enter(session, ana)
    sessions.keep(session, fresh)
    assert reread(session, fresh) == fresh

    used = last_used(session, fresh, sessions.RENEWED)
    sessions.keep(session, used)

    assert reread(session, used).expires_at > used.expires_at


def test_nobody_can_renew_the_session_of_somebody_else(
    session: Session, ana: OwnerId, ben: OwnerId
) -> None:
    real = last_used(session, enter(session, ana), timedelta(days=2))
    forged = SignedIn(ben, real.session_id, "", "", real.expires_at)

    sessions.keep(session, forged)

    assert reread(session, real) == real


def test_scripts_that_never_sign_out_do_not_fill_the_table(
    session: Session, ana: OwnerId, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sessions, "MOST", 3)
    first, *_others = (enter(session, ana) for _ in range(3))
    last_used(session, first, timedelta(days=1))

    enter(session, ana)

    assert len(sessions.of(session, ana)) == 3
    assert queries.under(session, first.session_id) is None


def test_another_password_signs_the_other_browsers_out(
    session: Session, ana: OwnerId
) -> None:
    here, there = enter(session, ana), enter(session, ana)

    service.change_password(session, Credentials(ana, "-"), "new", here.session_id)

    assert queries.under(session, here.session_id)
    assert queries.under(session, there.session_id) is None
    assert kinds(session, ana)[0] == "password_changed"
    found = queries.credentials(session, "ana@example.com")
    assert found
    assert found.password_hash == "new"


def test_a_password_that_changed_meanwhile_is_not_changed_again(
    session: Session, ana: OwnerId
) -> None:
    with pytest.raises(WrongCredentials):
        service.change_password(session, Credentials(ana, "older"), "new", None)


def test_a_password_set_for_somebody_signs_them_out_everywhere(
    session: Session, ana: OwnerId
) -> None:
    person = enter(session, ana)

    service.set_password(session, ana, "new")

    assert queries.under(session, person.session_id) is None


def test_nobody_stays_signed_in_by_a_password_that_changes_meanwhile(
    db: None, ana: OwnerId
) -> None:
    checked = Credentials(ana, "-")

    def sign_in(number: int) -> None:
        with suppress(WrongCredentials), database.transaction() as session:
            if number == 10:
                service.change_password(session, checked, "new", None)
            else:
                service.sign_in(session, checked)

    with ThreadPoolExecutor(20) as crowd:
        list(crowd.map(sign_in, range(20)))

    with database.reading() as session:
        assert sessions.of(session, ana) == []


def test_of_two_who_change_the_password_at_once_one_does(
    db: None, ana: OwnerId
) -> None:
    def change(number: int) -> bool:
        with suppress(WrongCredentials), database.transaction() as session:
            new = f"hash {number}"
            service.change_password(session, Credentials(ana, "-"), new, None)
            return True
        return False

    with ThreadPoolExecutor(10) as crowd:
        assert sum(crowd.map(change, range(10))) == 1

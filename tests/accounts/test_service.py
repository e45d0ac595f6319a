from datetime import timedelta

import pytest
from sqlmodel import Session, select

from taskpal import database, live
from taskpal.accounts import queries, service, sessions
from taskpal.accounts.errors import EmailTaken, WrongCredentials
from taskpal.accounts.models import Account, BrowserSession, OwnerId
from taskpal.accounts.schemas import Credentials, NewAccount, SignedIn, new_account
from taskpal.columns import now
from taskpal.errors import BadValues
from taskpal.todos import service as todos
from taskpal.todos.schemas import NewTodo


def enter(session: Session, owner_id: OwnerId) -> str:
    """A session of one of the fixtures' people, who have no real password."""
    return service.sign_in(session, Credentials(owner_id, "-"))


def person(session: Session, token: str) -> SignedIn:
    found = queries.signed_in(session, token)
    assert found
    return found


def test_signing_up_makes_one_account_for_each_address(session: Session) -> None:
    new = new_account("Ana@Example.com", "correct horse", " Ana ")

    account = service.sign_up(session, new, "hash")

    assert (account.email, account.name) == ("Ana@Example.com", "Ana")
    with pytest.raises(EmailTaken):
        service.sign_up(
            session, new_account("ana@example.com", "correct horse"), "hash"
        )


def test_each_wrong_field_gets_its_sentence() -> None:
    with pytest.raises(BadValues) as refused:
        new_account("ana", "short", "A\x07")

    assert refused.value.problems == {
        "email": "Enter an email address like name@example.com.",
        "password": "Use at least 8 characters.",
        "name": "Use letters, digits and signs that can be seen.",
    }


def test_the_cookie_is_nowhere_in_the_database(session: Session, ana: OwnerId) -> None:
    token = enter(session, ana)

    [kept] = session.exec(select(BrowserSession)).all()

    assert len(token) >= 43
    assert token not in repr(kept.model_dump())
    assert person(session, token).owner_id == ana


def test_a_session_is_not_made_for_a_password_that_changed_meanwhile(
    session: Session, ana: OwnerId
) -> None:
    with pytest.raises(WrongCredentials):
        service.sign_in(session, Credentials(ana, "an older hash"))


def test_nobody_is_signed_in_by_a_made_up_cookie(session: Session, db: None) -> None:
    assert queries.signed_in(session, "a" * 43) is None
    assert queries.signed_in(session, None) is None


def test_an_expired_session_is_refused_and_then_forgotten(
    session: Session, ana: OwnerId
) -> None:
    token = enter(session, ana)
    row = session.get_one(BrowserSession, person(session, token).session_id)
    row.expires_at = now() - timedelta(seconds=1)
    session.flush()

    assert queries.signed_in(session, token) is None

    sessions.forget_expired(session)
    assert session.exec(select(BrowserSession)).all() == []


def test_signing_out_ends_this_session_only(session: Session, ana: OwnerId) -> None:
    here, there = enter(session, ana), enter(session, ana)

    service.sign_out(session, ana, person(session, here).session_id)

    assert queries.signed_in(session, here) is None
    assert queries.signed_in(session, there)


def test_nobody_can_sign_out_somebody_else(
    session: Session, ana: OwnerId, ben: OwnerId
) -> None:
    token = enter(session, ana)

    service.sign_out(session, ben, person(session, token).session_id)

    assert queries.signed_in(session, token)


def test_open_tabs_hear_that_their_session_ended(db: None, ana: OwnerId) -> None:
    heard: list[live.Announcement] = []
    with database.transaction() as session:
        session_id = person(session, enter(session, ana)).session_id
    stop = live.listen(heard.append)

    with database.transaction() as session:
        service.sign_out(session, ana, session_id)
    with database.transaction() as session:
        service.remove(session, ana)

    stop()
    ended = [news for news in heard if isinstance(news, live.SignedOut)]
    assert ended == [live.SignedOut(ana, session_id), live.SignedOut(ana, None)]


def test_removing_an_account_removes_everything_of_it_and_nothing_else(
    session: Session, ana: OwnerId, ben: OwnerId
) -> None:
    of_ana, of_ben = enter(session, ana), enter(session, ben)
    todos.add(session, ana, NewTodo(title="Buy milk"))
    kept = todos.add(session, ben, NewTodo(title="Buy bread"))

    service.remove(session, ana)

    session.expire_all()
    assert session.get(Account, ana) is None
    assert queries.signed_in(session, of_ana) is None
    assert queries.signed_in(session, of_ben)
    assert kept


def test_accounts_are_listed_page_by_page(
    session: Session, ana: OwnerId, ben: OwnerId
) -> None:
    [first] = queries.accounts(session, most=1)
    [second] = queries.accounts(session, after=first.email_key, most=1)

    assert (first.id, second.id) == (ana, ben)
    assert queries.accounts(session, after=second.email_key) == []


def test_an_account_is_found_however_its_address_is_written(
    session: Session, ana: OwnerId
) -> None:
    found = Credentials(ana, "-", "ana@example.com")
    assert queries.credentials(session, " ANA@example.com ") == found
    assert queries.credentials_of(session, ana) == found
    assert queries.credentials(session, "nobody@example.com") is None
    assert queries.profile(session, ana).email == "ana@example.com"


def test_a_schema_never_shows_a_password_in_its_errors() -> None:
    with pytest.raises(BadValues) as refused:
        new_account("ana@example.com", "hunter2")

    assert "hunter2" not in str(refused.value)
    assert refused.value.__cause__ is None
    assert isinstance(NewAccount(email="a@b", password="12345678"), NewAccount)


def test_someone_is_called_by_another_name(session: Session, ana: OwnerId) -> None:
    kept = service.rename(session, ana, "  Ana\u00a0María ")

    assert kept == queries.profile(session, ana).name == "Ana María"


def test_nobody_is_called_what_cannot_be_seen(session: Session, ana: OwnerId) -> None:
    with pytest.raises(BadValues):
        service.rename(session, ana, "Ana\u202e")

    assert queries.profile(session, ana).name == "ana"

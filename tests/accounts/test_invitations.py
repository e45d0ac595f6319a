"""Invitations: one person joins by each, in time, and nobody else."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import httpx2 as httpx
import pytest
from sqlmodel import Session, select

from taskpal import database
from taskpal.accounts import invitations, log, queries
from taskpal.accounts.errors import InvitationOver, InvitedSomeoneElse
from taskpal.accounts.models import Invitation, OwnerId
from taskpal.columns import now
from tests.accounts.conftest import PASSWORD, Browser, attributes, hidden

WEEK = timedelta(days=7)
ANA = "ana@example.com"


@pytest.fixture
def closed(setting: Any) -> None:
    setting("TASKPAL_SIGN_UP", "closed")


def invite(email: str | None = None, lasts: timedelta = WEEK) -> str:
    with database.transaction() as session:
        return invitations.make(session, email, lasts)


def left() -> list[Invitation]:
    with database.reading() as session:
        return list(session.exec(select(Invitation)).all())


def join(name: str, invitation: str, browser: Browser | None = None) -> httpx.Response:
    opened = browser or Browser()
    sent = {"email": f"{name}@example.com", "password": PASSWORD}
    csrf = opened.csrf("/sign-in")
    return opened.post(
        "/sign-up", data={"csrf": csrf, "invitation": invitation, **sent}
    )


def test_who_is_invited_joins_where_sign_up_is_closed(db: None, closed: None) -> None:
    browser, token = Browser(), invite()
    page = browser.get("/sign-up", params={"invitation": token, "next": "/todo/1"})
    assert page.status_code == 200

    fields = {name: hidden(page, name) for name in ("csrf", "invitation", "next")}
    joined = browser.post(
        "/sign-up", data={**fields, "email": ANA, "password": PASSWORD}
    )

    assert (joined.status_code, joined.headers["location"]) == (303, "/todo/1")
    assert left() == []


def test_a_mistake_in_the_form_keeps_the_invitation(db: None, closed: None) -> None:
    token = invite()
    browser = Browser()
    csrf = browser.csrf("/sign-in")

    page = browser.post(
        "/sign-up",
        data={"csrf": csrf, "invitation": token, "email": "ana@", "password": "short"},
    )

    assert page.status_code == 422
    assert hidden(page, "invitation") == token
    assert len(left()) == 1


def test_an_invitation_is_good_once(db: None, closed: None) -> None:
    token = invite()
    join("ana", token)

    for answer in (
        join("ben", token),
        Browser().get("/sign-up", params={"invitation": token}),
    ):
        assert answer.status_code == 410
        assert "This invitation is over" in answer.text
        assert "Ask whoever hosts this TaskPal for a new one." in answer.text


def test_an_invitation_ends_by_itself(db: None, closed: None) -> None:
    token = invite(lasts=timedelta(seconds=-1))

    assert Browser().get("/sign-up", params={"invitation": token}).status_code == 410
    assert join("ana", token).status_code == 410

    invite()  # and then there is no more of it
    assert len(left()) == 1


def test_an_invitation_for_an_address_is_for_nobody_else(
    db: None, closed: None
) -> None:
    token = invite("Ana@Example.com")
    page = Browser().get("/sign-up", params={"invitation": token})
    assert f'value="{ANA}"' in attributes(page, "email")

    refused = join("ben", token)

    assert refused.status_code == 422
    assert "This invitation is for another address." in refused.text
    assert join("ANA", token).status_code == 303


@pytest.mark.parametrize(
    "odd",
    ["", "tp_in_", "x" * 9000, "\u202e", "%", "' OR 1=1", "tp_in_" + "a" * 43],
)
def test_a_made_up_invitation_is_none(db: None, closed: None, odd: str) -> None:
    status = 410 if odd else 403

    assert Browser().get("/sign-up", params={"invitation": odd}).status_code == status
    assert join("ana", odd).status_code == status


def test_an_invitation_works_where_sign_up_is_open_too_and_is_used_up(
    db: None,
) -> None:
    token = invite()

    assert join("ana", token).status_code == 303
    assert left() == []


def test_where_sign_up_is_open_an_old_invitation_is_no_obstacle(db: None) -> None:
    assert Browser().get("/sign-up?invitation=tp_in_old").status_code == 200
    assert join("ana", "tp_in_old").status_code == 303


def test_a_refused_sign_up_does_not_use_the_invitation_up(
    db: None, closed: None
) -> None:
    join("ana", invite())
    second = invite()

    assert join("ana", second).status_code == 422
    assert join("ben", second).status_code == 303


def test_of_ten_who_use_one_invitation_at_once_one_joins(
    db: None, closed: None
) -> None:
    token = invite()

    with ThreadPoolExecutor(10) as crowd:
        answers = list(crowd.map(lambda n: join(f"p{n}", token), range(10)))

    assert sorted(answer.status_code for answer in answers) == [303] + [410] * 9
    with database.reading() as session:
        assert len(queries.accounts(session)) == 1


def test_whoever_hosts_it_sees_and_takes_back_invitations(session: Session) -> None:
    for_ana = invitations.make(session, ANA, WEEK)
    for_any = invitations.make(session, None, 2 * WEEK)

    first, second = invitations.all_of_them(session)
    assert (first.email, second.email) == (ANA, "")
    assert for_ana not in repr(first)

    assert invitations.remove(session, first.id)
    assert not invitations.remove(session, first.id)
    with pytest.raises(InvitationOver):
        invitations.check(session, for_ana)
    assert invitations.check(session, for_any) == ""


@pytest.mark.parametrize("odd", ["", "%", "_" * 12, "a", "%" * 12])
def test_nothing_is_taken_back_by_an_odd_id(session: Session, odd: str) -> None:
    invitations.make(session, None, WEEK)

    assert not invitations.remove(session, odd)


def test_only_the_hash_of_an_invitation_is_kept(db: None) -> None:
    token = invite()

    [kept] = left()

    assert token.startswith("tp_in_")
    assert token not in repr(kept.model_dump())
    assert kept.expires_at > now()


def test_the_sign_in_page_says_whom_to_ask(db: None, closed: None) -> None:
    page = Browser().get("/sign-in")

    assert "New here, or forgot your password? Ask whoever hosts" in page.text
    assert 'href="/sign-up"' not in page.text


def test_an_invitation_bound_to_somebody_else_is_refused_in_the_core_too(
    session: Session,
) -> None:
    token = invitations.make(session, ANA, WEEK)

    with pytest.raises(InvitedSomeoneElse):
        invitations.use(session, token, "ben@example.com")


def test_joining_is_the_first_line_of_the_log(db: None, closed: None) -> None:
    join("ana", invite())

    with database.reading() as session:
        found = queries.credentials(session, ANA)
        assert found
        lines = log.lines(session, OwnerId(found.owner_id))
    assert [line.kind for line in lines] == ["signed_in", "signed_up"]
    assert lines[0].address

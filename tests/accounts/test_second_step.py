"""Where a code is asked after the password: who gets in, and who does not."""

import re
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import httpx2 as httpx
import pyotp
import pytest
from sqlmodel import select

from taskpal import database, security
from taskpal.accounts import log, queries, second_step, service, two_step
from taskpal.accounts.models import Account, BrowserSession, OwnerId
from taskpal.throttle import Limit
from tests.accounts.conftest import PASSWORD, Browser, Clock, attributes, hidden

CODE_DOOR = "/sign-in/code"
HALF_WAY = "taskpal_half_way"


@dataclass
class Owner:
    """Ana, who turned the second step on."""

    id: OwnerId
    app: pyotp.TOTP
    codes: list[str]
    clock: Clock

    def code(self) -> str:
        """Her app's code, which was not used yet."""
        self.clock.time += 60
        return self.app.at(self.clock.time)

    def wrong(self) -> str:
        right = {self.app.at(self.clock.time + by) for by in (-30, 0, 30)}
        return next(code for code in ("000000", "1" * 6, "2" * 6) if code not in right)


@pytest.fixture
def owner(db: None, clock: Clock) -> Owner:
    Browser().sign_up("ana")
    with database.transaction() as session:
        found = queries.credentials(session, "ana@example.com")
        assert found
        made = two_step.begin(session, found.owner_id, found.email)
        app = pyotp.TOTP(made.secret)
        codes = two_step.confirm(session, found.owner_id, app.at(clock.time))
    return Owner(found.owner_id, app, codes, clock)


def half(browser: Browser | None = None, **more: str) -> Browser:
    """A browser in which the right password was given."""
    opened = browser or Browser()
    email = "ana@example.com"
    answer = opened.fill("/sign-in", email=email, password=PASSWORD, **more)
    assert answer.headers["location"].startswith(CODE_DOOR)
    return opened


def give(browser: Browser, code: str, **more: str) -> httpx.Response:
    return browser.fill(CODE_DOOR, code=code, **more)


def kinds(owner_id: OwnerId) -> list[str]:
    with database.reading() as session:
        return [line.kind for line in log.lines(session, owner_id)]


def signed_in(browser: Browser) -> bool:
    answer: httpx.Response = browser.get("/")
    return answer.headers.get("location") == "/inbox"


def test_after_the_password_a_code_is_asked_and_only_then_is_there_a_session(
    owner: Owner,
) -> None:
    browser = half(next="/todo/1")
    assert browser.session is None
    assert not signed_in(browser)

    answer = give(browser, owner.code(), next="/todo/1")

    assert (answer.status_code, answer.headers["location"]) == (303, "/todo/1")
    assert signed_in(browser)
    assert browser.cookies.get(HALF_WAY) is None
    assert kinds(owner.id)[0] == "signed_in"


def test_where_one_goes_is_kept_through_both_pages(owner: Owner) -> None:
    goal = "/oauth/authorize?client_id=1&state=a%2Fb"
    browser = Browser()
    form = {"email": "ana@example.com", "password": PASSWORD, "next": goal}
    answer = browser.fill("/sign-in", **form)

    page = browser.get(answer.headers["location"])
    again = browser.post(
        CODE_DOOR,
        data={"csrf": hidden(page, "csrf"), "next": goal, "code": owner.wrong()},
    )

    assert hidden(page, "next") == hidden(again, "next") == goal
    assert give(browser, owner.code(), next=goal).headers["location"] == goal


def test_the_page_helps_phones_to_fill_in_the_code(owner: Owner) -> None:
    field = attributes(half().get(CODE_DOOR), "code")

    assert 'autocomplete="one-time-code"' in field
    assert 'inputmode="numeric"' in field
    assert "autofocus" in field


def test_a_recovery_code_is_taken_in_the_same_field(owner: Owner) -> None:
    browser = half()
    page = browser.get(CODE_DOOR, params={"with": "recovery-code"})
    assert "inputmode" not in attributes(page, "code")

    answer = give(browser, owner.codes[0].upper(), **{"with": "recovery-code"})

    assert answer.status_code == 303
    assert signed_in(browser)
    assert kinds(owner.id)[0] == "recovery_code_used"
    assert give(half(), owner.codes[0]).status_code == 403


def test_a_wrong_code_is_told_and_never_shown_again(owner: Owner) -> None:
    browser = half()

    page = give(browser, owner.wrong())

    assert page.status_code == 403
    assert "This code is wrong or was used already." in page.text
    assert "<title>Error: Enter your code" in page.text
    assert f'value="{owner.wrong()}"' not in page.text
    assert not signed_in(browser)
    assert give(browser, owner.code()).status_code == 303


def test_a_wrong_recovery_code_comes_back_to_the_same_page(owner: Owner) -> None:
    page = give(half(), "aaaa-bbbb-cccc", **{"with": "recovery-code"})

    assert page.status_code == 403
    assert "<title>Error: Use a recovery code" in page.text


def test_a_code_that_somebody_saw_does_not_work_again(owner: Owner) -> None:
    seen = owner.code()
    give(half(), seen)

    assert give(half(), seen).status_code == 403


def test_the_code_alone_does_not_sign_in(owner: Owner) -> None:
    browser = Browser()
    with_csrf = {"csrf": browser.csrf("/sign-in")}

    page = browser.post(CODE_DOOR, data={**with_csrf, "code": owner.code()})

    assert page.status_code == 401
    assert "Please sign in again." in page.text
    assert not signed_in(browser)


def test_without_the_password_the_page_leads_to_sign_in(owner: Owner) -> None:
    answer = Browser().get(CODE_DOOR, params={"next": "/todo/1"})

    assert answer.status_code == 303
    assert answer.headers["location"] == "/sign-in?next=/todo/1"


def test_a_form_of_another_site_is_refused_and_costs_no_code(owner: Owner) -> None:
    browser = half()
    code = owner.code()

    page = browser.post(CODE_DOOR, data={"csrf": "0" * 64, "code": code})

    assert page.status_code == 403
    assert "This form is out of date" in page.text
    assert give(browser, code).status_code == 303


def forged(token: str, how: str) -> str:
    claim, _, signature = token.rpartition("-")
    owner_id, until, nonce = claim.split("-")
    return {
        "another account": f"{security.new_id()}-{until}-{nonce}-{signature}",
        "a later end": f"{owner_id}-ffffffff-{nonce}-{signature}",
        "another time": f"{owner_id}-{until}-{'0' * 16}-{signature}",
        "another signature": f"{claim}-{'0' * 64}",
        "a session's token": "a" * 43,
        "nothing": "",
    }[how]


@pytest.mark.parametrize(
    "how",
    [
        "another account",
        "a later end",
        "another time",
        "another signature",
        "a session's token",
        "nothing",
    ],
)
def test_half_a_sign_in_cannot_be_made_up(owner: Owner, how: str) -> None:
    browser = half()
    csrf = browser.csrf(CODE_DOOR)
    token = browser.cookies[HALF_WAY]
    browser.cookies.delete(HALF_WAY)
    browser.cookies.set(HALF_WAY, forged(token, how))

    page = browser.post(CODE_DOOR, data={"csrf": csrf, "code": owner.code()})

    assert page.status_code == 401
    assert not signed_in(browser)


def test_half_a_sign_in_is_over_after_ten_minutes(
    owner: Owner, monkeypatch: pytest.MonkeyPatch
) -> None:
    browser = half()
    csrf = browser.csrf(CODE_DOOR)
    later = second_step.now() + timedelta(seconds=second_step.WITHIN + 1)
    monkeypatch.setattr(second_step, "now", lambda: later)

    page = browser.post(CODE_DOOR, data={"csrf": csrf, "code": owner.code()})

    assert page.status_code == 401
    assert "That took too long. Please sign in again." in page.text
    assert 'id="password"' in page.text


def test_another_password_ends_half_a_sign_in(owner: Owner) -> None:
    browser = half()
    csrf = browser.csrf(CODE_DOOR)
    with database.transaction() as session:
        service.set_password(session, owner.id, "another hash")

    page = browser.post(CODE_DOOR, data={"csrf": csrf, "code": owner.code()})

    assert page.status_code == 401


def test_where_it_was_turned_off_meanwhile_one_signs_in_again(owner: Owner) -> None:
    browser = half()
    with database.transaction() as session:
        two_step.turn_off(session, owner.id)

    assert browser.get(CODE_DOOR).headers["location"] == "/sign-in"
    assert browser.sign_in("ana").headers["location"] == "/inbox"


def test_a_wrong_password_looks_the_same_with_and_without_a_second_step(
    owner: Owner,
) -> None:
    Browser().sign_up("ben")

    pages = [Browser().sign_in(name, "wrong password") for name in ("ana", "ben")]

    texts = {
        page.text.replace(hidden(page, "csrf"), "").replace("ben@", "ana@")
        for page in pages
    }
    assert len(texts) == 1


def test_the_session_of_somebody_else_in_this_browser_lasts_until_the_code(
    owner: Owner,
) -> None:
    browser = Browser()
    browser.sign_up("ben")
    bens = browser.session
    sent = {"email": "ana@example.com", "password": PASSWORD}
    browser.post("/sign-in", data={"csrf": browser.csrf("/sign-out"), **sent})
    assert browser.session == bens

    give(browser, owner.code())

    with database.reading() as session:
        assert queries.signed_in(session, bens) is None
        found = queries.signed_in(session, browser.session)
    assert found
    assert found.owner_id == owner.id


def test_after_a_few_wrong_codes_the_password_is_asked_again(owner: Owner) -> None:
    browser = half()
    csrf = browser.csrf(CODE_DOOR)
    kept = browser.cookies[HALF_WAY]
    for _ in range(second_step.EACH_TIME.times):
        assert give(browser, owner.wrong()).status_code == 403

    page = give(browser, owner.code())

    assert page.status_code == 401
    assert "Too many wrong codes. Please sign in again." in page.text
    assert browser.cookies.get(HALF_WAY) is None
    assert kinds(owner.id)[0] == "code_wrong"

    browser.cookies.set(HALF_WAY, kept)
    again = browser.post(CODE_DOOR, data={"csrf": csrf, "code": owner.code()})
    assert again.status_code == 401


def test_somebody_who_knows_the_password_cannot_guess_on_all_day(
    owner: Owner, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(second_step, "A_DAY", Limit("second-step-daily", 3, 86_400))
    thief = half()
    for _ in range(3):
        give(thief, owner.wrong())

    page = give(half(), owner.code())

    assert page.status_code == 429
    assert int(page.headers["retry-after"]) > 80_000


def test_while_others_guess_the_owner_gets_in_from_a_browser_it_knows(
    owner: Owner, monkeypatch: pytest.MonkeyPatch
) -> None:
    home = half()
    give(home, owner.code())
    home.fill("/sign-out")
    monkeypatch.setattr(second_step, "A_DAY", Limit("second-step-daily", 1, 86_400))
    monkeypatch.setattr(
        second_step, "FROM_HERE", Limit("second-step-from-here", 1, 900)
    )
    give(half(), owner.wrong())
    assert give(half(), owner.code()).status_code == 429

    assert give(half(home), owner.code()).status_code == 303


def test_while_others_guess_a_recovery_code_lets_the_owner_in_elsewhere(
    owner: Owner, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(second_step, "A_DAY", Limit("second-step-daily", 1, 86_400))
    give(half(), owner.wrong())
    assert give(half(), owner.code()).status_code == 429

    assert give(half(), owner.codes[0]).status_code == 303


def test_the_owner_hears_a_few_times_a_day_that_their_password_is_known(
    owner: Owner, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(second_step, "EACH_TIME", Limit("second-step", 0, 600))

    for _ in range(second_step.NOTED.times + 2):
        give(half(), owner.wrong())

    assert kinds(owner.id).count("code_wrong") == second_step.NOTED.times


def test_wrong_passwords_of_strangers_are_no_lines_in_the_log(owner: Owner) -> None:
    before = kinds(owner.id)

    for _ in range(5):
        Browser().sign_in("ana", "a guess")

    assert kinds(owner.id) == before


def test_of_twenty_browsers_with_one_code_one_gets_in(
    owner: Owner, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("FROM_HERE", "A_DAY"):
        limit = getattr(second_step, name)
        more = Limit(limit.name, 1000, limit.seconds)
        monkeypatch.setattr(second_step, name, more)
    browsers = [half() for _ in range(20)]
    code = owner.code()
    ready = [(browser, browser.csrf(CODE_DOOR)) for browser in browsers]

    def give_it(one: tuple[Browser, str]) -> int:
        browser, csrf = one
        sent = browser.post(CODE_DOOR, data={"csrf": csrf, "code": code})
        return int(sent.status_code)

    with ThreadPoolExecutor(20) as crowd:
        answers = list(crowd.map(give_it, ready))

    assert sorted(answers) == [303] + [403] * 19
    with database.reading() as session:
        kept = session.exec(
            select(BrowserSession).where(BrowserSession.account_id == owner.id)
        )
        assert len(kept.all()) == 2  # and the one of signing up


@pytest.mark.parametrize(
    "odd", ["", "\u202e123456", "💥", "a" * 60_000, "<script>", "%00", "1 2 3 4 5 6"]
)
def test_odd_codes_are_merely_wrong(owner: Owner, odd: str) -> None:
    page = give(half(), odd)

    assert page.status_code == 403
    assert "<script" not in page.text


@pytest.mark.parametrize(
    ("body", "status"),
    [
        (b"code=a%00b", 400),
        (b"code=%ED%A0%80", 400),
        (b"code=1&code=2", 400),
        (b"code=" + b"1" * 70_000, 413),
        (b"", 403),
    ],
)
def test_odd_bodies_get_a_sentence(owner: Owner, body: bytes, status: int) -> None:
    kind = {"content-type": "application/x-www-form-urlencoded"}

    page = half().post(CODE_DOOR, content=body, headers=kind)

    assert page.status_code == status
    assert page.text.count("<h1") == 1


def test_no_code_or_secret_is_in_an_address_or_a_log(
    owner: Owner, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(0)
    browser = half()
    token, code = browser.cookies[HALF_WAY], owner.code()
    answer = give(browser, code)

    said = caplog.text + str(answer.headers.get("location"))
    assert code not in re.findall(r"\d{6}", said)
    assert token not in said
    assert not any(code in said for code in owner.codes)


@pytest.mark.parametrize("public_url", ["https://todo.example.com"])
def test_the_half_way_cookie_is_as_strict_as_the_others(
    owner: Owner, setting: Any, public_url: str
) -> None:
    setting("TASKPAL_PUBLIC_URL", public_url)

    answer = Browser(public_url).sign_in("ana")

    [cookie] = answer.headers.get_list("set-cookie")
    flags = {part.strip().lower() for part in cookie.split(";")[1:]}
    assert cookie.startswith("__Host-taskpal_half_way=")
    assert {"httponly", "samesite=lax", "path=/", "secure", "max-age=600"} <= flags


def test_a_removed_account_cannot_finish_signing_in(owner: Owner) -> None:
    browser = half()
    csrf = browser.csrf(CODE_DOOR)
    with database.transaction() as session:
        session.delete(session.get_one(Account, owner.id))

    page = browser.post(CODE_DOOR, data={"csrf": csrf, "code": owner.code()})

    assert page.status_code == 401

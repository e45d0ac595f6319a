import re
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from hashlib import sha256
from typing import Any

import pytest
import sqlalchemy as sa
from sqlmodel import select

from taskpal import database, security
from taskpal.accounts import log, queries
from taskpal.accounts.models import Account, BrowserSession, OwnerId
from taskpal.accounts.preferences import queries as preferences
from taskpal.settings import PROJECT
from tests.accounts.conftest import PASSWORD, Browser, attributes, hidden


def version(name: str) -> str:
    """By which browsers know that the file is another."""
    return sha256((PROJECT / "assets" / name).read_bytes()).hexdigest()[:12]


def sessions() -> list[BrowserSession]:
    with database.reading() as session:
        return list(session.exec(select(BrowserSession)).all())


def test_someone_signs_up_out_and_in_again(browser: Browser) -> None:
    assert browser.get("/").status_code == 200
    joined = browser.sign_up("ana")
    assert (joined.status_code, joined.headers["location"]) == (303, "/inbox")
    assert browser.get("/").headers["location"] == "/inbox"

    left = browser.fill("/sign-out")
    assert (left.status_code, left.headers["location"]) == (303, "/sign-in")
    assert browser.session is None
    assert sessions() == []

    back = browser.sign_in("ana")
    assert (back.status_code, back.headers["location"]) == (303, "/inbox")
    assert browser.session


def test_signing_in_goes_on_to_the_page_that_asked(browser: Browser) -> None:
    goal = "/oauth/authorize?response_type=code&scope=&state=a%2Fb%20c"
    page = browser.get("/sign-in", params={"next": goal})

    assert hidden(page, "next") == goal
    joined = browser.sign_up("ana", next=goal)
    assert joined.headers["location"] == goal


def test_sign_in_and_sign_up_link_to_one_another_keeping_where_one_goes(
    browser: Browser,
) -> None:
    for door, other in (("/sign-in", "/sign-up"), ("/sign-up", "/sign-in")):
        page = browser.get(door, params={"next": "/device?a=1&b=2"})

        assert f'href="{other}?next=/device%3Fa%3D1%26b%3D2"' in page.text


def test_a_hostile_next_leads_to_the_inbox(browser: Browser) -> None:
    page = browser.get("/sign-in?next=//evil.example")
    twice = browser.get("/sign-in?next=/todo/1&next=//evil.example")
    joined = browser.sign_up("ana", next="//evil.example")

    assert hidden(page, "next") == hidden(twice, "next") == "/inbox"
    assert joined.headers["location"] == "/inbox"


def test_who_is_signed_in_is_sent_on_from_the_doors(browser: Browser) -> None:
    browser.sign_up("ana")

    for door in ("/sign-in", "/sign-up"):
        seen = browser.get(door, params={"next": "/todo/1"})
        assert (seen.status_code, seen.headers["location"]) == (303, "/todo/1")


def test_a_wrong_password_keeps_the_address_and_never_the_password(
    browser: Browser,
) -> None:
    browser.sign_up("ana")
    stranger = Browser()

    page = stranger.sign_in("ana", "not it, sorry")

    assert page.status_code == 401
    assert 'role="alert"' in page.text
    assert 'value="ana@example.com"' in attributes(page, "email")
    assert "autofocus" in attributes(page, "password")
    assert "not it, sorry" not in page.text
    assert stranger.session is None


def test_an_unknown_address_and_a_wrong_password_look_the_same(
    browser: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    browser.sign_up("ana")
    checked: list[str] = []
    real = security.bcrypt.checkpw

    def counting(password: bytes, hashed: bytes) -> bool:
        checked.append(hashed[:7].decode())
        return real(password, hashed)

    monkeypatch.setattr(security.bcrypt, "checkpw", counting)
    pages = [Browser().sign_in(name, "wrong password") for name in ("ana", "nobody")]

    texts = {
        page.text.replace(hidden(page, "csrf"), "").replace("nobody", "ana")
        for page in pages
    }
    assert [page.status_code for page in pages] == [401, 401]
    assert len(texts) == 1
    assert checked == ["$2b$04$", "$2b$04$"]  # one hash each, of the same cost


def test_blank_fields_are_named_and_cost_no_hashing(
    browser: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(security, "check_password", None)

    page = browser.fill("/sign-in", email=" ", password="")

    assert page.status_code == 422
    assert "Enter your email address." in page.text
    assert "Enter your password." in page.text


def test_what_is_wrong_stands_beside_its_field(browser: Browser) -> None:
    page = browser.fill("/sign-up", name="Ana", email="ana@", password="short")

    assert page.status_code == 422
    assert "<title>Error: Create your account" in page.text
    email = attributes(page, "email")
    assert 'aria-invalid="true"' in email
    assert 'aria-describedby="email-problem"' in email
    assert "autofocus" in email
    assert 'value="ana@"' in email
    assert 'value="Ana"' in attributes(page, "name")
    assert 'id="password-problem">Use at least 8 characters.' in page.text
    assert "short" not in page.text


def test_what_was_typed_cannot_become_markup(browser: Browser) -> None:
    page = browser.fill("/sign-up", email='"><script>alert(1)</script>', password="x")

    assert "<script>" not in page.text


@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        ("Asia/Tokyo", "Asia/Tokyo"),
        ("", None),
        ("Mars/Olympus_Mons", None),
        ("x" * 5000, None),
        ("../../etc/passwd", None),
    ],
)
def test_a_new_account_lives_in_the_zone_its_browser_says(
    browser: Browser, sent: str, kept: str | None
) -> None:
    joined = browser.sign_up("ana", zone=sent)

    assert joined.status_code == 303
    with database.reading() as session:
        account = session.exec(select(Account)).one()
        assert preferences.row(session, OwnerId(account.id)).zone == kept


def test_signing_up_with_an_address_in_use_says_so(browser: Browser) -> None:
    browser.sign_up("ana")

    page = Browser().sign_up("ANA")

    assert page.status_code == 422
    assert "There is already an account with this address." in page.text


def test_two_who_sign_up_at_once_get_one_account_and_one_sentence(
    db: None,
) -> None:
    browsers = [Browser() for _ in range(4)]
    with ThreadPoolExecutor(4) as crowd:
        pages = list(crowd.map(lambda one: one.sign_up("ana"), browsers))

    assert sorted(page.status_code for page in pages) == [303, 422, 422, 422]
    with database.reading() as session:
        assert len(session.exec(select(Account)).all()) == 1


def test_where_sign_up_is_closed_the_page_says_so(
    browser: Browser, setting: Any
) -> None:
    setting("TASKPAL_SIGN_UP", "closed")

    page = browser.get("/sign-up")
    sent = browser.post(
        "/sign-up",
        data={
            "csrf": browser.csrf("/sign-in"),
            "email": "ana@example.com",
            "password": PASSWORD,
        },
    )

    assert page.status_code == sent.status_code == 403
    assert "Sign-up is closed" in page.text
    assert "Sign-up is closed" in sent.text
    assert 'href="/sign-up"' not in browser.get("/").text


def test_each_sign_in_makes_a_new_session_and_ends_the_one_before(
    browser: Browser,
) -> None:
    browser.sign_up("ana")
    first = browser.session
    with_csrf = {"csrf": browser.csrf("/sign-out")}

    browser.post(
        "/sign-in",
        data={**with_csrf, "email": "ana@example.com", "password": PASSWORD},
    )

    assert browser.session not in {None, first}
    with database.reading() as session:
        assert queries.signed_in(session, first) is None
        assert queries.signed_in(session, browser.session)


def test_a_planted_session_cookie_is_never_adopted(browser: Browser) -> None:
    browser.cookies.set("taskpal_session", "x" * 43)

    browser.sign_up("ana")

    planted = Browser()
    planted.cookies.set("taskpal_session", "x" * 43)
    assert planted.get("/").status_code == 200


@pytest.mark.parametrize("door", ["/sign-in", "/sign-up"])
@pytest.mark.parametrize("token", ["", "0" * 64, "ü"])
def test_a_form_that_was_not_ours_is_refused_with_a_fresh_one(
    browser: Browser, door: str, token: str
) -> None:
    sent = {"csrf": token, "email": "ana@example.com", "password": PASSWORD}
    page = browser.post(door, data=sent)

    assert page.status_code == 403
    assert "This form is out of date. Please send it again." in page.text
    again = browser.post(door, data={**sent, "csrf": hidden(page, "csrf")})
    assert again.status_code in {303, 401}


def test_a_token_of_another_browser_is_refused(browser: Browser) -> None:
    stolen = Browser().csrf("/sign-in")
    browser.get("/sign-in")

    page = browser.post(
        "/sign-in", data={"csrf": stolen, "email": "a@b", "password": "x"}
    )

    assert page.status_code == 403


def test_signing_out_needs_a_form_of_this_very_session(browser: Browser) -> None:
    browser.sign_up("ana")
    other = Browser()
    other.sign_up("ben")

    page = browser.post("/sign-out", data={"csrf": other.csrf("/sign-out")})

    assert page.status_code == 403
    assert browser.get("/").headers["location"] == "/inbox"


def test_looking_at_sign_out_does_not_sign_out(browser: Browser) -> None:
    browser.sign_up("ana")

    page = browser.get("/sign-out")

    assert "ana@example.com" in page.text
    assert browser.get("/").headers["location"] == "/inbox"


def test_signing_out_twice_is_no_error(browser: Browser) -> None:
    for answer in (
        browser.get("/sign-out"),
        browser.post("/sign-out", data={"csrf": ""}),
    ):
        assert (answer.status_code, answer.headers["location"]) == (303, "/sign-in")


@pytest.mark.parametrize(
    ("public_url", "prefix", "secure"),
    [
        ("http://localhost:3000", "", False),
        ("https://todo.example.com", "__Host-", True),
    ],
)
def test_cookies_are_as_strict_as_the_address_allows(
    db: None, setting: Any, public_url: str, prefix: str, secure: bool
) -> None:
    setting("TASKPAL_PUBLIC_URL", public_url)
    browser = Browser(public_url)
    shown = browser.get("/sign-up")

    joined = browser.sign_up("ana")

    cookies = [*shown.headers.get_list("set-cookie")]
    cookies += joined.headers.get_list("set-cookie")
    assert {cookie.partition("=")[0] for cookie in cookies} == {
        f"{prefix}taskpal_{name}" for name in ("form", "session", "known")
    }
    for cookie in cookies:
        flags = {part.strip().lower() for part in cookie.split(";")[1:]}
        assert {"httponly", "samesite=lax", "path=/"} <= flags
        assert ("secure" in flags) is secure
        assert not any(flag.startswith("domain") for flag in flags)


@pytest.mark.parametrize("door", ["/", "/sign-in", "/nowhere"])
def test_pages_run_no_scripts(browser: Browser, door: str) -> None:
    page = browser.get(door)

    assert "script-src" not in page.headers["content-security-policy"]
    assert "<script" not in page.text


def test_the_page_of_signing_up_runs_one_script_of_ours(browser: Browser) -> None:
    page = browser.get("/sign-up")

    assert page.headers["content-security-policy"].endswith("; script-src 'self'")
    assert re.findall("<script[^>]*>", page.text) == [
        f'<script src="/plain/zone.js?v={version("plain/zone.js")}" defer>'
    ]


@pytest.mark.parametrize("door", ["/", "/sign-in", "/sign-up", "/nowhere"])
def test_pages_may_not_be_framed_or_kept(browser: Browser, door: str) -> None:
    page = browser.get(door)

    policy = page.headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "frame-ancestors 'none'" in policy
    assert "unsafe" not in policy
    assert page.headers["cache-control"] == "no-store"
    assert " style=" not in page.text
    assert page.text.count("<h1") == 1


def test_a_head_request_is_answered_like_a_get(browser: Browser) -> None:
    for door in ("/", "/sign-in", "/sign-up"):
        assert browser.head(door).status_code == 200


HOSTILE = {
    "NUL": (b"email=a%00b&password=x", 400),
    "a lone surrogate": (b"email=%ED%A0%80&password=x", 400),
    "no UTF-8": (b"email=\xff&password=x", 400),
    "a field twice": (b"email=a&email=b", 400),
    "a thousand fields": (b"&".join(b"f%d=1" % n for n in range(1000)), 400),
    "a body of 70 kB": (b"email=" + b"a" * 70_000, 413),
    "a body of 1 MiB": (b"email=" + b"a" * 1_048_576, 413),
    "nothing": (b"", 403),
    "not even a form": (b"\x00\x01;;&&==", 400),
}


@pytest.mark.parametrize("door", ["/sign-in", "/sign-up", "/sign-out"])
@pytest.mark.parametrize("what", HOSTILE)
def test_odd_bodies_get_a_sentence(browser: Browser, door: str, what: str) -> None:
    body, status = HOSTILE[what]
    if door == "/sign-out":
        browser.sign_up("ana")

    page = browser.post(
        door,
        content=body,
        headers={"content-type": "application/x-www-form-urlencoded"},
    )

    assert page.status_code == status
    assert page.text.count("<h1") == 1


@pytest.mark.parametrize("kind", ["application/json", "multipart/form-data", ""])
def test_only_forms_are_taken(browser: Browser, kind: str) -> None:
    page = browser.post("/sign-in", content=b"{}", headers={"content-type": kind})

    assert page.status_code == 415
    assert "<h1" in page.text


@pytest.mark.parametrize(
    "cookie",
    [
        "taskpal_session=",
        "taskpal_session=" + "a" * 5000,
        "taskpal_session=\xff\xfe",
        "taskpal_session=" + "a" * 43 + "; taskpal_session=" + "b" * 43,
        "taskpal_session",
        ";;;===;",
        "taskpal_form=<>; taskpal_known=\x7f",
    ],
)
def test_odd_cookies_mean_that_nobody_is_signed_in(
    browser: Browser, cookie: str
) -> None:
    page = browser.get("/", headers={"cookie": cookie.encode("latin-1")})

    assert page.status_code == 200


def test_two_session_cookies_at_once_count_as_none(browser: Browser) -> None:
    browser.sign_up("ana")
    both = f"taskpal_session={'x' * 43}; taskpal_session={browser.session}"

    page = Browser().get("/", headers={"cookie": both})

    assert page.status_code == 200


def test_odd_values_in_fields_are_refused_or_merely_wrong(browser: Browser) -> None:
    for odd in ("\u202eana@example.com", "a" * 25_000, "\x07", "\ufffe@b", "💥"):
        assert browser.fill("/sign-up", email=odd, password=odd).status_code == 422
        assert browser.fill("/sign-in", email=odd, password=odd).status_code == 401


def test_who_is_signed_in_is_found_by_one_query(browser: Browser) -> None:
    browser.sign_up("ana")
    said: list[str] = []

    def listen(*given: Any) -> None:
        said.append(given[2])

    sa.event.listen(database.engine(), "before_cursor_execute", listen)
    browser.get("/")
    sa.event.remove(database.engine(), "before_cursor_execute", listen)

    assert len([sql for sql in said if sql.startswith("SELECT")]) == 1


def test_using_it_puts_off_the_end_of_a_session(browser: Browser) -> None:
    browser.sign_up("ana")
    with database.transaction() as session:
        [kept] = session.exec(select(BrowserSession)).all()
        kept.expires_at -= timedelta(days=2)

    browser.get("/")

    assert sessions()[0].expires_at > kept.expires_at + timedelta(days=1)


def test_the_log_tells_what_happened_with_which_browser_and_from_where(
    browser: Browser,
) -> None:
    browser.headers["user-agent"] = "Firefox/140.0 (X11; Linux)"
    browser.sign_up("ana")
    browser.fill("/sign-out")
    browser.sign_in("ana")

    with database.reading() as session:
        found = queries.credentials(session, "ana@example.com")
        assert found
        lines = log.lines(session, found.owner_id)
    assert [line.kind for line in reversed(lines)] == [
        *("signed_up", "signed_in", "signed_out", "signed_in")
    ]
    assert {line.user_agent for line in lines} == {"Firefox/140.0 (X11; Linux)"}
    assert all(line.address for line in lines)
    assert sessions()[0].address == lines[0].address


def test_a_password_that_is_tried_first_is_refused_beside_its_field(
    browser: Browser,
) -> None:
    page = browser.fill("/sign-up", email="ana@example.com", password="password1")

    assert page.status_code == 422
    assert 'id="password-problem">This password is easy to guess.' in page.text

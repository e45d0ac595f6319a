"""The plain pages of the settings: who may, who may not, and what then happens."""

import re

import pytest
from sqlalchemy import inspect, text

from taskpal import database
from taskpal.accounts.models import OwnerId
from taskpal.oauth import service as oauth
from taskpal.todos import service as todos
from taskpal.todos.schemas import NewTodo
from tests.account_settings.conftest import Person, hidden, is_signed_in, join
from tests.accounts.conftest import Browser, Clock
from tests.oauth import actors

NEW = "another quiet afternoon"
DOORS = [
    "/settings/password",
    "/settings/two-step",
    "/settings/two-step/off",
    "/settings/recovery-codes",
    "/settings/sign-out",
    "/settings/export",
    "/settings/delete",
]
POSTS = [*DOORS, "/settings/two-step/confirm"]
ASKS_FOR_THE_PASSWORD = [
    door
    for door in DOORS
    if door not in {"/settings/export", "/settings/two-step/confirm"}
]
FORM = {"content-type": "application/x-www-form-urlencoded"}


def token_of(owner_id: OwnerId) -> str:
    with database.transaction() as session:
        return oauth.make_personal_token(session, owner_id, "todos:read")


def works(token: str) -> bool:
    headers = {"Authorization": f"Bearer {token}"}
    return bool(actors.anyone().get("/api/todos", headers=headers).status_code == 200)


def change_password(person: Person, **typed: str) -> object:
    sent = {"new": NEW, "again": NEW} | typed
    return person.send("/settings/password", **sent)


# ---- Every page ----------------------------------------------------------------------


@pytest.mark.parametrize("door", POSTS)
def test_who_is_signed_out_signs_in_and_comes_back(db: None, door: str) -> None:
    nobody = Browser()

    shown, sent = nobody.get(door), nobody.post(door, data={"csrf": "x"})

    if not door.endswith("confirm"):
        assert shown.status_code == 303
        assert shown.headers["location"] == f"/sign-in?next={door}"
    assert (sent.status_code, sent.headers["location"]) == (
        303,
        f"/sign-in?next={door}",
    )


@pytest.mark.parametrize("door", POSTS)
@pytest.mark.parametrize("token", ["", "0" * 64, "ü"])
def test_a_form_that_was_not_ours_is_refused(
    ana: Person, door: str, token: str
) -> None:
    page = ana.browser.post(
        door, data={"csrf": token, "password": ana.password, "new": NEW, "again": NEW}
    )

    assert page.status_code == 403
    assert "This form is out of date." in page.text
    assert ana.log == ["signed_in", "signed_up"]


@pytest.mark.parametrize("door", POSTS)
def test_a_form_of_bens_browser_is_refused_in_anas(
    ana: Person, ben: Person, door: str
) -> None:
    stolen = ben.browser.csrf("/settings/password")

    page = ana.browser.post(door, data={"csrf": stolen, "password": ana.password})

    assert page.status_code == 403


@pytest.mark.parametrize("door", DOORS)
def test_a_page_may_not_be_framed_kept_or_run_scripts(ana: Person, door: str) -> None:
    page = ana.browser.get(door)

    assert page.status_code == ana.browser.head(door).status_code == 200
    assert "default-src 'none'" in page.headers["content-security-policy"]
    assert "frame-ancestors 'none'" in page.headers["content-security-policy"]
    assert page.headers["cache-control"] == "no-store"
    assert "<script" not in page.text
    assert " style=" not in page.text
    assert page.text.count("<h1") == 1


@pytest.mark.parametrize("door", ASKS_FOR_THE_PASSWORD)
def test_a_wrong_password_changes_nothing(ana: Person, door: str) -> None:
    for typed in ("", "not it", "x" * 50_000):
        page = ana.send(door, password=typed, new=NEW, again=NEW)

        assert page.status_code == 403
        assert "This is not your password." in page.text

    assert ana.log == ["signed_in", "signed_up"]


def test_guessing_at_an_open_browser_is_slowed_down_and_ana_elsewhere_is_not(
    ana: Person,
) -> None:
    other = ana.at_another_browser()
    door = "/settings/recovery-codes"
    csrf = ana.browser.csrf(door)

    pages = [
        ana.browser.post(door, data={"csrf": csrf, "password": "guess"})
        for _ in range(11)
    ]

    assert [page.status_code for page in pages] == [403] * 10 + [429]
    assert int(pages[-1].headers["retry-after"]) > 0
    assert "Too many attempts" in pages[-1].text
    assert other.fill("/settings/sign-out", password=ana.password).status_code == 303


HOSTILE = {
    "NUL": b"password=a%00b",
    "a lone surrogate": b"password=%ED%A0%80",
    "no UTF-8": b"password=\xff",
    "a field twice": b"password=a&password=b",
    "a thousand fields": b"&".join(b"f%d=1" % n for n in range(1000)),
    "a body of 70 kB": b"password=" + b"a" * 70_000,
    "not even a form": b"\x00\x01;;&&==",
}


@pytest.mark.parametrize("door", POSTS)
def test_odd_bodies_get_a_sentence(ana: Person, door: str) -> None:
    for what, body in HOSTILE.items():
        page = ana.browser.post(door, content=body, headers=FORM)

        assert page.status_code in {400, 413}, what
        assert page.text.count("<h1") == 1


@pytest.mark.parametrize("door", POSTS)
def test_odd_values_never_fail(ana: Person, door: str) -> None:
    names = ("password", "new", "again", "code", "setup", "scope", "username")
    csrf = ana.browser.csrf("/settings/password")

    for value in ("\u202e", "9" * 5000, "<b>", "'; --", "🔑", " "):
        page = ana.browser.post(door, data=dict.fromkeys(names, value) | {"csrf": csrf})

        assert page.status_code < 500
        assert "<b>" not in page.text


# ---- The password --------------------------------------------------------------------


def test_a_new_password_takes_the_place_of_the_old(ana: Person) -> None:
    answer = change_password(ana)

    assert answer.status_code == 303
    assert answer.headers["location"].startswith("/settings?done=password.")
    assert is_signed_in(ana.browser)
    assert Browser().sign_in("ana").status_code == 401
    assert Browser().sign_in("ana", NEW).status_code == 303
    assert "password_changed" in ana.log


def test_a_new_password_ends_every_other_browser_and_every_token(
    ana: Person, ben: Person
) -> None:
    other, copied = ana.at_another_browser(), Browser()
    copied.cookies.set("taskpal_session", ana.browser.session or "")
    anas, bens = token_of(ana.id), token_of(ben.id)
    assert works(anas)

    change_password(ana)

    assert is_signed_in(ana.browser)
    assert not is_signed_in(other)
    assert not is_signed_in(copied), "a copy of this browser's cookie still works"
    assert not works(anas)
    assert works(bens)
    assert is_signed_in(ben.browser)


def test_an_app_that_was_let_in_is_out_after_a_new_password(ana: Person) -> None:
    app = actors.gpt(ana.id)
    given = app.tokens(ana.browser)
    assert works(given["access_token"])

    change_password(ana)

    assert not works(given["access_token"])
    assert app.refresh(given["refresh_token"]).status_code == 400


@pytest.mark.parametrize(
    ("new", "again", "sentence"),
    [
        ("short", "short", "Use at least 8 characters."),
        (NEW, NEW + "!", "These two are not the same."),
        (NEW, "", "These two are not the same."),
    ],
)
def test_a_password_that_cannot_be_one_is_told_beside_its_field(
    ana: Person, new: str, again: str, sentence: str
) -> None:
    page = change_password(ana, new=new, again=again)

    assert page.status_code == 422
    assert sentence in page.text
    assert page.text.count('aria-invalid="true"') == 1
    assert NEW not in page.text
    assert Browser().sign_in("ana").status_code == 303


def test_what_was_typed_is_never_shown_again(ana: Person) -> None:
    page = change_password(ana, password="a secret slip", code="123456")

    assert "a secret slip" not in page.text
    assert NEW not in page.text


# ---- Signing out ---------------------------------------------------------------------


def test_signing_out_everywhere_else_keeps_this_browser(
    ana: Person, ben: Person
) -> None:
    other = ana.at_another_browser()

    answer = ana.send("/settings/sign-out", scope="elsewhere")

    assert answer.headers["location"].startswith("/settings?done=elsewhere.")
    assert is_signed_in(ana.browser)
    assert not is_signed_in(other)
    assert is_signed_in(ben.browser)


def test_signing_out_everywhere_ends_this_browser_too(ana: Person) -> None:
    other = ana.at_another_browser()

    answer = ana.send("/settings/sign-out", scope="everywhere")

    assert answer.headers["location"] == "/sign-in"
    assert ana.browser.session is None
    assert not is_signed_in(other)


# ---- Two steps -----------------------------------------------------------------------


def test_two_steps_are_set_up_with_the_apps_first_code(
    ana: Person, clock: Clock
) -> None:
    codes = ana.turn_on_two_steps(clock)

    assert codes.status_code == 200
    assert codes.headers["cache-control"] == "no-store"
    assert len(set(ana.recovery_codes)) == 10
    assert ana.browser.get("/settings/two-step").text.count("10 recovery codes") == 1
    assert "two_step_on" in ana.log


def test_the_secret_takes_the_password_and_is_a_picture_without_script(
    ana: Person, clock: Clock
) -> None:
    scan = ana.send("/settings/two-step")

    assert "<svg" in scan.text
    assert "otpauth://totp/TaskPal:ana%40example.com?secret=" in scan.text
    assert " style=" not in scan.text
    assert "<script" not in scan.text


def test_a_wrong_first_code_shows_the_same_secret_again(
    ana: Person, clock: Clock
) -> None:
    scan = ana.send("/settings/two-step")
    sent = {"csrf": hidden(scan, "csrf"), "setup": hidden(scan, "setup")}

    page = ana.browser.post("/settings/two-step/confirm", data=sent | {"code": "1"})

    assert page.status_code == 403
    assert "This code is wrong" in page.text
    assert hidden(page, "setup") == sent["setup"]


def test_nobody_sees_or_confirms_a_secret_that_another_browser_was_shown(
    ana: Person, clock: Clock
) -> None:
    other = ana.at_another_browser()
    scan = ana.send("/settings/two-step")
    setup = hidden(scan, "setup")

    for guess in ("", setup):
        page = other.post(
            "/settings/two-step/confirm",
            data={"csrf": other.csrf("/settings/two-step"), "setup": guess},
        )

        assert page.status_code == 409
        assert "otpauth" not in page.text


def test_with_two_steps_on_each_page_asks_for_a_code_too(
    ana: Person, clock: Clock
) -> None:
    ana.turn_on_two_steps(clock)

    for door in ASKS_FOR_THE_PASSWORD:
        if door != "/settings/two-step":
            page = ana.send(door, new=NEW, again=NEW)
            assert page.status_code == 403, door
            assert "This code is wrong or was used already." in page.text

    assert ana.log[0] == "two_step_on"


def test_a_code_is_good_for_one_thing_only(ana: Person, clock: Clock) -> None:
    ana.turn_on_two_steps(clock)
    code = ana.code(clock)

    first = ana.send("/settings/recovery-codes", code=code)
    again = ana.send("/settings/two-step/off", code=code)

    assert first.status_code == 200
    assert again.status_code == 403


def test_new_recovery_codes_replace_the_old(ana: Person, clock: Clock) -> None:
    ana.turn_on_two_steps(clock)
    old = ana.recovery_codes[0]

    ana.send("/settings/recovery-codes", code=ana.code(clock))
    refused = ana.send("/settings/two-step/off", code=old)

    assert refused.status_code == 403


def test_a_recovery_code_turns_two_steps_off(ana: Person, clock: Clock) -> None:
    ana.turn_on_two_steps(clock)

    answer = ana.send("/settings/two-step/off", code=ana.recovery_codes[3])

    assert answer.headers["location"].startswith("/settings?done=off.")
    assert Browser().sign_in("ana").headers["location"] == "/inbox"
    assert "two_step_off" in ana.log


def test_turning_off_what_is_off_says_so(ana: Person) -> None:
    for door in ("/settings/two-step/off", "/settings/recovery-codes"):
        page = ana.send(door)

        assert page.status_code == 409
        assert "Two-step sign-in is not on." in page.text


def test_setting_up_twice_says_that_it_is_on(ana: Person, clock: Clock) -> None:
    ana.turn_on_two_steps(clock)

    page = ana.browser.post(
        "/settings/two-step",
        data={
            "csrf": ana.browser.csrf("/settings/password"),
            "password": ana.password,
            "code": ana.code(clock),
        },
    )

    assert page.status_code == 409
    assert "Two-step sign-in is on already." in page.text


# ---- Leaving -------------------------------------------------------------------------


def test_the_page_says_what_goes(ana: Person, ben: Person) -> None:
    app = actors.gpt(ana.id)
    app.tokens(ben.browser)
    token_of(ana.id)
    with database.transaction() as session:
        for title in ("One", "Two", "Three"):
            todo = todos.add(session, ana.id, NewTodo(title=title))
        todos.delete(session, ana.id, todo.id)

    page = ana.browser.get("/settings/delete")

    said = re.findall(r"<li>(.*?)</li>", page.text)
    assert said == [
        "2 todos, and 1 in the trash",
        "1 app you set up, with the access of 1 other person",
        "1 token",
        "your account, and its log",
    ]


def test_nothing_of_a_deleted_account_is_left_in_any_table(
    ben: Person, clock: Clock
) -> None:
    theirs, bens = actors.gpt(ben.id), token_of(ben.id)
    before = rows()
    ana = join("ana")
    ana.turn_on_two_steps(clock)
    token_of(ana.id)
    mine = actors.gpt(ana.id)
    for app, person in ((mine, ana), (mine, ben), (theirs, ana)):
        app.tokens(person.browser)
    with database.transaction() as session:
        todos.add(session, ana.id, NewTodo(title="Buy milk"))

    page = ana.send("/settings/delete", code=ana.code(clock))

    assert page.status_code == 200
    assert "Your account is gone" in page.text
    assert ana.browser.session is None
    assert rows() == before
    assert Browser().sign_in("ana").status_code == 401
    assert works(bens)
    assert is_signed_in(ben.browser)


def test_the_token_of_a_deleted_account_is_refused(ana: Person) -> None:
    token = token_of(ana.id)

    ana.send("/settings/delete")

    assert not works(token)


def rows() -> dict[str, int]:
    """How many rows each table has; ben's own log may grow.

    Those of FTS5's own tables are pages; tests/todos/search/test_forgetting.py looks
    into them.
    """
    with database.reading() as session:
        tables = set(inspect(session.connection()).get_table_names())
        return {
            table: session.execute(text(f'SELECT count(*) FROM "{table}"')).scalar_one()
            for table in tables - {"account_event"}
            if not table.startswith("search_text_")
        }

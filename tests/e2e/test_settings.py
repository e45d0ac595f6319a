"""Somebody settles their account: what ends is over at once, wherever it is open."""

import json
import re

import httpx
import pytest
from playwright.sync_api import Page, expect

from taskpal.account_settings.archive import Export
from tests.e2e import people
from tests.e2e.conftest import OpenBrowser
from tests.e2e.dashboard import Dashboard
from tests.e2e.people import Person
from tests.e2e.scripts import Script
from tests.e2e.server import RunningServer
from tests.e2e.settings import Authenticator, Settings

NEW = "another quiet afternoon"


@pytest.fixture
def settings(anas_page: Page, ana: Person) -> Settings:
    return Settings(anas_page, ana).open()


def test_a_browser_that_signs_in_shows_up_and_can_be_signed_out_from_here(
    settings: Settings, open_browser: OpenBrowser, ana: Person
) -> None:
    expect(settings.browsers).to_have_count(2)  # she signed up in yet another one
    elsewhere = Dashboard(open_browser(ana).new_page()).open()
    expect(settings.browsers).to_have_count(3)
    expect(settings.browsers.first).to_contain_text("This browser")

    settings.browsers.nth(1).get_by_role("button", name=re.compile("^End")).click()
    settings.page.get_by_role("button", name="Sign out", exact=True).click()

    elsewhere.is_signed_out()
    expect(settings.browsers).to_have_count(2)
    expect(settings.log.first).to_contain_text("Signed another browser out")


def test_a_new_name_shows_at_once_in_every_tab_of_the_settings(
    settings: Settings, ana: Person
) -> None:
    other = Settings(settings.page.context.new_page(), ana).open()

    settings.page.get_by_role("textbox", name="Name").fill("Ana María")
    settings.page.get_by_role("button", name="Save").click()

    Dashboard(settings.page).told("Saved.")
    for tab in (settings, other):
        expect(tab.page.get_by_role("textbox", name="Name")).to_have_value("Ana María")
        expect(tab.page.get_by_role("navigation")).to_contain_text("Ana María")


def test_a_new_password_ends_what_is_open_elsewhere(
    settings: Settings, open_browser: OpenBrowser, ana: Person, server: RunningServer
) -> None:
    elsewhere = Dashboard(open_browser(ana).new_page()).open()
    beside = Dashboard(settings.page.context.new_page()).open()
    script = Script.of(server, ana)
    script.add("Buy milk")

    settings.change_password(NEW)

    settings.told("Your password was changed.")
    elsewhere.is_signed_out()
    answer = httpx.get(f"{server.url}/api/todos", headers=script._headers)
    assert answer.status_code == 401
    beside.page.goto("/inbox")  # the same browser is still signed in
    beside.shows("Buy milk")
    people.sign_in_by_form(elsewhere.page, Person(ana.name, ana.email, NEW))
    elsewhere.shows("Buy milk")


def test_two_steps_from_the_first_code_to_the_last_recovery(
    settings: Settings, ana: Person
) -> None:
    page, dashboard = settings.page, Dashboard(settings.page)
    app = Authenticator(settings.scan())
    recovery = settings.confirm(app.code())
    with page.expect_download() as download:
        page.get_by_role("link", name="Download").click()
    kept = download.value.path().read_text()
    assert all(code in kept for code in recovery)
    page.get_by_role("link", name="Done").click()
    expect(page.get_by_text("10 recovery codes left.")).to_be_visible()

    dashboard.sign_out()
    page.goto("/sign-in?next=/settings")
    people.sign_in_by_form(page, ana)
    page.get_by_label("Code from your authenticator app").fill(app.code(later=1))
    page.get_by_role("button", name="Sign in").click()
    expect(page).to_have_url(re.compile("/settings$"))

    dashboard.sign_out()
    people.sign_in_by_form(page, ana)
    page.get_by_role("link", name="Use a recovery code").click()
    page.get_by_label("Recovery code").fill(recovery[0])
    page.get_by_role("button", name="Sign in").click()
    expect(page).to_have_url(re.compile("/inbox$"))

    settings.open()
    expect(page.get_by_text("9 recovery codes left.")).to_be_visible()
    settings.go_to("Manage two-step sign-in")
    settings.go_to("Turn off")
    settings.send("Turn off", code=recovery[1])
    settings.told("Two-step sign-in is off.")


def test_everything_is_exported_and_then_deleted(
    settings: Settings, open_browser: OpenBrowser, ana: Person, server: RunningServer
) -> None:
    elsewhere = Dashboard(open_browser(ana).new_page()).open()
    elsewhere.add("Buy milk")
    beside = Dashboard(settings.page.context.new_page()).open()
    page = settings.page

    settings.go_to("Export your data")
    with page.expect_download() as download:
        page.get_by_role("button", name="Download").click()
    file = download.value
    assert re.fullmatch(r"taskpal-export-[0-9-]{10}\.json", file.suggested_filename)
    export = Export.model_validate(json.loads(file.path().read_text()))
    assert [todo.title for todo in export.todos] == ["Buy milk"]

    page.get_by_role("link", name="Back to settings").click()
    settings.go_to("Delete your account")
    expect(page.get_by_role("listitem").first).to_have_text("1 todo")
    settings.send("Delete my account for good")

    expect(page.get_by_role("heading", level=1)).to_have_text("Your account is gone")
    elsewhere.is_signed_out()
    beside.is_signed_out()
    people.sign_in_by_form(elsewhere.page, ana)
    expect(elsewhere.page.get_by_role("alert")).to_be_visible()


def test_the_keyboard_reaches_and_does_everything(settings: Settings) -> None:
    dashboard = Dashboard(settings.page)
    name = settings.page.get_by_role("textbox", name="Name")

    dashboard.tab_to(name)
    settings.page.keyboard.press("ControlOrMeta+a")
    settings.page.keyboard.type("Ana by hand")
    settings.page.keyboard.press("Enter")
    dashboard.told("Saved.")
    dashboard.tab_to(settings.page.get_by_role("link", name="Delete your account"))
    settings.page.keyboard.press("Enter")

    heading = settings.page.get_by_role("heading", level=1)
    expect(heading).to_have_text("Delete your account")

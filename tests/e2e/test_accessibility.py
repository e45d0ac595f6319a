"""Nothing that axe can see keeps anybody out, on any page, in light and dark."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.e2e import axe
from tests.e2e.chatgpt import CustomGPT
from tests.e2e.conftest import OpenBrowser
from tests.e2e.connections import Connections
from tests.e2e.dashboard import Dashboard
from tests.e2e.pages import PLAIN, SETTINGS
from tests.e2e.people import Person
from tests.e2e.settings import Authenticator, Settings

pytestmark = pytest.mark.parametrize("scheme", ["light", "dark"])


@pytest.fixture
def page(open_browser: OpenBrowser, scheme: str) -> Page:
    return open_browser(color_scheme=scheme, reduced_motion="reduce").new_page()


@pytest.fixture
def anas_page(open_browser: OpenBrowser, scheme: str, ana: Person) -> Page:
    return open_browser(ana, color_scheme=scheme, reduced_motion="reduce").new_page()


@pytest.mark.parametrize("path", PLAIN)
def test_a_plain_page(path: str, page: Page) -> None:
    page.goto(path)

    assert axe.problems(page) == []


def test_the_sign_in_form_when_something_is_wrong(page: Page) -> None:
    page.goto("/sign-in")
    page.get_by_label("Email").fill("nobody@example.com")
    page.get_by_label("Password").fill("a wrong password")
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_role("alert")).to_be_visible()

    assert axe.problems(page) == []


def test_the_sign_out_page(anas_page: Page) -> None:
    anas_page.goto("/sign-out")

    assert axe.problems(anas_page) == []


def test_the_empty_inbox(anas_page: Page) -> None:
    Dashboard(anas_page).open()

    assert axe.problems(anas_page) == []


def test_the_inbox_with_todos_of_every_kind(anas_page: Page) -> None:
    dashboard = Dashboard(anas_page).open()
    dashboard.add("Late", "Urgent", "Plain", "Finished")
    dashboard.due("Late").fill("2001-02-03")
    dashboard.priority("Urgent").select_option("P1")
    dashboard.complete("Finished")
    expect(dashboard.button("Undo")).to_be_visible()

    assert axe.problems(anas_page) == []
    dashboard.show("All")
    dashboard.title("Plain").click()
    assert axe.problems(anas_page) == []


def test_an_open_todo(anas_page: Page) -> None:
    dashboard = Dashboard(anas_page).open()
    dashboard.add("Buy milk")
    dashboard.open_todo("Buy milk")
    expect(dashboard.description).to_be_visible()

    assert axe.problems(anas_page) == []


def test_a_todo_that_is_not_there(anas_page: Page) -> None:
    Dashboard(anas_page).open("/todo/222222222222")

    assert axe.problems(anas_page) == []


def test_the_trash(anas_page: Page) -> None:
    dashboard = Dashboard(anas_page).open()
    dashboard.add("Buy milk")
    dashboard.button("Delete: Buy milk").click()
    dashboard.go_to("Trash")
    expect(dashboard.row("Buy milk")).to_be_visible()

    assert axe.problems(anas_page) == []


def test_the_connections_page_before_and_after_a_client_is_made(
    anas_page: Page,
) -> None:
    connections = Connections(anas_page).open()
    assert axe.problems(anas_page) == []

    gpt = CustomGPT(connections.make_gpt_client("Errand helper"))
    anas_page.context.new_page().goto(gpt.sign_in_address())
    expect(connections.waiting(gpt.callback)).to_be_visible()

    assert axe.problems(anas_page) == []


def test_the_consent_page_and_the_page_of_a_refused_app(anas_page: Page) -> None:
    connections = Connections(anas_page).open()
    gpt = CustomGPT(connections.make_gpt_client("Errand helper"))
    asked = anas_page.context.new_page()

    asked.goto(gpt.sign_in_address())
    assert axe.problems(asked) == []

    connections.approve_callback(gpt.callback)
    asked.goto(gpt.sign_in_address())
    expect(asked.get_by_role("button", name="Allow")).to_be_visible()
    assert axe.problems(asked) == []


def test_the_settings(anas_page: Page, ana: Person) -> None:
    Settings(anas_page, ana).open()

    assert axe.problems(anas_page) == []


@pytest.mark.parametrize("path", SETTINGS)
def test_a_plain_page_of_the_settings(path: str, anas_page: Page) -> None:
    anas_page.goto(path)
    assert axe.problems(anas_page) == []

    if path != "/settings/export":
        anas_page.get_by_role("button").first.evaluate(
            "it => it.form.noValidate = true"
        )
        anas_page.get_by_role("button").first.click()
        expect(anas_page).to_have_title(re.compile("^Error: "))
        assert axe.problems(anas_page) == []


def test_setting_up_two_steps(anas_page: Page, ana: Person) -> None:
    settings = Settings(anas_page, ana).open()
    app = Authenticator(settings.scan())
    assert axe.problems(anas_page) == []

    settings.confirm(app.code())
    assert axe.problems(anas_page) == []

    anas_page.goto("/settings/two-step")
    assert axe.problems(anas_page) == []


def test_a_page_that_does_not_exist(page: Page) -> None:
    page.goto("/no/such/page")

    assert axe.problems(page) == []

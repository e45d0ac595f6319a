"""Letting a television in from a phone, in a real browser without any script."""

import httpx
import pytest
from playwright.sync_api import Page, expect

from tests.e2e import axe, people
from tests.e2e.conftest import OpenBrowser
from tests.e2e.people import Person
from tests.e2e.server import RunningServer
from tests.e2e.television import Television

PHONE = {"width": 390, "height": 700}  # inside another app


@pytest.fixture
def television(server: RunningServer, ben: Person) -> Television:
    return Television.switched_on(server, ben)


@pytest.fixture
def phone(open_browser: OpenBrowser) -> Page:
    """A phone without JavaScript, where nobody is signed in."""
    return open_browser(viewport=PHONE, java_script_enabled=False).new_page()


def test_from_the_code_on_the_screen_to_the_todos(
    phone: Page, television: Television, ana: Person
) -> None:
    phone.goto("/device")
    people.sign_in_by_form(phone, ana)
    phone.get_by_label("Code").fill(television.code.lower().replace("-", " "))
    phone.get_by_role("button", name="Continue").click()
    expect(phone.get_by_text(television.code)).to_be_visible()
    allow = phone.get_by_role("button", name="Allow")
    expect(allow).to_be_in_viewport(ratio=1)
    assert television.ask()["error"] == "authorization_pending"
    allow.click()

    expect(phone.get_by_role("heading", name="Now back to your device")).to_be_visible()
    token = television.ask()["access_token"]
    todos = httpx.get(
        f"{television.server.url}/api/todos",
        headers={"Authorization": f"Bearer {token}"},
    )
    assert todos.json()["total"] == 0


def test_a_link_fills_the_code_in_also_after_signing_in(
    phone: Page, television: Television, ana: Person
) -> None:
    phone.goto(television.told["verification_uri_complete"])
    people.sign_in_by_form(phone, ana)

    expect(phone.get_by_label("Code")).to_have_value(television.code)
    assert television.ask()["error"] == "authorization_pending"


def test_a_no_reaches_the_television(
    open_browser: OpenBrowser, television: Television, ana: Person
) -> None:
    page = open_browser(ana, viewport=PHONE).new_page()
    page.goto(television.told["verification_uri_complete"])
    page.get_by_role("button", name="Continue").click()
    page.get_by_role("button", name="Deny").click()

    expect(page.get_by_role("heading", name="Not connected")).to_be_visible()
    assert television.ask()["error"] == "access_denied"


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_nothing_axe_can_see_keeps_anybody_out(
    open_browser: OpenBrowser, television: Television, ana: Person, scheme: str
) -> None:
    context = open_browser(ana, color_scheme=scheme, reduced_motion="reduce")
    page = context.new_page()

    page.goto("/device")
    assert axe.problems(page) == []
    page.get_by_label("Code").fill("BBBB-BBBB")
    page.get_by_role("button", name="Continue").click()
    expect(page.get_by_text("No device is waiting")).to_be_visible()
    assert axe.problems(page) == []
    page.get_by_label("Code").fill(television.code)
    page.get_by_role("button", name="Continue").click()
    expect(page.get_by_role("button", name="Allow")).to_be_visible()
    assert axe.problems(page) == []
    page.get_by_role("button", name="Allow").click()
    expect(page.get_by_role("heading", name="Now back")).to_be_visible()
    assert axe.problems(page) == []

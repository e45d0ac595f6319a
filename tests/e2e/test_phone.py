"""A phone 360 pixels wide: everything fits and can be reached with a thumb."""

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.conftest import OpenBrowser
from tests.e2e.dashboard import Dashboard
from tests.e2e.pages import PLAIN, SIGNED_IN
from tests.e2e.people import Person

PHONE = {"viewport": {"width": 360, "height": 740}, "has_touch": True}
LONG = "Donaudampfschifffahrtsgesellschaftskapitänskajütenschlüssel" * 3
LEAST_TARGET = 24  # CSS pixels, WCAG 2.2's smallest target


@pytest.fixture
def phone(open_browser: OpenBrowser, ana: Person) -> Page:
    return open_browser(ana, **PHONE).new_page()


@pytest.mark.parametrize("path", PLAIN)
def test_a_plain_page_does_not_scroll_sideways(
    path: str, open_browser: OpenBrowser
) -> None:
    page = open_browser(**PHONE).new_page()

    page.goto(path)

    assert _overflow(page) <= 0


@pytest.mark.parametrize("path", SIGNED_IN)
def test_a_page_for_people_who_signed_in_does_not_scroll_sideways(
    path: str, phone: Page
) -> None:
    phone.goto(path)
    expect(phone.get_by_role("heading", level=1)).to_be_visible()

    assert _overflow(phone) <= 0


def test_long_words_break_instead_of_pushing_the_page_aside(phone: Page) -> None:
    dashboard = Dashboard(phone).open()

    dashboard.add(LONG, "Buy milk")

    assert _overflow(phone) <= 0


def test_everything_a_row_offers_can_be_tapped(phone: Page) -> None:
    dashboard = Dashboard(phone).open()
    dashboard.add("Buy milk")

    for control in (
        dashboard.check("Buy milk").locator("xpath=ancestor::label"),
        dashboard.title("Buy milk"),
        dashboard.button("Open: Buy milk"),
    ):
        box = control.bounding_box()
        assert box is not None
        assert min(box["width"], box["height"]) >= LEAST_TARGET
        control.click(trial=True)


def test_a_todo_is_opened_changed_and_finished_by_thumb(phone: Page) -> None:
    dashboard = Dashboard(phone).open()
    dashboard.add("Buy milk")

    dashboard.button("Open: Buy milk").tap()
    dashboard.description.fill("Two litres.")
    assert _overflow(phone) <= 0
    dashboard.close_todo()
    dashboard.told("Changed “Buy milk”")
    dashboard.check("Buy milk").tap()

    dashboard.shows()


def test_trash_and_connections_are_within_reach(phone: Page) -> None:
    dashboard = Dashboard(phone).open()

    dashboard.go_to("Trash")
    expect(dashboard.heading).to_have_text("Trash")
    dashboard.go_to("Connect ChatGPT")

    expect(phone).to_have_url("/connections")


def _overflow(page: Page) -> int:
    """By how many pixels the page is wider than the screen."""
    wider: int = page.evaluate(
        "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    )
    return wider

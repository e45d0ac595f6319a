"""Ten thousand todos: the list stays as quick and as light as with ten."""

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.conftest import OpenBrowser
from tests.e2e.dashboard import Dashboard
from tests.e2e.people import Person
from tests.e2e.scripts import Script
from tests.e2e.server import RunningServer

MANY = 10_000
DRAWN = 80  # rows in the page at the most, however long the list


@pytest.fixture(scope="module")
def busy(server: RunningServer) -> Person:
    """Someone with ten thousand todos."""
    person = Person("Busy", "busy@example.com")
    seeded = server.run("seed", "--owner", person.email, "--todos", str(MANY))
    assert seeded.returncode == 0, seeded.stderr
    return person


@pytest.fixture
def dashboard(open_browser: OpenBrowser, busy: Person) -> Dashboard:
    return Dashboard(open_browser(busy).new_page()).open()


def test_only_the_rows_in_sight_are_in_the_page(dashboard: Dashboard) -> None:
    expect(dashboard.rows.first).to_be_visible()
    assert dashboard.rows.count() < DRAWN
    assert int(dashboard.rows.first.get_attribute("aria-setsize") or 0) > MANY * 0.8


def test_scrolling_to_the_end_shows_the_last_todo(
    dashboard: Dashboard, server: RunningServer, busy: Person
) -> None:
    total = dashboard.rows.first.get_attribute("aria-setsize")

    dashboard.page.keyboard.press("End")
    last = dashboard.page.locator(f'li[aria-posinset="{total}"]')

    expect(last).to_be_in_viewport()
    assert dashboard.rows.count() < DRAWN


def test_a_completed_todo_is_gone_at_once(dashboard: Dashboard) -> None:
    first = dashboard.rows.first
    name = first.get_attribute("aria-label") or ""
    total = int(first.get_attribute("aria-setsize") or 0)

    first.get_by_role("checkbox").click()

    expect(dashboard.rows.first).to_have_attribute("aria-setsize", str(total - 1))
    dashboard.undo()
    expect(dashboard.rows.first).to_have_attribute("aria-setsize", str(total))
    expect(dashboard.rows.first).to_have_accessible_name(name)


def test_a_change_elsewhere_shows_where_one_is(
    dashboard: Dashboard, server: RunningServer, busy: Person
) -> None:
    Script.of(server, busy).add("Something new on top")

    expect(dashboard.row("Something new on top")).to_be_visible()


def test_searching_finds_one_among_all(
    dashboard: Dashboard, server: RunningServer, busy: Person
) -> None:
    Script.of(server, busy).add("The needle in the haystack")

    dashboard.search.fill("needle")

    dashboard.shows("The needle in the haystack")


def test_focus_stays_in_the_list_when_its_row_goes(
    dashboard: Dashboard, page: Page
) -> None:
    dashboard.rows.first.get_by_role("checkbox").focus()

    dashboard.page.keyboard.press("Space")

    expect(dashboard.rows.first.get_by_role("checkbox")).to_be_focused()

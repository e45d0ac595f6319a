"""Two workers with PostgreSQL and Valkey: dashboards on both hear of everything."""

import pytest

from tests.e2e import people
from tests.e2e.conftest import OpenBrowser
from tests.e2e.dashboard import Dashboard
from tests.e2e.people import Person
from tests.e2e.scripts import Script
from tests.e2e.server import RunningServer

pytestmark = pytest.mark.services
TABS = 8  # so many that the odds of one worker holding all of them are below 1 %


@pytest.fixture
def ana(big_server: RunningServer) -> Person:
    return people.with_account(big_server.url, "ana")


@pytest.fixture
def tabs(
    big_server: RunningServer, open_browser: OpenBrowser, ana: Person
) -> list[Dashboard]:
    """Ana's dashboards, spread over the workers as the connections happened to be."""
    browser = open_browser(ana, at=big_server)
    return [Dashboard(browser.new_page()).open() for _ in range(TABS)]


def test_a_change_on_one_worker_shows_on_the_dashboards_of_all(
    big_server: RunningServer, tabs: list[Dashboard], ana: Person
) -> None:
    Script.of(big_server, ana).add("Buy milk")
    for tab in tabs:
        tab.shows("Buy milk")

    tabs[0].complete("Buy milk")

    for tab in tabs:
        tab.shows()


def test_requests_of_a_token_are_counted_by_all_workers_together(
    big_server: RunningServer, ana: Person
) -> None:
    limit = 600

    passed, refused = Script.of(big_server, ana).ask_until_refused(2 * limit)

    assert limit * 0.8 <= passed
    assert refused.status_code == 429
    assert 1 <= int(refused.headers["Retry-After"]) <= 60


def test_guesses_are_counted_by_all_workers_together(
    big_server: RunningServer, ana: Person
) -> None:
    wrong = Person(ana.name, ana.email, "not it at all")
    address = "198.51.100.7"

    statuses = [
        people.try_to_sign_in(big_server.url, wrong, address) for _ in range(12)
    ]

    assert statuses[:10] == [401] * 10
    assert statuses[10:] == [429] * 2
    assert people.try_to_sign_in(big_server.url, ana, "198.51.100.8") == 303


def test_signing_out_reaches_the_dashboards_on_every_worker(
    tabs: list[Dashboard],
) -> None:
    tabs[0].sign_out()

    for tab in tabs:
        tab.is_signed_out()


def test_a_tab_may_come_back_to_another_worker(tabs: list[Dashboard]) -> None:
    tabs[0].add("Buy milk")

    for tab in tabs:
        tab.page.context.set_offline(True)
        tab.page.context.set_offline(False)
        tab.reload()
        tab.shows("Buy milk")

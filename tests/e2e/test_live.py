"""Several tabs, devices and restarts: every dashboard shows what is true now."""

from pathlib import Path

from playwright.sync_api import Page, expect

from tests.e2e import people
from tests.e2e.conftest import PATIENCE, OpenBrowser
from tests.e2e.dashboard import Dashboard
from tests.e2e.people import Person
from tests.e2e.scripts import Script
from tests.e2e.server import RunningServer


def test_two_tabs_show_each_others_changes(anas_page: Page) -> None:
    one = Dashboard(anas_page).open()
    other = Dashboard(anas_page.context.new_page()).open()

    one.add("Buy milk")
    other.shows("Buy milk")
    other.title("Buy milk").click()
    other.title_being_written("Buy milk").fill("Buy oat milk")
    other.title_being_written("Buy milk").press("Enter")
    one.shows("Buy oat milk")
    one.complete("Buy oat milk")

    other.shows()


def test_a_change_elsewhere_leaves_what_is_being_typed_alone(
    anas_page: Page, server: RunningServer, ana: Person
) -> None:
    dashboard = Dashboard(anas_page).open()
    dashboard.add("Buy milk")
    script = Script.of(server, ana)
    dashboard.title("Buy milk").click()
    field = dashboard.title_being_written("Buy milk")
    field.fill("Buy oat")

    script.add("Call the dentist")
    expect(dashboard.row("Call the dentist")).to_be_visible()

    expect(field).to_be_focused()
    expect(field).to_have_value("Buy oat")


def test_what_a_script_does_is_shown_at_once(
    anas_page: Page, server: RunningServer, ana: Person
) -> None:
    dashboard = Dashboard(anas_page).open()
    script = Script.of(server, ana)

    todo = script.add("Buy milk")
    dashboard.shows("Buy milk")
    script.change(todo["id"], title="Buy oat milk", priority="p1")
    dashboard.shows("Buy oat milk")
    expect(dashboard.priority("Buy oat milk")).to_have_value("1")
    script.complete(todo["id"])
    dashboard.shows()
    script.reopen(todo["id"])
    dashboard.shows("Buy oat milk")
    script.delete(todo["id"])

    dashboard.shows()


def test_nothing_of_it_reaches_someone_elses_dashboard(
    open_browser: OpenBrowser, server: RunningServer, ana: Person, ben: Person
) -> None:
    anas = Dashboard(open_browser(ana).new_page()).open()
    bens = Dashboard(open_browser(ben).new_page()).open()

    anas.add("Buy milk")
    bens.add("Feed the cat")

    anas.shows("Buy milk")
    bens.shows("Feed the cat")


def test_signing_out_in_one_tab_moves_the_other_to_sign_in(anas_page: Page) -> None:
    one = Dashboard(anas_page).open()
    other = Dashboard(anas_page.context.new_page()).open()
    other.add("Buy milk")

    one.sign_out()

    other.is_signed_out()
    expect(other.page.get_by_text("Buy milk")).to_have_count(0)


def test_signing_out_here_leaves_another_device_signed_in(
    open_browser: OpenBrowser, ana: Person
) -> None:
    laptop = Dashboard(open_browser(ana).new_page()).open()
    phone = Dashboard(open_browser(ana).new_page()).open()

    laptop.sign_out()

    laptop.is_signed_out()
    phone.add("Buy milk")
    phone.reload()
    phone.shows("Buy milk")


def test_the_back_button_shows_nothing_after_signing_out(anas_page: Page) -> None:
    dashboard = Dashboard(anas_page).open()
    dashboard.add("Buy milk")

    dashboard.sign_out()
    anas_page.go_back()

    dashboard.is_signed_out()
    expect(anas_page.get_by_text("Buy milk")).to_have_count(0)


def test_a_reload_loses_nothing(anas_page: Page) -> None:
    dashboard = Dashboard(anas_page).open()
    dashboard.add("Buy milk", "Call the dentist")

    dashboard.reload()

    dashboard.shows("Call the dentist", "Buy milk")


def test_the_first_paint_shows_the_frame_before_any_todo_has_come(
    anas_page: Page,
) -> None:
    anas_page.route_web_socket("**/_event/**", lambda _: None)  # nobody answers

    anas_page.goto("/inbox")

    expect(Dashboard(anas_page).heading).to_have_text("Inbox")
    expect(anas_page.get_by_label("Loading your todos")).to_be_visible()


def test_nothing_can_be_typed_before_the_page_can_take_it(anas_page: Page) -> None:
    anas_page.route("**/assets/*.js", lambda script: script.abort())

    anas_page.goto("/inbox")

    expect(Dashboard(anas_page).new_todo).to_be_disabled()
    expect(Dashboard(anas_page).search).to_be_disabled()


def test_an_open_dashboard_recovers_by_itself_when_the_server_restarts(
    tmp_path: Path, open_browser: OpenBrowser
) -> None:
    with RunningServer(tmp_path / "own") as own:
        ana = people.with_account(own.url, "ana")
        dashboard = Dashboard(open_browser(ana, at=own).new_page()).open()
        dashboard.add("Buy milk")

        own.restart()
        Script.of(own, ana).add("Call the dentist")

        dashboard.shows("Call the dentist", "Buy milk")
        dashboard.complete("Buy milk")
        dashboard.shows("Call the dentist")
        dashboard.reload()
        dashboard.shows("Call the dentist")


def test_what_is_done_without_a_connection_is_sent_once_it_is_back(
    tmp_path: Path, open_browser: OpenBrowser
) -> None:
    with RunningServer(tmp_path / "own") as own:
        ana = people.with_account(own.url, "ana")
        dashboard = Dashboard(open_browser(ana, at=own).new_page()).open()
        dashboard.add("Buy milk", "Call the dentist")

        own.stop()
        notice = dashboard.page.get_by_text("No connection.")
        expect(notice).to_be_visible(timeout=PATIENCE)
        dashboard.complete("Buy milk")
        own.start()

        expect(notice).to_be_hidden(timeout=PATIENCE)
        dashboard.shows("Call the dentist")
        assert [todo["title"] for todo in Script.of(own, ana).find()] == [
            "Call the dentist"
        ]


def test_a_dashboard_that_was_offline_catches_up(
    anas_page: Page, server: RunningServer, ana: Person
) -> None:
    dashboard = Dashboard(anas_page).open()
    dashboard.add("Buy milk")
    script = Script.of(server, ana)

    anas_page.context.set_offline(True)
    script.add("Call the dentist")
    anas_page.context.set_offline(False)

    dashboard.shows("Call the dentist", "Buy milk")

"""Lists, series, imports and the history, as today's dashboard shows them."""

import json
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import Page, WebSocket, expect

from tests.e2e import people
from tests.e2e.conftest import OpenBrowser
from tests.e2e.dashboard import Dashboard
from tests.e2e.people import Person
from tests.e2e.scripts import Script
from tests.e2e.server import RunningServer
from tests.e2e.settings import Settings


@pytest.fixture
def script(server: RunningServer, ana: Person) -> Script:
    return Script.of(server, ana)


def in_days(days: int) -> str:
    return (datetime.now(UTC).date() + timedelta(days)).isoformat()


def test_a_recurring_todo_moves_on_when_ticked_and_back_when_undone(
    anas_page: Page, script: Script
) -> None:
    script.add("Water the plants", due=in_days(30), repeat="every 3 days")
    dashboard = Dashboard(anas_page).open()
    due = dashboard.due("Water the plants")
    expect(due).to_have_value(in_days(30))

    dashboard.complete("Water the plants")
    dashboard.told("Completed “Water the plants”, next due ")
    expect(due).to_have_value(in_days(33))
    expect(dashboard.check("Water the plants")).not_to_be_checked()
    dashboard.undo()

    dashboard.told("Undone: completing “Water the plants”")
    expect(due).to_have_value(in_days(30))


def test_a_deleted_list_takes_its_todos_along_and_undo_brings_them_back(
    anas_page: Page, script: Script
) -> None:
    home = script.ask("POST", "/lists", json={"name": "Home"})
    script.add("Call the dentist")
    sweep = script.add("Sweep the chimney", list=home["id"])
    script.add("Buy a brush", parent=sweep["id"])
    dashboard = Dashboard(anas_page).open()
    expect(dashboard.row("Sweep the chimney")).to_contain_text("Home")

    script.ask("DELETE", f"/lists/{home['id']}")
    dashboard.shows("Call the dentist")
    script.ask("POST", "/undo", json={})

    dashboard.shows("Buy a brush", "Sweep the chimney", "Call the dentist")


def test_an_archived_list_is_out_of_sight_and_not_in_the_trash(
    anas_page: Page, script: Script
) -> None:
    home = script.ask("POST", "/lists", json={"name": "Home"})
    script.add("Sweep the chimney", list=home["id"])
    dashboard = Dashboard(anas_page).open()
    trash = Dashboard(anas_page.context.new_page()).open("/trash")

    script.ask("POST", f"/lists/{home['id']}/archive")
    dashboard.shows()
    script.delete(script.add("Call the dentist")["id"])
    trash.shows("Call the dentist")
    script.ask("POST", f"/lists/{home['id']}/unarchive")

    dashboard.shows("Sweep the chimney")


def test_a_renamed_list_is_renamed_in_its_rows(anas_page: Page, script: Script) -> None:
    home = script.ask("POST", "/lists", json={"name": "Home"})
    script.add("Sweep the chimney", list=home["id"])
    dashboard = Dashboard(anas_page).open()
    expect(dashboard.row("Sweep the chimney")).to_contain_text("Home")

    script.ask("PATCH", f"/lists/{home['id']}", json={"name": "Cottage"})

    expect(dashboard.row("Sweep the chimney")).to_contain_text("Cottage")


def test_subtasks_are_done_with_their_todo_and_come_back_with_it(
    anas_page: Page, script: Script
) -> None:
    party = script.add("Plan the party")
    script.add("Invite Ben", parent=party["id"])
    dashboard = Dashboard(anas_page).open()

    dashboard.complete("Plan the party")
    dashboard.told("Completed “Plan the party” and 1 subtask")
    dashboard.shows()
    dashboard.undo()

    dashboard.shows("Invite Ben", "Plan the party")


def test_each_door_takes_back_what_the_other_did(
    anas_page: Page, script: Script
) -> None:
    todo = script.add("Buy milk")
    dashboard = Dashboard(anas_page).open()

    dashboard.complete("Buy milk")
    dashboard.told("Completed")
    (latest,) = script.ask("GET", "/changes", params={"limit": 1})["items"]
    assert latest["actor"]["kind"] == "dashboard"
    script.ask("POST", "/undo", json={"batch": latest["batch"]})
    dashboard.shows("Buy milk")
    dashboard.undo()
    dashboard.told("This was undone already.")

    dashboard.title("Buy milk").click()
    dashboard.title_being_written("Buy milk").fill("Buy oat milk")
    dashboard.title_being_written("Buy milk").press("Enter")
    dashboard.told("Changed")
    script.change(todo["id"], title="Buy tea")
    dashboard.shows("Buy tea")
    dashboard.undo()

    dashboard.told("was changed since")
    dashboard.shows("Buy tea")


def test_an_import_shows_while_it_is_made_without_a_flood(
    anas_page: Page, script: Script
) -> None:
    received: list[int] = []
    anas_page.on("websocket", lambda socket: _measure(socket, received))
    dashboard = Dashboard(anas_page).open()
    received.clear()
    lines = "\n".join(f"- [ ] Imported {number}" for number in range(2000))

    found = script.ask("POST", "/imports", content=lines.encode())
    script.ask("POST", f"/imports/{found['id']}/start")

    expect(anas_page.get_by_text("2000", exact=True)).to_be_visible()
    assert sum(received) < 1_000_000
    latest = script.ask("GET", "/changes", params={"limit": 1})["items"][0]
    script.ask("POST", "/undo", json={"batch": latest["batch"]})
    dashboard.shows()


def test_quick_add_shows_with_its_time_its_list_and_its_recurrence(
    anas_page: Page, script: Script
) -> None:
    script.ask("POST", "/lists", json={"name": "Home"})
    dashboard = Dashboard(anas_page).open()

    line = "Pay rent every month starting 2031-01-01 at 9am #Home @money p1"
    script.ask("POST", "/quick-add", json={"text": line})

    row = dashboard.row("Pay rent")
    expect(row).to_contain_text("1 Jan 2031 09:00")
    expect(row).to_contain_text("Home")
    expect(row.get_by_role("img", name="Repeats")).to_be_visible()
    dashboard.open_todo("Pay rent")
    panel = anas_page.get_by_role("complementary", name="Todo")
    expect(panel).to_contain_text("money")
    expect(panel).to_contain_text("every month")


@pytest.mark.parametrize("zone", ["Pacific/Kiritimati", "America/Los_Angeles"])
def test_the_accounts_zone_decides_what_is_today_and_not_the_browsers(
    open_browser: OpenBrowser, script: Script, ana: Person, zone: str
) -> None:
    script.ask("PATCH", "/preferences", json={"zone": zone})
    today = datetime.now(ZoneInfo(zone)).date()
    script.add("Then", due=(today - timedelta(1)).isoformat())
    script.add("Now", due=today.isoformat())

    dashboard = Dashboard(open_browser(ana, timezone_id="UTC").new_page()).open()

    expect(dashboard.row("Now")).to_contain_text("Today")
    expect(dashboard.row("Then")).to_contain_text("Overdue: Yesterday")


def test_a_new_account_lives_where_its_browser_is(
    open_browser: OpenBrowser, server: RunningServer
) -> None:
    page = open_browser(timezone_id="Asia/Tokyo").new_page()
    ana = people.newcomer("ana")

    page.goto("/sign-up?next=/privacy")
    people.sign_up_by_form(page, ana)

    expect(page.get_by_role("heading", name="Privacy")).to_be_visible()
    preferences = Script.of(server, ana).ask("GET", "/preferences")
    assert preferences["zone"] == "Asia/Tokyo"


def test_an_account_without_a_zone_takes_that_of_the_first_dashboard(
    open_browser: OpenBrowser, script: Script, ana: Person
) -> None:
    script.add("Call home", due="2031-01-01", due_time="23:30", due_zone="UTC")

    page = open_browser(ana, timezone_id="Asia/Tokyo").new_page()
    dashboard = Dashboard(page).open()

    expect(dashboard.row("Call home")).to_contain_text("2 Jan 2031 08:30")
    dashboard.add("The zone was told before")
    assert script.ask("GET", "/preferences")["zone"] == "Asia/Tokyo"


def test_another_zone_chosen_in_the_settings_moves_what_is_due_at_a_moment(
    open_browser: OpenBrowser, script: Script, ana: Person
) -> None:
    script.ask("PATCH", "/preferences", json={"zone": "UTC"})
    script.add("Call home", due="2031-01-01", due_time="23:30", due_zone="UTC")
    browser = open_browser(ana)
    dashboard = Dashboard(browser.new_page()).open()
    settings = Settings(browser.new_page(), ana).open()

    zone = settings.page.get_by_role("combobox", name="Time zone")
    expect(zone).to_have_value("UTC")
    zone.select_option("America/New_York")

    Dashboard(settings.page).told("Saved.")
    expect(dashboard.row("Call home")).to_contain_text("1 Jan 2031 18:30")


def _measure(socket: WebSocket, received: list[int]) -> None:
    def measure(frame: Any) -> None:
        received.append(len(frame if isinstance(frame, bytes) else json.dumps(frame)))

    socket.on("framereceived", measure)

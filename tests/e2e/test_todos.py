"""A person's todos on the dashboard, from the first visit to the trash and back."""

from datetime import date, timedelta

import pytest
from playwright.sync_api import Page, expect

from tests.e2e import people
from tests.e2e.conftest import OpenBrowser
from tests.e2e.dashboard import Dashboard


@pytest.fixture
def dashboard(anas_page: Page) -> Dashboard:
    """Ana's dashboard, open at the inbox, without todos yet."""
    return Dashboard(anas_page).open()


def test_a_newcomer_signs_up_and_writes_down_a_first_todo(page: Page) -> None:
    person = people.newcomer("ana")
    page.goto("/")

    page.get_by_role("link", name="Sign up").first.click()
    people.sign_up_by_form(page, person)
    dashboard = Dashboard(page)
    dashboard.add("Buy milk")

    expect(page).to_have_url("/inbox")
    expect(dashboard.heading).to_have_text("Inbox")
    dashboard.shows("Buy milk")


def test_an_empty_list_invites_to_add_the_first_todo(dashboard: Dashboard) -> None:
    expect(dashboard.rows).to_have_count(0)
    expect(dashboard.main).to_contain_text("All clear")
    expect(dashboard.new_todo).to_be_visible()


def test_new_todos_stand_on_top(dashboard: Dashboard) -> None:
    dashboard.add("Buy milk", "Call the dentist")

    dashboard.shows("Call the dentist", "Buy milk")


def test_a_title_is_changed_in_place(dashboard: Dashboard) -> None:
    dashboard.add("Buy milk")

    dashboard.title("Buy milk").click()
    dashboard.title_being_written("Buy milk").fill("Buy oat milk")
    dashboard.title_being_written("Buy milk").press("Enter")

    dashboard.shows("Buy oat milk")
    dashboard.reload()
    dashboard.shows("Buy oat milk")


def test_escape_leaves_the_title_as_it_was(dashboard: Dashboard) -> None:
    dashboard.add("Buy milk")

    dashboard.title("Buy milk").click()
    dashboard.title_being_written("Buy milk").fill("Buy a cow")
    dashboard.title_being_written("Buy milk").press("Escape")

    dashboard.shows("Buy milk")
    expect(dashboard.title("Buy milk")).to_be_focused()


def test_a_due_date_is_shown_in_words(dashboard: Dashboard) -> None:
    tomorrow = date.today() + timedelta(days=1)  # noqa: DTZ011
    dashboard.add("Buy milk")

    dashboard.due("Buy milk").fill(tomorrow.isoformat())

    expect(dashboard.row("Buy milk")).to_contain_text("Tomorrow")
    dashboard.told("Changed “Buy milk”")
    dashboard.reload()
    expect(dashboard.due("Buy milk")).to_have_value(tomorrow.isoformat())


def test_a_priority_is_chosen(dashboard: Dashboard) -> None:
    dashboard.add("Buy milk")

    dashboard.priority("Buy milk").select_option("P1")

    dashboard.told("Changed “Buy milk”")
    dashboard.reload()
    expect(dashboard.priority("Buy milk")).to_have_value("1")


def test_a_completed_todo_leaves_the_list_and_undo_brings_it_back(
    dashboard: Dashboard,
) -> None:
    dashboard.add("Buy milk", "Call the dentist")

    dashboard.complete("Buy milk")
    dashboard.shows("Call the dentist")
    dashboard.undo()

    dashboard.shows("Call the dentist", "Buy milk")
    expect(dashboard.check("Buy milk")).not_to_be_checked()


def test_a_done_todo_is_reopened_among_the_done_ones(dashboard: Dashboard) -> None:
    dashboard.add("Buy milk")
    dashboard.complete("Buy milk")
    dashboard.shows()

    dashboard.show("Done")
    dashboard.check("Buy milk").click()
    dashboard.shows()

    dashboard.show("Open")
    dashboard.shows("Buy milk")


def test_open_done_and_all_show_what_they_say(dashboard: Dashboard) -> None:
    dashboard.add("Buy milk", "Call the dentist")
    dashboard.complete("Buy milk")

    dashboard.shows("Call the dentist")
    dashboard.show("Done")
    dashboard.shows("Buy milk")
    dashboard.show("All")
    dashboard.shows("Call the dentist", "Buy milk")


def test_a_deleted_todo_is_brought_back_by_undo(dashboard: Dashboard) -> None:
    dashboard.add("Buy milk")

    dashboard.button("Delete: Buy milk").click()
    dashboard.shows()
    dashboard.undo()

    dashboard.shows("Buy milk")


def test_a_deleted_todo_is_restored_from_the_trash(dashboard: Dashboard) -> None:
    dashboard.add("Buy milk", "Call the dentist")
    dashboard.button("Delete: Buy milk").click()
    dashboard.shows("Call the dentist")

    dashboard.go_to("Trash")
    dashboard.shows("Buy milk")
    dashboard.button("Restore: Buy milk").click()
    dashboard.shows()

    dashboard.go_to("Inbox")
    dashboard.shows("Call the dentist", "Buy milk")


def test_searching_finds_what_contains_the_words(dashboard: Dashboard) -> None:
    dashboard.add("Buy milk", "Call the dentist", "Buy a Ücker tea")

    dashboard.search.fill("buy")
    dashboard.shows("Buy a Ücker tea", "Buy milk")
    dashboard.search.fill("ücker")
    dashboard.shows("Buy a Ücker tea")
    dashboard.search.fill("")

    dashboard.shows("Buy a Ücker tea", "Call the dentist", "Buy milk")


def test_a_todo_has_a_page_with_its_description(dashboard: Dashboard) -> None:
    dashboard.add("Buy milk")

    dashboard.open_todo("Buy milk")
    dashboard.description.fill("Two litres.\nOat, not soy.")
    dashboard.description.blur()
    dashboard.told("Changed “Buy milk”")
    dashboard.reload()

    expect(dashboard.description).to_have_value("Two litres.\nOat, not soy.")


def test_everything_is_done_with_the_keyboard_alone(dashboard: Dashboard) -> None:
    keyboard = dashboard.page.keyboard
    dashboard.page.locator("body").press("q")
    expect(dashboard.new_todo).to_be_focused()
    keyboard.type("Buy milk")
    keyboard.press("Enter")
    expect(dashboard.row("Buy milk")).to_be_visible()

    dashboard.tab_to(dashboard.title("Buy milk"))
    keyboard.press("Enter")
    expect(dashboard.title_being_written("Buy milk")).to_be_focused()
    keyboard.press("ControlOrMeta+a")
    keyboard.type("Buy oat milk")
    keyboard.press("Enter")
    expect(dashboard.title("Buy oat milk")).to_be_focused()
    dashboard.tab_to(dashboard.check("Buy oat milk"), back=True)
    keyboard.press("Space")

    dashboard.shows()
    dashboard.tab_to(dashboard.button("Undo"))
    keyboard.press("Enter")
    dashboard.shows("Buy oat milk")


def test_text_that_looks_like_markup_stays_text(dashboard: Dashboard) -> None:
    title = '<img src=x onerror="document.title=1"> & "quotes" \u202eabc'

    dashboard.add(title)

    expect(dashboard.row(title)).to_contain_text("<img src=x")
    expect(dashboard.page).to_have_title("Inbox · TaskPal")


def test_signing_in_goes_on_to_the_page_that_was_asked_for(
    open_browser: OpenBrowser, ana: people.Person
) -> None:
    page = open_browser().new_page()
    page.goto("/connections")
    expect(page).to_have_url("/sign-in?next=/connections")

    people.sign_in_by_form(page, ana)

    expect(page).to_have_url("/connections")

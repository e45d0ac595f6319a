"""A Custom GPT: from the builder's editor to a todo appearing on the open dashboard."""

import httpx
import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.e2e import people
from tests.e2e.chatgpt import BASIC, NEW_HOST, OLD_HOST, POST, CustomGPT
from tests.e2e.conftest import OpenBrowser
from tests.e2e.connections import Connections
from tests.e2e.dashboard import Dashboard
from tests.e2e.people import Person
from tests.e2e.scripts import Script
from tests.e2e.server import RunningServer

CHATGPT = (OLD_HOST, NEW_HOST)


@pytest.fixture
def builder(open_browser: OpenBrowser, ben: Person) -> Connections:
    """Ben, who builds a GPT, on the page that says what to type where."""
    return Connections(open_browser(ben).new_page()).open()


@pytest.fixture
def users_page(open_browser: OpenBrowser) -> Page:
    """A fresh browser of someone who will use the GPT; it may go to ChatGPT."""
    return open_browser(leaving_to=CHATGPT).new_page()


def new_gpt(builder: Connections, users_page: Page, exchange: str = POST) -> CustomGPT:
    """A GPT whose builder has typed everything in and approved its callback."""
    gpt = CustomGPT(builder.make_gpt_client("Errand helper", exchange))
    users_page.goto(gpt.sign_in_address())
    builder.approve_callback(gpt.callback)
    return gpt


def connect(gpt: CustomGPT, page: Page, person: Person) -> str:
    """The user follows "Sign in to TaskPal", signs up and allows what is asked.

    Returns the address at which the browser came back to ChatGPT.
    """
    came_back = intercept(page.context, gpt)
    page.goto(gpt.sign_in_address())
    page.get_by_role("link", name="Create an account").click()
    people.sign_up_by_form(page, person)
    page.get_by_role("button", name="Allow").click()
    page.wait_for_url(f"{gpt.callback}*")
    gpt.came_back(came_back[-1])
    return came_back[-1]


def intercept(context: BrowserContext, gpt: CustomGPT) -> list[str]:
    """Where the browser is sent at ChatGPT; nothing leaves this machine."""
    addresses: list[str] = []
    context.route(
        f"{gpt.host}/**",
        lambda route: (
            addresses.append(route.request.url),
            route.fulfill(body="Back in ChatGPT", content_type="text/plain"),
        ),
    )
    return addresses


@pytest.mark.parametrize("exchange", [POST, BASIC])
def test_what_a_gpt_does_shows_on_the_open_dashboard_of_its_user_alone(
    open_browser: OpenBrowser,
    builder: Connections,
    users_page: Page,
    ana: Person,
    exchange: str,
) -> None:
    user = people.newcomer("cleo")
    gpt = new_gpt(builder, users_page, exchange)
    connect(gpt, users_page, user)
    dashboard = Dashboard(open_browser(user).new_page()).open()
    anas = Dashboard(open_browser(ana).new_page()).open()

    added = gpt.call("addTodo", title="Buy milk", priority="p1", due="2031-05-06")
    dashboard.shows("Buy milk")
    expect(dashboard.priority("Buy milk")).to_have_value("1")
    expect(dashboard.due("Buy milk")).to_have_value("2031-05-06")

    todo = added["todo"]["id"]
    gpt.call("updateTodo", ref=todo, title="Buy oat milk", clear=["due"])
    dashboard.shows("Buy oat milk")
    expect(dashboard.due("Buy oat milk")).to_have_value("")
    assert [row["title"] for row in gpt.call("listTodos")["todos"]] == ["Buy oat milk"]

    dashboard.add("Call the dentist")
    found = gpt.call("listTodos", query="dentist")
    assert [row["title"] for row in found["todos"]] == ["Call the dentist"]

    gpt.call("completeTodo", ref="Buy oat milk", title_guard="Buy oat milk")
    dashboard.shows("Call the dentist")
    gpt.call("updateTodo", ref=todo, completed=False)
    dashboard.shows("Call the dentist", "Buy oat milk")
    gpt.call("deleteTodo", ref=todo)
    dashboard.shows("Call the dentist")

    anas.shows()


def test_a_callback_that_is_new_waits_until_the_builder_approves_it(
    builder: Connections, users_page: Page
) -> None:
    gpt = CustomGPT(builder.make_gpt_client("Errand helper"))

    refused = users_page.goto(gpt.sign_in_address())

    assert refused is not None
    assert refused.status == 400
    assert users_page.url.startswith(gpt.typed.authorization_url)
    builder.approve_callback(gpt.callback)
    connect(gpt, users_page, people.newcomer("cleo"))
    assert gpt.call("listTodos")["total"] == 0


def test_an_approved_gpt_may_come_back_to_either_of_chatgpts_hosts(
    builder: Connections, users_page: Page
) -> None:
    gpt = new_gpt(builder, users_page)

    gpt.host = NEW_HOST
    connect(gpt, users_page, people.newcomer("cleo"))

    assert gpt.call("listTodos")["total"] == 0


def test_an_approved_gpt_does_not_open_the_door_to_another(
    builder: Connections, users_page: Page
) -> None:
    gpt = new_gpt(builder, users_page)

    another = CustomGPT(gpt.typed)
    refused = users_page.goto(another.sign_in_address())

    assert refused is not None
    assert refused.status == 400


def test_saying_no_goes_back_with_the_state_and_without_a_code(
    builder: Connections, users_page: Page, open_browser: OpenBrowser, ana: Person
) -> None:
    gpt = new_gpt(builder, users_page)
    page = open_browser(ana, leaving_to=CHATGPT).new_page()
    came_back = intercept(page.context, gpt)

    page.goto(gpt.sign_in_address())
    page.get_by_role("button", name="Deny").click()
    page.wait_for_url(f"{gpt.callback}*")

    query = httpx.URL(came_back[-1]).params
    assert query["error"] == "access_denied"
    assert query["state"] == gpt.state
    assert "code" not in query


def test_a_refreshed_gpt_goes_on_and_its_old_token_rests(
    builder: Connections, users_page: Page
) -> None:
    gpt = new_gpt(builder, users_page)
    connect(gpt, users_page, people.newcomer("cleo"))
    before = gpt.access_token, gpt.refresh_token

    gpt.refresh()

    assert gpt.access_token != before[0]
    assert gpt.refresh_token != before[1]
    assert gpt.call("listTodos")["total"] == 0


def test_a_code_works_once_and_using_it_twice_ends_everything(
    builder: Connections, users_page: Page
) -> None:
    gpt = new_gpt(builder, users_page)
    came_back = connect(gpt, users_page, people.newcomer("cleo"))
    code = httpx.URL(came_back).params["code"]

    again = gpt.ask_for_tokens(
        grant_type="authorization_code", code=code, redirect_uri=gpt.callback
    )

    assert again.status_code == 400
    assert again.json()["error"] == "invalid_grant"
    assert gpt.try_to_call("listTodos").status_code == 401


def test_a_disconnected_gpt_is_refused_at_once(
    builder: Connections, users_page: Page
) -> None:
    gpt = new_gpt(builder, users_page)
    connect(gpt, users_page, people.newcomer("cleo"))
    connections = Connections(users_page).open()

    connections.disconnect("Errand helper")

    refused = gpt.try_to_call("listTodos")
    assert refused.status_code == 401
    assert 'error="invalid_token"' in refused.headers["WWW-Authenticate"]
    renewed = gpt.ask_for_tokens(
        grant_type="refresh_token", refresh_token=gpt.refresh_token
    )
    assert renewed.status_code == 400
    assert renewed.json()["error"] == "invalid_grant"


def test_a_gpts_token_works_on_the_json_api_too(
    builder: Connections, users_page: Page, server: RunningServer
) -> None:
    gpt = new_gpt(builder, users_page)
    connect(gpt, users_page, people.newcomer("cleo"))
    dashboard = Dashboard(users_page).open()
    script = Script(server.url, gpt.access_token)

    todo = script.add("Buy milk")
    dashboard.shows("Buy milk")
    script.change(todo["id"], title="Buy oat milk")
    dashboard.shows("Buy oat milk")
    script.complete(todo["id"])
    dashboard.shows()
    script.reopen(todo["id"])
    dashboard.shows("Buy oat milk")
    script.delete(todo["id"])

    dashboard.shows()


def test_someone_else_signed_in_to_the_browser_is_asked_about_their_own_todos(
    builder: Connections, users_page: Page, open_browser: OpenBrowser, ana: Person
) -> None:
    gpt = new_gpt(builder, users_page)
    connect(gpt, users_page, people.newcomer("cleo"))
    anas_gpt = CustomGPT(gpt.typed, gpt.id)
    page = open_browser(ana, leaving_to=CHATGPT).new_page()
    came_back = intercept(page.context, anas_gpt)
    page.goto(anas_gpt.sign_in_address())
    page.get_by_role("button", name="Allow").click()
    page.wait_for_url(f"{anas_gpt.callback}*")
    anas_gpt.came_back(came_back[-1])

    gpt.call("addTodo", title="Cleo's secret")
    anas_gpt.call("addTodo", title="Ana's secret")

    assert [row["title"] for row in gpt.call("listTodos")["todos"]] == ["Cleo's secret"]
    foreign = gpt.call("listTodos")["todos"][0]["id"]
    assert anas_gpt.try_to_call("getTodo", ref=foreign).status_code == 404

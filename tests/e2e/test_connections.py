"""The page /connections in a browser: tokens, own apps, and what ends them."""

import httpx
import pytest
from playwright.sync_api import Page, expect

from tests.e2e import axe
from tests.e2e.conftest import OpenBrowser
from tests.e2e.connections import APPS, GPT, MCP, SCRIPTS, Connections
from tests.e2e.people import Person
from tests.e2e.server import RunningServer

CALLBACK = "https://kitchen.example/callback"


@pytest.fixture
def connections(anas_page: Page) -> Connections:
    return Connections(anas_page).open()


def status_of(server: RunningServer, token: str, method: str = "GET") -> int:
    """How the API answers to a token."""
    bearer = {"Authorization": f"Bearer {token}"}
    todo = {"title": "Buy milk"} if method == "POST" else None
    url = f"{server.url}/api/todos"
    return httpx.request(method, url, headers=bearer, json=todo).status_code


def test_a_token_works_for_what_was_ticked_until_it_is_revoked(
    connections: Connections, server: RunningServer
) -> None:
    token = connections.make_token("Morning report")
    writer = connections.make_token("Importer", "Add and change your todos")

    assert status_of(server, token) == 200
    assert status_of(server, token, "POST") == 403
    assert status_of(server, writer, "POST") == 201
    connections.revoke("Morning report")

    assert status_of(server, token) == 401
    assert status_of(server, writer) == 200


def test_a_new_token_can_be_copied_once_and_the_line_to_try_it_is_ready(
    connections: Connections,
) -> None:
    token = connections.make_token("Morning report")

    expect(connections.page.get_by_label("Token", exact=True)).to_be_focused()
    assert f"Bearer {token}" in connections.value("Try it")
    connections.open()
    connections.unfold(SCRIPTS)

    expect(connections.token("Morning report")).to_contain_text("never used")
    expect(connections.page.get_by_label("Token", exact=True)).to_have_count(0)
    assert "$TASKPAL_TOKEN" in connections.value("Try it")


def test_a_refused_form_keeps_what_was_typed(connections: Connections) -> None:
    card = connections.make_app("Web app", "Kitchen display", "http://kitchen.example/")

    expect(card.get_by_role("alert")).to_contain_text("https://")
    name = card.get_by_role("textbox", name="Name of the app")
    expect(name).to_have_value("Kitchen display")
    connections.page.get_by_label("Redirect URIs, one").fill(CALLBACK)
    connections.button("Make an app").click()

    expect(card.get_by_role("heading", name="Kitchen display")).to_be_visible()
    expect(name).to_have_count(0)


def test_a_web_app_gets_all_it_needs_a_new_secret_and_a_new_name(
    connections: Connections,
) -> None:
    card = connections.make_app("Web app", "Kitchen display", CALLBACK)
    first = connections.value("Client Secret")
    assert first.startswith("tp_cs_")
    assert connections.value("Metadata URL").startswith("http")
    opened = card.get_by_role("heading", name="Kitchen display").get_by_role("button")
    expect(opened).to_be_focused()

    connections.open()
    connections.unfold(APPS)
    connections.button("Replace the secret").click()
    connections.answer("Replace it")
    secret = connections.page.get_by_label("Client Secret", exact=True)
    expect(secret).to_be_focused()
    assert secret.input_value() != first
    card.get_by_role("textbox", name="Name", exact=True).fill("Hallway display")
    connections.page.keyboard.press("Enter")

    expect(card.get_by_role("heading", name="Hallway display")).to_be_visible()


def test_a_device_has_no_redirect_uris_and_no_secret(connections: Connections) -> None:
    card = connections.unfold(APPS)
    uris = connections.page.get_by_label("Redirect URIs, one")
    expect(uris).to_be_visible()

    card.get_by_role("radio", name="Device").check()
    expect(uris).to_be_hidden()
    connections.make_app("Device", "Fridge")

    url = connections.value("Device authorization URL")
    assert url.endswith("/oauth/device_authorization")
    expect(connections.page.get_by_label("Client Secret")).to_have_count(0)


def test_a_second_question_can_be_answered_with_no_by_keyboard(
    connections: Connections,
) -> None:
    connections.make_app("Device", "Fridge")
    delete = connections.button("Delete: Fridge")

    delete.press("Enter")
    question = connections.page.get_by_role("dialog", name="Delete Fridge?")
    expect(question).to_contain_text("Nobody is connected to it.")
    assert axe.problems(connections.page) == []
    connections.page.keyboard.press("Escape")
    expect(delete).to_be_focused()
    delete.press("Enter")
    connections.answer("Delete it")

    expect(delete).to_have_count(0)
    expect(connections.button(APPS)).to_be_focused()


def test_what_is_made_in_one_tab_shows_in_the_other_without_its_secret(
    connections: Connections,
) -> None:
    other = Connections(connections.page.context.new_page()).open()
    other.unfold(SCRIPTS)

    connections.make_token("Morning report")

    expect(other.token("Morning report")).to_be_visible()
    expect(other.page.get_by_label("Token", exact=True)).to_have_count(0)


def test_each_way_to_connect_is_reached_by_its_own_address(anas_page: Page) -> None:
    for name, card in (("gpt", GPT), ("mcp", MCP), ("scripts", SCRIPTS)):
        anas_page.goto(f"/connections#{name}")
        button = Connections(anas_page).button(card)
        expect(button).to_have_attribute("aria-expanded", "true")


def test_the_steps_of_an_assistant_are_chosen_with_the_arrow_keys(
    connections: Connections, server: RunningServer
) -> None:
    card = connections.unfold(MCP)
    assert connections.value("MCP server URL") == f"{server.url}/mcp"

    card.get_by_role("tab", name="ChatGPT").press("ArrowRight")
    expect(card.get_by_role("tab", name="Claude", exact=True)).to_be_focused()
    connections.page.keyboard.press("ArrowRight")

    panel = card.get_by_role("tabpanel", name="Claude Code")
    expect(panel.get_by_role("textbox", name="Command")).to_have_value(
        f"claude mcp add --transport http taskpal {server.url}/mcp"
    )


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_everything_open_fits_a_phone_and_keeps_nobody_out(
    open_browser: OpenBrowser, ana: Person, scheme: str
) -> None:
    page = open_browser(
        ana,
        viewport={"width": 360, "height": 740},
        color_scheme=scheme,
        reduced_motion="reduce",
    ).new_page()
    connections = Connections(page).open()
    connections.make_token("Donaudampfschifffahrt" * 4, "Move your todos")
    connections.make_gpt_client("Errand helper")
    connections.unfold(MCP)
    connections.make_app("Native app", "Donaudampfschifffahrt" * 4, CALLBACK)
    expect(connections.page.get_by_label("Metadata URL", exact=True)).to_be_visible()

    assert axe.problems(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= 360

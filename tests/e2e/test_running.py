"""Starting and stopping: what whoever hosts TaskPal sees."""

from pathlib import Path

import httpx
import pytest
from playwright.sync_api import Page, expect

from tests.e2e import people
from tests.e2e.conftest import OpenBrowser
from tests.e2e.dashboard import Dashboard
from tests.e2e.people import Person
from tests.e2e.server import RunningServer


def test_it_says_that_it_is_up_and_that_its_database_answers(
    server: RunningServer,
) -> None:
    assert httpx.get(f"{server.url}/healthz").json() == {"status": "ok"}
    assert httpx.get(f"{server.url}/readyz").json() == {"status": "ok"}


def test_the_first_page_shows_what_taskpal_is(
    page: Page, server: RunningServer
) -> None:
    page.goto("/")

    expect(page).to_have_title("TaskPal")
    expect(page.get_by_role("link", name="Sign in").first).to_be_visible()


def test_it_prints_the_address_once_it_answers(server: RunningServer) -> None:
    assert f"TaskPal is at {server.url}" in server.log


@pytest.mark.parametrize("host", ["localhost", "127.0.0.1"])
def test_one_build_serves_whatever_address_it_is_reached_at(
    host: str, server: RunningServer, ana: Person, open_browser: OpenBrowser
) -> None:
    here = f"http://{host}:{server.port}"
    page = open_browser(leaving_to=(here,)).new_page()
    sockets: list[str] = []
    page.on("websocket", lambda opened: sockets.append(opened.url))

    page.goto(f"{here}/sign-in")
    people.sign_in_by_form(page, ana)
    dashboard = Dashboard(page)
    dashboard.wait_until_live()
    dashboard.add("Buy milk")

    assert sockets
    assert all(url.startswith(f"ws://{host}:{server.port}/") for url in sockets)


def test_it_stops_cleanly_while_a_dashboard_is_open(
    tmp_path: Path, open_browser: OpenBrowser
) -> None:
    with RunningServer(tmp_path / "own") as own:
        ana = people.with_account(own.url, "ana")
        Dashboard(open_browser(ana, at=own).new_page()).open()

        status = own.stop()

    assert status == 0
    assert "Traceback" not in own.log


def test_a_port_in_use_is_told_in_one_sentence(
    server: RunningServer, tmp_path: Path
) -> None:
    second = RunningServer(tmp_path, PORT=str(server.port))

    told = second.run("serve")

    assert told.returncode == 1
    assert told.stderr.startswith(f"Port {server.port} is already in use.")
    assert "Traceback" not in told.stderr


def test_a_wrong_setting_is_told_in_one_sentence(tmp_path: Path) -> None:
    told = RunningServer(tmp_path, PORT="eighty").run("serve")

    assert told.returncode == 1
    assert told.stderr.startswith("PORT ")
    assert len(told.stderr.splitlines()) == 1

"""The pages a public GPT links to."""

import pytest
from starlette.testclient import TestClient

from taskpal.accounts import log
from taskpal.settings import settings
from taskpal.todos.exchange import service as imports
from taskpal.todos.history import trash


@pytest.mark.parametrize("path", ["/privacy", "/terms"])
def test_a_page_names_this_host_and_needs_no_session(
    client: TestClient, path: str
) -> None:
    page = client.get(path)

    assert page.status_code == 200
    assert "<strong>localhost:3000</strong>" in page.text
    assert page.headers["content-security-policy"].startswith("default-src 'none'")
    assert "script" not in page.text
    assert client.head(path).status_code == 200


def test_privacy_tells_of_the_log_and_of_what_the_settings_offer(
    client: TestClient,
) -> None:
    said = client.get("/privacy").text

    assert f"kept for {log.KEPT.days} days" in said
    assert "the browser and the network address it came from" in said
    assert "delete your account, under Settings" in said


def test_privacy_tells_how_long_the_history_and_an_import_are_kept(
    client: TestClient,
) -> None:
    said = client.get("/privacy").text

    assert trash.HISTORY_KEEPS.days == 365
    assert "An entry is kept for a year" in said
    assert imports.KEPT_FOR.days == 1
    assert "until it is made, and for a day at most" in said


def test_the_pages_lead_to_each_other(client: TestClient) -> None:
    assert 'href="/terms"' in client.get("/privacy").text
    assert 'href="/privacy"' in client.get("/terms").text


def test_a_host_is_text_on_the_page(
    client: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(settings(), "public_url", "https://<b>.example.com")

    assert "<b>.example" not in client.get("/privacy").text

"""Browsers at TaskPal's door, and a door that has not seen anybody yet."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from html import unescape
from typing import Any

import httpx2 as httpx
import pytest
from starlette.testclient import TestClient

from taskpal.accounts.cookies import session_cookie
from taskpal.http import http
from taskpal.settings import settings
from tests import tries

PASSWORD = "correct horse"


class Browser(TestClient):
    """A browser that fills in TaskPal's own forms."""

    def __init__(self, origin: str = "http://localhost:3000") -> None:
        super().__init__(http(), base_url=origin, follow_redirects=False)

    def fill(self, door: str, **typed: Any) -> httpx.Response:
        """Open a page and send its form with these fields typed in."""
        return self.post(door, data={"csrf": self.csrf(door), **typed})

    def csrf(self, door: str) -> str:
        return hidden(self.get(door), "csrf")

    def sign_up(self, name: str, **more: str) -> httpx.Response:
        email = f"{name}@example.com"
        return self.fill("/sign-up", email=email, password=PASSWORD, name=name, **more)

    def sign_in(self, name: str, password: str = PASSWORD) -> httpx.Response:
        return self.fill("/sign-in", email=f"{name}@example.com", password=password)

    @property
    def session(self) -> str | None:
        return self.cookies.get(session_cookie())


def hidden(page: httpx.Response, name: str) -> str:
    """The value of a hidden field on the page."""
    found = re.search(f'name="{name}" value="([^"]*)"', page.text)
    assert found, page.text
    return unescape(found[1])


def attributes(page: httpx.Response, field: str) -> str:
    """The tag of one input, as it is written."""
    found = re.search(f'<input id="{field}"[^>]*>', page.text)
    assert found, page.text
    return unescape(found[0])


@dataclass
class Clock:
    """What the time is, for codes that change with it."""

    time: float = 1_800_000_000.0  # the beginning of a time step


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    """A clock that only the test moves on."""
    made = Clock()
    monkeypatch.setattr("taskpal.accounts.two_step.seconds", lambda: made.time)
    return made


@pytest.fixture(autouse=True)
def _nobody_counted_yet() -> None:
    tries.forget()


@pytest.fixture
def browser(db: None) -> Browser:
    return Browser()


@pytest.fixture
def setting(monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    """Change a setting of this process for one test."""

    def change(name: str, value: str) -> None:
        monkeypatch.setenv(name, value)
        settings.cache_clear()

    yield change
    monkeypatch.undo()
    settings.cache_clear()

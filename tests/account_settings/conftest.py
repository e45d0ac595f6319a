"""Ana and ben with real passwords, in browsers that fill in the forms of /settings."""

import re
from dataclasses import dataclass, field
from typing import Any

import httpx2 as httpx
import pyotp
import pytest

from taskpal import database
from taskpal.accounts import log, queries
from taskpal.accounts.models import OwnerId
from tests import tries
from tests.accounts.conftest import PASSWORD, Browser, Clock, hidden

__all__ = ["PASSWORD", "hidden"]


@dataclass
class Person:
    """Someone with an account, at one browser of theirs."""

    name: str
    password: str = PASSWORD
    browser: Browser = field(default_factory=Browser)
    secret: str = ""
    recovery_codes: list[str] = field(default_factory=list)

    @property
    def email(self) -> str:
        return f"{self.name}@example.com"

    @property
    def id(self) -> OwnerId:
        with database.reading() as session:
            found = queries.account_of(session, self.email)
        assert found
        return OwnerId(found.id)

    @property
    def log(self) -> list[str]:
        """The kinds of the lines in their log, newest first."""
        with database.reading() as session:
            return [line.kind for line in log.lines(session, self.id)]

    def at_another_browser(self, agent: str = "") -> Browser:
        """One more browser, in which they sign in (by the password alone)."""
        other = Browser()
        other.headers["User-Agent"] = agent
        assert other.sign_in(self.name, self.password).status_code == 303
        return other

    def send(self, door: str, **typed: Any) -> httpx.Response:
        """Open a page of the settings and send its form, with their password."""
        return self.browser.fill(door, **({"password": self.password} | typed))

    def turn_on_two_steps(self, clock: Clock) -> httpx.Response:
        scan = self.send("/settings/two-step")
        self.secret = secret_on(scan)
        sent = {"csrf": hidden(scan, "csrf"), "setup": hidden(scan, "setup")}
        sent["code"] = self.code(clock)
        shown = self.browser.post("/settings/two-step/confirm", data=sent)
        self.recovery_codes = codes_on(shown)
        return shown

    def code(self, clock: Clock) -> str:
        """A code that was not used yet: time goes on first."""
        clock.time += 30
        return pyotp.TOTP(self.secret).at(int(clock.time))


def secret_on(page: httpx.Response) -> str:
    found = re.search(r'class="key"><code>([A-Z2-7 ]+)<', page.text)
    assert found, page.text
    return found[1].replace(" ", "")


def codes_on(page: httpx.Response) -> list[str]:
    return re.findall(r"<code>([0-9a-z]{4}-[0-9a-z]{4}-[0-9a-z]{4})</code>", page.text)


def is_signed_in(browser: Browser) -> bool:
    return bool(browser.get("/").status_code == 303)


@pytest.fixture(autouse=True)
def _nobody_counted_yet() -> None:
    tries.forget()


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    """A clock that only the test moves on."""
    made = Clock()
    monkeypatch.setattr("taskpal.accounts.two_step.seconds", lambda: made.time)
    return made


@pytest.fixture
def ana(db: None) -> Person:
    return join("ana")


@pytest.fixture
def ben(db: None) -> Person:
    return join("ben")


def join(name: str) -> Person:
    """Someone signs up."""
    person = Person(name)
    assert person.browser.sign_up(name).status_code == 303
    return person

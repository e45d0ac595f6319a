"""The page /settings and the plain pages behind it, found by role and name."""

import re
import time
from typing import Self
from urllib.parse import unquote

import pyotp
from playwright.sync_api import Locator, Page, expect

from tests.e2e.people import Person


class Settings:
    """Somebody's settings, in one tab."""

    def __init__(self, page: Page, person: Person) -> None:
        self.page = page
        self.password = person.password

    def open(self) -> Self:
        self.page.goto("/settings")
        expect(self.page.get_by_role("heading", name="Profile")).to_be_visible()
        return self

    @property
    def browsers(self) -> Locator:
        """The browsers this person is signed in with."""
        signed_in = self.page.get_by_role("list", name="Where you are signed in")
        return signed_in.get_by_role("listitem")

    @property
    def log(self) -> Locator:
        """The latest lines of the log."""
        return self.page.get_by_role("list", name="Log").get_by_role("listitem")

    def told(self, sentence: str) -> None:
        """Expect the page to say what a plain page has just done."""
        notice = self.page.get_by_role("main").get_by_role("status")
        expect(notice).to_contain_text(sentence)

    def go_to(self, name: str) -> None:
        """Follow a link to one of the plain pages."""
        self.page.get_by_role("link", name=name).click()

    def send(self, button: str, code: str = "") -> None:
        """Type the password, and a code where one is asked for, and press a button."""
        self.page.get_by_label("Your password").fill(self.password)
        if code:
            self.page.get_by_label("Code", exact=True).fill(code)
        self.page.get_by_role("button", name=button).click()

    def change_password(self, new: str) -> None:
        self.go_to("Change your password")
        for label in ("New password", "New password, again"):
            self.page.get_by_label(label, exact=True).fill(new)
        self.send("Change password")
        self.password = new

    def scan(self) -> str:
        """Ask for two-step sign-in: the secret that the authenticator app is shown."""
        self.go_to("Set up two-step sign-in")
        self.send("Continue")
        expect(self.page.get_by_role("img", name="QR code")).to_be_visible()
        link = self.page.get_by_role("link", name="Open it in your app")
        found = re.search(
            "secret=([A-Z2-7]+)", unquote(link.get_attribute("href") or "")
        )
        assert found
        return found[1]

    def confirm(self, code: str) -> list[str]:
        """Type the app's first code: the recovery codes."""
        self.page.get_by_label("The code your app shows now").fill(code)
        self.page.get_by_role("button", name="Turn on").click()
        codes = self.page.get_by_role("list", name="Recovery codes")
        expect(codes).to_be_visible()
        return codes.get_by_role("listitem").all_inner_texts()


class Authenticator:
    """The app on somebody's phone."""

    def __init__(self, secret: str) -> None:
        self._totp = pyotp.TOTP(secret)

    def code(self, later: int = 0) -> str:
        """The code of now, or of a step later: codes that were used are refused."""
        return self._totp.at(int(time.time()) + later * self._totp.interval)

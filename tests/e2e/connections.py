"""The page /connections, as the builder of a GPT and the user of one see it."""

import re
from typing import Self

from playwright.sync_api import Locator, Page, expect

from tests.e2e.chatgpt import POST, Typed

GPT, MCP, SCRIPTS, APPS = (
    "Custom GPT",
    "ChatGPT app, Claude, Cursor by MCP",
    "Scripts",
    "Your own apps",
)


class Connections:
    """Somebody's page of connected apps."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def open(self) -> Self:
        self.page.goto("/connections")
        expect(self.page.get_by_role("heading", level=1)).to_have_text("Connections")
        return self

    def unfold(self, card: str) -> Locator:
        """Open one of the ways to connect an app, unless it is open."""
        button = self.button(card)
        if button.get_attribute("aria-expanded") == "false":
            button.click()
        return self.page.get_by_role("region", name=card)

    def make_gpt_client(self, name: str, token_exchange: str = POST) -> Typed:
        """Make the client and copy every value that ChatGPT's editor asks for."""
        card = self.unfold(GPT)
        card.get_by_role("textbox", name="Name of the GPT").fill(name)
        card.get_by_role("button", name="Make a client").click()
        expect(card.get_by_role("heading", name=name)).to_be_visible()
        return Typed(
            schema_url=self.value("Schema URL"),
            client_id=self.value("Client ID"),
            client_secret=self.value("Client Secret"),
            authorization_url=self.value("Authorization URL"),
            token_url=self.value("Token URL"),
            scope=self.value("Scope"),
            token_exchange=token_exchange,
            privacy_url=self.value("Privacy policy"),
        )

    def make_app(self, kind: str, name: str, *callbacks: str) -> Locator:
        """Set up a Web app, Native app or Device; returns the card they are in."""
        card = self._wanting(APPS, "Make another app")
        card.get_by_role("radio", name=re.compile(f"^{kind}")).check()
        card.get_by_role("textbox", name="Name of the app").fill(name)
        if callbacks:
            self.page.get_by_label("Redirect URIs, one").fill("\n".join(callbacks))
        card.get_by_role("button", name="Make an app").click()
        return card

    def make_token(self, name: str, *ticks: str, days: str = "30 days") -> str:
        """Make a token that may see todos and do what is ticked; returns it."""
        card = self._wanting(SCRIPTS, "Make another token")
        card.get_by_role("textbox", name="Name of the token").fill(name)
        card.get_by_role("combobox", name="Expires after").select_option(days)
        for tick in ticks:
            card.get_by_role("checkbox", name=tick).check()
        card.get_by_role("button", name="Make a token").click()
        expect(self.token(name)).to_be_visible()
        return self.value("Token")

    def token(self, name: str) -> Locator:
        """The row of a token."""
        tokens = self.page.get_by_role("list", name="Tokens")
        return tokens.get_by_role("listitem").filter(has_text=name)

    def app(self, name: str) -> Locator:
        """The row of an app that was let in."""
        apps = self.page.get_by_role("list", name="Connected apps")
        return apps.get_by_role("listitem").filter(has_text=name)

    def waiting(self, callback: str) -> Locator:
        """A callback that ChatGPT came with and that is not approved yet."""
        waiting = self.page.get_by_role("list", name="Waiting for approval")
        return waiting.get_by_role("listitem").filter(has_text=callback)

    def approve_callback(self, callback: str) -> None:
        """Allow the callback that ChatGPT came with; the page knows it already."""
        waiting = self.waiting(callback)
        waiting.get_by_role("button", name="Approve").click()
        expect(waiting).to_have_count(0)

    def disconnect(self, name: str) -> None:
        self.button(f"Disconnect: {name}").click()
        self.answer("Disconnect it")
        expect(self.app(name)).to_have_count(0)

    def revoke(self, name: str) -> None:
        self.button(f"Revoke: {name}").click()
        self.answer("Revoke it")
        expect(self.token(name)).to_have_count(0)

    def answer(self, yes: str) -> None:
        """Say yes to the second question."""
        self.page.get_by_role("dialog").get_by_role("button", name=yes).click()

    def button(self, name: str) -> Locator:
        return self.page.get_by_role("button", name=name, exact=True)

    def value(self, label: str) -> str:
        """What stands beside a copy button."""
        return self.page.get_by_label(label, exact=True).input_value()

    def _wanting(self, card: str, another: str) -> Locator:
        """The card, with its form open."""
        opened = self.unfold(card)
        if (more := opened.get_by_role("button", name=another)).is_visible():
            more.click()
        return opened

"""The page /connections, as the builder of a GPT and the user of one see it."""

from typing import Self

from playwright.sync_api import Locator, Page, expect

from tests.e2e.chatgpt import POST, Typed


class Connections:
    """Somebody's page of connected apps."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def open(self) -> Self:
        self.page.goto("/connections")
        expect(self.page.get_by_role("heading", level=1)).to_have_text("Connections")
        return self

    def make_gpt_client(self, name: str, token_exchange: str = POST) -> Typed:
        """Make the client and copy every value that ChatGPT's editor asks for."""
        self.page.get_by_role("textbox", name="Name of the GPT").fill(name)
        self.page.get_by_role("button", name="Make a client").click()
        return Typed(
            schema_url=self._value("Schema URL"),
            client_id=self._value("Client ID"),
            client_secret=self._value("Client Secret"),
            authorization_url=self._value("Authorization URL"),
            token_url=self._value("Token URL"),
            scope=self._value("Scope"),
            token_exchange=token_exchange,
            privacy_url=self._value("Privacy policy"),
        )

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
        self.page.get_by_role("button", name=f"Disconnect: {name}").click()
        apps = self.page.get_by_role("list", name="Connected apps")
        expect(apps.get_by_text(name)).to_have_count(0)

    def _value(self, label: str) -> str:
        return self.page.get_by_label(label, exact=True).input_value()

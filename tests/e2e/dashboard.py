"""The dashboard, found as a person or a screen reader finds it: by role and name.

docs/playwright.md lists the same names for other people's scripts.
"""

import re
from typing import Self

from playwright.sync_api import Locator, Page, expect

MOST_TABS = 40


class Dashboard:
    """One tab of somebody's dashboard."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def open(self, path: str = "/inbox") -> Self:
        """Go there and wait until the todos have come, or the sentence for none."""
        self.page.goto(path)
        self.wait_until_live()
        return self

    def reload(self) -> None:
        """Load the page again."""
        self.page.reload()
        self.wait_until_live()

    def wait_until_live(self) -> None:
        expect(self.main).to_be_visible()
        expect(self.page.get_by_label("Loading your todos")).to_have_count(0)

    @property
    def main(self) -> Locator:
        return self.page.get_by_role("main")

    @property
    def heading(self) -> Locator:
        return self.main.get_by_role("heading", level=1)

    @property
    def rows(self) -> Locator:
        return self.page.get_by_role("list", name="Todos").get_by_role("listitem")

    @property
    def messages(self) -> Locator:
        return self.page.get_by_role("status", name="Messages")

    @property
    def new_todo(self) -> Locator:
        return self.page.get_by_role("textbox", name="Add a todo")

    def add(self, *titles: str) -> None:
        """Write todos down with the keyboard, and wait until the list shows them."""
        for title in titles:
            self.new_todo.fill(title)
            self.new_todo.press("Enter")
            expect(self.row(title)).to_be_visible()

    def row(self, title: str) -> Locator:
        return self.page.get_by_role("listitem", name=title, exact=True)

    def check(self, title: str) -> Locator:
        return self.page.get_by_role("checkbox", name=f"Complete: {title}", exact=True)

    def complete(self, title: str) -> None:
        """Tick it off. (`check()` would look for the row afterwards, which is gone.)"""
        self.check(title).click()

    def told(self, sentence: str) -> None:
        """Expect to be told so; what was done is saved by then."""
        expect(self.messages).to_contain_text(sentence)

    def title(self, title: str) -> Locator:
        """What is clicked to change the title in place."""
        return self.page.get_by_role("button", name=f"Edit: {title}", exact=True)

    def title_being_written(self, title: str) -> Locator:
        return self.page.get_by_role("textbox", name=f"Title: {title}", exact=True)

    def due(self, title: str) -> Locator:
        return self.page.get_by_label(f"Due: {title}", exact=True)

    def priority(self, title: str) -> Locator:
        return self.page.get_by_role("combobox", name=f"Priority: {title}", exact=True)

    def button(self, name: str) -> Locator:
        return self.page.get_by_role("button", name=name, exact=True)

    def undo(self) -> None:
        self.button("Undo").click()

    def shows(self, *titles: str) -> None:
        """Expect just these todos, in this order."""
        expect(self.rows).to_have_count(len(titles))
        for number, title in enumerate(titles):
            expect(self.rows.nth(number)).to_have_accessible_name(title)

    @property
    def search(self) -> Locator:
        return self.page.get_by_role("searchbox", name="Search")

    @property
    def description(self) -> Locator:
        return self.page.get_by_role("textbox", name="Description")

    def show(self, status: str) -> None:
        """Choose between Open, Done and All."""
        choice = self.page.get_by_role("group", name="Show")
        choice.get_by_role("radio", name=status).check()

    def go_to(self, place: str) -> None:
        """Follow a link of the navigation."""
        main = self.page.get_by_role("navigation", name="Main")
        main.get_by_role("link", name=place).click()

    def open_todo(self, title: str) -> None:
        """Show it beside the list, where its description is."""
        self.button(f"Open: {title}").click()
        expect(self.page).to_have_url(re.compile(r"/todo/[a-z0-9]{12}$"))

    def close_todo(self) -> None:
        self.button("Close").click()

    def sign_out(self) -> None:
        self.page.goto("/sign-out")
        self.button("Sign out").click()

    def is_signed_out(self) -> None:
        """Expect the tab to have moved to the sign-in page, by itself."""
        expect(self.page).to_have_url(re.compile(r"/sign-in(\?next=.*)?$"))
        expect(self.button("Sign in")).to_be_visible()

    def tab_to(self, target: Locator, *, back: bool = False) -> None:
        """Press Tab until the target has the keyboard, as nobody with a mouse would."""
        for _ in range(MOST_TABS):
            if target.evaluate("element => element === document.activeElement"):
                return
            self.page.keyboard.press("Shift+Tab" if back else "Tab")
        expect(target).to_be_focused()

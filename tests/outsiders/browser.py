"""A person at a browser without JavaScript: opens addresses, fills in forms."""

import itertools
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Self
from urllib.parse import urljoin

import httpx

PASSWORD = "correct horse battery staple"
_numbers = itertools.count(1)


class Browser:
    """A browser that follows links within TaskPal, and stops where one leads out."""

    def __init__(self, url: str, name: str) -> None:
        self.url = url
        self.email = f"{name}.{next(_numbers)}@example.com"
        self.name = name.title()
        headers = {"Origin": url, "X-Forwarded-For": f"10.9.0.{next(_numbers) % 255}"}
        self._client = httpx.Client(base_url=url, headers=headers)

    def __enter__(self) -> Self:
        self._client.__enter__()
        return self

    def __exit__(self, *what: object) -> None:
        self._client.close()

    def sign_up(self) -> None:
        """Make an account, and stay signed in."""
        form = {"name": self.name, "email": self.email, "password": PASSWORD}
        left = self.submit(self.open("/sign-up"), **form)
        assert left.status_code == 303, left.text

    def open(self, address: str) -> httpx.Response:
        """The page at an address, or the answer that leads out of TaskPal."""
        return self._follow(self._client.get(address))

    def press(self, page: httpx.Response, button: str) -> httpx.Response:
        """What follows when the button with this text is pressed."""
        name, value = _form(page).buttons[button]
        return self._follow(self.submit(page, **({name: value} if name else {})))

    def submit(self, page: httpx.Response, **typed: str) -> httpx.Response:
        """The direct answer to the page's form."""
        form = _form(page)
        action = urljoin(str(page.url), form.action)
        return self._client.post(action, data={**form.hidden, **typed})

    def allow(self, address: str) -> str:
        """Where the browser arrives once the person has said yes to an app."""
        answer = self.open(address)
        if answer.status_code == 200:
            answer = self.press(answer, "Allow")
        return answer.headers["location"]

    def enter(self, verification_uri: str, user_code: str) -> None:
        """Let the device in that shows this code."""
        asked = self.submit(self.open(verification_uri), user_code=user_code)
        allowed = self.press(asked, "Allow")
        assert allowed.status_code == 200, allowed.text

    def _follow(self, answer: httpx.Response) -> httpx.Response:
        while answer.is_redirect and self._leads_inside(answer):
            answer = self._client.get(answer.headers["location"])
        return answer

    def _leads_inside(self, answer: httpx.Response) -> bool:
        target = urljoin(str(answer.url), answer.headers["location"])
        return target.startswith(f"{self.url}/")


@dataclass
class _Form:
    """The first form of a page whose method is post."""

    action: str = ""
    hidden: dict[str, str] = field(default_factory=dict)
    buttons: dict[str, tuple[str, str]] = field(default_factory=dict)


def _form(page: httpx.Response) -> _Form:
    assert page.status_code < 500, page.text
    reader = _Reader()
    reader.feed(page.text)
    assert reader.forms, page.text
    return reader.forms[0]


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.forms: list[_Form] = []
        self._button: tuple[str, str] | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = {name: value or "" for name, value in attrs}
        if tag == "form":
            self.forms.append(_Form(found.get("action", "")))
        elif tag == "input" and found.get("type") == "hidden" and self.forms:
            self.forms[-1].hidden[found["name"]] = found.get("value", "")
        elif tag == "button":
            self._button = found.get("name", ""), found.get("value", "")

    def handle_data(self, data: str) -> None:
        if self._button is not None and self.forms and data.strip():
            self.forms[-1].buttons[data.strip()] = self._button
            self._button = None

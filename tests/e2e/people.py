"""The people in end to end tests: they sign up and in as anyone would."""

import itertools
import re
from dataclasses import dataclass

import httpx
from playwright.sync_api import BrowserContext, Page

PASSWORD = "correct horse battery staple"
_numbers = itertools.count(1)


@dataclass(frozen=True)
class Person:
    """Someone with an account."""

    name: str
    email: str
    password: str = PASSWORD


def newcomer(name: str) -> Person:
    """Someone without an account yet; the address is new each time."""
    return Person(name.title(), f"{name}.{next(_numbers)}@example.com")


def with_account(url: str, name: str) -> Person:
    """Someone who has signed up, without a browser, which is quicker."""
    person = newcomer(name)
    with _client(url) as client:
        _submit(
            client,
            "/sign-up",
            name=person.name,
            email=person.email,
            password=person.password,
        )
    return person


def sign_in(context: BrowserContext, url: str, person: Person) -> None:
    """Have the browser hold a new session of this person, without the form."""
    context.add_cookies(
        [
            {"name": name, "value": value, "url": url}
            for name, value in signed_in(url, person).items()
        ]
    )


def signed_in(url: str, person: Person) -> dict[str, str]:
    """The cookie of a new session of this person."""
    with _client(url) as client:
        _submit(client, "/sign-in", email=person.email, password=person.password)
        return {
            cookie.name: cookie.value or ""
            for cookie in client.cookies.jar
            if "session" in cookie.name
        }


def sign_out(context: BrowserContext, url: str) -> None:
    """End the browser's session without it noticing."""
    with _client(url) as client:
        for cookie in context.cookies():
            client.cookies.set(cookie["name"], cookie["value"])
        _submit(client, "/sign-out")


def sign_in_by_form(page: Page, person: Person) -> None:
    """Sign in as a person does, on whatever page shows the form."""
    page.get_by_label("Email").fill(person.email)
    page.get_by_label("Password").fill(person.password)
    page.get_by_role("button", name="Sign in").click()


def sign_up_by_form(page: Page, person: Person) -> None:
    """Make an account as a person does, on whatever page shows the form."""
    page.get_by_label("Name").fill(person.name)
    page.get_by_label("Email").fill(person.email)
    page.get_by_label("Password").fill(person.password)
    page.get_by_role("button", name="Create account").click()


def try_to_sign_in(url: str, person: Person, address: str) -> int:
    """The status with which a browser at this address is answered."""
    with _client(url, address) as client:
        form = _tokens(client, "/sign-in")
        typed = {"email": person.email, "password": person.password}
        return client.post("/sign-in", data=form | typed).status_code


def _client(url: str, address: str = "") -> httpx.Client:
    """Each time from another address, so that tests are not throttled together."""
    number = next(_numbers)
    own = f"10.{number >> 16 & 255}.{number >> 8 & 255}.{number & 255}"
    address = address or own
    return httpx.Client(
        base_url=url, headers={"Origin": url, "X-Forwarded-For": address}
    )


def _submit(client: httpx.Client, path: str, **fields: str) -> None:
    answer = client.post(path, data={**_tokens(client, path), **fields})
    assert answer.is_redirect, f"{path}: {answer.status_code}\n{answer.text}"


def _tokens(client: httpx.Client, path: str) -> dict[str, str]:
    """What a page's form sends besides what is typed."""
    page = client.get(path).raise_for_status().text
    hidden = re.findall(r'<input[^>]*type="hidden"[^>]*>', page)
    return {_attribute(field, "name"): _attribute(field, "value") for field in hidden}


def _attribute(tag: str, name: str) -> str:
    found = re.search(rf'{name}="([^"]*)"', tag)
    return found[1] if found else ""

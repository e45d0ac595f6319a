"""TaskPal running for real, a browser, and people who use both.

What is slow to start is shared by the whole folder, and ends with it: while Playwright
runs, no other test of the same process could use asyncio.
"""

import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from taskpal.settings import PROJECT
from tests import services
from tests.e2e import people
from tests.e2e.people import Person
from tests.e2e.server import RunningServer

PICTURES = PROJECT / "test-results"
PATIENCE = 10_000  # milliseconds until an expectation that is not met fails

OpenBrowser = Callable[..., BrowserContext]


@pytest.fixture(scope="package")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningServer]:
    """TaskPal with SQLite and one worker, as `make run` starts it."""
    with RunningServer(tmp_path_factory.mktemp("taskpal")) as running:
        yield running


@pytest.fixture(scope="package")
def big_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningServer]:
    """TaskPal with PostgreSQL, Valkey and two workers."""
    with RunningServer(
        tmp_path_factory.mktemp("taskpal-big"),
        DATABASE_URL=services.postgresql(),
        REDIS_URL=services.valkey(),
        TASKPAL_WORKERS="2",
        TASKPAL_SECRET_KEY="only-for-tests-" + "0123456789abcdef" * 2,
    ) as running:
        yield running


@pytest.fixture(scope="package")
def chromium() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        path = services.chromium(playwright.chromium.executable_path)
        launched = playwright.chromium.launch(
            executable_path=path, args=services.chromium_options()
        )
        yield launched
        launched.close()


@pytest.fixture
def open_browser(
    chromium: Browser, server: RunningServer, request: pytest.FixtureRequest
) -> Iterator[OpenBrowser]:
    """Opens browsers that know nothing of each other: `open_browser(ana)` is signed in.

    `at=` chooses another server, `leaving_to=` names where else its pages may go; the
    rest are options of Playwright's `new_context`, such as `viewport=`. Errors on their
    pages, what their policy forbids, and requests to other hosts fail the test.
    """
    opened: list[BrowserContext] = []
    troubles: list[str] = []

    def open_one(
        person: Person | None = None,
        at: RunningServer = server,
        leaving_to: tuple[str, ...] = (),
        **options: Any,
    ) -> BrowserContext:
        context = chromium.new_context(base_url=at.url, **options)
        context.set_default_timeout(PATIENCE)
        _watch(context, (at.url, *leaving_to), troubles)
        if person is not None:
            people.sign_in(context, at.url, person)
        opened.append(context)
        return context

    yield open_one
    if request.node.stash.get(_failed, False):
        _take_pictures(opened, request.node.name)
    for context in opened:
        context.close()
    assert not troubles, "\n".join(troubles)


@pytest.fixture
def ana(server: RunningServer) -> Person:
    return people.with_account(server.url, "ana")


@pytest.fixture
def ben(server: RunningServer) -> Person:
    return people.with_account(server.url, "ben")


@pytest.fixture
def page(open_browser: OpenBrowser) -> Page:
    """A page of a browser where nobody is signed in."""
    return open_browser().new_page()


@pytest.fixture
def anas_page(open_browser: OpenBrowser, ana: Person) -> Page:
    """A page of a browser where ana is signed in; it has not gone anywhere yet."""
    return open_browser(ana).new_page()


_failed = pytest.StashKey[bool]()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item,
) -> Iterator[None]:
    report: Any = yield
    if report.when == "call":
        item.stash[_failed] = report.failed
    return report


def _watch(
    context: BrowserContext, allowed: tuple[str, ...], troubles: list[str]
) -> None:
    sockets = tuple(url.replace("http", "ws", 1) for url in allowed)
    own = (*allowed, *sockets, "data:", "blob:")
    context.on("weberror", lambda found: troubles.append(f"Error: {found.error}"))
    context.on(
        "console",
        lambda said: (
            troubles.append(f"Against the policy: {said.text}")
            if "Content Security Policy" in said.text
            else None
        ),
    )
    context.on(
        "request",
        lambda sent: (
            None
            if sent.url.startswith(own)
            else troubles.append(f"Asked another host: {sent.url}")
        ),
    )


def _take_pictures(opened: list[BrowserContext], name: str) -> None:
    PICTURES.mkdir(exist_ok=True)
    for number, page in enumerate(page for context in opened for page in context.pages):
        file = re.sub(r"\W+", "-", f"{name}-{number}")
        page.screenshot(path=PICTURES / f"{file}.png")

"""What a person feels, in a real browser, against TaskPal as it is served.

Times are taken inside the page (browser.js), up to the frame that shows what was waited
for; bytes are those Chromium counts on the wire.
"""

import json
import statistics
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Page, sync_playwright

from bench.measure import Measure, Row, Step
from taskpal.commands.seed import PASSWORD
from tests import services
from tests.e2e import people
from tests.e2e.dashboard import Dashboard
from tests.e2e.people import Person
from tests.e2e.scripts import SCOPE
from tests.e2e.server import RunningServer

SCRIPT = Path(__file__).with_name("browser.js")
SEEDED = 11_300  # of which a good 10,000 are open
SOME = 1_000
WRITES, CLICKS, TOGGLES, LOADS = 20, 20, 5, 5
QUIET = 700  # milliseconds after which everybody has been told of a toggle
COUNTED = ("text/html", "text/css", "text/javascript", "application/javascript")


def live(step: Step) -> list[Measure]:
    """How soon a dashboard shows what somebody's program wrote."""
    step("starting")
    with _measured(todos=50) as subject:
        page = subject.open()
        token = subject.token()
        step("writing")
        took = [
            page.evaluate("of => measured.write(...of)", [token, f"Written {number}"])
            for number in range(WRITES)
        ]
    return [
        Measure(
            name="Answer of an API write → row visible on an open dashboard",
            value=statistics.median(took),
            unit="ms",
            must=100,
            aim=30,
            how=f"median of {WRITES}, slowest {max(took):.0f} ms",
            better="less",
        )
    ]


def many(step: Step) -> list[Measure]:
    """What ticking off one of ten thousand costs."""
    step("writing down 10,000 todos")
    with _measured(todos=SEEDED) as subject:
        page = subject.open()
        rows = Dashboard(page).rows
        total = int(rows.first.get_attribute("aria-setsize") or 0)
        step("clicking")
        changed, took = zip(*(_click(page) for _ in range(CLICKS)), strict=True)
        step("counting bytes")
        sent = [_toggle(page) for _ in range(TOGGLES)]
    return [
        Measure(
            name="Click on a checkbox → screen shows it, 10,000 open todos",
            value=statistics.median(took),
            unit="ms",
            must=50,
            aim=10,
            how=f"median of {CLICKS}, slowest {max(took):.0f} ms, {total:,} open; the "
            f"page has changed after {statistics.median(changed):.0f} ms, the rest is "
            "the wait for the frame",
            better="less",
        ),
        Measure(
            name="Bytes over the socket when one todo of 10,000 is toggled",
            value=statistics.median(sum(both) for both in sent) / 1000,
            unit="kB",
            must=4,
            aim=1,
            how="there {} and back {} bytes, median of {}".format(
                *(int(statistics.median(way)) for way in zip(*sent, strict=True)),
                TOGGLES,
            ),
            better="less",
        ),
    ]


def first(step: Step) -> list[Measure]:
    """What the first visit costs: bytes, and time until there is something to read."""
    step("starting")
    with _measured(todos=SOME) as subject:
        step("loading")
        loads = [_load(subject) for _ in range(LOADS)]
    weighed = loads[0].bytes
    return [
        Measure(
            name="First load of the dashboard, JS + CSS + HTML, gzip",
            value=sum(weighed.values()) / 1000,
            unit="kB",
            must=300,
            aim=200,
            how=", ".join(f"{kind} {n / 1000:.0f} kB" for kind, n in weighed.items()),
            better="less",
        ),
        Measure(
            name="Rows visible on a cold load with 1,000 todos",
            value=statistics.median(load.seconds for load in loads),
            unit="s",
            must=1.0,
            aim=0.6,
            how=f"median of {LOADS}, slowest {max(x.seconds for x in loads):.2f} s",
            better="less",
        ),
    ]


ROWS = [
    Row("Live", 2, live),
    Row("Ten thousand todos", 3, many),
    Row("First load", 2, first),
]


@dataclass(frozen=True)
class Subject:
    """TaskPal with somebody's todos, and browsers in which they are signed in."""

    server: RunningServer
    browser: Browser
    person: Person

    def page(self) -> Page:
        """A page of a browser that has never been here."""
        context = self.browser.new_context(
            base_url=self.server.url, viewport={"width": 1440, "height": 900}
        )
        people.sign_in(context, self.server.url, self.person)
        context.add_init_script(path=SCRIPT)
        return context.new_page()

    def open(self) -> Page:
        """The inbox, with rows on it."""
        dashboard = Dashboard(self.page()).open()
        dashboard.rows.first.wait_for()
        return dashboard.page

    def token(self) -> str:
        """A token for the person's own program."""
        made = self.server.run(
            *("tokens", "add", "--owner", self.person.email, "--scope", SCOPE),
            "--json",
        )
        token: str = json.loads(made.stdout)["token"]
        return token


@dataclass(frozen=True)
class Load:
    """What one first visit took."""

    seconds: float
    bytes: dict[str, int]


@contextmanager
def _measured(todos: int) -> Iterator[Subject]:
    person = Person("Busy", "busy@example.com", PASSWORD)
    with (
        tempfile.TemporaryDirectory() as folder,
        RunningServer(Path(folder)) as server,
        sync_playwright() as playwright,
    ):
        seeded = server.run("seed", "--owner", person.email, "--todos", str(todos))
        seeded.check_returncode()
        browser = playwright.chromium.launch(
            executable_path=services.chromium(playwright.chromium.executable_path),
            args=services.chromium_options(),
        )
        yield Subject(server, browser, person)
        browser.close()


def _click(page: Page) -> tuple[float, float]:
    """Milliseconds until the page had changed, and until the screen showed it."""
    box = Dashboard(page).rows.first.get_by_role("checkbox").bounding_box()
    assert box is not None
    page.evaluate("measured.expectClick()")
    page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    changed, visible = page.evaluate("measured.clicked")
    page.wait_for_timeout(200)  # until the row has left the list of open todos
    return changed, visible


def _toggle(page: Page) -> tuple[int, int]:
    """The bytes that a toggle sends, and those that it is answered."""
    sent: list[int] = []
    received: list[int] = []
    network = page.context.new_cdp_session(page)
    network.on("Network.webSocketFrameSent", lambda seen: sent.append(_size(seen)))
    network.on(
        "Network.webSocketFrameReceived", lambda seen: received.append(_size(seen))
    )
    network.send("Network.enable")
    Dashboard(page).rows.first.get_by_role("checkbox").click()
    page.wait_for_timeout(QUIET)
    network.detach()
    return sum(sent), sum(received)


def _size(seen: dict[str, Any]) -> int:
    return len(seen["response"]["payloadData"].encode())


def _load(subject: Subject) -> Load:
    page = subject.page()
    kinds: dict[str, str] = {}
    weighed: dict[str, int] = {}
    network = page.context.new_cdp_session(page)
    network.on("Network.responseReceived", lambda seen: _note_kind(seen, kinds))
    network.on("Network.loadingFinished", lambda seen: _weigh(seen, kinds, weighed))
    network.send("Network.enable")
    page.goto("/inbox")
    took: float = page.evaluate("measured.firstRow.then(({ visible }) => visible)")
    page.wait_for_load_state("networkidle")
    page.context.close()
    return Load(took / 1000, weighed)


def _note_kind(seen: dict[str, Any], kinds: dict[str, str]) -> None:
    mime = seen["response"]["mimeType"]
    if mime in COUNTED:
        kinds[seen["requestId"]] = mime.partition("/")[2]


def _weigh(
    seen: dict[str, Any], kinds: dict[str, str], weighed: dict[str, int]
) -> None:
    """Add what came over the wire, compressed, with its headers."""
    if kind := kinds.get(seen["requestId"]):
        weighed[kind] = weighed.get(kind, 0) + int(seen["encodedDataLength"])

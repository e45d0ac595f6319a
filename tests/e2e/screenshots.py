"""Takes the pictures in docs/screenshots: `make screenshots`.

Every page that people see, in light and dark, on a phone and on a desktop; the inbox
empty, with five todos and with five hundred. The day is always the same one, so that
only what looks different makes a different picture.
"""

import tempfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import chain, product
from pathlib import Path
from typing import Any

from PIL import Image
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from taskpal.commands.examples import examples
from taskpal.settings import PROJECT
from taskpal.start.progress import Progress
from tests import services
from tests.e2e import people
from tests.e2e.chatgpt import CustomGPT
from tests.e2e.connections import Connections
from tests.e2e.dashboard import Dashboard
from tests.e2e.people import Person
from tests.e2e.scripts import Script
from tests.e2e.server import RunningServer
from tests.e2e.settings import Authenticator, Settings
from tests.e2e.television import Television

FOLDER = PROJECT / "docs" / "screenshots"
NOW = datetime(2026, 11, 24, 9, 41, tzinfo=UTC)
SIZES = {"desktop": (1440, 900), "phone": (360, 740), "in-app": (390, 700)}
PHONE_AND_DESKTOP = ("desktop", "phone")
SCHEMES = ("light", "dark")
PORT = "4000"  # it is in the pictures
CALM = "--font-render-hinting=none"
COLOURS, ALIKE = 256, 4  # enough for a calm page, in a third of the bytes
MANY = 500
GPT = "Errand helper"
TALK = "Draft the talk on local-first software"
FIVE = (
    {"title": "Water the plants on the balcony"},
    {"title": "Book a table for six", "due": "2026-11-28", "priority": "p3"},
    {"title": "Call the dentist about Thursday", "due": "2026-11-25", "priority": "p2"},
    {
        "title": TALK,
        "description": "Twenty minutes. Start with the offline demo.\n\nThey will ask:"
        "\n- What if two people change the same line?\n- And on a train?",
        "due": "2026-11-24",
        "priority": "p2",
    },
    {"title": "Renew the passport", "due": "2026-11-22", "priority": "p1"},
)


@dataclass(frozen=True)
class Scene:
    """A picture: the name of its file, who looks, and how they get there."""

    name: str
    who: Person | None
    visit: Callable[[Page], object]
    sizes: Sequence[str] = PHONE_AND_DESKTOP


def main() -> None:
    """Start TaskPal, fill it, and take every picture."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    with (
        tempfile.TemporaryDirectory() as folder,
        RunningServer(Path(folder), PORT=PORT) as server,
        sync_playwright() as playwright,
    ):
        browser = playwright.chromium.launch(
            executable_path=services.chromium(playwright.chromium.executable_path),
            args=[*services.chromium_options(), CALM],
        )
        pictures = [
            (scene, scheme, size)
            for scene, scheme in product(_scenes(server, browser), SCHEMES)
            for size in scene.sizes
        ]
        with Progress("Taking pictures", total=len(pictures)) as progress:
            for scene, scheme, size in pictures:
                context = _context(browser, server.url, scheme, size)
                if scene.who is not None:
                    people.sign_in(context, server.url, scene.who)
                _take(context, scene, FOLDER / f"{scene.name}-{scheme}-{size}.png")
                progress.advance(now=scene.name)
        browser.close()


def _scenes(server: RunningServer, browser: Browser) -> Iterator[Scene]:
    ana, busy, new = (_someone(server, name) for name in ("Ana", "Ben", "Cleo"))
    _fill(server, ana, busy)
    gpt = _gpt(server, browser, ana)
    yield Scene("landing", None, lambda page: page.goto("/"))
    yield Scene("sign-in", None, lambda page: page.goto("/sign-in"), tuple(SIZES))
    yield Scene("sign-up", None, lambda page: page.goto("/sign-up"))
    yield Scene("inbox-empty", new, _open_inbox)
    yield Scene("inbox", ana, _open_inbox)
    yield Scene("inbox-many", busy, _open_inbox)
    yield Scene("todo", ana, _open_todo)
    yield Scene("connections", ana, lambda page: Connections(page).open())
    yield Scene("settings", ana, lambda page: Settings(page, ana).open())
    yield Scene("password", ana, lambda page: page.goto("/settings/password"))
    yield Scene("delete", ana, lambda page: page.goto("/settings/delete"))
    consent = gpt.sign_in_address()
    yield Scene("consent", busy, lambda page: page.goto(consent), tuple(SIZES))
    yield from _in_apps(server, browser, ana, busy)


def _in_apps(
    server: RunningServer, browser: Browser, ana: Person, ben: Person
) -> Iterator[Scene]:
    """Pages that people meet in the small browser inside another app."""
    television = Television.switched_on(server, ana)
    asks = television.told["verification_uri_complete"]
    guarded = _guarded(server, browser)
    small = ("in-app",)
    yield Scene("device", ben, lambda page: page.goto("/device"), small)
    yield Scene("device-asks", ben, lambda page: _type_code(page, asks), small)
    yield Scene("code", None, lambda page: _give_password(page, guarded), small)
    unknown = "/oauth/authorize?response_type=code&client_id=nobody"
    yield Scene("error", None, lambda page: page.goto(unknown), small)


def _guarded(server: RunningServer, browser: Browser) -> Person:
    """Someone who is asked for a code at sign-in."""
    dora = _someone(server, "Dora")
    context = browser.new_context(base_url=server.url)
    people.sign_in(context, server.url, dora)
    settings = Settings(context.new_page(), dora).open()
    settings.confirm(Authenticator(settings.scan()).code())
    context.close()
    return dora


def _type_code(page: Page, address: str) -> None:
    page.goto(address)
    page.get_by_role("button", name="Continue").click()


def _give_password(page: Page, person: Person) -> None:
    page.goto("/sign-in")
    page.get_by_label("Email").fill(person.email)
    page.get_by_label("Password").fill(person.password)
    page.get_by_role("button", name="Sign in").click()


def _someone(server: RunningServer, name: str) -> Person:
    person = Person(name, f"{name.lower()}@example.com")
    server.run(
        *("users", "add", person.email, "--name", name, "--password-stdin"),
        typed=f"{person.password}\n",
    ).check_returncode()
    return person


def _fill(server: RunningServer, ana: Person, busy: Person) -> None:
    script = Script.of(server, ana)
    for todo in FIVE:
        script.add(**todo)
    script = Script.of(server, busy)
    for new in examples(MANY, NOW.date()):
        script.add(**new.model_dump(mode="json"))


def _gpt(server: RunningServer, browser: Browser, builder: Person) -> CustomGPT:
    """A GPT that may ask for access."""
    context = browser.new_context(base_url=server.url)
    people.sign_in(context, server.url, builder)
    connections = Connections(context.new_page()).open()
    gpt = CustomGPT(connections.make_gpt_client(GPT), "g-abcdef")
    context.new_page().goto(gpt.sign_in_address())
    connections.approve_callback(gpt.callback)
    context.close()
    return gpt


def _open_inbox(page: Page) -> None:
    Dashboard(page).open()


def _open_todo(page: Page) -> None:
    dashboard = Dashboard(page).open()
    dashboard.button(f"Open: {TALK}").click()
    dashboard.description.wait_for()


def _context(browser: Browser, url: str, scheme: Any, size: str) -> BrowserContext:
    """A browser of that look, in which it is always the same morning."""
    width, height = SIZES[size]
    context = browser.new_context(
        base_url=url,
        viewport={"width": width, "height": height},
        device_scale_factor=1 if size == "desktop" else 2,
        color_scheme=scheme,
        reduced_motion="reduce",
        locale="en-GB",
        timezone_id="UTC",
    )
    context.clock.set_fixed_time(NOW)
    return context


def _take(context: BrowserContext, scene: Scene, file: Path) -> None:
    page = context.new_page()
    scene.visit(page)
    page.wait_for_load_state("networkidle")
    page.evaluate("document.fonts.ready")
    page.mouse.move(0, 0)
    page.screenshot(path=file, animations="disabled", caret="hide")
    context.close()
    _make_small(file)


def _make_small(file: Path) -> None:
    """Keep the most frequent colours exactly; each other becomes the nearest of them.

    Pillow's own reduction shifts the colour of the paper, which is what one sees.
    """
    picture = Image.open(file).convert("RGB")
    counted = picture.getcolors(picture.width * picture.height) or []
    kept: list[Any] = []
    for _, colour in sorted(counted, reverse=True):
        if len(kept) < COLOURS and all(_apart(colour, one) > ALIKE for one in kept):
            kept.append(colour)
    place = {
        bytes(colour): min(range(len(kept)), key=lambda n: _apart(colour, kept[n]))
        for _, colour in counted
    }
    pixels = picture.tobytes()
    small = Image.new("P", picture.size)
    small.putpalette(list(chain(*kept)))
    small.frombytes(bytes(place[pixels[n : n + 3]] for n in range(0, len(pixels), 3)))
    small.save(file, optimize=True)


def _apart(one: Any, other: Any) -> int:
    return max(abs(a - b) for a, b in zip(one, other, strict=True))


if __name__ == "__main__":
    main()

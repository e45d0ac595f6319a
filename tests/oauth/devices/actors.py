"""What a device does, and what its user does on another screen."""

from typing import Any

import httpx2 as httpx
from starlette.testclient import TestClient

from tests.oauth import actors
from tests.oauth.actors import App

GRANT = "urn:ietf:params:oauth:grant-type:device_code"


def begin(app: App, **changes: str | None) -> httpx.Response:
    """The device asks for a code to show."""
    return app.post("/oauth/device_authorization", **(app.proof() | changes))


def begun(app: App, **changes: str | None) -> dict[str, Any]:
    """What the device is told."""
    answer = begin(app, **changes)
    assert answer.status_code == 200, answer.text
    told: dict[str, Any] = answer.json()
    return told


def poll(app: App, device_code: str, /, **changes: str | None) -> httpx.Response:
    """The device asks whether its user has said yes."""
    sent = {"grant_type": GRANT, "device_code": device_code}
    return app.post("/oauth/token", **(sent | app.proof() | changes))


def error(answer: httpx.Response) -> str:
    """Why the device gets nothing."""
    assert answer.status_code == 400, answer.text
    told: str = answer.json()["error"]
    return told


def enter(person: TestClient, user_code: str) -> httpx.Response:
    """Type the code into the page."""
    form = actors.fields(person.get("/device"))
    return person.post("/device", data=form | {"user_code": user_code})


def decide(person: TestClient, user_code: str, decision: str) -> httpx.Response:
    """Type the code, and press a button on the page that follows."""
    page = enter(person, user_code)
    if page.status_code != 200:
        return page
    return person.post("/device", data=actors.fields(page) | {"decision": decision})


def tokens(app: App, person: TestClient, **changes: str | None) -> dict[str, Any]:
    """The tokens a device gets whose user said yes."""
    told = begun(app, **changes)
    assert decide(person, told["user_code"], "allow").status_code == 303
    given: dict[str, Any] = poll(app, told["device_code"]).json()
    return given

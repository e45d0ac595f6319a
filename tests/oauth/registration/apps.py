"""Apps that register themselves, and what they would say."""

import json
from typing import Any

import httpx2 as httpx

from tests.oauth import actors
from tests.oauth.actors import App

PATH = "/oauth/register"
WEBSITE = "https://app.example/callback"
LOOPBACK = "http://127.0.0.1/callback"

WEB = {"client_name": "Planner", "redirect_uris": [WEBSITE]}
NATIVE = {
    "client_name": "Laptop app",
    "redirect_uris": [LOOPBACK],
    "token_endpoint_auth_method": "none",
}
DEVICE_CODE = "urn:ietf:params:oauth:grant-type:device_code"
DEVICE = {
    "client_name": "Lamp",
    "token_endpoint_auth_method": "none",
    "grant_types": [DEVICE_CODE, "refresh_token"],
}


def register(said: object) -> httpx.Response:
    """What an app learns that says this of itself."""
    return actors.anyone().post(PATH, json=said)


def registered(said: dict[str, Any], **more: Any) -> dict[str, Any]:
    """What an app that says this is told once it is registered."""
    answer = register(said | more)
    assert answer.status_code == 201, answer.text
    told: dict[str, Any] = answer.json()
    return told


def manage(
    method: str, told: dict[str, Any], said: object = None, token: str = ""
) -> httpx.Response:
    """What an app learns that asks about its registration, or changes it."""
    token = token or told["registration_access_token"]
    path = told["registration_client_uri"].removeprefix("http://localhost:3000")
    header = {"Authorization": f"Bearer {token}", "Content-Type": "application/json"}
    body = said if isinstance(said, bytes) else json.dumps(said).encode()
    return actors.anyone().request(method, path, headers=header, content=body)


def app(told: dict[str, Any]) -> App:
    """The app, once it is registered."""
    redirect_uri = (told["redirect_uris"] or [""])[0]
    secret = told.get("client_secret")
    return App(told["client_id"], secret, redirect_uri, proof_key=True)

"""Those who act in these tests: browsers, ChatGPT, and an app on a laptop."""

import base64
import hashlib
import html
import re
from dataclasses import dataclass, field
from functools import cache
from typing import Any
from urllib.parse import parse_qs, parse_qsl, urlencode, urlsplit

import httpx2 as httpx
from fastapi import FastAPI
from starlette.testclient import TestClient

from taskpal import database
from taskpal.accounts.cookies import session_cookie
from taskpal.accounts.models import OwnerId
from taskpal.http import http
from taskpal.oauth import service
from taskpal.oauth.schemas import NewClient
from tests.sessions import sign_in

CALLBACK = "https://chatgpt.com/aip/g-123abc/oauth/callback"
LOOPBACK = "http://127.0.0.1/callback"
ON_THE_WEB = "https://app.example/callback"
VERIFIER = "0123456789-abcdefghijklmnopqrstuvwxyz-ABCDEFG"
CHALLENGE = (
    base64.urlsafe_b64encode(hashlib.sha256(VERIFIER.encode()).digest())
    .rstrip(b"=")
    .decode()
)
PROOF = {"code_challenge": CHALLENGE, "code_challenge_method": "S256"}


def anyone() -> TestClient:
    """A browser, or an app, that nobody signed in with."""
    address = "http://localhost:3000"
    return TestClient(_app(), base_url=address, follow_redirects=False)


def browser(owner_id: OwnerId) -> TestClient:
    """A browser in which this person is signed in."""
    opened = anyone()
    opened.cookies.set(session_cookie(), sign_in(owner_id))
    return opened


@dataclass
class App:
    """A client, and what it would send."""

    id: str
    secret: str | None
    redirect_uri: str
    authorization: dict[str, str] = field(default_factory=dict)
    proof_key: bool = False

    def request(self, **changes: str | None) -> dict[str, str]:
        """The parameters of an authorization request; None leaves one out."""
        sent: dict[str, str | None] = {
            "response_type": "code",
            "client_id": self.id,
            "redirect_uri": self.redirect_uri,
            "scope": "",
            "state": "a-state",
        }
        sent |= PROOF if self.proof_key else {}
        sent |= changes
        return {name: value for name, value in sent.items() if value is not None}

    def proof(self) -> dict[str, str]:
        """How it shows at the token endpoint who it is."""
        return {"client_id": self.id} | (
            {"client_secret": self.secret} if self.secret else {}
        )

    def redeem(self, code: str, /, **changes: str | None) -> httpx.Response:
        sent: dict[str, str | None] = {
            "grant_type": "authorization_code",
            "code": code,
            "redirect_uri": self.redirect_uri,
            **self.proof(),
        }
        if self.proof_key:
            sent["code_verifier"] = VERIFIER
        return self.post("/oauth/token", **(sent | changes))

    def refresh(self, refresh_token: str, /, **changes: str | None) -> httpx.Response:
        sent = {"grant_type": "refresh_token", "refresh_token": refresh_token}
        return self.post("/oauth/token", **(sent | self.proof() | changes))

    def revoke(self, token: str, /, **changes: str | None) -> httpx.Response:
        return self.post("/oauth/revoke", **({"token": token} | self.proof() | changes))

    def introspect(self, token: str, /, **changes: str | None) -> httpx.Response:
        sent = {"token": token} | self.proof() | changes
        return self.post("/oauth/introspect", **sent)

    def post(self, path: str, **form: str | None) -> httpx.Response:
        kept = {name: value for name, value in form.items() if value is not None}
        return anyone().post(path, data=kept, headers=self.authorization)

    def tokens(self, person: TestClient, **changes: str | None) -> dict[str, Any]:
        """The tokens it gets once this person has said yes."""
        answer: dict[str, Any] = self.redeem(self.code(person, **changes)).json()
        return answer

    def code(self, person: TestClient, **changes: str | None) -> str:
        """The code it gets once this person has said yes."""
        return sent_back(allow(person, self.request(**changes)))["code"]


def gpt(owner_id: OwnerId, *uris: str, name: str = "My GPT") -> App:
    """A Custom GPT that this person set up."""
    app_id, secret = _made(owner_id, NewClient("gpt", name, uris or (CALLBACK,)))
    return App(app_id, secret, CALLBACK)


def web(owner_id: OwnerId, *uris: str, name: str = "Web app") -> App:
    """An app on a server, set up by this person."""
    uris = uris or (ON_THE_WEB,)
    app_id, secret = _made(owner_id, NewClient("web", name, uris))
    return App(app_id, secret, uris[0], proof_key=True)


def native(owner_id: OwnerId, *uris: str, name: str = "Laptop app") -> App:
    """An app for people's own devices, set up by this person."""
    uris = uris or (LOOPBACK,)
    app_id, _none = _made(owner_id, NewClient("native", name, uris))
    return App(app_id, None, uris[0], proof_key=True)


def device(owner_id: OwnerId, name: str = "Television") -> App:
    """An app on a device without a browser, set up by this person."""
    app_id, _none = _made(owner_id, NewClient("device", name))
    return App(app_id, None, "")


def authorize(person: TestClient, sent: dict[str, str]) -> httpx.Response:
    """What the person's browser sees when an app sends it to us."""
    return person.get(f"/oauth/authorize?{urlencode(sent)}")


def allow(person: TestClient, sent: dict[str, str]) -> httpx.Response:
    """What follows when the person says yes, or has said it before."""
    page = authorize(person, sent)
    return answer(person, page, "allow") if page.status_code == 200 else page


def answer(person: TestClient, page: httpx.Response, decision: str) -> httpx.Response:
    """Press a button on the consent page."""
    form = fields(page)
    return person.post("/oauth/consent", data=form | {"decision": decision})


def fields(page: httpx.Response) -> dict[str, str]:
    """The hidden fields of a page's form."""
    found = re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', page.text)
    return {name: html.unescape(value) for name, value in found}


def sent_back(response: httpx.Response) -> dict[str, str]:
    """What the app learns from where the browser is sent."""
    assert response.status_code == 303, response.text
    query = urlsplit(response.headers["location"]).query
    assert all(len(values) == 1 for values in parse_qs(query).values())
    return dict(parse_qsl(query, keep_blank_values=True))


def reads_todos(token: str) -> int:
    """The status the JSON API answers this token with."""
    header = {"Authorization": f"Bearer {token}"}
    return anyone().get("/api/todos", headers=header).status_code


def _made(owner_id: OwnerId, new: NewClient) -> tuple[str, str | None]:
    with database.transaction() as session:
        client, secret = service.make_client(session, owner_id, new)
    return client.id, secret


@cache
def _app() -> FastAPI:
    return http()

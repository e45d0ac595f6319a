"""Nothing that opens a door stands anywhere in clear, after every door was used."""

import json
import re
import secrets
from base64 import b64encode, urlsafe_b64encode
from collections.abc import Iterator
from hashlib import sha256
from html import unescape
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

import httpx
import pyotp
import pytest
import redis
import sqlalchemy as sa

from tests import services
from tests.e2e.conftest import OpenBrowser
from tests.e2e.connections import Connections
from tests.e2e.dashboard import Dashboard
from tests.e2e.server import RunningServer

LOOPBACK = "http://127.0.0.1:9/callback"
SECRET_KEY = "only-for-tests-" + secrets.token_urlsafe(32)


class Journey:
    """Someone who uses every door there is, and what would open them again."""

    def __init__(self, server: RunningServer) -> None:
        self.server = server
        self.password = _password()
        self.email = f"ana.{secrets.token_hex(4)}@example.com"
        self.used: dict[str, str] = {"the secret key": SECRET_KEY}
        self._opened: list[httpx.Client] = []
        self.browser = self._new_browser()

    def note(self, what: str, value: str) -> str:
        assert len(value) > 5, what
        self.used[what] = value
        return value

    def sign_up(self) -> None:
        self.note("the first password", self.password)
        self.fill("/sign-up", email=self.email, password=self.password, name="Ana")
        self.note_cookies("at sign-up")

    def sign_in_wrongly(self) -> None:
        mistyped = self.note("a mistyped password", _password())
        browser, self.browser = self.browser, self._new_browser()
        answer = self.fill("/sign-in", email=self.email, password=mistyped)
        assert answer.status_code == 401, answer.text
        self.browser = browser

    def turn_two_step_on(self) -> None:
        page = self.fill("/settings/two-step", password=self.password).text
        grouped = re.search(r'class="key"><code>([A-Z2-7 ]+)', page)
        assert grouped, page
        secret = self.note("the secret of codes", grouped[1].replace(" ", ""))
        fields = {**_hidden(page), "code": pyotp.TOTP(secret).now()}
        shown = self.browser.post("/settings/two-step/confirm", data=fields).text
        self.recovery = re.findall(r"<li><code>([^<]+)", shown)
        assert len(self.recovery) == 10, shown
        for number, code in enumerate(self.recovery):
            self.note(f"recovery code {number}", code)

    def sign_in_with_a_recovery_code(self) -> None:
        self.browser = self._new_browser()
        step = self.fill("/sign-in", email=self.email, password=self.password)
        page = self.browser.get(f"{step.headers['location']}?with=recovery-code")
        fields = {**_hidden(page.text), "code": self.recovery[0]}
        answer = self.browser.post(urlsplit(str(page.url)).path, data=fields)
        assert answer.is_redirect, answer.text
        self.note_cookies("after a code")

    def connect(self, client: dict[str, Any]) -> dict[str, Any]:
        """What an app gets that this person lets in."""
        kind = client["name"]
        verifier = self.note(f"the verifier of {kind}", secrets.token_urlsafe(48))
        sent = {
            "response_type": "code",
            "client_id": client["client_id"],
            "redirect_uri": client["redirect_uri"],
            "scope": "todos:read todos:write",
            "state": "the app's own, given back as it is",
            "code_challenge": _s256(verifier),
            "code_challenge_method": "S256",
        }
        page = self.browser.get(f"/oauth/authorize?{urlencode(sent)}")
        fields = {**_hidden(page.text), "decision": "allow"}
        back = self.browser.post("/oauth/consent", data=fields).headers["location"]
        code = self.note(
            f"the code of {kind}", parse_qs(urlsplit(back).query)["code"][0]
        )
        return self.token(
            client,
            grant_type="authorization_code",
            code=code,
            redirect_uri=client["redirect_uri"],
            code_verifier=verifier,
        )

    def token(self, client: dict[str, Any], **form: str) -> dict[str, Any]:
        """The token endpoint's answer; its tokens are used at once, and noted."""
        proof = {"client_id": client["client_id"]}
        if secret := client.get("client_secret"):
            proof["client_secret"] = secret
        given = httpx.post(self.at("/oauth/token"), data={**proof, **form})
        assert given.status_code == 200, given.text
        tokens: dict[str, Any] = given.json()
        for name in ("access_token", "refresh_token"):
            self.note(f"{name} by {form['grant_type']}, {client['name']}", tokens[name])
        self.use(tokens["access_token"])
        return tokens

    def use(self, token: str) -> None:
        headers = {"Authorization": f"Bearer {token}"}
        for path in ("/api/todos", "/gpt/listTodos"):
            answer = httpx.get(self.at(path), headers=headers)
            assert answer.status_code == 200, answer.text
        httpx.post(self.at("/mcp"), headers=headers, json={"jsonrpc": "2.0", "id": 1})

    def made_on_the_command_line(self, *command: str) -> dict[str, Any]:
        made = self.server.run(*command, "--owner", self.email, "--json")
        assert made.returncode == 0, made.stderr
        record: dict[str, Any] = json.loads(made.stdout)
        return record

    def client(self, kind: str, *more: str) -> dict[str, Any]:
        made = self.made_on_the_command_line(
            "clients", "add", "--kind", kind, "--name", kind, *more
        )
        if secret := made.get("client_secret"):
            self.note(f"the secret of {kind}", secret)
        return {**made, "name": kind, "redirect_uri": LOOPBACK}

    def registered_client(self) -> dict[str, Any]:
        said = {"redirect_uris": [LOOPBACK], "client_name": "Registered"}
        said["token_endpoint_auth_method"] = "client_secret_post"  # type: ignore[assignment]
        made = httpx.post(self.at("/oauth/register"), json=said)
        assert made.status_code == 201, made.text
        app: dict[str, Any] = made.json()
        for name in ("registration_access_token", "client_secret"):
            self.note(f"{name} of a registered app", app[name])
        header = f"Bearer {app['registration_access_token']}"
        read = httpx.get(
            app["registration_client_uri"], headers={"Authorization": header}
        )
        assert read.status_code == 200, read.text
        return {**app, "name": "registered", "redirect_uri": LOOPBACK}

    def let_device_in(self, client: dict[str, Any]) -> None:
        begun = httpx.post(
            self.at("/oauth/device_authorization"),
            data={"client_id": client["client_id"], "scope": "todos:read"},
        ).json()
        device_code = self.note("the device code", begun["device_code"])
        user_code = self.note("the code people type", begun["user_code"])
        page = self.browser.get(f"/device?user_code={user_code}").text
        page = self.browser.post(
            "/device", data={**_hidden(page), "user_code": user_code}
        ).text
        allowed = self.browser.post(
            "/device",
            data={**_hidden(page), "decision": "allow"},
        )
        assert allowed.is_redirect, allowed.text
        self.token(
            client,
            grant_type="urn:ietf:params:oauth:grant-type:device_code",
            device_code=device_code,
        )

    def invite(self) -> None:
        made = self.server.run("users", "invite", "--json")
        assert made.returncode == 0, made.stderr
        link = json.loads(made.stdout)["link"]
        self.note("an invitation", parse_qs(urlsplit(link).query)["invitation"][0])
        self._new_browser().get(link)

    def change_password(self) -> None:
        before, self.password = self.password, self.note("the new one", _password())
        answer = self.fill(
            "/settings/password",
            password=before,
            code=self.recovery[1],
            new=self.password,
            again=self.password,
        )
        assert answer.is_redirect, answer.text
        self.note_cookies("after the new password")

    def fill(self, path: str, **fields: str) -> httpx.Response:
        """Open a page and send its form."""
        page = self.browser.get(path).text
        return self.browser.post(path, data={**_hidden(page), **fields})

    def note_cookies(self, when: str) -> None:
        for cookie in self.browser.cookies.jar:
            self.note(f"the cookie {cookie.name} {when}", cookie.value or "")

    def at(self, path: str) -> str:
        return f"{self.server.url}{path}"

    def close(self) -> None:
        for browser in self._opened:
            browser.close()

    def _new_browser(self) -> httpx.Client:
        self._opened.append(httpx.Client(base_url=self.server.url, timeout=30))
        return self._opened[-1]


@pytest.fixture(
    params=["sqlite", pytest.param("postgresql", marks=pytest.mark.services)]
)
def loud_server(
    request: pytest.FixtureRequest, tmp_path: Path
) -> Iterator[RunningServer]:
    """TaskPal that logs everything, small or with everything it can be hosted with."""
    loud = {"TASKPAL_LOG_LEVEL": "debug", "TASKPAL_SECRET_KEY": SECRET_KEY}
    if request.param == "postgresql":
        loud |= {
            "DATABASE_URL": services.postgresql(),
            "REDIS_URL": services.valkey(),
            "TASKPAL_WORKERS": "2",
        }
    with RunningServer(tmp_path, **loud) as running:
        yield running


@pytest.fixture
def journey(loud_server: RunningServer) -> Iterator[Journey]:
    begun = Journey(loud_server)
    yield begun
    begun.close()


def test_no_secret_stands_anywhere_in_clear_after_a_full_journey(
    journey: Journey, open_browser: OpenBrowser
) -> None:
    journey.sign_up()
    journey.sign_in_wrongly()
    _use_the_dashboard(journey, open_browser)
    for client in (
        journey.client("web", "--redirect-uri", LOOPBACK),
        journey.client("native", "--redirect-uri", LOOPBACK),
        journey.registered_client(),
    ):
        tokens = journey.connect(client)
        journey.token(
            client, grant_type="refresh_token", refresh_token=tokens["refresh_token"]
        )
    journey.let_device_in(journey.client("device"))
    personal = journey.made_on_the_command_line(
        "tokens", "add", "--scope", "todos:read"
    )
    journey.use(journey.note("a personal token", personal["token"]))
    httpx.get(journey.at("/api/todos?access_token=tp_at_in_the_address"))
    journey.note("a token in an address", "tp_at_in_the_address")
    journey.invite()
    journey.turn_two_step_on()
    journey.sign_in_with_a_recovery_code()
    journey.change_password()

    assert len(journey.used) > 40
    _expect_nothing_of(journey)


def _use_the_dashboard(journey: Journey, open_browser: OpenBrowser) -> None:
    """A todo, and a GPT whose secret the page shows once."""
    context = open_browser(at=journey.server)
    for cookie in journey.browser.cookies.jar:
        context.add_cookies(
            [
                {
                    "name": cookie.name,
                    "value": cookie.value or "",
                    "url": journey.server.url,
                }
            ]
        )
    page = context.new_page()
    Dashboard(page).open().add("Buy milk")
    typed = Connections(page).open().make_gpt_client("Errand helper")
    journey.note("the secret of a GPT", typed.client_secret)


def _expect_nothing_of(journey: Journey) -> None:
    places = {**_files(journey.server.folder), **_services(journey.server)}
    assert any(journey.email.encode() in kept for kept in places.values())
    found = [
        f"{what} stands in {place}"
        for place, kept in places.items()
        for what, secret in journey.used.items()
        for written in _spellings(secret)
        if written in kept
    ]

    assert not found, "\n".join(found)


def _files(folder: Path) -> dict[str, bytes]:
    """The database with its write-ahead log, what was printed, and whatever else."""
    return {
        str(file): file.read_bytes() for file in folder.rglob("*") if file.is_file()
    }


def _services(server: RunningServer) -> dict[str, bytes]:
    """What PostgreSQL and Redis hold."""
    found: dict[str, bytes] = {}
    if url := server.environment["DATABASE_URL"]:
        with sa.create_engine(url).connect() as connection:
            for table in sa.inspect(connection).get_table_names():
                rows = connection.execute(sa.text(f'SELECT t::text FROM "{table}" t'))
                found[table] = "\n".join(rows.scalars()).encode()
    if url := server.environment["REDIS_URL"]:
        store = redis.Redis.from_url(url)
        for key in store.scan_iter():
            found[f"Redis {key!r}"] = key + _kept(store, key)
        assert any("todos_state" in place for place in found), sorted(found)
    return found


def _kept(store: redis.Redis, key: bytes) -> bytes:
    read = {
        b"string": lambda: store.get(key),
        b"list": lambda: store.lrange(key, 0, -1),
        b"hash": lambda: store.hgetall(key),
        b"zset": lambda: store.zrange(key, 0, -1),
        b"set": lambda: store.smembers(key),
    }[store.type(key)]
    kept = read()
    return kept if isinstance(kept, bytes) else repr(kept).encode()


def _spellings(secret: str) -> tuple[bytes, ...]:
    plain = secret.encode()
    return plain, b64encode(plain).rstrip(b"=")[:-1], plain.hex().encode()


def _s256(verifier: str) -> str:
    return urlsafe_b64encode(sha256(verifier.encode()).digest()).rstrip(b"=").decode()


def _hidden(page: str) -> dict[str, str]:
    found = re.findall(r'<input[^>]*type="hidden"[^>]*>', page)
    return {_attribute(tag, "name"): _attribute(tag, "value") for tag in found}


def _attribute(tag: str, name: str) -> str:
    found = re.search(rf'{name}="([^"]*)"', tag)
    return unescape(found[1]) if found else ""


def _password() -> str:
    return f"Tulip-{secrets.token_hex(8)}"

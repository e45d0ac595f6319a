"""ChatGPT, played by a script: it does what ChatGPT does with a Custom GPT's Actions.

It knows only what the GPT's builder typed into its editor, as the documentation of
TaskPal's page for builders promises; addresses of single operations come from the
schema, as they do for the real one.
"""

import secrets
import uuid
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

import httpx

POST, BASIC = "Default (POST request)", "Basic authorization header"
OLD_HOST, NEW_HOST = "https://chat.openai.com", "https://chatgpt.com"
LONGEST_ANSWER = 100_000  # characters; an Action that answers more is an error
LONGEST_WAIT = 45  # seconds


@dataclass(frozen=True)
class Typed:
    """What a builder types into ChatGPT's editor for a GPT with an action."""

    schema_url: str
    client_id: str
    client_secret: str
    authorization_url: str
    token_url: str
    scope: str = ""
    token_exchange: str = POST
    privacy_url: str = ""


@dataclass
class CustomGPT:
    """A GPT in one user's conversation, once its builder has saved the action."""

    typed: Typed
    id: str = field(default_factory=lambda: f"g-{secrets.token_hex(20)}")
    host: str = OLD_HOST
    state: str = ""
    access_token: str = ""
    refresh_token: str = ""
    expires_in: int = 0

    @property
    def callback(self) -> str:
        return f"{self.host}/aip/{self.id}/oauth/callback"

    def sign_in_address(self) -> str:
        """Where "Sign in to TaskPal" leads: no PKCE, and `scope=` even when empty."""
        self.state = str(uuid.uuid4())
        query = {
            "response_type": "code",
            "client_id": self.typed.client_id,
            "redirect_uri": self.callback,
            "scope": self.typed.scope,
            "state": self.state,
        }
        return f"{self.typed.authorization_url}?{urlencode(query)}"

    def came_back(self, address: str) -> None:
        """The browser has arrived at the callback: redeem the code it brings."""
        assert address.startswith(f"{self.callback}?"), address
        answer = parse_qs(urlsplit(address).query)
        assert answer.get("state") == [self.state], address
        assert "code" in answer, address
        self._take_tokens(
            grant_type="authorization_code",
            code=answer["code"][0],
            redirect_uri=self.callback,
        )

    def refresh(self) -> None:
        """What ChatGPT does now and then, and when an access token has run out."""
        self._take_tokens(grant_type="refresh_token", refresh_token=self.refresh_token)

    def call(self, operation_id: str, **arguments: Any) -> Any:
        """Call an operation of the schema, as the model in the conversation would."""
        answer = self.try_to_call(operation_id, **arguments)
        assert answer.is_success, f"{answer.status_code} {answer.text}"
        return answer.json()

    def try_to_call(self, operation_id: str, **arguments: Any) -> httpx.Response:
        """The answer to such a call, whether it went well or not."""
        server, operation = self._operation(operation_id)
        query = {name: arguments.pop(name) for name in operation.asks(arguments)}
        answer = httpx.request(
            operation.method,
            server + operation.path,
            params=query,
            json=arguments if operation.has_body else None,
            headers={
                "Authorization": f"Bearer {self.access_token}",
                "User-Agent": "Mozilla/5.0 (compatible; ChatGPT-User/1.0)",
                "OpenAI-Conversation-ID": str(uuid.uuid4()),
                "OpenAI-GPT-ID": self.id,
            },
            timeout=LONGEST_WAIT,
        )
        assert len(answer.text) < LONGEST_ANSWER
        return answer

    def _take_tokens(self, **fields: str) -> None:
        answer = self.ask_for_tokens(**fields)
        assert answer.status_code == 200, f"{answer.status_code} {answer.text}"
        given = answer.json()
        assert given["token_type"].lower() == "bearer"
        self.access_token = given["access_token"]
        self.refresh_token = given["refresh_token"]
        self.expires_in = given["expires_in"]

    def ask_for_tokens(self, **fields: str) -> httpx.Response:
        """The token endpoint's answer to a form, authenticated as the builder chose."""
        own = (self.typed.client_id, self.typed.client_secret)
        if self.typed.token_exchange == BASIC:
            return httpx.post(self.typed.token_url, data=fields, auth=own)
        form = {**fields, "client_id": own[0], "client_secret": own[1]}
        return httpx.post(self.typed.token_url, data=form)

    def _operation(self, operation_id: str) -> tuple[str, "_Operation"]:
        schema = httpx.get(self.typed.schema_url).raise_for_status().json()
        (server,) = schema["servers"]
        return server["url"], _operations(schema)[operation_id]


@dataclass(frozen=True)
class _Operation:
    method: str
    path: str
    parameters: frozenset[str]
    has_body: bool

    def asks(self, arguments: dict[str, Any]) -> frozenset[str]:
        """Which of these arguments belong in the address."""
        asked = self.parameters & arguments.keys()
        assert self.has_body or asked == arguments.keys(), (
            f"the schema has no {arguments.keys() - asked}"
        )
        return asked


def _operations(schema: dict[str, Any]) -> dict[str, _Operation]:
    return {
        described["operationId"]: _Operation(
            method.upper(),
            path,
            frozenset(
                parameter["name"] for parameter in described.get("parameters", ())
            ),
            "requestBody" in described,
        )
        for path, item in schema["paths"].items()
        for method, described in item.items()
    }

"""What is said about clients and connections, coming in and going out."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

GPT, NATIVE = "gpt", "native"
KINDS = (GPT, NATIVE)


@dataclass(frozen=True, slots=True)
class NewClient:
    """An app to be set up: a Custom GPT, or an app on people's own devices."""

    kind: str
    name: str
    redirect_uris: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class PendingView:
    """A ChatGPT callback that asked to be let in."""

    id: str
    client_id: str
    client_name: str
    callback: str
    asked_at: datetime


@dataclass(frozen=True, slots=True)
class ConnectionView:
    """An app the user let in. `scopes` are in people's words.

    `last_used_at` is when the app last fetched a token, so it is true to the hour.
    """

    id: str
    client_id: str
    client_name: str
    scopes: list[str]
    granted_at: datetime
    last_used_at: datetime | None

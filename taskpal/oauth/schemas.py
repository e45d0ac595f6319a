"""What is said about clients and connections, coming in and going out."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

GPT, WEB, NATIVE, DEVICE = "gpt", "web", "native", "device"
KINDS = (GPT, WEB, NATIVE, DEVICE)
"""The kinds of apps; what each may do stands in `kinds`."""

OWN, SOMEONES, REGISTERED, DOCUMENT = "own", "someone's", "registered", "document"
"""Who vouches for an app: the user, another user, the app itself, its website."""


@dataclass(frozen=True, slots=True)
class NewClient:
    """An app to be set up by a person."""

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

    `last_used_at` is when it last used or fetched a token, true to ten minutes.
    """

    id: str
    client_id: str
    client_name: str
    kind: str
    origin: str
    client_uri: str
    leads_to: list[str]
    scopes: list[str]
    granted_at: datetime
    last_used_at: datetime | None


@dataclass(frozen=True, slots=True)
class PersonalTokenView:
    """A token for the owner's own scripts. `scopes` are in people's words."""

    id: str
    name: str
    scopes: list[str]
    made_at: datetime
    expires_at: datetime
    last_used_at: datetime | None

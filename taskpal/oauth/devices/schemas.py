"""What is said of a device that waits for its user's answer."""

from dataclasses import dataclass
from datetime import datetime

from taskpal.oauth.models import Client


@dataclass(frozen=True, slots=True)
class NewCodes:
    """What a device is told when it begins: its own code, and the one it shows."""

    device_code: str
    user_code: str
    expires_in: int
    interval: int


@dataclass(frozen=True, slots=True)
class Waiting:
    """A device that waits: for whom it asks, for what, since when and from where."""

    id: str
    user_code: str
    client: Client
    scope: str
    asked_at: datetime
    address: str

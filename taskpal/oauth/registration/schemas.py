"""What an app says of itself, once it is checked."""

from dataclasses import dataclass
from typing import Any, Final

NONE: Final = "none"
BASIC: Final = "client_secret_basic"
POST: Final = "client_secret_post"


@dataclass(frozen=True, slots=True)
class Metadata:
    """An app's metadata (RFC 7591 §2).

    Attributes:
        kind: what TaskPal makes of it, see `oauth.kinds`.
        about: everything else that is registered, under the names of RFC 7591.
    """

    kind: str
    name: str
    redirect_uris: list[str]
    about: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Proof:
    """What an app was given to show later; the database holds only hashes of it."""

    registration_token: str
    secret: str | None = None

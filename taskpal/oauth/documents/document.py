"""The rules of a document (§4): what an app may say of itself on its website."""

from taskpal.errors import TaskPalError
from taskpal.oauth.documents.errors import DocumentRefused
from taskpal.oauth.registration import metadata
from taskpal.oauth.registration.schemas import NONE, Metadata
from taskpal.oauth.schemas import NATIVE
from taskpal.web import objects

_SECRETS = ("client_secret", "client_secret_expires_at")


def read(address: str, body: bytes) -> Metadata:
    """What the document at this address says.

    There is no secret to share, so the app has none. Of other ways to authenticate
    TaskPal knows none; an app that can do without one too is welcome.

    Raises:
        DocumentRefused: it is not as it has to be.
    """
    try:
        sent = objects.read(body)
        said = metadata.read(sent, methods=(NONE,), default=NONE)
    except TaskPalError as error:
        raise DocumentRefused(f"Its document is wrong: {error.message}") from None
    if sent.get("client_id") != address:  # §4: character for character
        raise DocumentRefused("Its document names another client_id.")
    if any(name in sent for name in _SECRETS):  # §4.1
        raise DocumentRefused("Its document holds a secret, which everybody can read.")
    if said.kind != NATIVE:
        raise DocumentRefused("Its document names no redirect_uris.")
    return said

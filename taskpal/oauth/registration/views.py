"""What an app is told about its registration (RFC 7591 §3.2.1, RFC 7592 §3)."""

from typing import Any

from taskpal.oauth.models import Client
from taskpal.oauth.registration.schemas import Proof
from taskpal.settings import settings


def information(client: Client, proof: Proof) -> dict[str, Any]:
    """Everything that is registered; the secret only when it was made just now."""
    address = f"{settings().public_url}/oauth/register/{client.id}"
    told: dict[str, Any] = {
        "client_id": client.id,
        "client_id_issued_at": int(client.created_at.timestamp()),
        "client_name": client.name,
        "redirect_uris": client.redirect_uris,
        **client.about,
        "registration_access_token": proof.registration_token,
        "registration_client_uri": address,
    }
    if proof.secret:
        told |= {"client_secret": proof.secret, "client_secret_expires_at": 0}
    return told

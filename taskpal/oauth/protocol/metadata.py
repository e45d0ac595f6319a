"""What this provider can do, for apps to read (RFC 8414)."""

from taskpal.oauth import kinds, scopes
from taskpal.settings import settings

_AUTHENTICATION = ["client_secret_post", "client_secret_basic", "none"]


def metadata() -> dict[str, object]:
    """The authorization server's metadata: only what works today."""
    issuer = settings().public_url
    return {
        "issuer": issuer,
        "authorization_endpoint": f"{issuer}/oauth/authorize",
        "token_endpoint": f"{issuer}/oauth/token",
        "device_authorization_endpoint": f"{issuer}/oauth/device_authorization",
        "revocation_endpoint": f"{issuer}/oauth/revoke",
        "scopes_supported": list(scopes.IN_WORDS),
        "response_types_supported": ["code"],
        "response_modes_supported": ["query"],
        "grant_types_supported": [kinds.CODE, kinds.REFRESH, kinds.DEVICE_CODE],
        "code_challenge_methods_supported": ["S256"],
        "token_endpoint_auth_methods_supported": _AUTHENTICATION,
        "revocation_endpoint_auth_methods_supported": _AUTHENTICATION,
        "authorization_response_iss_parameter_supported": True,
    }

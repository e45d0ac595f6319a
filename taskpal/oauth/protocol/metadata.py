"""What this provider can do, and what it protects, for apps to read."""

from taskpal.oauth import kinds, scopes
from taskpal.oauth.protocol.resource import address_of
from taskpal.settings import settings

_BY_SECRET = ["client_secret_post", "client_secret_basic"]
_AUTHENTICATION = [*_BY_SECRET, "none"]


def server() -> dict[str, object]:
    """The authorization server's metadata (RFC 8414 §2): only what works."""
    issuer = settings().public_url
    return {
        "issuer": issuer,
        "authorization_endpoint": f"{issuer}/oauth/authorize",
        "token_endpoint": f"{issuer}/oauth/token",
        "revocation_endpoint": f"{issuer}/oauth/revoke",
        "introspection_endpoint": f"{issuer}/oauth/introspect",
        "device_authorization_endpoint": f"{issuer}/oauth/device_authorization",
        "registration_endpoint": f"{issuer}/oauth/register",
        "client_id_metadata_document_supported": True,
        "scopes_supported": list(scopes.IN_WORDS),
        "response_types_supported": ["code"],
        "response_modes_supported": ["query"],
        "grant_types_supported": [kinds.CODE, kinds.REFRESH, kinds.DEVICE_CODE],
        "code_challenge_methods_supported": ["S256"],
        "token_endpoint_auth_methods_supported": _AUTHENTICATION,
        "revocation_endpoint_auth_methods_supported": _AUTHENTICATION,
        "introspection_endpoint_auth_methods_supported": _BY_SECRET,
        "authorization_response_iss_parameter_supported": True,
        "protected_resources": [address_of(one) for one in scopes.AUDIENCES],
        "op_policy_uri": f"{issuer}/privacy",
        "op_tos_uri": f"{issuer}/terms",
    }


def resource(audience: str) -> dict[str, object]:
    """A protected resource's metadata (RFC 9728 §2)."""
    issuer = settings().public_url
    return {
        "resource": address_of(audience),
        "authorization_servers": [issuer],
        "scopes_supported": list(scopes.IN_WORDS),
        "bearer_methods_supported": ["header"],
        "resource_name": _NAMES[audience],
        "resource_documentation": f"{issuer}/api/docs",
        "resource_policy_uri": f"{issuer}/privacy",
        "resource_tos_uri": f"{issuer}/terms",
    }


_NAMES = {scopes.API: "TaskPal's JSON API", scopes.MCP: "TaskPal for assistants (MCP)"}

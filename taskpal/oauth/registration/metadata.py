"""The rules of client metadata (RFC 7591 §2): what an app may say of itself.

What TaskPal does not know is ignored, what it cannot do is left out of the answer
(§3.2.1), and what is wrong or contradicts itself is refused (§2.1, §3.2.2).
"""

from typing import Any

from taskpal.oauth import kinds, redirects, scopes
from taskpal.oauth.kinds import CODE, DEVICE_CODE, REFRESH, Kind
from taskpal.oauth.registration import fields
from taskpal.oauth.registration.errors import MetadataRefused, RedirectUriRefused
from taskpal.oauth.registration.schemas import BASIC, NONE, POST, Metadata
from taskpal.oauth.schemas import DEVICE, NATIVE, WEB
from taskpal.web.objects import Object

_WEBSITES = ("client_uri", "logo_uri", "tos_uri", "policy_uri")
_NAME_LENGTH = 100
_SCOPE_LENGTH = 200
_CONTACT_LENGTH = 254


def read(
    sent: Object, methods: tuple[str, ...] = (BASIC, POST, NONE), default: str = BASIC
) -> Metadata:
    """What the app says, with TaskPal's defaults for what it leaves open.

    Raises:
        MetadataRefused: a field is wrong.
    """
    method = _method(sent, methods, default)
    kind = _kind(sent, method)
    uris = _redirect_uris(sent, kinds.of(kind))
    about = {
        "token_endpoint_auth_method": method,
        "grant_types": _grants(kinds.of(kind)),
        "response_types": _response_types(sent, kinds.of(kind)),
        "application_type": _application_type(sent, uris),
        "scope": _scope(sent),
        **_described(sent),
    }
    return Metadata(kind, _name(sent, uris), uris, about)


def _method(sent: Object, methods: tuple[str, ...], default: str) -> str:
    """How it shows who it is: what it names, or else one that it says it can do too.

    The list is OpenID Connect's RP Metadata Choices; ChatGPT sends it.
    """
    named = fields.text(sent, "token_endpoint_auth_method")
    able = fields.texts(sent, "token_endpoint_auth_methods_supported") or []
    if named is None and not able:
        return default
    for method in (named, *able):
        if method in methods:
            return str(method)
    expected = " or ".join(methods)
    raise MetadataRefused(f"token_endpoint_auth_method must be {expected}.")


def _kind(sent: Object, method: str) -> str:
    grants = fields.texts(sent, "grant_types")
    if grants is None or CODE in grants:
        return NATIVE if method == NONE else WEB
    if DEVICE_CODE not in grants:
        raise MetadataRefused(f"grant_types must name {CODE} or {DEVICE_CODE}.")
    if method != NONE:
        raise MetadataRefused(
            "A device keeps no secret: token_endpoint_auth_method must be none."
        )
    return DEVICE


def _grants(kind: Kind) -> list[str]:
    return [grant for grant in (CODE, DEVICE_CODE, REFRESH) if grant in kind.grants]


def _response_types(sent: Object, kind: Kind) -> list[str]:
    """RFC 7591 §2.1: `code` belongs to the authorization code grant, and only there."""
    needed = ["code"] if CODE in kind.grants else []
    named = fields.texts(sent, "response_types")
    if named is not None and ("code" in named) != bool(needed):
        raise MetadataRefused("response_types and grant_types contradict each other.")
    return needed


def _redirect_uris(sent: Object, kind: Kind) -> list[str]:
    try:
        uris = fields.texts(sent, "redirect_uris", redirects.MAX_LENGTH) or []
    except MetadataRefused as error:
        raise RedirectUriRefused(error.message) from None
    if bool(uris) != bool(kind.redirects):
        raise RedirectUriRefused(
            "A device sends nobody anywhere: redirect_uris must be empty."
            if uris
            else "redirect_uris must name at least one address."
        )
    for uri in uris:
        if why := redirects.problem(uri, kind):
            raise RedirectUriRefused(f"{uri[:100]} {why}.")
    return uris


def _application_type(sent: Object, uris: list[str]) -> str:
    """OpenID Connect Registration §2: a web app is not on the user's own device."""
    local = any(redirects.on_this_device(uri) for uri in uris)
    named = fields.text(sent, "application_type")
    if named not in {None, "web", "native"}:
        raise MetadataRefused("application_type must be web or native.")
    if named == "web" and local:
        raise RedirectUriRefused(
            "An application_type of web needs redirect_uris that start with https://."
        )
    return named or ("web" if uris and not local else "native")


def _scope(sent: Object) -> str:
    """RFC 7591 §2: the most it can ask for later."""
    try:
        asked = scopes.parse(fields.text(sent, "scope", _SCOPE_LENGTH) or "")
    except ValueError:
        raise MetadataRefused(f"scope must be chosen from {scopes.DEFAULT}.") from None
    return scopes.write(asked) or scopes.DEFAULT


def _name(sent: Object, uris: list[str]) -> str:
    name = (fields.text(sent, "client_name", _NAME_LENGTH) or "").strip()
    if name:
        return name
    return redirects.shown(uris[0])[:_NAME_LENGTH] if uris else "A device"


def _described(sent: Object) -> dict[str, Any]:
    """What is only kept and told again."""
    if sent.get("jwks") is not None and sent.get("jwks_uri") is not None:
        raise MetadataRefused("Send jwks or jwks_uri, not both.")
    told: dict[str, Any] = {name: fields.website(sent, name) for name in _WEBSITES}
    told["contacts"] = fields.texts(sent, "contacts", _CONTACT_LENGTH)
    told["software_id"] = fields.text(sent, "software_id")
    told["software_version"] = fields.text(sent, "software_version")
    return {name: value for name, value in told.items() if value}

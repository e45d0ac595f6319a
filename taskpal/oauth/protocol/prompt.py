"""Whether the user may be asked, or has to be (OpenID Connect Core §3.1.2.1)."""

from typing import Any

from authlib.oauth2.rfc6749 import InvalidRequestError, OAuth2Error

from taskpal.oauth.protocol.messages import Request


class LoginRequired(OAuth2Error):  # type: ignore[misc]
    """Nobody is signed in, and the app does not want them asked."""

    error = "login_required"
    description = "Nobody is signed in."


class ConsentRequired(OAuth2Error):  # type: ignore[misc]
    """The user has to say yes first, and the app does not want them asked."""

    error = "consent_required"
    description = "The user has to be asked."


class Prompt:
    """Checks `prompt` where the code grant takes one. Words unknown here mean nothing.

    Not OAuth's own, but many apps send it: `consent` asks again, `none` never asks.
    """

    def __call__(self, grant: Any) -> None:
        """Be asked by the grant (Authlib's way of extending one)."""
        grant.register_hook("after_validate_authorization_request_payload", _check)


def prompts(request: Request) -> frozenset[str]:
    """The words in `prompt`."""
    return frozenset(request.payload.data.get("prompt", "").split(" "))


def _check(grant: Any, _result: object) -> None:
    asked = prompts(grant.request)
    if "none" in asked and len(asked) > 1:
        raise InvalidRequestError("prompt=none goes with nothing else.")

"""What can be wrong with a token, a client or a connection."""

from collections.abc import Iterable
from http import HTTPStatus

from taskpal.errors import TaskPalError
from taskpal.oauth.scopes import API, write
from taskpal.settings import settings


class Challenged(TaskPalError):
    """A request that an access token would let through, or a better one.

    The answer says where to read how to get one (RFC 9728 §5.1), and with which scope
    (RFC 6750 §3).
    """

    def __init__(self, sentence: str, audience: str, scope: str, **error: str) -> None:
        super().__init__(sentence)
        about = f"{settings().public_url}/.well-known/oauth-protected-resource"
        told = {
            "realm": "TaskPal",
            "resource_metadata": f"{about}/{audience}",
            "scope": scope,
            **error,
        }
        challenge = ", ".join(f'{name}="{text}"' for name, text in told.items() if text)
        self.headers = {"WWW-Authenticate": f"Bearer {challenge}"}


class TokenMissing(Challenged):
    """There was no bearer token at all. RFC 6750 §3.1: then no `error` either."""

    status = HTTPStatus.UNAUTHORIZED

    def __init__(self, scope: str, audience: str = API) -> None:
        super().__init__("Sign in first: this needs an access token.", audience, scope)


class TokenRefused(Challenged):
    """The token is unknown, expired, revoked, or meant for another part of TaskPal."""

    status = HTTPStatus.UNAUTHORIZED

    def __init__(self, scope: str, audience: str = API) -> None:
        super().__init__(
            "This access token is not valid, or no longer.",
            audience,
            scope,
            error="invalid_token",
            error_description="The access token is not valid, or no longer",
        )


class TokenUnknown(TokenRefused):
    """Nobody has this token, or not any longer: perhaps somebody guesses."""


class ScopeMissing(Challenged):
    """The token is good, but does not allow this.

    Attributes:
        scope: all that a better token has to allow: what this one does, and what was
            needed (the MCP authorization specification of 2025-11-25 asks for both).
    """

    status = HTTPStatus.FORBIDDEN

    def __init__(
        self, needed: str, granted: Iterable[str] = (), audience: str = API
    ) -> None:
        self.scope = write({*needed.split(), *granted})
        super().__init__(
            f"This access token does not allow {needed}.",
            audience,
            self.scope,
            error="insufficient_scope",
            error_description="The access token does not allow this",
        )


class ClientNotFound(TaskPalError):
    """No such client, or it belongs to someone else."""

    status = HTTPStatus.NOT_FOUND

    def __init__(self) -> None:
        super().__init__("That app is no longer here.")


class ConnectionNotFound(TaskPalError):
    """No such connection, or it belongs to someone else."""

    status = HTTPStatus.NOT_FOUND

    def __init__(self) -> None:
        super().__init__("That app is no longer connected.")


class TokenNotFound(TaskPalError):
    """No such personal token, or it belongs to someone else."""

    status = HTTPStatus.NOT_FOUND

    def __init__(self) -> None:
        super().__init__("That token is no longer here.")


class CallbackNotFound(TaskPalError):
    """No such pending callback, or its client belongs to someone else."""

    status = HTTPStatus.NOT_FOUND

    def __init__(self) -> None:
        super().__init__("That callback is no longer waiting for approval.")


class NoSecret(TaskPalError):
    """The client is of a kind that has no secret."""

    def __init__(self) -> None:
        super().__init__("An app of this kind has no secret.")

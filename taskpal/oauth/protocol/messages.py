"""What comes in and goes out, for Authlib: requests, answers, and the way back."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote, urlencode

from authlib.oauth2.rfc6749 import OAuth2Request
from authlib.oauth2.rfc6749.requests import BasicOAuth2Payload

from taskpal.settings import settings


class Request(OAuth2Request):  # type: ignore[misc]
    """A request whose parameters were read strictly before: each once, clean text.

    Parameters come from one place only: the query of /oauth/authorize, the form of
    every other endpoint. So credentials in a URL are never seen (RFC 6749 §2.3.1).
    """

    def __init__(
        self,
        method: str,
        path: str,
        parameters: Mapping[str, str],
        authorization: str | None = None,
    ) -> None:
        super().__init__(method, settings().public_url + path)
        self.payload = BasicOAuth2Payload(dict(parameters))
        self.authorization = authorization

    @property
    def form(self) -> dict[str, str]:
        """The parameters, under the name Authlib's endpoints look for them."""
        sent: dict[str, str] = self.payload.data
        return sent


@dataclass(frozen=True, slots=True)
class Answer:
    """A response that is yet to become one of the web framework's."""

    status: int
    body: Any
    headers: Mapping[str, str] = field(default_factory=dict)

    @property
    def location(self) -> str | None:
        """Where it sends the browser, if it does."""
        return self.headers.get("Location")


def way_back(redirect_uri: str, state: str | None, **answer: str) -> str:
    """The redirect URI with the answer, `state` as it came, and `iss` (RFC 9207).

    Authlib would write the redirect URI's own query anew and drop an empty state; the
    app is owed both unchanged (RFC 6749 §3.1.2, §4.1.2).
    """
    if state is not None:
        answer["state"] = state
    answer["iss"] = settings().public_url
    joint = "&" if "?" in redirect_uri else "?"
    return f"{redirect_uri}{joint}{urlencode(answer, quote_via=quote, safe='')}"


def plain(sentence: str) -> str:
    """The sentence without what an `error_description` may not hold (RFC 6749 §5.2)."""
    allowed = (c if " " <= c <= "~" and c not in '"\\' else "?" for c in sentence)
    return "".join(allowed)

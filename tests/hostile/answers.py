"""In which form each kind of endpoint refuses, and what no answer ever holds."""

import re
from collections.abc import Callable
from typing import Any

import httpx2 as httpx

Answer = httpx.Response
Refusal = Callable[[Answer], None]

MARK = "x-hostile"  # what hostile values try to smuggle into pages and headers

_NOT_THERE = {404, 405, 413}

# RFC 6749 §5.2: what an error and its description may hold.
_PLAIN = re.compile(r"[\x20-\x21\x23-\x5b\x5d-\x7e]*")
_OAUTH_ERRORS = {
    *("invalid_request", "invalid_client", "invalid_grant", "unauthorized_client"),
    *("unsupported_grant_type", "invalid_scope", "invalid_target"),
    *("authorization_pending", "slow_down", "access_denied", "expired_token"),
}
_REGISTRATION_ERRORS = {
    *("invalid_redirect_uri", "invalid_client_metadata", "invalid_token"),
    *("invalid_request", "temporarily_unavailable"),
}


def page(answer: Answer) -> None:
    """A page for people that nobody keeps; headers of all answers: see web.headers."""
    assert answer.headers["content-type"] == "text/html; charset=utf-8"
    assert answer.text.startswith("<!doctype html>")
    assert answer.headers["cache-control"] == "no-store"


def problem(answer: Answer) -> None:
    """An RFC 9457 problem document with a sentence."""
    assert answer.headers["content-type"] == "application/problem+json"
    said = answer.json()
    assert said["status"] == answer.status_code
    assert said["title"]
    assert said["detail"]


def oauth(answer: Answer) -> None:
    """RFC 6749 §5.2, unless no endpoint of the provider ever saw the request."""
    if answer.status_code in _NOT_THERE:
        problem(answer)
    else:
        _error(answer, _OAUTH_ERRORS)


def registration(answer: Answer) -> None:
    """RFC 7591 §3.2.2, with the same exception."""
    if answer.status_code in _NOT_THERE:
        problem(answer)
    else:
        _error(answer, _REGISTRATION_ERRORS)


def mcp(answer: Answer) -> None:
    """An error of JSON-RPC."""
    if answer.status_code in _NOT_THERE:
        problem(answer)
        return
    assert answer.headers["content-type"] == "application/json"
    said = answer.json()
    assert said["jsonrpc"] == "2.0"
    assert said["error"]["message"]


def check(answer: Answer, refuses: Refusal, callbacks: set[str]) -> None:
    """What holds for every answer of an endpoint that refuses in this form."""
    assert answer.status_code < 500, answer.text
    if answer.status_code >= 400:
        refuses(answer)
    if answer.status_code in {401, 403} and refuses is not page:
        assert answer.status_code == 403 or "www-authenticate" in answer.headers
    if answer.status_code == 429:
        assert int(answer.headers["retry-after"]) > 0
    if "location" in answer.headers and answer.is_redirect:
        _leads_somewhere_known(answer.headers["location"], callbacks)
    assert MARK not in answer.headers
    if "html" in answer.headers.get("content-type", ""):
        assert f"<{MARK}" not in answer.text


def _error(answer: Answer, known: set[str]) -> None:
    assert answer.headers["content-type"] == "application/json"
    assert answer.headers["cache-control"] == "no-store"
    said: dict[str, Any] = answer.json()
    assert said["error"] in known
    assert _PLAIN.fullmatch(said.get("error_description", ""))


def _leads_somewhere_known(location: str, callbacks: set[str]) -> None:
    inside = location.startswith("/") and not location.startswith(("//", "/\\"))
    assert inside or location.partition("?")[0] in callbacks, location
    assert location.isascii()
    assert location.isprintable()

"""The kinds of apps, and what each may do: the table everything else looks up."""

from dataclasses import dataclass
from typing import Final

from taskpal.oauth.schemas import DEVICE, GPT, NATIVE, WEB

CODE: Final = "authorization_code"
REFRESH: Final = "refresh_token"
DEVICE_CODE: Final = "urn:ietf:params:oauth:grant-type:device_code"

HTTPS: Final = "https"
LOOPBACK: Final = "loopback"  # http on the same computer, at the port named
ANY_PORT: Final = "any port"  # of a loopback address (RFC 8252 §7.3)
OWN_SCHEME: Final = "own scheme"  # that the system gives to one app (RFC 8252 §7.1)


@dataclass(frozen=True, slots=True)
class Kind:
    """What is true of every app of a kind.

    Attributes:
        secret: it keeps one and shows it, by post or basic (RFC 6749 §2.1, §2.3.1).
        proof_key: it gets no code without an S256 challenge (RFC 7636, RFC 9700 §2.1).
        grants: how it gets tokens.
        redirects: where people may be sent back to.
    """

    secret: bool
    proof_key: bool
    grants: frozenset[str]
    redirects: frozenset[str]


def _kind(secret: bool, proof_key: bool, grants: set[str], redirects: set[str]) -> Kind:
    return Kind(secret, proof_key, frozenset(grants), frozenset(redirects))


_ANYWHERE = {HTTPS, LOOPBACK, ANY_PORT, OWN_SCHEME}

_KINDS = {
    #             secret proof   grants                   redirects
    GPT: _kind(True, False, {CODE, REFRESH}, {HTTPS}),
    WEB: _kind(True, True, {CODE, REFRESH}, {HTTPS, LOOPBACK}),
    NATIVE: _kind(False, True, {CODE, REFRESH}, _ANYWHERE),
    DEVICE: _kind(False, False, {DEVICE_CODE, REFRESH}, set()),
}


def of(kind: str) -> Kind:
    """What is true of the apps of this kind.

    Raises:
        KeyError: there is no such kind.
    """
    return _KINDS[kind]

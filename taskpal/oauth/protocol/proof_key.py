"""Proof that the app that redeems a code is the one that asked for it (RFC 7636)."""

import re

from authlib.oauth2.rfc6749 import InvalidRequestError
from authlib.oauth2.rfc7636 import CodeChallenge
from authlib.oauth2.rfc7636.challenge import create_s256_code_challenge

from taskpal.oauth.models import AuthorizationCode
from taskpal.oauth.protocol.code_grant import CodeGrant
from taskpal.security import same

_CHALLENGE = re.compile(r"[A-Za-z0-9_-]{43}")


class ProofKey(CodeChallenge):  # type: ignore[misc]
    """S256 only: required of web and native clients, honoured when a gpt sends it.

    `plain` protects nobody who can read the request, though Authlib takes it to be
    meant when no method is named, as RFC 7636 §4.3 says.
    """

    CODE_CHALLENGE_METHODS = {
        "S256": lambda verifier, challenge: same(
            create_s256_code_challenge(verifier), challenge
        )
    }

    def validate_code_challenge(self, grant: CodeGrant, _result: object) -> None:
        sent = grant.request.payload.data
        challenge, method = (
            sent.get("code_challenge"),
            sent.get("code_challenge_method"),
        )
        if challenge is None and method is None:
            _require_without_challenge(grant)
        elif method != "S256":
            raise InvalidRequestError("code_challenge_method must be S256.")
        elif not _CHALLENGE.fullmatch(challenge or ""):
            raise InvalidRequestError(
                "code_challenge must be 43 characters of base64url."
            )

    def get_authorization_code_challenge(self, code: AuthorizationCode) -> str | None:
        return code.code_challenge

    def get_authorization_code_challenge_method(self, _code: AuthorizationCode) -> str:
        return "S256"


def _require_without_challenge(grant: CodeGrant) -> None:
    if grant.client.kind.proof_key:
        raise InvalidRequestError("This app must send a code_challenge (S256).")
    if not grant.request.payload.state:
        # RFC 9700 §2.1: one of the two has to keep others from slipping in a code.
        raise InvalidRequestError("Send state, or a code_challenge (S256).")

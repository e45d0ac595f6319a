"""The codes that devices show and people type: made, read, and kept (RFC 8628 §6.1)."""

import re
import secrets

from taskpal import security

# Consonants only, so that no code is a word; none of them looks like a digit.
ALPHABET = "BCDFGHJKLMNPQRSTVWXZ"
LENGTH = 8

_NOT_TYPED = re.compile(r"[\W_]+")
_CODE = re.compile(f"[{ALPHABET}]{{{LENGTH}}}")


def new_user_code() -> str:
    """A code like BCDF-GHJK (35 bits; how often one may be tried is limited)."""
    return _shown("".join(secrets.choice(ALPHABET) for _ in range(LENGTH)))


def read(typed: str) -> str | None:
    """The code as it was shown, however it was typed; None if it cannot be one."""
    letters = _NOT_TYPED.sub("", typed[: 8 * LENGTH]).upper()
    return _shown(letters) if _CODE.fullmatch(letters) else None


def hash_user_code(code: str) -> str:
    """What the database holds instead of a code that was read."""
    return security.sign("user code", code)


def _shown(letters: str) -> str:
    return f"{letters[:4]}-{letters[4:]}"
